from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse

from tests.kolada.conftest import ID, TITLE
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, KoladaRun
from wagtail_kommunmal.testing.kolada import FakeKolada

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(kolada: FakeKolada, settings: Any) -> Iterator[None]:
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        yield


@pytest.mark.usefixtures("served")
def test_an_editor_finds_a_key_figure_and_takes_it_over(admin_client: Client, site: Any) -> None:
    page = admin_client.get(reverse("kommunmal_kolada:search"), {"q": "invånare"})
    url = reverse("kommunmal_kolada:take_over", args=[ID])
    assert url in page.content.decode()
    assert admin_client.get(url).context["form"].initial == {"unit": "percent", "better": "none"}
    admin_client.post(url, {"unit": "percent", "better": "higher"})
    figure = KeyFigure.objects.get()
    assert (figure.name, figure.kolada_id, figure.better) == (TITLE, ID, "higher")


@pytest.mark.usefixtures("served", "figure")
def test_the_button_fetches_and_tells(admin_client: Client) -> None:
    assert admin_client.post(reverse("kommunmal_kolada:fetch"), follow=True).status_code == 200
    run = KoladaRun.objects.get()
    assert (run.total, run.done, run.changed, run.problem) == (1, 1, 6, "")
    assert KeyFigureValue.objects.count() == 6
