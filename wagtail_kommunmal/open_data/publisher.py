"""Who publishes the open data of a site, as the settings say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail.models import Site

from ..conf import get_settings

KEYS: Final = ("publisher", "organisation_number", "contact_name", "contact_email")

_ORGANISATION_NUMBER = re.compile(r"\d{6}-?\d{4}", re.ASCII)


@dataclass(frozen=True)
class Publisher:
    """A municipality as a publisher, and who answers questions about its data."""

    name: str
    organisation_number: str
    """Ten digits."""
    contact_name: str
    contact_email: str

    @property
    def address(self) -> str:
        """What names it at dataportal.se."""
        return f"http://dataportal.se/organisation/SE{self.organisation_number}"


def is_given() -> bool:
    """Tell whether the settings say who publishes any site's open data."""
    return get_settings().OPEN_DATA is not None or bool(given_by_host())


def given_by_host() -> dict[str, Any]:
    """Return what the settings say of publishers by host name, in small letters as hosts are compared."""
    by_host: Any = get_settings().OPEN_DATA_BY_HOST
    return {str(host).casefold(): given for host, given in by_host.items()} if isinstance(by_host, dict) else {}


def publisher_of(site: Site) -> Publisher | None:
    """Return who publishes the open data of a site, or ``None`` where the settings do not say all of it.

    A site never gets the number of another one's municipality: ``OPEN_DATA`` is of the default site alone, and of
    several sites at one host, which differ by their ports, none has the entry of that host.
    """
    given: Any = given_by_host().get(site.hostname.casefold())
    if given is not None and Site.objects.filter(hostname__iexact=site.hostname).exclude(pk=site.pk).exists():
        given = None
    if given is None and site.is_default_site:
        given = get_settings().OPEN_DATA
    if given is None or any(remarks(given)):
        return None
    return Publisher(
        name=given["publisher"],
        organisation_number=given["organisation_number"].replace("-", ""),
        contact_name=given["contact_name"],
        contact_email=given["contact_email"],
    )


def remarks(given: Any) -> Iterator[str]:
    """Yield what is wrong with what the settings say of a publisher: missing, unknown, or of no use."""
    if not isinstance(given, dict):
        yield "is not a dict"
        return
    missing = [key for key in KEYS if not (isinstance(given.get(key), str) and given[key].strip())]
    if missing:
        yield f"lacks {', '.join(missing)}"
    if unknown := [str(key) for key in given if key not in KEYS]:
        yield f"has unknown keys: {', '.join(unknown)}"
    if "organisation_number" not in missing and not _ORGANISATION_NUMBER.fullmatch(given["organisation_number"]):
        yield "has an organisation_number that is not ten digits"
    if "contact_email" not in missing and not _is_email(given["contact_email"]):
        yield "has a contact_email that is no e-mail address"


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
