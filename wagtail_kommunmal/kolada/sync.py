"""Fetches the values of a site's key figures from Kolada, and writes what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from ..authoring.value_changes import ChangesRefusedError, apply_changes
from ..models import KeyFigure, KeyFigureValue, KoladaLink, KoladaWarning, warning_text
from ..vocabulary import Provenance
from .answers import Data, Kpi
from .areas import SeriesOfArea, areas_of
from .client import KoladaClient, chunks
from .comparing import ENDED, Differences, Warnings, compare, warning
from .errors import KoladaError


@dataclass
class Result:
    """What a sync did with one key figure: how many values it wrote, and what its editor is told."""

    key_figure: KeyFigure
    changed: int = 0
    warnings: Warnings = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The warnings in the language of the reader."""
        return [warning_text(one) for one in self.warnings]


def figures_of(
    site: Site, *, kolada_ids: Sequence[str] = (), nightly: bool = False, today: date | None = None
) -> QuerySet[KeyFigure]:
    """Return the site's key figures that are Kolada's; ``nightly`` those of which something new is to be expected."""
    figures = KeyFigure.objects.filter(site=site, kolada_id__regex=r"^[NU][0-9]{5}$").order_by("kolada_id", "pk")
    if kolada_ids:
        figures = figures.filter(kolada_id__in=kolada_ids)
    if nightly:
        day = today or timezone.localdate()
        figures = figures.filter(
            Q(kolada_link__isnull=True)
            | Q(kolada_link__synced_at__isnull=True)
            | Q(kolada_link__publication_on__lte=day)
            | Q(kolada_link__prel_publication_on__lte=day)
        )
    return figures


def sync(
    site: Site,
    figures: Sequence[KeyFigure],
    client: KoladaClient,
    *,
    user: Any = None,
    dry_run: bool = False,
    now: Callable[[], datetime] = timezone.now,
) -> Iterator[Result]:
    """Fetch the values of key figures, each written in a transaction of its own, and tell what was done as it is done.

    Raises ``NoMunicipalityError`` where the site does not say which municipality it is.
    """
    try:
        areas = areas_of(site, client)
    except KoladaError as error:
        yield from (_unreached(figure, error, dry_run) for figure in figures)
        return
    for chunk in chunks(figures):
        ids = list(dict.fromkeys(figure.kolada_id for figure in chunk))
        try:
            kpis, data = client.kpis(ids), client.data(ids, list(areas))
        except KoladaError as error:
            yield from (_unreached(figure, error, dry_run) for figure in chunk)
            continue
        for figure in chunk:
            yield _sync_figure(figure, kpis.get(figure.kolada_id), data, areas, user, dry_run, now())


def _unreached(figure: KeyFigure, error: KoladaError, dry_run: bool) -> Result:
    result = Result(figure, warnings=[warning(KoladaWarning.UNREACHED, reason=str(error))])
    if not dry_run:
        link = _link_of(figure)
        link.warnings = result.warnings
        link.save()
    return result


def _sync_figure(
    figure: KeyFigure,
    kpi: Kpi | None,
    data: Data,
    areas: dict[str, SeriesOfArea],
    user: Any,
    dry_run: bool,
    now: datetime,
) -> Result:
    with transaction.atomic():
        link = _link_of(figure)
        result = Result(figure)
        if kpi is None:
            result.warnings = [warning(KoladaWarning.VANISHED, id=figure.kolada_id)]
        elif link.title and link.title != kpi.title:
            result.warnings = [
                warning(KoladaWarning.RENAMED, id=kpi.id, title=kpi.title, stored=link.title),
                *([warning(KoladaWarning.RETIRED, title=kpi.title)] if ENDED.search(kpi.title) else []),
            ]
        else:
            stored = KeyFigureValue.objects.filter(key_figure=figure)
            found = compare(
                kpi,
                [point for point in data.points if point.kpi == kpi.id],
                [one for one in data.unreadable if one.kpi == kpi.id],
                areas,
                stored,
                timezone.localdate(now),
            )
            _write(figure, found, result, user, now)
            link.title, link.synced_at = kpi.title, now
            link.publication_on, link.prel_publication_on = kpi.publication_on, kpi.prel_publication_on
            _note_next_publication(figure, kpi, timezone.localdate(now))
        link.warnings = result.warnings
        link.save()
        if dry_run:
            transaction.set_rollback(True)
    return result


def _write(figure: KeyFigure, found: Differences, result: Result, user: Any, now: datetime) -> None:
    result.warnings = found.warnings
    try:
        changes = apply_changes(figure, found.changes, user=user, provenance=Provenance.KOLADA, fetched_at=now)
        result.changed = len(changes)
    except ChangesRefusedError as refused:
        messages = {text for one in refused.refusals for texts in one.errors.values() for text in texts}
        reason = " ".join(sorted(messages)) or _("Somebody else changed the values meanwhile.")
        result.warnings = [*found.warnings, warning(KoladaWarning.REFUSED, reason=reason)]


def _link_of(figure: KeyFigure) -> KoladaLink:
    """Return what is known of the key figure's series; one of another id says nothing of it."""
    link = KoladaLink.objects.filter(key_figure=figure).first() or KoladaLink(key_figure=figure)
    if link.kolada_id != figure.kolada_id:
        link = KoladaLink(pk=link.pk, key_figure=figure, kolada_id=figure.kolada_id)
    return link


def _note_next_publication(figure: KeyFigure, kpi: Kpi, today: date) -> None:
    """Keep the next day of publication for those who look after the key figure; no document shows it."""
    days = [day for day in (kpi.prel_publication_on, kpi.publication_on) if day and day > today]
    if days:
        KeyFigure.objects.filter(pk=figure.pk).update(next_publication_on=min(days))
