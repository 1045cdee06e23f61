"""What a site has added to its plans and goals is taken along, and what cannot be is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test.client import Client
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Comment, Site

from tests.site_pages import GoalPage, Page
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.compat import page_model
from wagtail_kommunmal.exchange.whole_site.content import swapped_block, swapped_html, unknown_blocks
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.fields import names_a_person, swapped
from wagtail_kommunmal.exchange.whole_site.references import Finding, Naming
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import ResponsibleBody
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, ResponsibleBodyFactory

from .conftest import Released, answers, empty_site

WHOLE_SITE = "wagtail_kommunmal.exchange.whole_site"


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
        (
            TypedTableBlock([("picture", ImageChooserBlock()), ("text", RichTextBlock())]),
            {
                "columns": [{"type": "picture", "heading": "Bild"}, {"type": "text", "heading": "Text"}],
                "rows": [{"values": [3, '<a linktype="document" id="3">']}, {"values": [None, ""]}],
                "caption": "Kaj",
            },
            {
                "columns": [{"type": "picture", "heading": "Bild"}, {"type": "text", "heading": "Text"}],
                "rows": [{"values": ["image 3", '<a linktype="document" id="document 3">']}, {"values": [None, ""]}],
                "caption": "Kaj",
            },
        ),
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


class MapBlock(StructBlock):
    """A block of a site's own that says in its own way what it refers to."""

    def extract_references(self, value: Any) -> Any:
        yield Page, "1", "", ""


def test_blocks_whose_references_are_not_known_are_found_at_any_depth() -> None:
    block = StreamBlock([("list", ListBlock(StructBlock([("table", TypedTableBlock([("map", MapBlock())]))])))])
    assert unknown_blocks(block) == {MapBlock}
    assert unknown_blocks(StreamBlock([("text", RichTextBlock()), ("picture", ImageBlock())])) == set()


def test_blocks_whose_references_are_not_known_are_named(
    site: Site, released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal")
    monkeypatch.setitem(GoalPage._meta.get_field("sections").stream_block.child_blocks, "map", MapBlock())
    assert export_site(site, tmp_path / "export").left_out == [
        f"What blocks of the type MapBlock in {GoalPage._meta.label}.sections refer to."
    ]


def test_a_child_row_keeps_fields_that_are_called_as_those_of_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagtail_kommunmal.exchange.whole_site.fields.MANAGED", frozenset({"name"}))
    data = {"name": "Nämnd", "code": "N", "names": [{"pk": 1, "name": "Committee"}]}
    assert swapped(ResponsibleBody, data, Doubled()) == {"code": "N", "names": [{"pk": 1, "name": "Committee"}]}


def test_a_page_is_exported_as_what_it_is_whatever_its_class_extends(
    site: Site, released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal")
    # As where the class of the goals were extended, and the extending class came first.
    monkeypatch.setattr(f"{WHOLE_SITE}.exporting.goal_models", lambda: [GoalPage, page_model()])
    for page in Page.objects.filter(slug__in=["nyheter"]):
        page.delete()
    export_site(site, tmp_path / "export")
    (path,) = (tmp_path / "export" / "pages").glob("*goal.json")
    assert json.loads(path.read_text())["model"] == GoalPage._meta.label_lower
