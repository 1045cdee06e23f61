from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..admin.forms import SiteSettingsForm
from .bodies import ResponsibleBody

is_kolada_area = RegexValidator(r"^(G\d+|\d{4})$")


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

    kolada_municipality = models.CharField(
        _("municipality at Kolada"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{4}$")],
        help_text=_("The municipality's code of four digits, for example 2380. Blank: nothing is fetched."),
    )
    kolada_region = models.CharField(
        _("region at Kolada"),
        max_length=20,
        blank=True,
        validators=[is_kolada_area],
        help_text=_("The code of the region, for example 0023, or of a group of municipalities, such as G33630."),
    )
    kolada_similar = models.CharField(
        _("similar municipalities at Kolada"),
        max_length=20,
        blank=True,
        validators=[is_kolada_area],
        help_text=_("The code of a group “Liknande kommuner”, such as G37609. Kolada makes new groups each year."),
    )

    base_form_class = SiteSettingsForm
    panels = [
        FieldPanel("municipality_name"),
        FieldPanel("omit_empty_sections"),
        FieldRowPanel([FieldPanel("million_term")]),
        FieldPanel("assessing_bodies", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldPanel("kolada_municipality"), FieldPanel("kolada_region"), FieldPanel("kolada_similar")],
            heading=_("Kolada"),
        ),
    ]

    class Meta:
        verbose_name = _("goals and follow-up")
        verbose_name_plural = _("goals and follow-up")
