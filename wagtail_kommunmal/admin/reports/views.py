from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import IndexView, PreviewOnCreateView, UnpublishView

from ..snippets import SiteCreateView, SiteEditView
from ..tables.registrations import listing_more_buttons
from .closed_plans import refuse


class ReportIndexView(IndexView):
    """Leads from the reports to a table of what they say."""

    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *listing_more_buttons(self.request, "follow-ups")]


class ReportCreateView(SiteCreateView):
    """Asks what the report is about; its rows are written in the next step."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Saved while somebody types, "2026" would be the period on the way to "2026-T1".
        self.autosave_enabled = False

    def get_initial(self) -> dict[str, str]:
        """Fill in what the address of the form says, as the links of the overviews do."""
        return {name: value for name in ("plan", "body", "period") if (value := self.request.GET.get(name))}


class ReportEditView(SiteEditView):
    """Takes the rows of a report."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The message that is made while the form is checked names its rows.
        self.form = self.get_form()
        if self.is_valid(self.form):
            return self.form_valid(self.form)
        return self.form_invalid(self.form)

    def get_error_message(self) -> str:
        """Name the rows to look at: as text for an autosave, with links to their fields for the page."""
        faults = [(row, field) for row, fields in self.form.rows_with_errors() for field in fields]
        if not faults:
            return str(super().get_error_message())
        if self.expects_json_response:
            names = "; ".join(f"{row.title} – {field.label}" for row, field in faults)
            return _("What you write is not saved until this is mended: %(rows)s") % {"rows": names}
        return _linked(faults)


def _linked(faults: list[Any]) -> SafeString:
    places = ((field.id_for_label, row.title, field.label, " ".join(field.errors)) for row, field in faults)
    links = format_html_join("", '<li><a class="kommunmal-report-fault" href="#{}">{} – {}</a>: {}</li>', places)
    return format_html("{}<ul>{}</ul>", _("The report was not saved. Look at these rows:"), links)


class NoReportPreviewView(PreviewOnCreateView):
    """Shows nothing: a report has its rows, and so its goals, once it has been saved."""

    def get_object(self) -> Any:
        raise Http404


class ReportUnpublishView(UnpublishView):
    """Withdraws a report and writes down that its goals are to be released anew, or does neither."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = refuse(request, [self.object]) or super().dispatch(request, *args, **kwargs)
        return response

    # Wagtail's view passes over the report's own ``unpublish``.
    @transaction.atomic
    def unpublish(self) -> Any:
        return super().unpublish()
