"""A sync as background work, which notes how far it has come."""

from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from ..models import KoladaRun
from .areas import NoMunicipalityError
from .client import KoladaClient
from .sync import figures_of, sync

logger = logging.getLogger(__name__)


@task()
def sync_in_background(run_pk: int) -> None:
    """Fetch all of a site's key figures for a run that an editor asked for."""
    run = KoladaRun.objects.select_related("site").get(pk=run_pk)
    figures = list(figures_of(run.site))
    run.total = len(figures)
    run.save()
    try:
        for result in sync(run.site, figures, KoladaClient()):
            run.done += 1
            run.changed += result.changed
            run.save()
    except NoMunicipalityError:
        run.problem = _("Say in the settings of the site which municipality it is.")
    except Exception:
        logger.exception("The fetch from Kolada broke off.")
        run.problem = _("The fetch broke off. What was fetched until then is kept.")
    run.finished_at = timezone.now()
    run.save()
