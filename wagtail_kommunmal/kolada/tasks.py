"""A fetch as background work."""

from __future__ import annotations

import logging

from django.contrib.auth import get_user_model
from django_tasks import task
from wagtail.models import Site

from .areas import NoMunicipalityError
from .client import KoladaClient
from .errors import AlreadyRunningError
from .runs import run_sync
from .sync import figures_of

logger = logging.getLogger(__name__)


@task()
def sync_in_background(site_pk: int, user_pk: str | None = None, *, nightly: bool = False) -> None:
    """Fetch the values of a site's key figures; ``user_pk`` is who ordered it, as the history tells."""
    site = Site.objects.get(pk=site_pk)
    user = get_user_model().objects.filter(pk=user_pk).first() if user_pk else None
    try:
        for _run, _result in run_sync(site, list(figures_of(site, nightly=nightly)), KoladaClient(), user=user):
            pass
    except NoMunicipalityError:
        logger.warning("%s does not say which municipality it is: nothing was fetched from Kolada.", site)
    except AlreadyRunningError:
        logger.info("Another fetch from Kolada is under way for %s.", site)
