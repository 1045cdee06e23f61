"""The addresses of API v1: each says which documents of delivery it answers with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from ...delivery.as_of import existing, released_for
from ...delivery.bodies import body_documents
from ...delivery.changes import release_entries
from ...delivery.envelope import Document, goal_documents, goal_summaries, plan_documents, plan_summaries
from ...delivery.reader import Reader, reader_for
from ...delivery.search import with_words
from ...delivery.visibility import is_visible, visible_heads, visible_parts
from ...delivery.written import WrittenAnswer, rows_of_goals, written_goal, written_goals
from ...models import PageKind, Release, ReleasedItemBody, ReleaseHead
from ..errors import PROBLEM_TYPES, headers_of_errors, problem_url
from ..pagination import about_page, counted_page, keys_of_page, written_list
from ..parameters import Parameters
from . import schemas
from .about import api_info
from .base import DetailView, ListView, PublicView
from .filters import BodyParameters, GoalParameters, PlanParameters
from .openapi import served_document
from .previews import PageDetail


def visible(kind: PageKind, reader: Reader) -> QuerySet[ReleaseHead]:
    return visible_heads(reader, kind)


class ApiInfo(PublicView):
    operation_id, tag, answer = "getApiInfo", "About", schemas.ApiInfoSerializer
    description = _("What this API is, and where it is described.")

    def get(self, request: Request) -> Response:
        self.check_parameters()
        reader = reader_for(request._request)
        return Response(api_info(str(reader.api_root)))


class PlanList(ListView):
    operation_id, tag, answer = "listPlans", "Plans", schemas.PlanListSerializer
    description = _("The plans, a year each, with their tallies, in the order of the site's page tree.")
    parameters = PlanParameters

    def get_visible(self, reader: Reader) -> QuerySet[ReleaseHead]:
        return visible(PageKind.PLAN, reader)

    def get_items(self, parameters: Parameters, reader: Reader) -> QuerySet[ReleaseHead]:
        return existing(parameters.qs, reader)

    def get_documents(self, items: Sequence[ReleaseHead], parameters: Parameters, reader: Reader) -> list[Document]:
        return plan_summaries(items, reader)


class PlanDetail(PageDetail):
    operation_id, tag, answer = "getPlan", "Plans", schemas.PlanSerializer
    description = _("One plan with the summaries of its goals.")
    kind = PageKind.PLAN

    def is_visible(self, reader: Reader) -> bool:
        return is_visible(PageKind.PLAN, self.kwargs["id"], reader)

    def get_document(self, key: UUID, reader: Reader) -> Document | None:
        plans = visible(PageKind.PLAN, reader).filter(translation_key=key)
        return next(iter(plan_documents(plans, reader)), None)


class GoalList(ListView):
    operation_id, tag, answer = "listGoals", "Goals", schemas.GoalListSerializer
    description = _(
        "The goals, in the order of the site's page tree: summaries, or whole goals with `expand=sections`."
    )
    parameters = GoalParameters
    answers_are_stored = True

    def get_visible(self, reader: Reader) -> QuerySet[ReleaseHead]:
        return visible(PageKind.GOAL, reader)

    def get_list(self, parameters: Parameters, reader: Reader) -> Document | bytes | WrittenAnswer:
        if reader.as_of is not None:
            return super().get_list(parameters, reader)
        number, limit = parameters["page"], parameters["limit"]
        if parameters.select_all and parameters["q"] is None:
            page = counted_page(rows_of_goals(reader, number, limit), number, limit, lambda: parameters.qs.count())
        else:
            page = keys_of_page(self.get_items(parameters, reader), number, limit)
        goals = written_goals(page.items, reader, whole=bool(parameters["expand"]))
        content = written_list(goals.items, about_page(page, self.get_address(reader)))
        # What a search finds may change without a new version: its index is the site's own.
        return WrittenAnswer(content, goals.places) if parameters["q"] is None else content

    def get_items(self, parameters: Parameters, reader: Reader) -> QuerySet[ReleaseHead]:
        words = parameters["q"]
        goals = existing(parameters.qs, reader)
        return goals if words is None else with_words(goals, words, reader)

    def get_documents(self, items: Sequence[ReleaseHead], parameters: Parameters, reader: Reader) -> list[Document]:
        write = goal_documents if parameters["expand"] else goal_summaries
        return write(items, reader)


class GoalDetail(PageDetail):
    operation_id, tag, answer = "getGoal", "Goals", schemas.GoalSerializer
    description = _("One goal with everything that is published of it.")
    kind = PageKind.GOAL
    answers_are_stored = True

    def is_visible(self, reader: Reader) -> bool:
        return is_visible(PageKind.GOAL, self.kwargs["id"], reader)

    def get_document(self, key: UUID, reader: Reader) -> Document | WrittenAnswer | None:
        if reader.as_of is None:
            return written_goal(key, reader)
        goals = visible(PageKind.GOAL, reader).filter(translation_key=key)
        return next(iter(goal_documents(goals, reader)), None)


class GoalReleases(ListView):
    operation_id, tag, answer = "listGoalReleases", "Goals", schemas.GoalReleaseListSerializer
    description = _("The public change history of a goal: its releases, the latest first.")

    def get_visible(self, reader: Reader) -> QuerySet[ReleaseHead]:
        return visible(PageKind.GOAL, reader).filter(translation_key=self.kwargs["id"])

    def is_visible(self, reader: Reader) -> bool:
        return self.get_visible(reader).exists()

    def get_items(self, parameters: Parameters, reader: Reader) -> QuerySet[Release]:
        if (goal := parameters.qs.first()) is None:
            raise Http404
        return released_for(reader.site).filter(head=goal).defer("content").order_by("-number")

    def get_documents(self, items: Sequence[Release], parameters: Parameters, reader: Reader) -> list[Document]:
        return release_entries(items, self.kwargs["id"], reader)


class BodyList(ListView):
    operation_id, tag, answer = "listBodies", "Bodies", schemas.BodyListSerializer
    description = _("The bodies that goals name as responsible, with what they are responsible for, by name.")
    parameters = BodyParameters

    def get_visible(self, reader: Reader) -> QuerySet[ReleasedItemBody]:
        return visible_parts(reader)

    def get_items(self, parameters: Parameters, reader: Reader) -> list[Document]:
        kinds = parameters["kind"]
        bodies = [body for body in body_documents(parameters.qs, reader) if not kinds or body["kind"]["code"] in kinds]
        for name in reversed(parameters["sort"]):
            bodies.sort(key=lambda body: body[name.removeprefix("-")].casefold(), reverse=name.startswith("-"))
        return bodies

    def get_documents(self, items: Sequence[Document], parameters: Parameters, reader: Reader) -> list[Document]:
        return list(items)


class BodyDetail(DetailView):
    operation_id, tag, answer = "getBody", "Bodies", schemas.BodySerializer
    description = _("One body with what it is responsible for.")

    def is_visible(self, reader: Reader) -> bool:
        return self._parts(self.kwargs["id"], reader).exists()

    def get_document(self, key: UUID, reader: Reader) -> Document | None:
        return next(iter(body_documents(self._parts(key, reader), reader)), None)

    def _parts(self, key: UUID, reader: Reader) -> QuerySet[ReleasedItemBody]:
        return visible_parts(reader).filter(body_id=key)


class ProblemTypeDetail(PublicView):
    operation_id, tag, answer = "getProblemType", "About", schemas.ProblemTypeSerializer
    description = _("What a type of problem means, in Swedish or English by the header Accept-Language.")

    def get(self, request: Request, slug: str) -> Response:
        self.check_parameters()
        if (problem := PROBLEM_TYPES.get(slug)) is None:
            raise Http404
        document = {
            "type": problem_url(problem, request._request),
            "title": str(problem.title),
            "status": problem.status,
            "description": str(problem.description),
        }
        return Response(document, headers=headers_of_errors(request._request))


class OpenApi(PublicView):
    """The description of this API."""

    schema = None

    def get(self, request: Request) -> Response:
        self.check_parameters()
        return Response(served_document(reader_for(request._request)))


class Nothing(PublicView):
    """What is below the API's address and is none of the above."""

    schema = None

    def get(self, request: Request) -> Response:
        raise Http404
