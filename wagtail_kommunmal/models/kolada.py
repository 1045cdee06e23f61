"""What Kolada last said of a key figure, and the fetches from Kolada."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ..vocabulary import Gender, Series
from .key_figures import KeyFigure


class KoladaWarning(models.TextChoices):
    """What an editor is told of; a member's text may name what the warning stored beside its code."""

    RENAMED = "renamed", _("Kolada now calls %(id)s “%(title)s”, before “%(stored)s”. Nothing was fetched.")
    RETIRED = "retired", _("Kolada has ended the series: “%(title)s”. Look for the one that took its place.")
    VANISHED = "vanished", _("Kolada does not have %(id)s any longer. Nothing was fetched, and all values are kept.")
    UNREACHED = "unreached", _("Kolada could not be read: %(reason)s All values are kept.")
    EMPTY = "empty", _("Kolada has no values of %(id)s for the municipality.")
    WITHDRAWN = "withdrawn", _("Kolada has withdrawn values that are kept here: %(values)s.")
    ABSENT = "absent", _("Kolada has no values any longer where these are kept: %(values)s.")
    MANUAL = "manual", _("Kolada has other values than those entered by hand, which are kept: %(values)s.")
    FORMER = (
        "former",
        _("Values fetched for another series are kept: %(values)s. Remove them to have those of %(id)s fetched."),
    )
    UNREADABLE = "unreadable", _("Kolada answered with something that is no value: %(values)s. It was left out.")
    REFUSED = "refused", _("Values do not fit the key figure and were not written: %(values)s. %(reason)s")
    FAILED = "failed", _("The values of %(id)s could not be written. All values are kept.")
    REVISED = "revised", _("Kolada has revised values: %(values)s.")
    NO_AREA = "no_area", _("Kolada does not have the area %(id)s of the site's settings. It was left out.")
    OLD_GROUP = "old_group", _("Kolada may have newer groups than “%(title)s”. Choose one in the site's settings.")


class KoladaLink(models.Model):
    """What Kolada last said of a key figure; kept apart from it, as no editor changes it."""

    key_figure = models.OneToOneField(
        KeyFigure, on_delete=models.CASCADE, related_name="kolada_link", verbose_name=_("key figure")
    )
    kolada_id = models.CharField(_("Kolada id"), max_length=20)
    municipality = models.CharField(_("municipality at Kolada"), max_length=4, blank=True)
    since = models.DateTimeField(
        _("fetched since"),
        null=True,
        blank=True,
        help_text=_("Values fetched before are those of another series or municipality, and are left alone."),
    )
    title = models.TextField(_("title at Kolada"), blank=True)
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
    """A fetch from Kolada: who began it, how far it has come and what it told."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    # Unique, and empty once the run has ended: the database itself lets one run at a time begin.
    running_for = models.OneToOneField(
        Site, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    alive_at = models.DateTimeField(_("last sign of life"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("key figures"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    changed = models.PositiveIntegerField(_("changed values"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    notices = models.JSONField(_("warnings"), default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("fetch from Kolada")
        verbose_name_plural = _("fetches from Kolada")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.site} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def notice_texts(self) -> list[str]:
        """What concerns all key figures, in the language of the reader."""
        return [warning_text(warning) for warning in self.notices]


_LABELS: Final = dict(KoladaWarning.choices)
_LISTED: Final = 10
"""So many values are named in one warning."""


def warning_text(warning: Mapping[str, Any]) -> str:
    """Return the text of a stored warning."""
    params = dict(warning["params"])
    if "values" in params:
        names = [value_name(value) if isinstance(value, list | tuple) else str(value) for value in params["values"]]
        params["values"] = "; ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    return (str(_LABELS[warning["code"]]) % params).strip()


def value_name(key: Sequence[str]) -> str:
    """Return what a value is the value of, for a reader: “2024, Own municipality, Women”."""
    period, series, label, gender = key
    name = f"{Series(series).label}: {label}" if label else str(Series(series).label)
    return f"{period}, {name}, {Gender(gender).label}"
