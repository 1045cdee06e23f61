"""What API v1 says of itself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from ...delivery.envelope import Document

API_NAME: Final = "Mål och uppföljning"
API_VERSION: Final = "1.0.0"
"""Semantic version of the contract: new members and codes raise the minor; what would break clients is a v2."""

API_RELEASED: Final = "2026-11-23"
API_STATUS: Final = "active"

DESCRIPTION: Final = _(
    "The municipality's goals for each year: what the council has decided, with assignments, key figures, investments "
    "and what has been done. The API is open and read with GET. Only what is published on the municipality's site is "
    "here, and it is here as soon as it is published. Numbers with a meaning are strings with a decimal point and the "
    "decimals that were given, with a readable text beside. `null` means unknown or none, and is not 0. Enumerations "
    "may get more codes and documents more members: pass over what is unknown."
)
LIMITATIONS: Final = _(
    "A list gives at most 100 items at a time. The language of the content is chosen with lang; an item that is not "
    "translated is not in the list of that language. Answers may be a minute old in caches; what is withdrawn is "
    "withdrawn from the API at once."
)
SERVICE_LEVEL: Final = {
    "availability": _("As the municipality's web site; no level is promised."),
    "responseTime": _("Most answers take less than a second; no level is promised."),
    "support": _("Through the contact of this description."),
}


def api_info(api_root: str) -> Document:
    """Return what the national REST API profile wants ``/api-info`` to tell."""
    return {
        "apiName": API_NAME,
        "apiVersion": API_VERSION,
        "apiReleased": API_RELEASED,
        "apiDocumentation": f"{api_root}/openapi.json",
        "apiStatus": API_STATUS,
    }
