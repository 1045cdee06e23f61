"""The fake server answers in the shapes of the real one."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

import pytest

from tests.kolada.conftest import GROUP, ID, TITLE
from wagtail_kommunmal.testing.kolada import FakeKolada

pytestmark = pytest.mark.same_everywhere


def answer(kolada: FakeKolada, path: str) -> Any:
    found = kolada.answer(f"http://127.0.0.1/v3/{path}")
    assert found.status == 200
    return json.loads(found.body)


def envelope(*values: Any) -> dict[str, Any]:
    return {"values": list(values), "next_url": None, "previous_url": None, "count": len(values)}


def test_a_key_figure(kolada: FakeKolada) -> None:
    assert answer(kolada, f"kpi/{ID}") == envelope(
        {
            "id": ID,
            "title": TITLE,
            "description": "",
            "is_divided_by_gender": False,
            "municipality_type": "A",
            "auspice": "X",
            "operating_area": "",
            "perspective": "",
            "prel_publication_date": None,
            "publication_date": None,
            "publ_period": None,
            "has_ou_data": False,
        }
    )


def test_a_municipality_and_a_group(kolada: FakeKolada) -> None:
    assert answer(kolada, "municipality/2399") == envelope({"id": "2399", "title": "Sundby", "type": "K"})
    members = [{"member_id": "2398", "member_title": "Ekby"}, {"member_id": "2397", "member_title": "Alby"}]
    assert answer(kolada, "municipality_groups/G100001") == envelope(
        {"id": "G100001", "title": GROUP, "members": members}
    )


def row(area: str, *values: tuple[str, int, float]) -> dict[str, Any]:
    return {
        "kpi": ID,
        "period": 2024,
        "municipality": area,
        "values": [
            {"gender": gender, "count": count, "status": "", "value": value, "isdeleted": False}
            for gender, count, value in values
        ],
    }


def test_values_of_a_municipality_and_the_unweighted_mean_of_a_group(kolada: FakeKolada) -> None:
    assert answer(kolada, f"data/kpi/{ID}/municipality/2399,G100001/year/2024") == envelope(
        row("2399", ("T", 1, 21.5), ("K", 1, 21.25), ("M", 1, 21.75)), row("G100001", ("T", 2, 15.0))
    )


@pytest.mark.parametrize(
    "path", ["kpi/N99999", "municipality/1", f"data/kpi/{ID}/year/1999", "kpi?title=finns+ej", "kpi_groups"]
)
def test_what_is_unknown_is_an_empty_list(kolada: FakeKolada, path: str) -> None:
    assert answer(kolada, path) == envelope()


@pytest.mark.parametrize("segment", ["kpi/{}", f"data/kpi/{ID}/year/{{}}"])
def test_more_than_25_ids_or_years_are_refused(kolada: FakeKolada, segment: str) -> None:
    many = ",".join(str(number) for number in range(2000, 2026))
    assert kolada.answer("http://127.0.0.1/v3/" + segment.format(many)).status == 400


def test_it_is_served_on_this_machine(kolada: FakeKolada) -> None:
    with kolada.serving() as url, urlopen(f"{url}kpi/{ID}") as served:
        assert json.load(served)["values"][0]["title"] == TITLE
