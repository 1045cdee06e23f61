"""The news list and its news."""

from django.db import transaction
from wagtail.models import Locale

from demo.content import site
from demo.content.shapes import News
from demo.loading.identity import identity
from demo.loading.publishing import publish
from demo.loading.rich_text import to_html
from demo.loading.site import HOME_KEY
from home.models import HomePage, NewsIndexPage, NewsPage

INDEX_KEY = identity("news")


@transaction.atomic
def ensure_index(title: str) -> bool:
    """Make the news list below the Swedish first page."""
    if NewsIndexPage.objects.filter(translation_key=INDEX_KEY).exists():
        return False
    page = NewsIndexPage(
        translation_key=INDEX_KEY,
        locale=Locale.get_default(),
        live=False,
        show_in_menus=True,
        slug=site.NEWS_INDEX_SLUG,
        title=title,
        introduction=site.NEWS_INDEX_INTRODUCTION,
    )
    HomePage.objects.get(translation_key=HOME_KEY, locale=page.locale).add_child(instance=page)
    publish(page)
    return True


@transaction.atomic
def ensure_news(content: News) -> bool:
    """Make one piece of news."""
    key = identity("news", content.slug)
    if NewsPage.objects.filter(translation_key=key).exists():
        return False
    page = NewsPage(
        translation_key=key,
        locale=Locale.get_default(),
        live=False,
        slug=content.slug,
        title=content.title,
        date=content.date,
        introduction=content.introduction,
        body=to_html(content.body),
    )
    NewsIndexPage.objects.get(translation_key=INDEX_KEY).add_child(instance=page)
    publish(page)
    return True
