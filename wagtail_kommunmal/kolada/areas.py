"""Which of Kolada's areas a site's values are fetched for, and as which series they are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from wagtail.models import Site

from ..models import KeyFigureValue, KoladaWarning, KommunmalSiteSettings
from ..vocabulary import Series
from .client import KoladaClient
from .warnings import Warnings, warning

NATION: Final = "0000"
LABEL_LENGTH: Final = KeyFigureValue._meta.get_field("series_label").max_length
YEAR: Final = re.compile(r"\b20\d\d\b")


class NoMunicipalityError(Exception):
    """The site does not say which municipality it is."""


class SeriesOfArea(NamedTuple):
    """The series that an area's values are kept as."""

    series: str
    label: str = ""


@dataclass
class Areas:
    """A site's areas by their id at Kolada, and what is to be told of them."""

    municipality: str
    series: dict[str, SeriesOfArea] = field(default_factory=dict)
    notices: Warnings = field(default_factory=list)


def areas_of(site: Site, client: KoladaClient, today: date) -> Areas:
    """Return the site's areas; those that Kolada does not have are left out and told.

    Region and group are kept under their name at Kolada. That of a group holds its year, so that a newer group makes
    a series of its own instead of revising everything that was fetched for the last one.
    """
    chosen = KommunmalSiteSettings.objects.filter(site=site).first()
    if chosen is None or not chosen.kolada_municipality:
        raise NoMunicipalityError
    areas = Areas(chosen.kolada_municipality)
    areas.series[chosen.kolada_municipality] = SeriesOfArea(Series.OWN.value)
    areas.series.setdefault(NATION, SeriesOfArea(Series.NATION.value))
    others = {chosen.kolada_similar: Series.SIMILAR, chosen.kolada_region: Series.OTHER}
    named = [area for area in others if area]
    found = client.areas([chosen.kolada_municipality, *named])
    for area in (chosen.kolada_municipality, *named):
        if area not in found:
            areas.notices.append(warning(KoladaWarning.NO_AREA, id=area))
        elif area not in areas.series:
            areas.series[area] = SeriesOfArea(others[area].value, found[area].title[:LABEL_LENGTH].strip())
    if chosen.kolada_similar in found:
        title = found[chosen.kolada_similar].title
        years = YEAR.findall(title)
        # A group of last year is the newest for most of this one.
        if years and int(years[-1]) < today.year - 1:
            areas.notices.append(warning(KoladaWarning.OLD_GROUP, title=title))
    return areas
