from __future__ import annotations

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..admin.forms import SiteSettingsForm
from .bodies import ResponsibleBody


class MillionTerm(models.TextChoices):
    MNKR = "mnkr", "mnkr"
    MKR = "mkr", "mkr"


@register_setting(icon="list-ul")
class KommunmalSiteSettings(BaseSiteSetting):
    """How one municipality wants its goals to be published."""

    municipality_name = models.CharField(
        _("name of the municipality"), max_length=120, blank=True, help_text=_("Blank: the name of the site.")
    )
    omit_empty_sections = models.BooleanField(
        _("leave out empty sections"),
        default=False,
        help_text=_("Otherwise an empty section is published with its heading and a text that says so."),
    )
    million_term = models.CharField(
        _("short for million kronor"), max_length=5, choices=MillionTerm.choices, default=MillionTerm.MNKR
    )

    assessing_bodies = models.ManyToManyField(
        ResponsibleBody,
        blank=True,
        related_name="+",
        verbose_name=_("bodies that assess goals"),
        help_text=_("None chosen: the council and the executive board."),
    )

    base_form_class = SiteSettingsForm
    panels = [
        FieldPanel("municipality_name"),
        FieldPanel("omit_empty_sections"),
        FieldRowPanel([FieldPanel("million_term")]),
        FieldPanel("assessing_bodies", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("goals and follow-up")
        verbose_name_plural = _("goals and follow-up")
