"""Who imports what: each by her rights, at her own site, and only with her own files."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.admin.test_tables import LISTINGS, client_with
from wagtail_kommunmal.admin.imports.urls import urlpatterns
from wagtail_kommunmal.models import ImportBatch, ImportUpload
from wagtail_kommunmal.testing import ResponsibleBodyFactory

from .conftest import address, apply, bring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

OWN = {"bodies", "key-figures", "values", "targets"}
"""The kinds that are asked for as models, not page by page."""


def kinds_offered(client: Client) -> set[str]:
    return {code for code, _label in client.get(address("new")).context["form"].fields["kind"].choices}


@pytest.fixture
def batch(boss_client: Client) -> ImportBatch:
    """An import of bodies that somebody else has made."""
    apply(boss_client, bring(boss_client, "bodies", ["Kod", "Namn"], ["KS", "Kommunstyrelsen"]))
    return ImportBatch.objects.get()


def addresses(upload_id: int, batch_id: int) -> list[str]:
    """Return every address of the imports."""
    values = {"upload_id": upload_id, "batch_id": batch_id}
    return [
        address(pattern.name, *(values[name] for name in pattern.pattern.converters))
        for pattern in urlpatterns[0].url_patterns
    ]


def test_a_file_of_somebody_elses_is_not_found_at_any_address(
    boss_client: Client, upload: ImportUpload, batch: ImportBatch
) -> None:
    of_file = [place for place in addresses(upload.pk, batch.pk) if "/files/" in place]
    assert len(of_file) >= 3
    for place in of_file:
        for send in (boss_client.get, boss_client.post):
            assert send(place, {"apply": "1", "confirm_all": "1", "kind": "bodies"}).status_code == 404, place
    upload.refresh_from_db()
    assert upload.confirmed == []


@pytest.mark.parametrize("who", ["nobody", "anonymous", "half"])
def test_who_may_import_nothing_is_let_in_nowhere(who: str, upload: ImportUpload, batch: ImportBatch) -> None:
    rights = {"nobody": ["view_responsiblebody"], "half": ["change_responsiblebody", "add_keyfigure"]}
    client = Client() if who == "anonymous" else client_with(*rights[who])
    for place in addresses(upload.pk, batch.pk):
        for send in (client.get, client.post):
            assert send(place, {"kind": "bodies", "text": "Kod\tNamn\nKS\tKS"}).status_code == 302, place
    assert (ImportUpload.objects.count(), ImportBatch.objects.filter(undone_at=None).count()) == (1, 1)


def test_each_kind_takes_the_rights_that_its_form_takes() -> None:
    client = client_with("change_keyfigure")
    assert kinds_offered(client) & OWN == {"values", "targets"}
    sent = {"kind": "bodies", "text": "Kod\tNamn\nKS\tKS"}
    assert list(client.post(address("new"), sent).context["form"].errors) == ["kind"]
    assert not ImportUpload.objects.exists()


def test_an_import_of_a_kind_that_somebody_may_not_change_is_not_found(batch: ImportBatch) -> None:
    client = client_with("change_keyfigure")
    for name in ("batch", "undo"):
        for send in (client.get, client.post):
            assert send(address(name, batch.pk)).status_code == 404
    assert list(client.get(address("index")).context["listed"]) == []


def test_a_colleague_takes_back_what_another_has_imported(writer_client: Client, batch: ImportBatch) -> None:
    assert writer_client.get(address("batch", batch.pk)).status_code == 200
    writer_client.post(address("undo", batch.pk))
    batch.refresh_from_db()
    assert batch.undone_at


def test_who_loses_a_right_loses_the_file(writer_client: Client, upload: ImportUpload) -> None:
    get_user_model().objects.get(username="Målredaktörer").groups.set([])
    assert writer_client.get(address("preview", upload.pk)).status_code == 302


def test_files_and_imports_stay_with_their_site(
    boss_client: Client, site: Site, other_site: Site, batch: ImportBatch
) -> None:
    page = bring(boss_client, "bodies", ["Kod", "Namn"], ["BUN", "Barnnämnden"])
    there = {"headers": {"host": "other.example"}}
    assert boss_client.get(address("preview", page.context["upload"].pk), **there).status_code == 404
    assert boss_client.get(address("batch", batch.pk), **there).status_code == 404
    assert list(boss_client.get(address("index"), **there).context["listed"]) == []


def test_what_is_imported_belongs_to_the_site_of_the_request(boss_client: Client, site: Site, other_site: Site) -> None:
    ResponsibleBodyFactory(name="Norrbys nämnd", code="KS", site=other_site)
    page = bring(boss_client, "bodies", ["Kod", "Namn"], ["KS", "Kommunstyrelsen"])
    assert [each.row.status for each in page.context["shown"].rows] == ["new"]


@pytest.mark.parametrize("kind", sorted(OWN))
def test_a_listing_leads_to_the_import_of_what_it_lists(writer_client: Client, kind: str) -> None:
    assert f"{address('new')}?kind={kind}" in writer_client.get(reverse(LISTINGS[kind])).content.decode()


def test_a_listing_leads_nobody_to_an_import_that_she_may_not_make() -> None:
    client = client_with("view_responsiblebody", "view_keyfigure")
    for listing in LISTINGS.values():
        assert address("new") not in client.get(reverse(listing)).content.decode()


def test_the_menu_leads_those_to_the_imports_who_may_import(writer_client: Client) -> None:
    home = reverse("wagtailadmin_home")
    assert address("new") in writer_client.get(home).content.decode()
    assert address("new") not in client_with("view_responsiblebody").get(home).content.decode()


def test_of_what_has_drafts_everybody_sees_her_own_imports(
    writer_client: Client, site: Site, admin_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wagtail_kommunmal.exchange.registry import KINDS

    monkeypatch.setattr(KINDS["bodies"], "has_drafts", True)
    writer = get_user_model().objects.get(groups=Group.objects.get(name="Målredaktörer"))
    own, others = (ImportBatch.objects.create(site=site, kind="bodies", user=user) for user in (writer, admin_user))
    assert writer_client.get(address("batch", own.pk)).status_code == 200
    assert writer_client.get(address("batch", others.pk)).status_code == 404
