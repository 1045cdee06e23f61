"""Fetches the values of a site's key figures from Kolada, and writes what differs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Site

from ..authoring.recorded_changes import lock
from ..authoring.value_changes import ChangesRefusedError, ValueChange, ValueKey, apply_changes
from ..models import (
    KeyFigure,
    KeyFigureValue,
    KoladaLink,
    KoladaWarning,
    KommunmalSiteSettings,
    warning_text,
)
from ..vocabulary import Provenance
from .answers import Data, Kpi
from .areas import Areas, areas_of
from .client import KoladaClient, chunks
from .comparing import ENDED, compare
from .errors import AlreadyRunningError, KoladaError, KoladaUnavailableError
from .warnings import Warnings, warning

logger = logging.getLogger(__name__)

ASKED_AGAIN_AFTER: Final = timedelta(days=7)
"""How long the nightly run leaves a key figure alone of which Kolada does not say when it is published."""


TRIED_AGAIN: Final = (KoladaWarning.UNREACHED, KoladaWarning.FAILED)


@dataclass
class Result:
    """What a sync did with one key figure: how many values it wrote, and what its editor is told."""

    key_figure: KeyFigure
    changed: int = 0
    warnings: Warnings = field(default_factory=list)

    @property
    def is_left(self) -> bool:
        """Tell whether nothing could be fetched or written, so that it is to be tried again."""
        return any(one["code"] in TRIED_AGAIN for one in self.warnings)

    @property
    def texts(self) -> list[str]:
        """The warnings in the language of the reader."""
        return [warning_text(one) for one in self.warnings]


def figures_of(
    site: Site, *, kolada_ids: Sequence[str] = (), nightly: bool = False, now: datetime | None = None
) -> QuerySet[KeyFigure]:
    """Return the site's key figures that are Kolada's; ``nightly`` those of which something new is to be expected."""
    figures = KeyFigure.objects.filter(site=site, kolada_id__regex=r"^[NU][0-9]{5}$").order_by("kolada_id", "pk")
    if kolada_ids:
        figures = figures.filter(kolada_id__in=kolada_ids)
    if nightly:
        moment = now or timezone.now()
        day = timezone.localdate(moment)
        figures = figures.filter(
            Q(kolada_link__isnull=True)
            | ~Q(kolada_link__kolada_id=F("kolada_id"))
            | Q(kolada_link__synced_at__isnull=True)
            | ~Q(kolada_link__municipality=municipality_of(site))
            | Q(kolada_link__publication_on__lte=day)
            | Q(kolada_link__prel_publication_on__lte=day)
            | Q(
                kolada_link__publication_on__isnull=True,
                kolada_link__prel_publication_on__isnull=True,
                kolada_link__synced_at__lte=moment - ASKED_AGAIN_AFTER,
            )
        )
    return figures


def municipality_of(site: Site) -> str:
    """Return the code of the municipality that the site's settings name, or "" for none."""
    named = KommunmalSiteSettings.objects.filter(site=site).values_list("kolada_municipality", flat=True)
    return named.first() or ""


class Sync:
    """Brings the values of a site's key figures up to date with Kolada.

    Writes differences only, in a transaction for each key figure. Values that were entered by hand or imported are
    never touched, and none is ever deleted, whatever Kolada answers.
    """

    def __init__(
        self,
        site: Site,
        client: KoladaClient,
        *,
        user: Any = None,
        dry_run: bool = False,
        now: Callable[[], datetime] = timezone.now,
        check_in: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin a sync; ``check_in`` is called before anything is written, and raises if it may no longer be."""
        self.site, self.client, self.user, self.dry_run, self.now = site, client, user, dry_run, now
        self.check_in = check_in
        self.notices: Warnings = []
        """What concerns all key figures; known once the first result is."""

    def run(self, figures: Sequence[KeyFigure]) -> Iterator[Result]:
        """Fetch the values of key figures, and tell of each when it is done.

        Raises ``NoMunicipalityError`` where the site does not say which municipality it is.
        """
        if not figures:
            return
        try:
            areas = areas_of(self.site, self.client, timezone.localdate(self.now()))
        except KoladaError as error:
            yield from self._leave(figures, error)
            return
        self.notices = areas.notices
        left = figures = list(figures)
        for chunk in chunks(figures):
            left = left[len(chunk) :]
            ids = list(dict.fromkeys(figure.kolada_id for figure in chunk))
            try:
                kpis, data = self.client.kpis(ids), self.client.data(ids, list(areas.series))
            except KoladaUnavailableError as error:
                # A Kolada that is down is not asked again and again.
                yield from self._leave([*chunk, *left], error)
                return
            except KoladaError as error:
                yield from self._leave(chunk, error)
                continue
            for figure in chunk:
                if result := self._try_to_take(figure, kpis, data, areas):
                    yield result

    def _leave(self, figures: Sequence[KeyFigure], error: KoladaError) -> Iterator[Result]:
        """Tell that Kolada was not read, beside what was told before."""
        for figure in figures:
            yield self._left(figure, warning(KoladaWarning.UNREACHED, reason=str(error)))

    def _left(self, figure: KeyFigure, told: dict[str, Any]) -> Result:
        if not self.dry_run:
            self._note(figure, told)
        return Result(figure, warnings=[told])

    def _note(self, figure: KeyFigure, told: dict[str, Any]) -> None:
        with transaction.atomic():
            current = _locked(figure)
            self.check_in()
            if current is not None:
                link = KoladaLink.objects.filter(key_figure=current).first() or KoladaLink(
                    key_figure=current, kolada_id=current.kolada_id
                )
                before = [one for one in link.warnings if one["code"] not in TRIED_AGAIN]
                link.warnings = [*before, told]
                link.save()

    def _try_to_take(self, figure: KeyFigure, kpis: dict[str, Kpi], data: Data, areas: Areas) -> Result | None:
        """Write what differs; a key figure of which it cannot be written holds up no other."""
        try:
            return self._take(figure, kpis, data, areas)
        except AlreadyRunningError:
            raise
        except Exception:
            logger.exception("What Kolada has of %s could not be written.", figure.kolada_id)
            return self._left(figure, warning(KoladaWarning.FAILED, id=figure.kolada_id))

    def _take(self, figure: KeyFigure, kpis: dict[str, Kpi], data: Data, areas: Areas) -> Result | None:
        """Write what differs; ``None`` if the key figure is gone, or another series' by now."""
        with transaction.atomic():
            current = _locked(figure)
            if current is None or current.kolada_id != figure.kolada_id:
                return None
            self.check_in()
            now = self.now()
            link, result = _link_of(current, areas.municipality, now), Result(current)
            kpi = kpis.get(current.kolada_id)
            if kpi is None:
                result.warnings = [warning(KoladaWarning.VANISHED, id=current.kolada_id)]
            elif link.title and link.title != kpi.title:
                result.warnings = [
                    warning(KoladaWarning.RENAMED, id=kpi.id, title=kpi.title, stored=link.title),
                    *([warning(KoladaWarning.RETIRED, title=kpi.title)] if ENDED.search(kpi.title) else []),
                ]
            else:
                self._compare_and_write(result, link, kpi, data, areas, now)
            link.warnings = result.warnings
            link.save()
            if self.dry_run:
                transaction.set_rollback(True)
        return result

    def _compare_and_write(
        self, result: Result, link: KoladaLink, kpi: Kpi, data: Data, areas: Areas, now: datetime
    ) -> None:
        figure, today = result.key_figure, timezone.localdate(now)
        found = compare(
            kpi,
            [point for point in data.points if point.kpi == kpi.id],
            [one for one in data.unreadable if one.kpi == kpi.id],
            areas.series,
            KeyFigureValue.objects.filter(key_figure=figure),
            today,
            link.since,
        )
        result.warnings = found.warnings
        self._write(result, found.changes, now)
        link.title, link.synced_at = kpi.title, now
        link.publication_on, link.prel_publication_on = kpi.publication_on, kpi.prel_publication_on
        _note_next_publication(figure, kpi, today)

    def _write(self, result: Result, changes: list[ValueChange], now: datetime) -> None:
        """Write what fits the key figure, and tell of what was revised and of what does not fit."""
        refused: dict[ValueKey, set[str]] = {}
        try:
            result.changed = self._apply(result.key_figure, changes, now)
        except ChangesRefusedError as error:
            refused = {one.key: {text for texts in one.errors.values() for text in texts} for one in error.refusals}
            changes = [change for change in changes if change.key not in refused]
            result.changed = self._apply(result.key_figure, changes, now)
        if revised := [list(change.key) for change in changes if change.after and "note" in change.after]:
            result.warnings.append(warning(KoladaWarning.REVISED, values=sorted(revised)))
        if refused:
            reason = " ".join(sorted(set().union(*refused.values())))
            values = [list(key) for key in sorted(refused)]
            result.warnings.append(warning(KoladaWarning.REFUSED, values=values, reason=reason))

    def _apply(self, figure: KeyFigure, changes: list[ValueChange], now: datetime) -> int:
        return len(apply_changes(figure, changes, user=self.user, provenance=Provenance.KOLADA, fetched_at=now))


def _locked(figure: KeyFigure) -> KeyFigure | None:
    """Return the key figure as it is now, with its rows locked against other writers; ``None`` if it is gone."""
    try:
        lock(figure)
    except KeyFigure.DoesNotExist:
        return None
    return KeyFigure.objects.get(pk=figure.pk)


def _link_of(figure: KeyFigure, municipality: str, now: datetime) -> KoladaLink:
    """Return what is known of the key figure's series; what is known of another one says nothing of it."""
    link = KoladaLink.objects.filter(key_figure=figure).first()
    if link is None:
        return KoladaLink(key_figure=figure, kolada_id=figure.kolada_id, municipality=municipality)
    is_same_series = link.kolada_id == figure.kolada_id
    if not is_same_series or (link.municipality and link.municipality != municipality):
        return KoladaLink(
            pk=link.pk,
            key_figure=figure,
            kolada_id=figure.kolada_id,
            municipality=municipality,
            since=now,
            # What it is called does not depend on the municipality.
            title=link.title if is_same_series else "",
        )
    link.municipality = municipality
    return link


def _note_next_publication(figure: KeyFigure, kpi: Kpi, today: date) -> None:
    """Keep the next day of publication for those who look after the key figure; no document shows it."""
    days = [day for day in (kpi.prel_publication_on, kpi.publication_on) if day and day > today]
    if days:
        KeyFigure.objects.filter(pk=figure.pk).update(next_publication_on=min(days))
