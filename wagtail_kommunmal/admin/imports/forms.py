"""What is asked of whoever imports: a file, its sheet, and whether it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from ...exchange.errors import FileRefusedError, SeveralSheetsError
from ...exchange.kinds.base import Kind
from ...exchange.plans import Plan
from ...models import ImportUpload
from .tables import MAX_BYTES, table_in

MAX_PASTED: Final = 1_000_000
"""So many characters are pasted; Django takes no more than 2.5 MB in one field."""

NAME_LENGTH: Final = 255


class UploadForm(forms.Form):
    """Takes a file, or a table that is pasted, and says what is wrong with it beside the field."""

    kind = forms.ChoiceField(label=_("What it holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,.html,.htm,.xls"}),
        help_text=_("An Excel workbook (.xlsx), CSV, or a table saved as HTML."),
    )
    text = forms.CharField(
        label=_("Or paste a table"),
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Mark the cells in Excel or on a page, with their headings, and copy them."),
    )

    def __init__(self, *args: Any, site: Site, user: Any, kinds: Mapping[str, type[Kind]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site, self.user, self.kinds = site, user, kinds
        choices = [
            (code, format_html("{} <span class=help>{}</span>", kind.label, kind.description))
            for code, kind in kinds.items()
        ]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            both = gettext("Choose a file or paste a table, not both.")
            raise ValidationError({"file": both if file else gettext("Choose a file, or paste a table.")})
        if file and file.size > MAX_BYTES:
            message = gettext("The file is larger than %(size)d MB. Divide it into several files.")
            raise ValidationError({"file": message % {"size": MAX_BYTES // 1_000_000}})
        self.content = file.read() if file else text.encode()
        self.name = file.name[-NAME_LENGTH:] if file else gettext("Pasted table")
        kind = self.kinds[cleaned["kind"]](self.site, self.user)
        try:
            table_in(kind, self.content, self.name)
        except SeveralSheetsError:
            pass
        except FileRefusedError as error:
            self.add_error("file" if file else "text", str(error))
        return cleaned

    def store(self) -> ImportUpload:
        """Keep the file until it is imported."""
        return ImportUpload.objects.create(
            site=self.site, user=self.user, kind=self.cleaned_data["kind"], file_name=self.name, data=self.content
        )


class SheetForm(forms.Form):
    """Asks which of several sheets is meant."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sheets: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = list(sheets.items())  # type: ignore[attr-defined]


DRAFTS, PUBLISHED = "drafts", "published"


class ApplyForm(forms.Form):
    """Asks how the rows of a plan are written, where there is anything to ask."""

    result = forms.ChoiceField(
        label=_("How it is saved"),
        widget=forms.RadioSelect,
        choices=[(DRAFTS, _("Save as drafts")), (PUBLISHED, _("Publish"))],
        initial=DRAFTS,
    )
    skips = forms.BooleanField(required=False)

    def __init__(self, *args: Any, plan: Plan, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.reasons = kind.reasons_against_publishing(plan.changes) if kind.has_drafts else []
        if not kind.has_drafts or self.reasons:
            del self.fields["result"]
        if blocking := len(plan.blocking):
            self.fields["skips"].label = ngettext(
                "Leave out %(count)d row that has an error or is not confirmed",
                "Leave out %(count)d rows that have errors or are not confirmed",
                blocking,
            ) % {"count": blocking}
        else:
            del self.fields["skips"]

    @property
    def publishes(self) -> bool:
        """Whether what has drafts is to be published."""
        return self.cleaned_data.get("result") == PUBLISHED

    def clean_skips(self) -> bool:
        if not self.cleaned_data["skips"]:
            raise ValidationError(
                gettext("Nothing is written while rows have errors or are not confirmed, unless they are left out.")
            )
        return True
