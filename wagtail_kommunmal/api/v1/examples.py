"""The examples of the OpenAPI document: one goal of an invented municipality and what belongs to it, in Swedish."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils import translation

from ...delivery.envelope import Document, links
from ...delivery.key_figures import latest_of
from ...open_data.json_stat import json_stat
from ..errors import ProblemType
from ..pagination import DEFAULT_LIMIT, list_document, page_of
from ..renderers import csv_text
from .about import api_info
from .schemas import GoalSummarySerializer
from .tables import Table

API_ROOT: Final = "https://www.sundby.example/kommunmal/v1"
FILE: Final = Path(__file__).with_name("examples.json")


@cache
def _documents() -> dict[str, Any]:
    documents: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return documents


def answer_examples(operation_id: str) -> dict[str, Document]:
    """Return the examples of what an operation answers when all is well, by name."""
    documents = _documents()
    goal, plan, bodies = documents["goal"], documents["plan"], documents["bodies"]
    in_summary = GoalSummarySerializer().get_fields()
    summary = {name: value for name, value in goal.items() if name in in_summary}
    assignment, key_figure, investment = (
        _with_goal(kind, goal) for kind in ("assignments", "keyFigures", "investments")
    )
    key_figure |= latest_of(key_figure)
    observations = f"key-figures/{key_figure['id']}/observations"
    examples = {
        "getApiInfo": {"apiInfo": api_info(API_ROOT)},
        "listPlans": {"plans": _list_of([plan], "plans")},
        "getPlan": {"plan": {**plan, "goals": [summary]}},
        "listGoals": {
            "summaries": _list_of([summary], "goals?year=2026"),
            "wholeGoals": _list_of([goal], "goals?expand=sections&year=2026"),
        },
        "getGoal": {"goal": goal},
        "listGoalReleases": {"releases": _list_of(documents["releases"], f"goals/{goal['id']}/releases")},
        "listAssignments": {"assignments": _list_of([assignment], "assignments?role=lead&status=expected_complete")},
        "getAssignment": {"assignment": assignment},
        "listKeyFigures": {"keyFigures": _list_of([key_figure], "key-figures?year=2026")},
        "getKeyFigure": {"keyFigure": key_figure},
        "listObservations": {"observations": _list_of(key_figure["values"], observations)},
        "listInvestments": {"investments": _list_of([investment], "investments?year=2026")},
        "getInvestment": {"investment": investment},
        "listBodies": {"bodies": _list_of(bodies, "bodies")},
        "getBody": {"body": bodies[0]},
        "listChanges": {
            "changes": {
                **_list_of(documents["changes"], "changes?since=2026-02-01"),
                "nextSince": "2026-02-12T03:55:00Z",
            }
        },
        "getProblemType": {"notFound": documents["problemType"]},
    }
    return examples[operation_id]


def problem_example(problem: ProblemType) -> Document:
    """Return an answer with this type of problem."""
    document: Document = _documents()["problems"][problem.slug]
    return document


def table_examples(table: Table, answers: Mapping[str, Document]) -> dict[str, str]:
    """Return the same examples as tables."""
    [key_figure] = answer_examples("getKeyFigure").values()
    return {
        name: csv_text(
            [
                table.header,
                *(row for item in answer["items"] for row in table.rows({**item, "keyFigure": key_figure})),
            ]
        )
        for name, answer in answers.items()
    }


def cube_examples() -> dict[str, Document]:
    """Return the example of a key figure's values as JSON-stat."""
    [key_figure] = answer_examples("getKeyFigure").values()
    address = f"{API_ROOT}/key-figures/{key_figure['id']}/observations?format=jsonstat"
    with translation.override("sv"):
        return {"observations": json.loads(json_stat(key_figure, key_figure["values"], address=address))}


def _with_goal(kind: str, goal: Document) -> Document:
    """Return the first item of a kind as lists across all goals give it."""
    section = next(section for section in goal["sections"] if section["type"] == kind)
    item = section[kind][0]
    web_url = f"{goal['webUrl']}#{item['id']}"
    own = {"keyFigures": f"key-figures/{item['id']}?goal={goal['id']}"}.get(kind, f"{kind}/{item['id']}")
    return {
        **item,
        "lang": goal["lang"],
        "section": {name: section[name] for name in ("id", "heading")},
        **{name: section[name] for name in ("origin", "unit", "sign") if name in section},
        "goal": {name: goal[name] for name in ("id", "title", "webUrl")},
        "plan": goal["plan"],
        "updatedAt": goal["updatedAt"],
        "webUrl": web_url,
        "_links": links(self=f"{API_ROOT}/{own}", web=web_url, goal=goal["_links"]["self"]["href"]),
    }


def _list_of(documents: Sequence[Document], path: str) -> Document:
    return list_document(page_of(documents, 1, DEFAULT_LIMIT), documents, f"{API_ROOT}/{path}")
