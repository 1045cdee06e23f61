"""The form of a vocabulary: a row for each of its codes, none to add and none to remove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Site

from ...models import StatusWord, words_of_site
from ...signs import STANDARD_SIGNS, Sign, sign_of
from ...vocabulary import StatusIcon, StatusVocabulary
from ...words import IN_DEFAULT_LANGUAGE, Word, rearranged, standard_label


def further_locales() -> list[Locale]:
    """Return the languages that words are given in besides the default one."""
    default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return list(Locale.objects.exclude(language_code=default).order_by("language_code"))


class WordForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a site says of one status."""

    class Meta:
        model = StatusWord
        fields = ("label", "sort_order", "icon", "colour", "is_offered")
        widgets = {"colour": forms.TextInput(attrs={"size": 8, "autocomplete": "off", "spellcheck": "false"})}

    def __init__(
        self, data: Any, *, word: Word, place: int, count: int, locales: Sequence[Locale], **kwargs: Any
    ) -> None:
        initial = {
            "label": word.labels.get(IN_DEFAULT_LANGUAGE, ""),
            "sort_order": place,
            "icon": word.icon,
            "colour": word.colour,
            "is_offered": word.is_offered,
        }
        super().__init__(data, initial=initial, **kwargs)
        self.code: str = self.instance.code
        for field in self.fields.values():
            # Said once, above all rows.
            field.help_text = ""
        standard = _("Standard: %(sign)s") % {"sign": str(StatusIcon(self.standard_sign.icon).label).lower()}
        self.fields["icon"].choices = [("", standard), *StatusIcon.choices]  # type: ignore[attr-defined]
        self.fields["label"].widget.attrs["placeholder"] = self.standard_label
        self.fields["colour"].widget.attrs["placeholder"] = self.standard_sign.colour
        self.fields["sort_order"] = forms.IntegerField(label=_("Place"), min_value=1, max_value=count)
        self.languages = {f"label_{locale.pk}": locale.language_code for locale in locales}
        for locale in locales:
            self.fields[f"label_{locale.pk}"] = forms.CharField(
                label=_("Own word, %(language)s") % {"language": locale.get_display_name()},
                required=False,
                max_length=StatusWord._meta.get_field("label").max_length,
                initial=word.labels.get(locale.language_code, ""),
            )

    @property
    def statuses(self) -> Any:
        return StatusVocabulary(self.instance.vocabulary).statuses

    @property
    def standard_label(self) -> str:
        return standard_label(self.code, self.statuses)

    @property
    def standard_sign(self) -> Sign:
        return STANDARD_SIGNS[self.code]

    @property
    def shown_label(self) -> str:
        return str(self["label"].value() or self.standard_label)

    @property
    def shown_sign(self) -> Sign:
        """The sign that was chosen; what cannot be used is shown as standard."""
        chosen = {name: "" if self[name].errors else self[name].value() or "" for name in ("icon", "colour")}
        return sign_of(self.code, **chosen)

    @property
    def label_fields(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the word in further languages."""
        return (self[name] for name in self.languages)

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()

    @property
    def words(self) -> dict[str, str]:
        """The word in every language that it was given in."""
        fields = {IN_DEFAULT_LANGUAGE: "label"} | {language: name for name, language in self.languages.items()}
        return {language: label for language, name in fields.items() if (label := self.cleaned_data[name])}


class VocabularyForm:
    """The rows of a vocabulary of a site, in the site's order."""

    def __init__(self, site: Site, vocabulary: StatusVocabulary, data: Any = None) -> None:
        words = words_of_site(site)
        self.vocabulary = vocabulary
        self.order = words.in_order(vocabulary.statuses)
        locales = further_locales()
        self.forms = [
            WordForm(
                data,
                prefix=code,
                instance=StatusWord(site=site, vocabulary=vocabulary, code=code),
                word=words.word(code),
                place=place,
                count=len(self.order),
                locales=locales,
            )
            for place, code in enumerate(self.order, start=1)
        ]
        self.errors: list[Any] = []

    def is_valid(self) -> bool:
        """Tell whether everything can be saved; what cannot is said at its field."""
        are_valid = [form.is_valid() for form in self.forms]
        if not any(form.cleaned_data.get("is_offered") for form in self.forms):
            self.errors.append(_("Offer at least one status: otherwise nobody can choose any."))
        self._refuse_equal_words()
        return all(are_valid) and not self.errors and not any(form.errors for form in self.forms)

    def cleaned_words(self) -> dict[str, Word]:
        """Return what was filled in, by code and in the new order."""
        by_code = {form.code: form for form in self.forms}
        order = rearranged(self.order, {code: form.cleaned_data["sort_order"] for code, form in by_code.items()})
        return {
            code: Word(
                labels=by_code[code].words,
                place=place,
                icon=by_code[code].cleaned_data["icon"],
                colour=by_code[code].cleaned_data["colour"],
                is_offered=by_code[code].cleaned_data["is_offered"],
            )
            for place, code in enumerate(order, start=1)
        }

    def _refuse_equal_words(self) -> None:
        """A reader could not tell apart two statuses with the same word."""
        for name in ("label", *self.forms[0].languages):
            taken: dict[str, WordForm] = {}
            for form in sorted(self.forms, key=lambda form: bool(form.cleaned_data.get(name))):
                standard = form.standard_label if name == "label" else ""
                word = str(form.cleaned_data.get(name) or standard)
                if word and word.casefold() in taken:
                    form.add_error(name, _("Another status has this word. Choose a word that tells them apart."))
                taken[word.casefold()] = form
