"""Values of the demo's key figures from its invented Kolada, asked without a network."""

from wagtail.models import Site

from demo.content.kolada import MUNICIPALITY, REGION, SIMILAR, invented_kolada
from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.sync import Sync
from wagtail_kommunmal.models import KeyFigure, KommunmalSiteSettings
from wagtail_kommunmal.testing.kolada import IN_PROCESS


def ensure_municipality(site: Site) -> bool:
    """Say which municipality the site is at Kolada, unless somebody has."""
    settings = KommunmalSiteSettings.for_site(site)
    if settings.kolada_municipality:
        return False
    settings.kolada_municipality, settings.kolada_region, settings.kolada_similar = MUNICIPALITY, REGION, SIMILAR
    settings.save()
    return True


def ensure_values(key_figure: KeyFigure) -> bool:
    """Fetch what the invented Kolada has of a key figure and the site does not; what somebody wrote stays."""
    site = key_figure.site
    if KommunmalSiteSettings.for_site(site).kolada_municipality != MUNICIPALITY:
        return False
    client = KoladaClient(base_url=IN_PROCESS, session=invented_kolada().session(), sleep=lambda seconds: None)
    return any(result.changed for result in Sync(site, client).run([key_figure]))
