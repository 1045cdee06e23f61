"""A municipality with something that everybody may read, and something that is to be hidden in every way there is.

Ids are the same in every run, so that the answers of a site that never had the hidden thing can be compared. All that
is hidden bears a word that nothing else has, and money that nobody else has.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Site

from wagtail_kommunmal.models import KeyFigure, Release, ResponsibleBody
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    SectionDict,
    accomplishment,
    accomplishments_section,
    amount,
    assessment,
    assignment,
    assignments_section,
    budget_change,
    follow_up,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)

Released = Callable[[], AbstractContextManager[Any]]

MARK = "zebra"
MONEY = "987654"


def word(place: str) -> str:
    """Return the word that only stands at one place of the hidden content."""
    return f"{MARK}{place}"


def _key(number: int) -> UUID:
    return UUID(f"c0ffee00-0000-4000-8000-{number:012d}")


PLAN, GOAL, BODY, FIGURE, AREA, REPORT = map(_key, range(1, 7))
ASSIGNMENT, INVESTMENT, FIGURE_ITEM = (str(_key(number)) for number in range(11, 14))
SECRET_PLAN, SECRET_GOAL, SECRET_BODY, SECRET_FIGURE, SECRET_AREA, SECRET_REPORT = map(_key, range(101, 107))
SECRET_ASSIGNMENT, SECRET_INVESTMENT, SECRET_FIGURE_ITEM = (str(_key(number)) for number in range(111, 114))
SECTIONS = [str(_key(number)) for number in range(121, 126)]
NEVER = _key(999)
"""An id that nothing ever had."""

YEAR, SECRET_YEAR, PERIOD = 2026, 2027, "2026-T1"
CODE, SECRET_CODE = "KS", "ZEBRA"
SECRET_NUMBER, SECRET_SDG, SECRET_KOLADA_ID = "zebra7", 14, "NZEBRA"
SECRET_SLUG, SECRET_DRAFT_SLUG, SECRET_PLAN_SLUG = "zebraslug", "zebradraftslug", "zebraplanslug"


def _items_of(goal: UUID) -> list[UUID]:
    return [uuid5(goal, block) for block in (SECRET_ASSIGNMENT, SECRET_INVESTMENT, SECRET_FIGURE_ITEM)]


SECRET_ITEMS = [*_items_of(SECRET_GOAL), *_items_of(GOAL)]
"""Ids of the hidden items: in a goal of their own, and in a draft of the goal that everybody may read."""
KEYS_OF_SECRETS = [
    *(SECRET_PLAN, SECRET_GOAL, SECRET_BODY, SECRET_FIGURE, SECRET_AREA, SECRET_REPORT),
    *map(UUID, (SECRET_ASSIGNMENT, SECRET_INVESTMENT, SECRET_FIGURE_ITEM)),
    *SECRET_ITEMS,
]
ITEM_KEYS = [
    uuid5(GOAL, ASSIGNMENT),
    uuid5(SECRET_GOAL, SECRET_ASSIGNMENT),
    uuid5(GOAL, INVESTMENT),
    uuid5(GOAL, FIGURE_ITEM),
    FIGURE,
    SECRET_FIGURE,
    UUID(SECRET_ASSIGNMENT),
    *SECRET_ITEMS[1:],
]
"""Ids to ask for items with: one that is open and one that is hidden first."""

OPENED, REVEALED, HIDDEN = (datetime(2021, month, 10, tzinfo=UTC) for month in (1, 3, 5))
"""When what everybody may read was published, when what is to be hidden was, and when it was hidden."""


@dataclass
class Municipality:
    """The site and what stands in it."""

    site: Site
    released: Released
    plan: Any = None
    goal: Any = None
    body: Any = None
    secret_plan: Any = None
    secret_goal: Any = None
    secret_body: Any = None
    secret_report: Any = None

    def open(self) -> None:
        """Publish what everybody may read: a plan, a goal with one item of each kind, and a report."""
        self.body = ResponsibleBodyFactory(name="Kommunstyrelsen", code=CODE, uuid=BODY, site=self.site)
        figure = KeyFigureFactory(name="Valdeltagande", uuid=FIGURE, values={"2024": "71,5"}, site=self.site)
        area = FocusAreaFactory(name="Demokrati", uuid=AREA, site=self.site)
        office = assignment("Öppna ett kontor.", responsible=[self.body], block_id=ASSIGNMENT)
        bridge = investment("Bro", responsible=[self.body], amounts=[amount(YEAR, budget="10")], block_id=INVESTMENT)
        with self.released():
            self.plan = PlanPageFactory(
                parent=self.site.root_page.specific, year=YEAR, slug="mal-2026", translation_key=PLAN
            )
            self.goal = GoalPageFactory(
                parent=self.plan,
                title="Alla kan påverka",
                slug="alla-kan-paverka",
                number="1",
                focus_area=area,
                translation_key=GOAL,
                sections=[
                    assignments_section(office, block_id=SECTIONS[0]),
                    key_figures_section(key_figure_item(figure, block_id=FIGURE_ITEM), block_id=SECTIONS[1]),
                    investments_section(bridge, block_id=SECTIONS[2]),
                ],
            )
        with self.released():
            FollowUpReportFactory(
                uuid=REPORT,
                plan=self.plan,
                body=self.body,
                period="2026-T2",
                rows=[follow_up(self.goal, office, "paused")],
            )
        date_releases(OPENED)

    def add_secret_plan(self, **fields: Any) -> None:
        self.secret_plan = PlanPageFactory(
            **{
                "parent": self.site.root_page.specific,
                "year": SECRET_YEAR,
                "title": word("plan"),
                "slug": SECRET_PLAN_SLUG,
                "intro": f"<p>{word('planintro')}</p>",
                "translation_key": SECRET_PLAN,
                **fields,
            }
        )

    def add_secret_goal(self, parent: Any, **fields: Any) -> None:
        """Make the goal that is to be hidden, with a body, a key figure and a report of its own."""
        site = fields.pop("site", self.site)
        self.secret_goal = GoalPageFactory(
            **{
                "parent": parent,
                "title": word("title"),
                "slug": SECRET_SLUG,
                "translation_key": SECRET_GOAL,
                **self.secret_fields(site),
                **fields,
            }
        )

    def secret_fields(self, site: Site) -> dict[str, Any]:
        """Return what a goal says that is to be hidden, of which its body and its key figure are a part."""
        self.secret_body = secret_body(site)
        return {
            "number": SECRET_NUMBER,
            "statement": word("statement"),
            "scope_line": word("scope"),
            "level_label": word("level"),
            "political_text": f"<p>{word('political')}</p>",
            "image": secret_picture(),
            "focus_area": FocusAreaFactory(name=word("area"), uuid=SECRET_AREA, site=site),
            "sdgs": [SECRET_SDG],
            "sections": secret_sections(self.secret_body, site),
        }

    def report_on_secret_goal(self, **fields: Any) -> None:
        """Report what is to be hidden on the goal that is to be hidden, by a body that has only that to say."""
        self.secret_report = FollowUpReportFactory(
            uuid=SECRET_REPORT,
            plan=self.secret_goal.get_parent(),
            body=self.secret_body,
            period=PERIOD,
            rows=[
                *(follow_up(self.secret_goal, item, "delayed", comment=comment("comment")) for item in secret_items()),
                assessment(self.secret_goal, "not_achieved", comment=comment("assessment")),
            ],
            **fields,
        )

    def report_on_goal(self, **fields: Any) -> None:
        """Report what is to be hidden on the goal that everybody may read."""
        self.secret_report = FollowUpReportFactory(
            uuid=SECRET_REPORT,
            plan=self.plan,
            body=self.body,
            period=PERIOD,
            rows=[
                follow_up(self.goal, item_with(ASSIGNMENT), "delayed", comment=comment("comment")),
                assessment(self.goal, "not_achieved", comment=comment("assessment")),
            ],
            **fields,
        )

    def refer_to_secret_goal(self, *relations: str) -> None:
        """Make the hidden goal the parent and the predecessor, or one of them, of the goal that everybody may read."""
        self.goal = type(self.goal).objects.get(pk=self.goal.pk)
        for relation in relations or ("parent_goal", "previous_goal"):
            setattr(self.goal, relation, self.secret_goal)
        self.goal.save_revision().publish()


def comment(place: str) -> str:
    return f"<p>{word(place)}</p>"


def secret_body(site: Site) -> ResponsibleBody:
    body: ResponsibleBody = ResponsibleBodyFactory(
        name=word("body"), code=SECRET_CODE, kind="company", uuid=SECRET_BODY, site=site
    )
    return body


def secret_figure(site: Site) -> KeyFigure:
    figure: KeyFigure = KeyFigureFactory(
        name=word("figure"),
        definition=word("definition"),
        kolada_id=SECRET_KOLADA_ID,
        uuid=SECRET_FIGURE,
        site=site,
        values={"2024": MONEY},
        targets={"2026": word("target")},
    )
    return figure


def secret_picture() -> Any:
    data = BytesIO()
    Picture.new("RGB", (640, 480), "black").save(data, "PNG")
    data.seek(0)
    return get_image_model().objects.create(
        title=word("image"), description=word("alt"), file=ImageFile(data, f"{word('file')}.png")
    )


def secret_items() -> list[ItemDict]:
    return [item_with(SECRET_ASSIGNMENT), item_with(SECRET_INVESTMENT, row_kind="row")]


def item_with(block_id: str, **value: str) -> ItemDict:
    """Return as much of an item as a report needs to speak of it."""
    return {"type": "item", "value": value, "id": block_id}


def secret_sections(body: ResponsibleBody, site: Site) -> list[SectionDict]:
    """Return a section of every kind in which every text is to be hidden."""
    return [
        text_section(f"<p>{word('text')}</p>", heading=word("heading")),
        assignments_section(
            assignment(
                word("assignment"),
                description=f"<p>{word('description')}</p>",
                responsible=[body],
                decision_reference=word("decision"),
                block_id=SECRET_ASSIGNMENT,
            ),
            intro=f"<p>{word('intro')}</p>",
        ),
        key_figures_section(
            key_figure_item(secret_figure(site), note=f"<p>{word('note')}</p>", block_id=SECRET_FIGURE_ITEM)
        ),
        investments_section(
            investment(
                word("investment"),
                responsible=[body],
                amounts=[amount(YEAR, budget=MONEY)],
                budget_changes=[budget_change("5", note=word("change"))],
                block_id=SECRET_INVESTMENT,
            )
        ),
        accomplishments_section(
            accomplishment(f"<p>{word('done')}</p>", image=secret_picture(), alt_text=word("donealt"), body=body)
        ),
    ]


OF_SECTIONS = (
    *("text", "heading", "assignment", "description", "decision", "intro", "figure", "definition", "target", "note"),
    *("investment", "change", "done", "donealt", "body"),
)
OF_GOAL = ("title", "statement", "scope", "level", "political", "alt", "file", "area", *OF_SECTIONS)
OF_REPORT = ("comment", "assessment")
OF_PLAN = ("plan", "planintro")


def date_releases(moment: datetime) -> None:
    """Say of the releases that were made since the last time that they were made at a moment."""
    for release in Release.objects.filter(published_from__year__gt=HIDDEN.year).order_by("number"):
        Release.objects.filter(head=release.head_id, number=release.number - 1).update(published_to=moment)
        Release.objects.filter(pk=release.pk).update(published_from=moment)
    Release.objects.filter(published_to__year__gt=HIDDEN.year).update(published_to=moment)
