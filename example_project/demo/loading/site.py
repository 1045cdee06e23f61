"""Languages, the site and its first page in each of them."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from demo.content.municipality import NAME
from demo.content.shapes import Home
from demo.loading.identity import identity
from demo.loading.images import image_named
from demo.loading.publishing import publish
from demo.loading.rich_text import to_html
from home.models import HomePage

HOSTNAME = "localhost"
HOME_KEY = identity("home")


def ensure_locale(language_code: str) -> bool:
    """Make a language available for content."""
    created: bool
    _, created = Locale.objects.get_or_create(language_code=language_code)
    return created


@transaction.atomic
def ensure_home(content: Home, locale: Locale) -> bool:
    """Make the first page in one language; the default language's is the site's root."""
    if HomePage.objects.filter(translation_key=HOME_KEY, locale=locale).exists():
        return False
    is_default = locale == Locale.get_default()
    page = HomePage(
        title=content.title,
        slug=content.slug,
        introduction=content.introduction,
        body=to_html(content.body),
        image=image_named(content.image),
        locale=locale,
        translation_key=HOME_KEY,
        live=False,
    )
    Page.get_first_root_node().add_child(instance=page)
    publish(page)
    if is_default:
        _replace_welcome_page(page)
    return True


def _replace_welcome_page(home: HomePage) -> None:
    """Make `home` the root of the default site and remove the page that Wagtail starts with."""
    site, _ = Site.objects.get_or_create(is_default_site=True, defaults={"hostname": HOSTNAME, "root_page": home})
    old_root = site.root_page
    site.root_page = home
    site.save()
    # Only Wagtail's own untouched page: anything that somebody wrote is a page of another class or has children.
    if old_root.specific_class is Page and old_root.is_leaf():
        old_root.delete()


def ensure_address() -> bool:
    """Bring name, host and port of the default site in line with where the demo is started."""
    site = Site.objects.get(is_default_site=True)
    address = (HOSTNAME, settings.PORT, NAME)
    if (site.hostname, site.port, site.site_name) == address:
        return False
    site.hostname, site.port, site.site_name = address
    site.save()
    return True
