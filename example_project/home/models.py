"""Home page and news: what a municipality's site has beside its plan."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

NEWS_ON_HOME_PAGE = 3


class HomePage(Page):
    """The site's first page in one language."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "bold", "link", "ul"])
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("image"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the latest news."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["latest_news"] = news_below(self)[:NEWS_ON_HOME_PAGE]
        return context


class NewsIndexPage(Page):
    """All news, newest first."""

    introduction = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the news below this page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["news"] = news_below(self)
        return context


class NewsPage(Page):
    """One piece of news."""

    date = models.DateField(_("date"))
    introduction = models.TextField(_("introduction"))
    body = RichTextField(_("text"), features=["h2", "bold", "link", "ul"])

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")


def news_below(page: Page) -> PageQuerySet:
    """News that everybody may read, newest first."""
    return NewsPage.objects.descendant_of(page).live().public().order_by("-date", "-pk")
