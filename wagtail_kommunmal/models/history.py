"""What the public was shown, and what it can search: kept beside the releases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Site
from wagtail.search import index

from ..vocabulary import ChangeKind
from .releases import Release, ReleaseHead


class PublicChange(models.Model):
    """A plan or goal became readable on a site, was released anew there, or ceased to be readable."""

    head = models.ForeignKey(ReleaseHead, on_delete=models.CASCADE, related_name="changes")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    change = models.CharField(max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField()
    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["site", "at"], name="kommunmal_changes_of_site")]

    def __str__(self) -> str:
        return f"{self.head_id} {self.change}"


class GoalText(index.Indexed, models.Model):
    """The words of a goal's current release, for Wagtail's search; a goal without a release has no row.

    Rows are written without signals: who writes them sees to the index after the commit.
    """

    head = models.OneToOneField(ReleaseHead, on_delete=models.CASCADE, related_name="text")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    statement = models.TextField()
    text = models.TextField()

    search_fields: ClassVar[list[index.BaseField]] = [
        index.AutocompleteField("title"),
        index.AutocompleteField("statement"),
        index.AutocompleteField("text"),
        index.FilterField("site"),
        index.FilterField("locale"),
    ]

    class Meta:
        verbose_name = _("searched text of a goal")
        verbose_name_plural = _("searched texts of goals")

    def __str__(self) -> str:
        return self.title
