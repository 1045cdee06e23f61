"""The document that a page of the site itself shows: the current release, or the draft in a preview."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Site

from ..documents.compose import Composition, compose
from ..documents.tallies import add_up
from ..models import GoalPageMixin, PageKind, PlanPageMixin, Release, ReleaseHead, words_of_site
from ..signs import Sign
from ..vocabulary import ReleaseReason
from .entries import Entry
from .envelope import (
    Document,
    Neighbours,
    at_origin,
    envelope_of,
    goal_documents,
    goal_envelope,
    path_of_plan,
    plan_documents,
)
from .reader import Reader, page_reader, reader_of
from .visibility import plan_path, visible_heads

PREVIEWED_REPORT = "kommunmal_previewed_report"
"""The attribute that a request for a preview carries its report in, as Wagtail's own carry their mode."""


def document_for_page(page: Any, request: HttpRequest) -> Document:
    """Return what the page shows; raises ``Http404`` when there is no release of it, or its plan is not public.

    Whether the visitor may see the page itself has been settled by Wagtail's own view restrictions.
    """
    reader = page_reader(page, request)
    if getattr(request, "is_preview", False):
        return draft_document(page, reader, as_if_live=getattr(request, PREVIEWED_REPORT, None))
    head = (
        ReleaseHead.objects.filter(page=page, page__live=True, current__isnull=False)
        .annotate(plan_path=plan_path())
        .annotate(has_live_plan=Exists(_live_plans().filter(page__path=OuterRef("plan_path"))))
        .select_related("page", "current")
        .defer("current__content")
        .first()
    )
    if head is None:
        raise Http404
    if head.kind == PageKind.PLAN:
        return plan_documents([head], reader)[0]
    if not head.has_live_plan:
        raise Http404
    return goal_documents([head], reader)[0]


def signs_for_page(request: HttpRequest) -> dict[str, Sign]:
    """Return code -> sign of every status, as the site shows them today."""
    return words_of_site(Site.find_for_request(request)).signs()


def _live_plans() -> QuerySet[ReleaseHead]:
    return ReleaseHead.objects.filter(kind=PageKind.PLAN, current__isnull=False, page__live=True)


def public_facts(page: Any) -> Document:
    """Return what other APIs may tell of a page beside its title, by name; nothing where the public sees no document.

    It is said in the words of the release, as API v1 says it.
    """
    reader = reader_of(page)
    if reader is None:
        return {}
    visible = visible_heads(reader)
    head = visible.filter(page_id=page.pk).first()
    if head is None:
        return {}
    is_plan = head.kind == PageKind.PLAN
    plan = head if is_plan else visible.filter(page__path=path_of_plan(head)).first()
    if plan is None:
        return {}
    own = {} if is_plan else {name: head.summary[name] for name in ("number", "statement")}
    address = reader.api_address(f"{head.kind}s/{head.translation_key}")
    return {**own, "plan_year": plan.summary["year"], "document_url": address}


def goal_with_report(goal: Any, report: Any, request: HttpRequest) -> HttpResponse:
    """Answer an editor's preview with a goal's page as it will read once a report is published."""
    setattr(request, PREVIEWED_REPORT, report)
    # The user bar of a page looks for a revision among those of pages, and this one is of the report.
    request.revision_id = None  # type: ignore[attr-defined]
    return TemplateResponse(request, goal.get_template(request), goal.get_context(request))


def kind_of(page: Any) -> PageKind | None:
    """Tell whether a page is a plan or a goal, or neither."""
    if isinstance(page, PlanPageMixin):
        return PageKind.PLAN
    return PageKind.GOAL if isinstance(page, GoalPageMixin) else None


def draft_document(page: Any, reader: Reader, *, as_if_live: Any = None) -> Document:
    """Compose what the page will show once it is published, as if that were now, with the neighbours of today.

    ``as_if_live`` is a report that counts as the instance stands.
    """
    composition = compose(page, reader.site, as_if_live=as_if_live)
    head = _head_once_published(page, composition)
    if isinstance(page, GoalPageMixin):
        envelope = goal_envelope(Entry.of(head), Neighbours.of([head], reader), reader)
        envelope["plan"] = envelope["plan"] or _plan_of_draft(page, reader)
    else:
        envelope = envelope_of(Entry.of(head), reader, f"plans/{head.translation_key}") | _goals_below(page, reader)
    return at_origin({**composition.content, **envelope, "isDraft": True}, reader)


def _head_once_published(page: Any, composition: Composition) -> ReleaseHead:
    """Return what the release of a draft would make of its head; nothing is stored."""
    stored = ReleaseHead.objects.filter(translation_key=page.translation_key, locale=page.locale).first()
    return ReleaseHead(
        kind=PageKind.PLAN if isinstance(page, PlanPageMixin) else PageKind.GOAL,
        translation_key=page.translation_key,
        page=page,
        parent_goal_key=composition.parent_goal_key,
        previous_goal_key=composition.previous_goal_key,
        first_published_at=stored.first_published_at if stored else None,
        current=Release(
            number=stored.last_number + 1 if stored else 1,
            published_from=timezone.now(),
            reason=ReleaseReason.PUBLISHED,
        ),
    )


def _plan_of_draft(goal: Any, reader: Reader) -> Document | None:
    """Return how a draft names a plan that the public does not see, or ``None`` outside of every plan."""
    if (plan := goal.get_plan()) is None:
        return None
    content = compose(plan, reader.site).content
    return {**{name: content[name] for name in ("id", "title", "year", "periodFrom", "periodTo")}, "webUrl": None}


def _goals_below(plan: Any, reader: Reader) -> Document:
    """Return the goals that the public sees below a plan today, and their tallies."""
    head = visible_heads(reader, PageKind.PLAN).filter(page_id=plan.pk).first()
    if head is None:
        return {"tallies": add_up([]), "goals": []}
    document = plan_documents([head], reader)[0]
    return {"tallies": document["tallies"], "goals": document["goals"]}
