"""Wagtail's indexes of words and of references, which take a fifth of the time of tests that ask neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.conf import settings
from django.test import override_settings
from wagtail import signal_handlers


class _IsDisabled:
    """Stands for what Wagtail asks whether it keeps its index of references, and says no in every thread."""

    value = True


@contextmanager
def without_indexes() -> Iterator[None]:
    """Have Wagtail write neither of its indexes."""
    backends = settings.WAGTAILSEARCH_BACKENDS
    disabled = {**backends, "default": {**backends["default"], "AUTO_UPDATE": False}}
    with (
        override_settings(WAGTAILSEARCH_BACKENDS=disabled),
        patch.object(signal_handlers, "reference_index_auto_update_disabled", _IsDisabled()),
    ):
        yield
