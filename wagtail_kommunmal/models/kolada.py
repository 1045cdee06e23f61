"""What Kolada last said of a key figure, and how far a sync has come."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from .key_figures import KeyFigure


class KoladaWarning(models.TextChoices):
    """What an editor is told of; a member's text may name what the warning stored beside its code."""

    RENAMED = "renamed", _("Kolada now calls %(id)s “%(title)s”, before “%(stored)s”. Nothing was fetched.")
    RETIRED = "retired", _("Kolada has ended the series: “%(title)s”. Look for the one that took its place.")
    VANISHED = "vanished", _("Kolada does not have %(id)s any longer. Nothing was fetched, and all values are kept.")
    UNREACHED = "unreached", _("Kolada could not be read: %(reason)s All values are kept.")
    WITHDRAWN = "withdrawn", _("Kolada has withdrawn values that are kept here: %(values)s.")
    ABSENT = "absent", _("Kolada has no values any longer where these are kept: %(values)s.")
    MANUAL = "manual", _("Kolada has other values than those entered by hand, which are kept: %(values)s.")
    UNREADABLE = "unreadable", _("Kolada answered with something that is no value: %(values)s. It was left out.")
    REFUSED = "refused", _("Kolada's values do not fit the key figure: %(reason)s Nothing was written.")
    REVISED = "revised", _("Kolada has revised values: %(values)s.")


class KoladaLink(models.Model):
    """What Kolada last said of a key figure; kept apart from it, as no editor changes it."""

    key_figure = models.OneToOneField(
        KeyFigure, on_delete=models.CASCADE, related_name="kolada_link", verbose_name=_("key figure")
    )
    kolada_id = models.CharField(_("Kolada id"), max_length=20)
    title = models.CharField(_("title at Kolada"), max_length=500, blank=True)
    publication_on = models.DateField(_("next final publication"), null=True, blank=True)
    prel_publication_on = models.DateField(_("next preliminary publication"), null=True, blank=True)
    synced_at = models.DateTimeField(_("last fetched"), null=True, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link to Kolada")
        verbose_name_plural = _("links to Kolada")

    def __str__(self) -> str:
        return f"{self.kolada_id} {self.title}"

    @property
    def warning_texts(self) -> list[str]:
        """The warnings in the language of the reader."""
        return [warning_text(warning) for warning in self.warnings]


class KoladaRun(models.Model):
    """A sync that an editor asked for, and how far it has come."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("key figures"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    changed = models.PositiveIntegerField(_("changed values"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fetch from Kolada")
        verbose_name_plural = _("fetches from Kolada")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.site} {self.started_at:%Y-%m-%d %H:%M}"


_LABELS: Final = dict(KoladaWarning.choices)


def warning_text(warning: dict[str, Any]) -> str:
    """Return the text of a stored warning."""
    return str(_LABELS[warning["code"]]) % warning["params"]
