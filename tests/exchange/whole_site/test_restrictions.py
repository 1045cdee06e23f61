"""Nobody may read after a restore what was closed to them before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test.client import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released, empty_site
from .test_states import Moving, moving, plan

__all__ = ["moving", "plan"]


def restrict(page: Any, kind: str, groups: Sequence[str]) -> None:
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x" * (kind == "password"))
    made.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])


@pytest.mark.parametrize(
    ("was", "is_now", "is_kept"),
    [
        (("groups", ["Ledningen"]), ("login", []), True),
        (("groups", ["Ledningen"]), ("password", []), True),
        (("groups", ["Ledningen"]), ("groups", ["Alla", "Ledningen"]), True),
        (("groups", ["Ledningen", "Nämnden"]), ("groups", ["Ledningen"]), False),
        (("groups", ["Ledningen"]), ("groups", ["Ledningen"]), False),
        (("login", []), ("groups", ["Alla"]), False),
        (("login", []), ("password", []), True),
        (("login", []), ("login", []), False),
        (("password", []), ("login", []), True),
        (("password", []), ("password", []), False),
    ],
)
def test_an_inherited_restriction_is_kept_unless_one_above_is_as_strict(
    moving: Moving, site: Site, released: Released, was: Any, is_now: Any, is_kept: bool
) -> None:
    inner = site.root_page.add_child(instance=Page(title="Internt", slug="internt", locale=site.root_page.locale))
    restrict(inner, *was)
    with released():
        PlanPageFactory(parent=inner, slug="plan")
    moving.export()
    empty_site(site, released)
    PageViewRestriction.objects.all().delete()
    restrict(inner, *is_now)
    moving.restore()
    made = PageViewRestriction.objects.filter(page=PlanPage.objects.get())
    assert [(row.restriction_type, sorted(row.groups.values_list("name", flat=True))) for row in made] == (
        [was] if is_kept else []
    )


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_media_are_for_no_more_people_than_before(
    moving: Moving, plan: Any, released: Released, image: Any, client: Client, django_user_model: Any, kind: str
) -> None:
    outer = Collection.get_first_root_node().add_child(name="Internt")
    inner = outer.add_child(name="Innerst")
    CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    if kind != "login":
        CollectionViewRestriction.objects.create(collection=inner, restriction_type=kind, password="hemligt")
    image.collection = inner
    file = ContentFile(b"%PDF-1.4", "hemlig.pdf")
    document = get_document_model().objects.create(title="Hemlig", collection=inner, file=file)
    with released():
        image.save()
        text = f'<p><a linktype="document" id="{document.pk}">Hemlig</a></p>'
        GoalPageFactory(parent=plan, image=image, political_text=text)
    outcome = moving.move()
    made = get_document_model().objects.get()
    assert get_image_model().objects.get().collection == made.collection
    assert [row.restriction_type for row in made.collection.get_view_restrictions()] == [
        "login" if kind == "login" else "groups"
    ]
    assert len([task for task in outcome.tasks if "closed to everybody" in task]) == (0 if kind == "login" else 2)
    assert client.get(made.url).status_code == 302
    client.force_login(django_user_model.objects.create_user("anna"))
    response = client.get(made.url)
    assert (b"".join(response) == b"%PDF-1.4") == (response.status_code == 200) == (kind == "login")
