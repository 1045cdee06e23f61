"""Bodies and key figures: which object a row is about, and what of it is checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, Site

from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.errors import ChangedSinceError
from wagtail_kommunmal.exchange.kinds.bodies import BodyTableKind
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


def test_a_body_is_not_replaced_by_one_whose_row_is_left_out(plan: MakePlan, ks: ResponsibleBody) -> None:
    planned = plan(
        "bodies",
        ["Code", "Name", "Kind", "Replaced by"],
        ["KS", "", "", "KN"],
        ["KN", "Kommunnämnden", "Råd", ""],
        ["TN", "Tekniska nämnden", "", "BN"],
        ["BN", "Byggnämnden", "", "KN"],
        ["FN", "Fritidsnämnden", "", ""],
    )
    assert statuses(planned) == {2: "error", 3: "error", 4: "error", 5: "error", 6: "new"}
    assert errors(planned)[2] == ["D2 (Replaced by): The row of the body “KN” is not written."]
    assert errors(planned)[4] == ["D4 (Replaced by): The row of the body “BN” is not written."]
    apply_plan(planned, skip_blocking=True)
    assert list(ResponsibleBody.objects.values_list("code", "replaced_by")) == [("FN", None), ("KS", None)]


def test_a_body_that_gets_another_code_still_replaces_others(plan: MakePlan, ks: ResponsibleBody) -> None:
    tn = ResponsibleBodyFactory(name="Tekniska nämnden", code="TN", replaced_by=ks)
    ResponsibleBodyFactory(name="Byggnämnden", code="BN")
    planned = plan(
        "bodies",
        ["Id", "Code", "Name", "Replaced by"],
        [tn.uuid, "TN", "Teknik", "KS"],
        ["", "BN", "", "kst"],
        [ks.uuid, "KST", "Kommunstyrelsen", ""],
    )
    assert told(planned) == {
        2: [("Name", "Tekniska nämnden", "Teknik")],
        3: [("Replaced by", "", "KST")],
        4: [("Code", "KS", "KST")],
    }
    apply_plan(planned)
    bodies = ResponsibleBody.objects.order_by("code").values_list("code", "name", "replaced_by__code")
    assert list(bodies) == [
        ("BN", "Byggnämnden", "KST"),
        ("KST", "Kommunstyrelsen", None),
        ("TN", "Teknik", "KST"),
    ]


def test_a_body_whose_row_only_repeats_its_code_may_replace_another(plan: MakePlan, ks: ResponsibleBody) -> None:
    ResponsibleBodyFactory(name="Tekniska nämnden", code="TN")
    planned = plan("bodies", ["Code", "Name", "Replaced by"], ["ks", "Kommunstyrelsen", ""], ["TN", "", "KS"])
    assert statuses(planned) == {2: "unchanged", 3: "changed"}


def test_of_codes_that_differ_by_case_only_the_written_one_is_meant(plan: MakePlan, ks: ResponsibleBody) -> None:
    if connection.vendor == "mysql":
        pytest.skip("MariaDB holds them for the same code.")
    ResponsibleBodyFactory(name="Kulturskolan", code="ks")
    planned = plan("bodies", ["Code", "Name"], ["ks", "Kulturskola"], ["KS", "Styrelsen"])
    assert told(planned) == {
        2: [("Name", "Kulturskolan", "Kulturskola")],
        3: [("Name", "Kommunstyrelsen", "Styrelsen")],
    }


def test_columns_that_a_table_does_not_have_are_not_written(
    plan: MakePlan, ks: ResponsibleBody, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan("bodies", ["Code", "Name"], ["KS", "Styrelsen"])
    group = Group.objects.create(name="Rapportörer")
    is_as_seen = BodyTableKind._is_as_seen

    def meanwhile(self: Any, each: Any, change: Any) -> bool:
        ResponsibleBody.objects.filter(pk=ks.pk).update(reporters=group)
        return is_as_seen(self, each, change)

    monkeypatch.setattr(BodyTableKind, "_is_as_seen", meanwhile)
    apply_plan(planned)
    ks.refresh_from_db()
    assert (ks.name, ks.reporters) == ("Styrelsen", group)


@pytest.mark.parametrize("kind", ["bodies", "key-figures", "values"])
def test_an_import_and_its_undo_lock_the_site_before_anything_else(
    plan: MakePlan, ks: ResponsibleBody, kind: str
) -> None:
    KeyFigureFactory(kolada_id="N00001")
    rows = {
        "bodies": [["Code", "Name"], ["KS", "Styrelsen"]],
        "key-figures": [["Kolada id", "Name"], ["N00001", "Nöjda"]],
        "values": [["Kolada id", "Period", "Value"], ["N00001", "2024", 1]],
    }
    planned = plan(kind, *rows[kind])
    with CaptureQueriesContext(connection) as applying:
        batch = apply_plan(planned)
    assert batch is not None
    with CaptureQueriesContext(connection) as undoing:
        undo_batch(batch)
    locks = "FOR UPDATE" if connection.features.has_select_for_update else ""
    locks_site = "FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else locks
    for queries in (applying, undoing):
        selects = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert "wagtailcore_site" in selects[0]
        assert locks_site in selects[0]
    of_model = [query["sql"] for query in applying if "wagtail_kommunmal_" in query["sql"][:120]]
    assert "import" in of_model[0]
    assert locks in of_model[1]
    assert " JOIN " not in of_model[1]


def test_a_code_that_somebody_else_takes_meanwhile_is_told(plan: MakePlan, ks: ResponsibleBody) -> None:
    planned = plan("bodies", ["Code", "Name"], ["KS", "Styrelsen"], ["TN", "Tekniska nämnden"])
    ResponsibleBodyFactory(name="Trafiknämnden", code="TN")
    with pytest.raises(ChangedSinceError) as refused:
        apply_plan(planned)
    assert [change.label for change in refused.value.changes] == ["Tekniska nämnden"]
    ks.refresh_from_db()
    assert ks.name == "Kommunstyrelsen"


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
