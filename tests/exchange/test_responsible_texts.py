from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.exchange.columns.responsible_texts import NamedBody, named_bodies
from wagtail_kommunmal.exchange.columns.texts import folded

pytestmark = pytest.mark.same_on_every_database

KNOWN = ["KS", "Kultur- och fritidsnämnden", "Vård och omsorg", "Teknik, miljö och bygg", "Bolaget (AB)"]


@pytest.mark.parametrize(
    ("text", "leads", "cos"),
    [
        ("KFN", ["KFN"], []),
        ("KFN (KS, TN)", ["KFN"], ["KS", "TN"]),
        ("KFN(KS och TN)", ["KFN"], ["KS", "TN"]),
        ("KS, TN", ["KS", "TN"], []),
        ("KS/TN", ["KS", "TN"], []),
        ("KS\nTN; BUN", ["KS", "TN", "BUN"], []),
        ("(Alla)", ["Alla"], []),
        ("Kultur- och fritidsnämnden (KS)", ["Kultur- och fritidsnämnden"], ["KS"]),
        ("kultur- och  fritidsnämnden", ["kultur- och  fritidsnämnden"], []),
        ("Vård och omsorg, KS", ["Vård och omsorg", "KS"], []),
        ("Teknik, miljö och bygg och KS", ["Teknik, miljö och bygg", "KS"], []),
        ("Bolaget (AB)", ["Bolaget (AB)"], []),
        ("KS, KS (KS)", ["KS"], []),
        ("KS (TN", ["KS (TN"], []),
        ("", [], []),
        ("()", [], []),
    ],
)
def test_bodies_in_one_cell_are_told_apart(text: str, leads: list[str], cos: list[str]) -> None:
    named = named_bodies(text, KNOWN)
    assert named == [*map(NamedBody, leads), *(NamedBody(name, "co") for name in cos)]


@pytest.mark.parametrize("text", ["(Alla)", "alla", "Samtliga nämnder"])
def test_all_bodies_are_told(text: str) -> None:
    assert [body.is_all for body in named_bodies(text)] == [True]


@given(st.text(max_size=60))
def test_no_letter_of_a_name_is_lost(text: str) -> None:
    printed = "".join(folded(body.name) for body in named_bodies(text))
    for word in re.findall(r"[a-zåäö0-9]{5,}", text):
        assert word in printed
