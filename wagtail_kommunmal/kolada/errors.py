"""What can go wrong when Kolada is asked."""

from __future__ import annotations


class KoladaError(Exception):
    """Kolada was not read; the message is for the editor."""


class KoladaUnavailableError(KoladaError):
    """Kolada did not answer in time, or not at all, or only that it cannot."""


class KoladaRefusedError(KoladaError):
    """Kolada refused the request."""


class KoladaAnswerError(KoladaError):
    """Kolada answered with something that is not in its documented shape."""


class KoladaPagingError(KoladaAnswerError):
    """An answer leads to another host, or round in a circle."""


class AlreadyRunningError(Exception):
    """Another fetch for the site is under way."""
