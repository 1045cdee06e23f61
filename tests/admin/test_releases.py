"""The releases of a page: an administrator takes an old one out of the public history, with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Site

from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

pytestmark = pytest.mark.django_db

SECRET = "Anna Andersson"


@pytest.fixture(scope="module")
def goal(shared_site: Site, released: Any) -> Any:
    """A goal that was published with somebody's name in it, and then without."""
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(year=2026), title="Trygghet", statement=SECRET)
    with released():
        goal.statement = "Alla är trygga."
        goal.save_revision().publish()
    return goal


@pytest.fixture
def administrator(editor: Any, editor_client: Client) -> Client:
    """An editor who may change what the history holds."""
    editor.user_permissions.add(Permission.objects.get(codename="change_release"))
    return editor_client


def address(name: str, goal: Any, *args: int) -> str:
    return reverse(f"wagtail_kommunmal_{name}", args=[goal.pk, *args])


def history(client: Client, goal: Any) -> list[int]:
    """Return the numbers of the releases that the public is told of."""
    answer = client.get(f"/kommunmal/v1/goals/{goal.translation_key}/releases").json()
    return [release["number"] for release in answer["items"]]


def hide(client: Client, goal: Any, number: int = 1, reason: str = "Ett namn.") -> Any:
    return client.post(address("hide_release", goal, number), {"reason": reason}, follow=True)


def test_releases_are_listed_with_what_can_be_done(administrator: Client, goal: Any) -> None:
    page = administrator.get(address("releases", goal)).content.decode()
    assert "Den som alla läser nu" in page
    assert address("hide_release", goal, 1) in page
    assert address("hide_release", goal, 2) not in page


def test_an_old_release_is_taken_out_with_a_reason_and_put_back(
    administrator: Client, client: Client, goal: Any, editor: Any
) -> None:
    first = Release.objects.get(number=1, head__translation_key=goal.translation_key)
    then = {"asOf": first.published_from.isoformat()}
    as_it_was = f"/kommunmal/v1/goals/{goal.translation_key}"
    assert SECRET in client.get(as_it_was, then).content.decode()
    etag = client.get(f"{as_it_was}/releases")["ETag"]

    assert administrator.get(address("hide_release", goal, 1)).status_code == 200
    assert history(client, goal) == [2, 1]
    hide(administrator, goal)
    assert history(client, goal) == [2]
    assert client.get(as_it_was, then).status_code == 404
    assert client.get(f"{as_it_was}/releases", headers={"if-none-match": etag}).status_code == 200
    first.refresh_from_db()
    assert (first.hidden_by, first.hidden_reason) == (editor, "Ett namn.")
    assert "Ett namn." in administrator.get(address("releases", goal)).content.decode()

    assert administrator.get(address("show_release", goal, 1)).status_code == 200
    assert history(client, goal) == [2]
    administrator.post(address("show_release", goal, 1))
    assert history(client, goal) == [2, 1]
    actions = PageLogEntry.objects.filter(page=goal.pk, action__endswith="_release").order_by("pk")
    assert [(entry.action, entry.user, entry.data.get("reason")) for entry in actions] == [
        ("wagtail_kommunmal.hide_release", editor, "Ett namn."),
        ("wagtail_kommunmal.show_release", editor, None),
    ]


def test_the_history_of_the_page_says_why(administrator: Client, goal: Any) -> None:
    hide(administrator, goal)
    page = administrator.get(reverse("wagtailadmin_pages:history", args=[goal.pk])).content.decode()
    assert "Publicering 1 borttagen ur den offentliga historiken: Ett namn." in page


def test_a_reason_is_asked_for(administrator: Client, client: Client, goal: Any) -> None:
    response = hide(administrator, goal, reason="  ")
    assert response.context["form"].errors["reason"]
    assert history(client, goal) == [2, 1]


def test_the_release_that_the_public_reads_stays(administrator: Client, client: Client, goal: Any) -> None:
    asked = administrator.get(address("hide_release", goal, 2), follow=True)
    for response in (asked, hide(administrator, goal, number=2)):
        assert response.request["PATH_INFO"] == address("releases", goal)
        assert "Publicera en rättad först" in response.content.decode()
    assert history(client, goal) == [2, 1]


def levels(response: Any) -> list[str]:
    """Return how the messages of an answer are meant."""
    return [message.level_tag for message in response.context["messages"]]


def test_what_had_been_done_before_is_not_said_to_be_done(administrator: Client, goal: Any) -> None:
    assert levels(administrator.post(address("show_release", goal, 1), follow=True)) == ["warning"]
    assert levels(hide(administrator, goal)) == ["success"]
    assert levels(hide(administrator, goal, reason="Ett annat skäl.")) == ["warning"]
    assert Release.objects.get(number=1, head__translation_key=goal.translation_key).hidden_reason == "Ett namn."
    assert levels(administrator.post(address("show_release", goal, 1), follow=True)) == ["success"]
    assert PageLogEntry.objects.filter(page=goal.pk, action__endswith="_release").count() == 2


def test_changes_tell_of_no_release_that_was_taken_out(administrator: Client, client: Client, goal: Any) -> None:
    def told() -> list[int]:
        answer = client.get("/kommunmal/v1/changes?since=2020-01-01").json()
        return [entry["release"]["number"] for entry in answer["items"] if entry["id"] == str(goal.translation_key)]

    before = told()
    hide(administrator, goal)
    assert 1 not in told()
    assert told()[-1] == before[-1] == 2


def test_a_closed_plan_may_be_corrected_too_and_is_not_released_anew(
    administrator: Client, client: Client, goal: Any, released: Any
) -> None:
    type(goal.get_parent().specific).objects.update(closed_at=timezone.now())
    with released():
        hide(administrator, goal)
    assert history(client, goal) == [2]
    assert Release.objects.filter(head__translation_key=goal.translation_key).count() == 2


def test_a_superuser_may(admin_client: Client, client: Client, goal: Any) -> None:
    hide(admin_client, goal)
    assert history(client, goal) == [2]


@pytest.mark.parametrize("name", ["releases", "hide_release", "show_release"])
def test_who_only_publishes_the_page_may_not(editor_client: Client, client: Client, goal: Any, name: str) -> None:
    args = () if name == "releases" else (1,)
    for ask in (editor_client.get, editor_client.post):
        response = ask(address(name, goal, *args), {"reason": "Ett namn."})
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert history(client, goal) == [2, 1]


def test_who_has_no_right_to_the_page_may_not(editor: Any, administrator: Client, goal: Any) -> None:
    editor.groups.get(name="Webbredaktörer").page_permissions.all().delete()
    assert administrator.get(address("releases", goal)).status_code == 302


def test_other_pages_and_numbers_are_not_found(administrator: Client, goal: Any, home: Any) -> None:
    assert administrator.get(address("releases", home)).status_code == 404
    assert administrator.get(address("hide_release", goal, 99)).status_code == 404


def test_a_page_leads_to_its_releases(administrator: Client, editor_client: Client, goal: Any, editor: Any) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[goal.pk])
    assert address("releases", goal) in administrator.get(edit).content.decode()
    editor.user_permissions.clear()
    assert address("releases", goal) not in editor_client.get(edit).content.decode()


def test_a_page_without_releases_says_so(administrator: Client, goal: Any) -> None:
    draft = GoalPageFactory(parent=goal.get_parent(), publish=False)
    assert "aldrig publicerats" in administrator.get(address("releases", draft)).content.decode()
