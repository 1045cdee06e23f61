from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import ObjectList, Panel

from ...periods import Period
from .rows import CommentWidget, FormRow


class ReportRowsPanel(Panel):
    """The rows of a report, by goal: what they are about is read-only, what is said of it is written."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_kommunmal/admin/reports/rows.html"

        class Media:
            css = {"all": ["wagtail_kommunmal/admin/reports/rows.css"]}
            js = [f"wagtail_kommunmal/admin/reports/{name}.js" for name in ("rows", "comments", "saving")]

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            rows = self.form.form_rows
            counts = {"left": sum(not row.row.is_reported for row in rows), "total": len(rows)}
            left_text = _("%(left)s of %(total)s left to report")
            return {
                **super().get_context_data(parent_context),
                "report": self.instance,
                "user": self.request.user,
                "period": Period.parse(self.instance.period),
                "goals": [(goal.goal, [self._shown(row) for row in goal.rows]) for goal in self.form.goals],
                "starter": CommentWidget().starter,
                "left_text": left_text,
                "left": left_text % counts,
            }

        def _shown(self, row: FormRow) -> tuple[FormRow, list[Any], str]:
            return row, [self.form[name] for name in row.field_names], row.status_before(self.form.words)


class ReportPanels(ObjectList):
    """Leaves the fields of the rows to the panel that shows them; Wagtail would show them once more at the end."""

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self) -> str:
            return ""
