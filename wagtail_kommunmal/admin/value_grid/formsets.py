"""Targets and assessments of a key figure as plain formsets with one blank row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.formsets import BaseFormSetMixin

from ...authoring.recorded_changes import recording
from ...authoring.row_states import ROW_MODELS, fingerprint, states_by_pk, write_rows
from ...models import KeyFigure, KeyFigureAssessment, KeyFigureTarget, words_of_site
from ...periods import Period
from ...vocabulary import AchievementStatus, Trend
from ...words import SiteWords


class PeriodRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row whose periods are written in their one form before anything is compared with them."""

    def clean_period(self) -> str:
        return Period.parse(self.cleaned_data["period"]).code


class TargetForm(PeriodRowForm):
    """One target."""

    class Meta:
        model = KeyFigureTarget
        fields = (
            "period",
            "gender",
            "text",
            "operator",
            "value",
            "value_max",
            "baseline_period",
            "baseline_value",
        )

    def clean_baseline_period(self) -> str:
        text = self.cleaned_data["baseline_period"]
        return Period.parse(text).code if text else ""


class AssessmentForm(PeriodRowForm):
    """One assessment."""

    class Meta:
        model = KeyFigureAssessment
        fields = ("period", "status", "trend", "position", "comment", "commented_on")
        widgets = {
            "comment": forms.Textarea(attrs={"rows": 3}),
            "commented_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, words: SiteWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, statuses in (("status", AchievementStatus), ("trend", Trend)):
            choices = words.choices(statuses, chosen=getattr(self.instance, name))
            self.fields[name].choices = [*BLANK_CHOICE_DASH, *choices]  # type: ignore[attr-defined]


class RowFormSet(BaseFormSetMixin, BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of one kind; refuses to write over rows that somebody else changed meanwhile."""

    kind: str
    # A box that is ticked, and seen to be, also without JavaScript.
    deletion_widget = forms.CheckboxInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = fingerprint(states_by_pk(self.instance, ROW_MODELS[self.kind]))

    def clean(self) -> None:
        super().clean()
        if self.data[f"{self.prefix}-version"] != self.version:
            raise forms.ValidationError(
                _(
                    "Somebody else changed these rows after you opened the page. What you wrote is still here. Open "
                    "the page in another window to see the changes; saving once more writes over them."
                ),
                code="conflict",
            )

    def save_recorded(self, user: Any) -> None:
        """Save all rows with one log entry."""
        with recording(self.instance, self.kind, user):
            self.save(commit=False)
            changed = [row for row, _names in self.changed_objects]
            write_rows(ROW_MODELS[self.kind], created=self.new_objects, updated=changed, deleted=self.deleted_objects)


class TargetFormSet(RowFormSet):
    kind = "target"


class AssessmentFormSet(RowFormSet):
    kind = "assessment"

    @cached_property
    def words(self) -> SiteWords:
        return words_of_site(self.instance.site_id)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "words": self.words}


_FORMSETS: dict[str, Any] = {
    "target": inlineformset_factory(KeyFigure, KeyFigureTarget, form=TargetForm, formset=TargetFormSet, extra=1),
    "assessment": inlineformset_factory(
        KeyFigure, KeyFigureAssessment, form=AssessmentForm, formset=AssessmentFormSet, extra=1
    ),
}


def row_formset(kind: str, key_figure: KeyFigure, data: Any = None) -> RowFormSet:
    """Return the formset of the rows of one kind, bound to ``data`` if there is any."""
    formset: RowFormSet = _FORMSETS[kind](data, instance=key_figure, prefix=kind)
    return formset
