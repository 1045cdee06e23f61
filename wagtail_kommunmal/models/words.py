"""What a site calls the statuses, and how it shows them. The codes stay what they are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Site

from ..colours import HEX_COLOUR, LEAST_CONTRAST, least_contrast
from ..vocabulary import StatusIcon, StatusVocabulary
from ..words import IN_DEFAULT_LANGUAGE, SiteWords, Word


def validate_colour(value: str) -> None:
    """Refuse what is no colour, and a colour that a sign cannot be told in."""
    if not HEX_COLOUR.fullmatch(value):
        raise ValidationError(_("Write the colour as # and six digits or letters from a to f, for example #2a8a4a."))
    ratio, surface = least_contrast(value)
    if ratio < LEAST_CONTRAST:
        # Never rounded up to what would have been enough.
        measured = f"{int(ratio * 10) / 10:.1f}"
        raise ValidationError(
            _(
                "The contrast with the background %(surface)s is %(measured)s:1. It has to be at least %(least)s:1, "
                "with the light background and with the dark one. Choose a colour in between, for example #2a8a4a."
            ),
            params={"surface": surface, "measured": measured, "least": f"{LEAST_CONTRAST:.0f}"},
        )


class StatusWord(models.Model):
    """What a site calls one status, where it stands, how it is shown, and whether it can be chosen."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    vocabulary = models.CharField(_("vocabulary"), max_length=20, choices=StatusVocabulary.choices)
    code = models.CharField(_("code"), max_length=20)
    label = models.CharField(_("own word"), max_length=60, blank=True, help_text=_("Blank: the standard word."))
    sort_order = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("Counted from 1. Blank: the standard place.")
    )
    icon = models.CharField(
        _("sign"), max_length=20, blank=True, choices=StatusIcon.choices, help_text=_("Blank: the standard sign.")
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("For example #2a8a4a. Blank: the standard colour."),
    )
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Otherwise it stays where it was given, and can be given no more.")
    )

    class Meta:
        verbose_name = _("word of a status")
        verbose_name_plural = _("words of statuses")
        ordering = ["vocabulary", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "vocabulary", "code"], name="kommunmal_word_once_per_status")
        ]

    def __str__(self) -> str:
        return self.label or self.code

    def clean(self) -> None:
        super().clean()
        if self.code not in StatusVocabulary(self.vocabulary).statuses.values:
            raise ValidationError({"code": _("The vocabulary has no such code.")})

    @property
    def word(self) -> Word:
        """What the row says."""
        further = {row.locale.language_code: row.label for row in self.labels.all()}
        return Word(
            labels={
                language: label for language, label in {IN_DEFAULT_LANGUAGE: self.label, **further}.items() if label
            },
            place=self.sort_order,
            icon=self.icon,
            colour=self.colour,
            is_offered=self.is_offered,
        )


class StatusWordLabel(models.Model):
    """A site's word for a status in a further language."""

    word = models.ForeignKey(StatusWord, on_delete=models.CASCADE, related_name="labels")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    label = models.CharField(_("own word"), max_length=60, blank=True, help_text=_("Blank: the standard word."))

    class Meta:
        verbose_name = _("word of a status in a further language")
        verbose_name_plural = _("words of statuses in further languages")
        constraints = [models.UniqueConstraint(fields=["word", "locale"], name="kommunmal_word_once_per_locale")]

    def __str__(self) -> str:
        return self.label


def words_of_site(site: Any) -> SiteWords:
    """Return what a site calls the statuses, in at most two queries."""
    rows = StatusWord.objects.filter(site=site).prefetch_related(
        models.Prefetch("labels", StatusWordLabel.objects.select_related("locale"))
    )
    return SiteWords({row.code: row.word for row in rows})
