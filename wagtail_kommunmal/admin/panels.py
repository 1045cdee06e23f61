from __future__ import annotations

from typing import Any

from wagtail.admin.panels import PageChooserPanel, Panel


class WarningsPanel(Panel):
    """Shows what an editor should look at; hidden when there is nothing.

    The model says it with ``get_warnings() -> list[str]``.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_kommunmal/admin/panels/warnings.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.warnings)

        @property
        def warnings(self) -> list[str]:
            return list(self.instance.get_warnings())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "warnings": self.warnings}


class GoalChooserPanel(PageChooserPanel):
    """A page chooser that offers goals only, of whatever page classes the site has."""

    def on_model_bound(self) -> None:
        from ..models import goal_models

        self.page_type = [f"{model._meta.app_label}.{model.__name__}" for model in goal_models()]
        super().on_model_bound()
