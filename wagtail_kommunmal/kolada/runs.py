"""One fetch at a time for each site, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from ..models import KeyFigure, KoladaRun
from .areas import NoMunicipalityError
from .client import KoladaClient
from .errors import AlreadyRunningError
from .sync import Result, Sync

DEAD_AFTER: Final = timedelta(minutes=30)
"""A run without a sign of life for so long is taken for dead; if it is not, it writes nothing more."""

KEPT_FOR: Final = timedelta(days=90)


def run_sync(
    site: Site, figures: Sequence[KeyFigure], client: KoladaClient, *, user: Any = None
) -> Iterator[tuple[KoladaRun, Result]]:
    """Sync key figures as the site's only run, and tell after each one how far it has come and what was done.

    Raises ``AlreadyRunningError``, or ``NoMunicipalityError`` where the site does not say which municipality it is.
    """
    if not figures:
        return
    run = _begin(site, len(figures), user)
    sync = Sync(site, client, user=user, check_in=partial(_note, run))
    problem = _("The fetch broke off. What was fetched until then is kept.")
    try:
        for result in sync.run(figures):
            run.done += 1
            run.changed += result.changed
            run.notices = sync.notices
            _note(run)
            yield run, result
        problem = ""
    except NoMunicipalityError:
        problem = _("Say in the settings of the site which municipality it is.")
        raise
    finally:
        # Also if nobody asks for the next result any longer.
        _end(run, problem)


def _begin(site: Site, total: int, user: Any) -> KoladaRun:
    now = timezone.now()
    KoladaRun.objects.filter(site=site, finished_at__lt=now - KEPT_FOR).delete()
    KoladaRun.objects.filter(running_for=site, alive_at__lt=now - DEAD_AFTER).update(
        running_for=None, finished_at=now, problem=_("The fetch broke off. What was fetched until then is kept.")
    )
    try:
        with transaction.atomic():
            return KoladaRun.objects.create(site=site, running_for=site, user=user, total=total, alive_at=now)
    except IntegrityError as error:
        raise AlreadyRunningError from error


def _note(run: KoladaRun) -> None:
    run.alive_at = timezone.now()
    fields = {name: getattr(run, name) for name in ("alive_at", "done", "changed", "notices")}
    if not KoladaRun.objects.filter(pk=run.pk, running_for=run.site).update(**fields):
        # It was taken for dead, and another one has begun.
        raise AlreadyRunningError


def _end(run: KoladaRun, problem: str) -> None:
    run.finished_at, run.problem = timezone.now(), problem
    KoladaRun.objects.filter(pk=run.pk, running_for=run.site).update(
        running_for=None, finished_at=run.finished_at, problem=problem
    )
