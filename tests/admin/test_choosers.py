"""Bodies, focus areas and key figures are chosen and created without leaving the goal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import Site

from wagtail_kommunmal.models import FocusArea, KeyFigure, ResponsibleBody
from wagtail_kommunmal.testing import FocusAreaFactory, KeyFigureFactory, ResponsibleBodyFactory

pytestmark = pytest.mark.django_db

ELSEWHERE = {"host": "other.example"}


def url(model: type[Any], view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippetchoosers_wagtail_kommunmal_{model._meta.model_name}:{view}", args=args)


CASES = [
    (ResponsibleBodyFactory, ResponsibleBody, {"name": "Kommunstyrelsen", "code": "KS", "kind": "executive"}),
    (FocusAreaFactory, FocusArea, {"name": "Trygghet"}),
    (KeyFigureFactory, KeyFigure, {"name": "Nöjdhet", "unit": "percent", "better": "higher"}),
]


@pytest.mark.parametrize(("factory", "model", "fields"), CASES)
def test_chooser_offers_the_rows_of_the_site_and_a_form(
    boss_client: Client, other_site: Site, factory: Any, model: Any, fields: dict[str, str]
) -> None:
    factory(name="Sundbys egen")
    factory(name="Norrbys egen", site=other_site)
    html = boss_client.get(url(model, "choose")).json()["html"]
    assert "Sundbys egen" in html
    assert "Norrbys egen" not in html
    assert f'name="new-{model._meta.model_name}-name"' in html


@pytest.mark.parametrize(("factory", "model", "fields"), CASES)
def test_what_is_created_in_the_chooser_belongs_to_the_site_and_is_logged(
    boss_client: Client, other_site: Site, factory: Any, model: Any, fields: dict[str, str]
) -> None:
    data = {f"new-{model._meta.model_name}-{name}": value for name, value in fields.items()}
    response = boss_client.post(url(model, "create"), data, headers=ELSEWHERE).json()
    created = model.objects.get()
    assert response["step"] == "chosen"
    assert response["result"]["string"] == fields["name"]
    assert created.site == other_site
    assert registry.get_logs_for_instance(created).get().action == "wagtail.create"


def test_chooser_finds_parts_of_words(boss_client: Client, site: Site) -> None:
    ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", code="BUN")
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    html = boss_client.get(url(ResponsibleBody, "choose_results"), {"q": "utbildning"}).content.decode()
    assert "Barn- och utbildningsnämnden" in html
    assert "Kommunstyrelsen" not in html


def test_chooser_shows_what_tells_key_figures_apart(boss_client: Client, site: Site) -> None:
    KeyFigureFactory(name="Nöjdhet", unit_label="procentandel", kolada_id="N00945")
    html = boss_client.get(url(KeyFigure, "choose_results")).content.decode()
    assert "procentandel" in html
    assert "N00945" in html


def test_creation_form_refuses_a_code_that_is_taken(boss_client: Client, site: Site) -> None:
    ResponsibleBodyFactory(code="KS")
    data = {f"new-responsiblebody-{name}": value for name, value in CASES[0][2].items()}
    assert boss_client.post(url(ResponsibleBody, "create"), data).json()["step"] == "reshow_creation_form"
    assert ResponsibleBody.objects.count() == 1


def test_a_row_of_another_site_cannot_be_chosen(boss_client: Client, site: Site, other_site: Site) -> None:
    here, there = ResponsibleBodyFactory(), ResponsibleBodyFactory(site=other_site)
    assert boss_client.get(url(ResponsibleBody, "chosen", here.pk)).json()["result"]["id"] == str(here.pk)
    assert boss_client.get(url(ResponsibleBody, "chosen", there.pk)).status_code == 404
    many = boss_client.get(url(ResponsibleBody, "chosen_multiple"), {"id": [here.pk, there.pk]}).json()
    assert [row["id"] for row in many["result"]] == [str(here.pk)]


def test_those_who_may_not_create_get_no_form(editor_client: Client) -> None:
    assert "new-responsiblebody-name" not in editor_client.get(url(ResponsibleBody, "choose")).json()["html"]
    response = editor_client.post(
        url(ResponsibleBody, "create"), {"name": "X"}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert response.status_code == 403
