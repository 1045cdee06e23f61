"""Bodies and key figures: which object a row is about, and what of it is checked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from wagtail.models import ModelLogEntry, Site

from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.planning import ALL_ROWS
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.models import KeyFigure, ResponsibleBody
from wagtail_kommunmal.testing import KeyFigureFactory, ResponsibleBodyFactory

from .conftest import errors, statuses, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

MakePlan = Callable[..., Plan]


@pytest.fixture
def ks(site: Site) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")


def test_a_body_is_known_by_its_id_then_by_its_code(plan: MakePlan, ks: ResponsibleBody) -> None:
    planned = plan(
        "bodies",
        ["Id", "Code", "Name", "Kind"],
        [ks.uuid, "KST", "Kommunstyrelsen", "Executive board"],
        ["", "TN", "Tekniska nämnden", "Nämnd"],
    )
    assert statuses(planned) == {2: "changed", 3: "new"}
    assert told(planned)[2] == [("Code", "KS", "KST"), ("Kind", "Committee", "Executive board")]
    apply_plan(planned)
    assert list(ResponsibleBody.objects.values_list("code", "name", "kind")) == [
        ("KST", "Kommunstyrelsen", "executive"),
        ("TN", "Tekniska nämnden", "committee"),
    ]
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "wagtail.edit",
        "wagtail.create",
    ]
    by_code = plan("bodies", ["Code", "Name"], ["kst", "Styrelsen"])
    assert told(by_code) == {2: [("Name", "Kommunstyrelsen", "Styrelsen")]}


def test_a_body_is_never_known_by_its_name_alone(plan: MakePlan, ks: ResponsibleBody) -> None:
    rows = [["Name", "Web page"], ["KOMMUNSTYRELSEN", "https://sundby.example/ks"]]
    assert statuses(plan("bodies", *rows)) == {2: "proposed"}
    planned = plan("bodies", *rows, accepted=ALL_ROWS)
    assert statuses(planned) == {2: "changed"}
    apply_plan(planned)
    ks.refresh_from_db()
    assert (ks.name, ks.url) == ("Kommunstyrelsen", "https://sundby.example/ks")


def test_another_code_with_the_same_name_is_another_body(plan: MakePlan, ks: ResponsibleBody) -> None:
    assert statuses(plan("bodies", ["Code", "Name"], ["KS2", "Kommunstyrelsen"])) == {2: "new"}


def test_an_id_that_is_not_here_makes_nothing_new(plan: MakePlan, ks: ResponsibleBody, other_site: Site) -> None:
    foreign = ResponsibleBodyFactory(site=other_site)
    planned = plan("bodies", ["Id", "Name"], [uuid4(), "A"], [foreign.uuid, "B"], ["12", "C"])
    missing = "There is nothing with this id here. Leave the cell blank for a new row."
    assert errors(planned) == {
        2: [f"A2 (Id): {missing}"],
        3: [f"A3 (Id): {missing}"],
        4: ["A4 (Id): “12” is not an id. Leave the cell as it was exported, or blank for a new row."],
    }


def test_a_body_may_be_replaced_by_one_further_down(plan: MakePlan, ks: ResponsibleBody) -> None:
    planned = plan(
        "bodies",
        ["Code", "Name", "Replaced by", "Valid to"],
        ["KS", "", "KN", "2026-12-31"],
        ["KN", "Kommunnämnden", "", ""],
    )
    assert statuses(planned) == {2: "changed", 3: "new"}
    apply_plan(planned)
    ks.refresh_from_db()
    assert (str(ks.replaced_by), str(ks.valid_to)) == ("Kommunnämnden", "2026-12-31")


def test_what_a_body_may_not_be_is_told_at_its_cell(plan: MakePlan, ks: ResponsibleBody) -> None:
    ResponsibleBodyFactory(name="Tekniska nämnden", code="TN")
    header = ["Id", "Code", "Name", "Kind", "Web page", "Valid from", "Valid to", "Replaced by"]
    planned = plan(
        "bodies",
        header,
        ["", "A", "", "", "", "", "", ""],
        ["", "B", "B", "Råd", "", "", "", ""],
        ["", "C", "C", "", "sundby", "", "", ""],
        ["", "D", "D", "", "", "2026-02-01", "2026-01-01", ""],
        ["", "E", "E", "", "", "i år", "", ""],
        ["", "F", "F", "", "", "", "", "XX"],
        ["", "G", "G", "", "", "", "", "G"],
        [ks.uuid, "TN", "", "", "", "", "", ""],
        [ks.uuid, "(töm)", "", "", "", "", "", ""],
    )
    found = {number: texts[0].split(":")[0] for number, texts in errors(planned).items()}
    assert found == {
        2: "C2 (Name)",
        3: "D3 (Kind)",
        4: "E4 (Web page)",
        5: "G5 (Valid to)",
        6: "F6 (Valid from)",
        7: "H7 (Replaced by)",
        8: "H8 (Replaced by)",
        9: "B9 (Code)",
        10: "B10 (Code)",
    }


def test_two_new_rows_with_one_code_are_an_error(plan: MakePlan) -> None:
    planned = plan("bodies", ["Code", "Name"], ["TN", "Tekniska"], ["TN", "Tekniska nämnden"])
    assert errors(planned) == {3: ["Row 2 is about the same. Remove one of the two."]}


def test_a_key_figure_is_known_by_its_kolada_id(plan: MakePlan, ks: ResponsibleBody) -> None:
    figure = KeyFigureFactory(name="Andel nöjda", kolada_id="N00001")
    planned = plan(
        "key-figures",
        ["Kolada id", "Name", "Definition", "Unit", "Direction", "Decimals", "Responsible body", "Next publication"],
        ["N00001", "", "Enkät till alla.", "Procent", "lägre är bättre", "1", "ks", "2026-06-01"],
        ["N00002", "Antal besök", "", "Antal", "", "", "", ""],
        ["", "Antal lån", "", "count", "", "halv", "", ""],
    )
    assert statuses(planned) == {2: "changed", 3: "new", 4: "error"}
    apply_plan(planned, skip_blocking=True)
    figure.refresh_from_db()
    assert (figure.name, figure.definition, figure.better, figure.decimals) == (
        "Andel nöjda",
        "Enkät till alla.",
        "lower",
        1,
    )
    assert (figure.responsible, str(figure.next_publication_on)) == (ks, "2026-06-01")
    assert KeyFigure.objects.get(kolada_id="N00002").unit == "count"


def test_a_kolada_id_that_two_have_tells_nothing(plan: MakePlan) -> None:
    KeyFigureFactory(kolada_id="N00001")
    KeyFigureFactory(kolada_id="N00001")
    planned = plan("key-figures", ["Kolada id", "Source"], ["N00001", "Kolada"])
    assert errors(planned) == {2: ["A2 (Kolada id): 2 have this here. Give the id in the column “Id”."]}
