"""Which of Kolada's areas a site's values are fetched for, and as which series they are kept."""

from __future__ import annotations

from typing import Final, NamedTuple

from wagtail.models import Site

from ..models import KommunmalSiteSettings
from ..vocabulary import Series
from .client import KoladaClient

NATION: Final = "0000"


class SeriesOfArea(NamedTuple):
    """The series that an area's values are kept as."""

    series: str
    label: str = ""


class NoMunicipalityError(Exception):
    """The site does not say which municipality it is."""


def areas_of(site: Site, client: KoladaClient) -> dict[str, SeriesOfArea]:
    """Return the site's areas by their id at Kolada; those that Kolada does not have are left out."""
    chosen = KommunmalSiteSettings.for_site(site)
    if not chosen.kolada_municipality:
        raise NoMunicipalityError
    areas = {
        chosen.kolada_municipality: SeriesOfArea(Series.OWN.value),
        NATION: SeriesOfArea(Series.NATION.value),
    }
    if chosen.kolada_similar:
        areas[chosen.kolada_similar] = SeriesOfArea(Series.SIMILAR.value)
    if chosen.kolada_region:
        # Its name tells it from other series of that kind.
        found = client.areas([chosen.kolada_region])
        if chosen.kolada_region in found:
            areas[chosen.kolada_region] = SeriesOfArea(Series.OTHER.value, found[chosen.kolada_region].title[:120])
    return areas
