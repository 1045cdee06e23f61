"""What a site has added to its plans and goals is taken along, and what cannot be is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test.client import Client
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Comment, Site

from tests.site_pages import GoalPage, Page
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.exchange.whole_site.content import swapped_block, swapped_html
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.fields import names_a_person
from wagtail_kommunmal.exchange.whole_site.references import Finding, Naming
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, ResponsibleBodyFactory

from .conftest import Released, answers, empty_site


def test_own_fields_sections_and_members_are_taken_along(
    site: Site, released: Released, client: Client, tmp_path: Path
) -> None:
    body = ResponsibleBodyFactory(code="AB")
    risk = {
        "title": "Räntan",
        "level": "high",
        "countermeasure": "<p>Bind.</p>",
        "responsible": [listed({"body": body.pk, "role": "lead"})],
    }
    risks = {
        "type": "risks",
        "value": {"heading": "Risker", "intro": "", "items": [listed(risk)], "empty_text": ""},
        "id": "r1",
    }
    with released():
        plan = PlanPageFactory(page_class=CompanyPlanPage, slug="agare", company_number="556000-0000")
        goal = GoalPageFactory(parent=plan, slug="mal", owner_directive="Bygg.", sections=[risks])
        goal.owner_comment = f'<p><a linktype="page" id="{plan.pk}">Planen</a></p>'
        goal.save_revision().publish()
    before = answers(client)
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert (outcome.lost, outcome.differing) == ({}, [])
    assert answers(client) == before
    made = CompanyGoalPage.objects.get()
    assert f'id="{made.get_parent().pk}"' in made.owner_comment
    assert CompanyPlanPage.objects.get().company_number == "556000-0000"


def listed(value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": "b5a1c0de-0000-4000-8000-000000000000"}


def test_comments_stay_where_people_are_known(site: Site, released: Released, admin_user: Any, tmp_path: Path) -> None:
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal")
        goal.wagtail_admin_comments = [Comment(user=admin_user, text="Fel siffra!", contentpath="statement")]
        goal.save_revision()
    export_site(site, tmp_path / "export")
    assert not [path for path in (tmp_path / "export").rglob("*.json") if "Fel siffra" in path.read_text()]
    empty_site(site, released)
    with released():
        restore_site(tmp_path / "export", site)
    assert GoalPage.objects.get().title == goal.title
    assert names_a_person(Comment)


def test_a_person_who_is_chosen_in_a_section_of_the_sites_own_is_not_named(site: Site, admin_user: Any) -> None:
    naming = Naming(site, {})
    name = naming(type(admin_user), admin_user.pk)
    finding = Finding(site, naming.elsewhere)
    assert (name, naming.elsewhere) == ("gone:person", {})
    assert (finding(type(admin_user), name), finding.lost) == (None, {})


def test_other_pages_below_a_plan_are_named(site: Site, released: Released, tmp_path: Path) -> None:
    with released():
        plan = PlanPageFactory(slug="plan")
    plan.add_child(instance=Page(title="Bilaga", slug="bilaga", locale=plan.locale))
    assert export_site(site, tmp_path / "export").left_out == [
        "“Bilaga” (/sundby/plan/bilaga/) is no plan and no goal."
    ]


class Doubled:
    """Swaps every key for a text that says what it was."""

    def __call__(self, model: type[Any], value: Any) -> Any:
        return None if value is None else f"{model._meta.model_name} {value}"

    def stream(self, blocks: list[Any]) -> Any:
        return blocks


@pytest.mark.parametrize(
    ("block", "before", "after"),
    [
        (ImageChooserBlock(), 3, "image 3"),
        (ImageBlock(), 3, "image 3"),
        (ImageBlock(), {"image": 3, "alt_text": "Kaj"}, {"image": "image 3", "alt_text": "Kaj"}),
        (ListBlock(ImageChooserBlock()), [3, None], ["image 3", None]),
        (ListBlock(ImageChooserBlock()), [listed(3)], [listed("image 3")]),
        (
            StreamBlock([("picture", ImageChooserBlock())]),
            [{"type": "picture", "value": 3}],
            [{"type": "picture", "value": "image 3"}],
        ),
        (StreamBlock([]), [{"type": "removed", "value": 3}], [{"type": "removed", "value": 3}]),
        (
            StructBlock([("text", RichTextBlock())]),
            {"text": '<a linktype="document" id="3">', "old": 1},
            {"text": '<a linktype="document" id="document 3">', "old": 1},
        ),
        (StructBlock([]), None, None),
    ],
)
def test_references_are_swapped_at_any_depth(block: Any, before: Any, after: Any) -> None:
    assert swapped_block(block, before, Doubled()) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p>a < b, <a href="/x" id="3">x</a></p>', None),
        ('<a data-id="7" id="3" linktype="document">x</a>', '<a data-id="7" id="document 3" linktype="document">x</a>'),
        ('<embed alt="Å" embedtype="image" id="3"/>', '<embed alt="Å" embedtype="image" id="image 3"/>'),
        ('<embed embedtype="media" url="https://example.se/?id=3"/>', None),
        ('<a linktype="page">x</a> <a linktype="page" id="0">y</a>', None),
    ],
)
def test_only_what_a_rich_text_refers_to_is_swapped(before: str, after: str | None) -> None:
    assert swapped_html(before, Doubled()) == (after or before)
