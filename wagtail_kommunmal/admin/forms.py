from __future__ import annotations

from typing import Any

from django.db.models import UniqueConstraint
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm


class GoalPageForm(WagtailAdminPageForm):
    """Knows the plan of a new goal before the goal has a place in the tree."""

    def clean(self) -> dict[str, Any]:
        from ..models.mixins import NUMBER_IS_TAKEN, number_is_taken

        cleaned: dict[str, Any] = super().clean()
        if number_is_taken(self.parent_page, cleaned.get("number", ""), exclude=self.instance.pk):
            self.add_error("number", NUMBER_IS_TAKEN)
        return cleaned


class GoalCopyForm(CopyForm):
    """Refuses a copy that would be published beside a goal with its number, or in a closed plan."""

    def clean(self) -> dict[str, Any]:
        from ..models.mixins import NUMBER_IS_TAKEN, number_is_taken
        from .closed_plans import PLAN_IS_CLOSED, closed_plan_of

        cleaned: dict[str, Any] = super().clean()
        plan = cleaned.get("new_parent_page") or self.page.get_parent()
        if closed_plan_of(plan):
            self.add_error("new_parent_page", PLAN_IS_CLOSED)
        published_by = next((name for name in ("alias", "publish_copies") if cleaned.get(name)), None)
        if published_by and self.page.live and number_is_taken(plan, self.page.specific.number):
            self.add_error(published_by, NUMBER_IS_TAKEN)
        return cleaned


class SiteForm(WagtailAdminModelForm):
    """Checks what must be unique within a site, though the site is no field of the form.

    The view gives the form an instance that has its site.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        model = self._meta.model
        others = model._default_manager.filter(site_id=self.instance.site_id).exclude(pk=self.instance.pk)
        for constraint in (found for found in model._meta.constraints if isinstance(found, UniqueConstraint)):
            _site, name = constraint.fields
            if name in cleaned and others.filter(**{name: cleaned[name]}).exists():
                self.add_error(name, constraint.violation_error_message)
        return cleaned
