from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from ..compat import page_model


class StaysLiveMixin:
    """Does not take down what somebody published while this form was on its way.

    Wagtail writes what was not live when it was read as a whole, "not live" included. An autosave that is overtaken by
    the publication would so withdraw the object again, and no signal would tell of it.
    """

    instance: Any
    is_deferred_validation: bool

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save the object; raises ``PermissionDenied``, which the admin shows, for a draft that comes too late."""
        if commit and self._is_published_meanwhile():
            if self.is_deferred_validation:
                raise PermissionDenied(_("This has been published meanwhile. Reload the page to go on from there."))
            # A publication writes its revision, as that of anything live does.
            commit = False
        return super().save(commit=commit)  # type: ignore[misc]

    def _is_published_meanwhile(self) -> bool:
        # The row of a page that says whether it is live is that of the base page.
        model = page_model() if isinstance(self.instance, page_model()) else type(self.instance)
        published = model._default_manager.select_for_update().filter(pk=self.instance.pk, live=True)
        return not self.instance.live and published.exists()


class DocumentPageForm(StaysLiveMixin, WagtailAdminPageForm):
    """The form of a plan or a goal."""


class GoalPageForm(DocumentPageForm):
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
        from .closed_plans import OPEN_PLAN_FIRST, closed_plan_of

        cleaned: dict[str, Any] = super().clean()
        plan = cleaned.get("new_parent_page") or self.page.get_parent()
        if closed_plan_of(plan):
            self.add_error("new_parent_page", OPEN_PLAN_FIRST)
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


class SiteSettingsForm(WagtailAdminModelForm):
    """Offers the bodies of the site that the settings are of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessing_bodies"]
        field.queryset = field.queryset.filter(site_id=self.instance.site_id, is_all=False)
