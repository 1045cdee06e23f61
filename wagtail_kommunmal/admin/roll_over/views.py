from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...authoring.next_plan import Choices, LastPlan
from ...authoring.roll_over import RollOverRefusedError, refusals_of, roll_over
from ...compat import page_model
from ...models import PlanPageMixin
from .forms import CONTINUING, NextPlanForm

PROGRESS_TYPE: Final = "application/x-ndjson"
"""A line of JSON for each step: what the page's script asks for, to show how far it has come."""


def plan_to_start_from(request: HttpRequest, page_id: int) -> Any:
    """Return a plan beside which the user may add pages; an alias is no plan of its own."""
    plan = get_object_or_404(page_model(), pk=page_id).specific
    if not isinstance(plan, PlanPageMixin) or plan.alias_of_id:  # type: ignore[attr-defined]
        raise Http404
    if not plan.get_parent().permissions_for_user(request.user).can_add_subpage():  # type: ignore[attr-defined]
        raise PermissionDenied
    return plan


class RollOverView(WagtailAdminTemplateMixin, TemplateView):
    """Asks what goes on, shows what would be made of it, and makes it."""

    page_title = gettext_lazy("Create next year's plan")
    header_icon = "calendar"
    template_name = "wagtail_kommunmal/admin/roll_over/choose.html"
    check_template_name = "wagtail_kommunmal/admin/roll_over/check.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.plan = plan_to_start_from(request, kwargs["page_id"])
        self.last = LastPlan(self.plan)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form()
        obstacles = refusals_of(self.last, form.choices, request.user)
        return self._choose(form, [message for texts in obstacles.values() for message in texts])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self._form(request.POST)
        step = request.POST.get("step")
        if not form.is_valid() or step == "change":
            return self._choose(form)
        if step != "make":
            return self._check(form)
        if request.POST.get("fingerprint") != self.last.fingerprint(form.choices):
            messages.warning(request, _("The plan has changed meanwhile. Look once more at what will be made."))
            return self._check(form)
        if request.accepts(PROGRESS_TYPE) and not request.accepts("text/html"):
            return self._make_visibly(form.choices)
        return self._make(form)

    def _form(self, data: Any = None) -> NextPlanForm:
        return NextPlanForm(data, last=self.last, user=self.request.user)

    def _choose(self, form: NextPlanForm, obstacles: list[str] | None = None) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, obstacles=obstacles))

    def _check(self, form: NextPlanForm) -> HttpResponse:
        self.template_name = self.check_template_name
        context = self.get_context_data(
            form=form,
            pages=self.last.pages(form.choices),
            warnings=self.last.warnings(),
            fingerprint=self.last.fingerprint(form.choices),
            continuing=form.data.getlist(CONTINUING),
        )
        return self.render_to_response(context)

    def _make(self, form: NextPlanForm) -> HttpResponse:
        plan = None
        try:
            for step in roll_over(self.plan, form.choices, self.request.user):
                plan = step.plan
        except RollOverRefusedError as error:
            form.add_error(None, str(error))
            return self._choose(form)
        return redirect(_arrival(plan))

    def _make_visibly(self, choices: Choices) -> StreamingHttpResponse:
        response = StreamingHttpResponse(self._lines(choices, get_language()), content_type=PROGRESS_TYPE)
        # Whatever stands in between is asked to hand on each line at once.
        response["Cache-Control"] = "no-store, no-transform"
        response["X-Accel-Buffering"] = "no"
        return response

    def _lines(self, choices: Choices, language: str | None) -> Iterator[str]:
        """Make the plan while the lines are asked for; if nobody asks any longer, the transaction is rolled back."""
        with override(language):
            try:
                for step in roll_over(self.plan, choices, self.request.user):
                    line = {"url": _arrival(step.plan)} if step.plan else {"done": step.done, "total": step.total}
                    yield json.dumps(line) + "\n"
            except RollOverRefusedError as error:
                yield json.dumps({"error": str(error)}) + "\n"

    def get_page_subtitle(self) -> str:
        return str(self.plan.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


def arrive(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that the plan is made, once it is, and lead to it."""
    plan = plan_to_start_from(request, page_id)
    messages.success(request, _("The plan “%(plan)s” is made. It is a draft.") % {"plan": plan.title})
    return redirect("wagtailadmin_explore", plan.pk)


def _arrival(plan: Any) -> str:
    return reverse("wagtail_kommunmal_rolled_over", args=[plan.pk])
