"""Headers that keep an answer from being taken for anything but public data."""

from __future__ import annotations

from typing import Final

SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # Opened as a page, an answer loads nothing, runs nothing and is shown in no frame.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    # Public data, whoever embeds it; which scripts may read it is the project's to say (CORS).
    "Cross-Origin-Resource-Policy": "cross-origin",
}
