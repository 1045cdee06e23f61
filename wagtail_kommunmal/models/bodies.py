"""Who is responsible, and the areas that goals are sorted under."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Locale, Site
from wagtail.search import index

from ..vocabulary import BodyKind
from .names import TranslatedNames


class ResponsibleBody(TranslatedNames, index.Indexed, ClusterableModel):
    """A committee, board, company or function of one municipality that is responsible for something."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=255)
    code = models.CharField(_("code"), max_length=40, help_text=_("The short name that people use, for example KS."))
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices, default=BodyKind.COMMITTEE)
    is_all = models.BooleanField(
        _("stands for all bodies"),
        default=False,
        help_text=_("For what is addressed to “all”."),
    )
    url = models.URLField(_("web page"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    reporters = models.ForeignKey(
        Group,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reporters"),
        help_text=_("The group whose members report for this body. It needs the right to use the admin."),
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_all")]),
        FieldPanel("url"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("replaced_by")],
            heading=_("Validity"),
        ),
        # Who could choose a group here without being trusted with groups could give herself rights to every report.
        FieldPanel("reporters", permission="auth.change_group"),
        InlinePanel("names", heading=_("Names in other languages"), label=_("Name")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("code"),
        index.AutocompleteField("name"),
        index.AutocompleteField("code"),
        index.FilterField("site_id"),
    ]

    class Meta:
        verbose_name = _("responsible body")
        verbose_name_plural = _("responsible bodies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="kommunmal_body_code_once_per_site",
                violation_error_message=_("Another body of this site has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def existed_in(self, year: int) -> bool:
        """Tell whether the body was valid on any day of a year."""
        has_begun = self.valid_from is None or self.valid_from <= date(year, 12, 31)
        return has_begun and (self.valid_to is None or self.valid_to >= date(year, 1, 1))

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            errors["valid_to"] = str(_("The last day is before the first."))
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            errors["replaced_by"] = str(_("A body cannot replace itself."))
        if errors:
            raise ValidationError(errors)


class ResponsibleBodyName(models.Model):
    """A body's name in a further language."""

    body = ParentalKey(ResponsibleBody, on_delete=models.CASCADE, related_name="names")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    name = models.CharField(_("name"), max_length=255)

    panels = [FieldRowPanel([FieldPanel("locale"), FieldPanel("name")])]

    class Meta:
        verbose_name = _("name of a body")
        verbose_name_plural = _("names of bodies")
        constraints = [models.UniqueConstraint(fields=["body", "locale"], name="kommunmal_body_name_once_per_locale")]

    def __str__(self) -> str:
        return self.name


class FocusArea(index.Indexed, models.Model):
    """An area that a municipality sorts its goals under."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=255)

    panels = [FieldPanel("name")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("site_id")]

    class Meta:
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="kommunmal_focus_area_once_per_site",
                violation_error_message=_("This site already has a focus area with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
