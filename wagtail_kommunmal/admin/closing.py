"""The actions that close a plan and open it again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..authoring.closing import CLOSE_ACTION, OPEN_ACTION, close_plan, may_close, open_plan
from ..compat import page_model
from ..models import PlanPageMixin


class PlanActionView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for confirmation and acts on one plan."""

    template_name = "wagtail_kommunmal/admin/plans/confirm.html"
    closes: ClassVar[bool]
    explanation: ClassVar[Any]
    button_label: ClassVar[Any]
    done: ClassVar[Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.plan = get_object_or_404(page_model(), pk=kwargs["page_id"]).specific
        if not isinstance(self.plan, PlanPageMixin):
            raise Http404
        if not may_close(self.plan, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.plan.is_closed != self.closes:
            (close_plan if self.closes else open_plan)(self.plan, request.user)
            messages.success(request, self.done % {"plan": self.plan.title})
        return redirect(self.next_url)

    @property
    def next_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_explore", args=[self.plan.pk])

    def get_page_subtitle(self) -> str:
        return str(self.plan.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class ClosePlanView(PlanActionView):
    """Closes a plan."""

    closes = True
    page_title = _("Close plan")
    header_icon = "lock"
    explanation = _(
        "A closed plan stays as it was decided. Nobody can change the plan or its goals, and what is published of it "
        "does not change when a responsible body, a key figure or a word does. Pages that were to be published or to "
        "expire later stay as they are. You can open the plan again."
    )
    button_label = _("Yes, close the plan")
    done = _("The plan “%(plan)s” is closed.")


class OpenPlanView(PlanActionView):
    """Opens a closed plan."""

    closes = False
    page_title = _("Open plan")
    header_icon = "lock-open"
    explanation = _(
        "In an open plan the goals can be changed again. What is published of it is brought up to date with the "
        "responsible bodies and key figures of today."
    )
    button_label = _("Yes, open the plan")
    done = _("The plan “%(plan)s” is open.")


class ClosePlanItem(PageMenuItem):
    """Leads to the closing of an open plan."""

    label = _("Close plan")
    icon_name = "lock"
    priority = 45
    url_name = "wagtail_kommunmal_close_plan"

    def is_shown(self, user: Any) -> bool:
        return bool(self.page.permissions_for_user(user).can_publish())


class OpenPlanItem(ClosePlanItem):
    """Leads to the opening of a closed plan."""

    label = _("Open plan")
    icon_name = "lock-open"
    url_name = "wagtail_kommunmal_open_plan"


def plan_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[PageMenuItem]:
    """Yield what can be done with a plan, for its header and its row in a listing."""
    if isinstance(page, PlanPageMixin) and not page.alias_of_id:  # type: ignore[attr-defined]
        item = OpenPlanItem if page.is_closed else ClosePlanItem
        yield item(page=page, next_url=next_url)


def register_log_actions(actions: Any) -> None:
    """Name the two actions in the history of a plan."""
    actions.register_action(CLOSE_ACTION, _("Close plan"), _("Plan closed"))
    actions.register_action(OPEN_ACTION, _("Open plan"), _("Plan opened"))
