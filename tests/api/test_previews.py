"""An editor's frontend reads a draft with a preview token, and nobody reads it without one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test.client import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageViewRestriction, Site

from tests.site_pages import GoalPage
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.preview_tokens import PreviewToken, issue_preview_token
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)

from .conftest import ROOT, Get, Released, link
from .test_errors import UNKNOWN_ID
from .test_openapi import empty_sections, validator

SECRET = "Vi lägger ned kallbadhuset"
"""What stands in the draft alone."""


@pytest.fixture(scope="module")
def goal(shared_goal: Any) -> Any:
    return shared_goal


@pytest.fixture
def draft(goal: Any) -> Any:
    """``goal`` with a draft over what is live."""
    draft = GoalPage.objects.get(pk=goal.pk)
    draft.title = SECRET
    draft.save_revision()
    return draft


@pytest.fixture
def token(draft: Any, editor: Any) -> str:
    return issue_preview_token(draft, editor)


def address(page: Any) -> str:
    return f"{'plans' if hasattr(page, 'year') else 'goals'}/{page.translation_key}"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
def opens(client: Client) -> Callable[..., bool]:
    """Tell whether a token opens the draft of a page; the answer is the draft or the one refusal."""

    def opens(token: str, page: Any, query: str = "", **headers: str) -> bool:
        response = client.get(f"/kommunmal/v1/{address(page)}{query}", headers={**bearer(token), **headers})
        if response.status_code == 200:
            assert response.json()["isDraft"]
            return True
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert SECRET not in response.content.decode()
        return False

    return opens


# What is answered


def test_draft_is_what_publishing_it_now_would_make(draft: Any, token: str, get: Get, released: Released) -> None:
    preview = get(address(draft), **bearer(token))
    with released():
        draft.get_latest_revision().publish()
    published = get(address(draft))
    assert preview.pop("isDraft") is True
    for moment in (preview, preview["release"], published, published["release"]):
        moment.pop("updatedAt", None)
        moment.pop("publishedAt", None)
    assert preview == published
    assert preview["title"] == SECRET
    assert preview["release"] == {
        "number": 2,
        "reason": {"code": "published", "label": "Sidan publicerades"},
        "label": None,
    }


def test_draft_of_a_plan_has_the_goals_that_are_published(plan: Any, goal: Any, editor: Any, get: Get) -> None:
    published = get(address(plan))
    plan.title = "Utkast till plan"
    plan.save_revision()
    GoalPageFactory(parent=plan, title="Opublicerat", publish=False)
    preview = get(address(plan), **bearer(issue_preview_token(plan, editor)))
    assert preview["title"] == "Utkast till plan"
    assert preview["goals"] == published["goals"]
    assert preview["tallies"] == published["tallies"]
    assert preview["isDraft"]


def test_goal_that_was_never_published_is_read_with_its_unpublished_plan(
    site: Site, editor: Any, get: Get, english: Any
) -> None:
    plan = PlanPageFactory(year=2027, title="Mål 2027", slug="mal-2027", publish=False)
    goal = GoalPageFactory(parent=plan, title=SECRET, slug="nytt", publish=False)
    preview = get(address(goal), **bearer(issue_preview_token(goal, editor)))
    own = f"{ROOT}/goals/{goal.translation_key}"
    assert {name: preview[name] for name in ("title", "firstPublishedAt", "webUrl", "plan", "_links")} == {
        "title": SECRET,
        "firstPublishedAt": None,
        "webUrl": "http://testserver/mal-2027/nytt/",
        "plan": {
            "id": str(plan.translation_key),
            "title": "Mål 2027",
            "year": 2027,
            "periodFrom": None,
            "periodTo": None,
            "webUrl": None,
        },
        "_links": {
            "self": link(own),
            "web": link("http://testserver/mal-2027/nytt/", "web"),
            "releases": link(f"{own}/releases", "releases"),
        },
    }
    assert preview["release"]["number"] == 1
    get(address(goal), status=404)


def test_neighbours_of_a_draft_are_those_that_the_public_sees(
    plan: Any, editor: Any, get: Get, released: Released
) -> None:
    with released():
        seen = GoalPageFactory(parent=PlanPageFactory(year=2025), title="Förra året")
    hidden = GoalPageFactory(parent=plan, title="Opublicerat", publish=False)
    goal = GoalPageFactory(parent=plan, publish=False, previous_goal=seen, parent_goal=hidden)
    preview = get(address(goal), **bearer(issue_preview_token(goal, editor)))
    assert preview["previousGoal"]["title"] == "Förra året"
    assert preview["parentGoal"] is None


def test_drafts_are_what_the_description_says(plan: Any, draft: Any, editor: Any, get: Get) -> None:
    unfinished = GoalPageFactory(parent=plan, statement="", publish=False, sections=empty_sections())
    for page, component in ((draft, "Goal"), (unfinished, "Goal"), (plan, "Plan")):
        answer = get(address(page), **bearer(issue_preview_token(page, editor)))
        validator({"$ref": f"#/components/schemas/{component}"}, closed=True).validate(answer)


def test_what_is_published_is_not_called_a_draft(draft: Any, plan: Any, get: Get) -> None:
    assert "isDraft" not in get(address(draft))
    assert "isDraft" not in get(address(plan))


def test_draft_that_could_not_be_published_as_it_stands_is_not_there(plan: Any, editor: Any, get: Get) -> None:
    plan.year = None
    plan.save_revision(clean=False)
    answer = get(address(plan), status=404, **bearer(issue_preview_token(plan, editor)))
    assert answer["type"] == f"{ROOT}/problems/not-found"


def test_draft_of_a_report_is_not_part_of_a_pages_draft(plan: Any, editor: Any, get: Get) -> None:
    body = ResponsibleBodyFactory()
    item = assignment("Gör.", responsible=[body])
    goal = GoalPageFactory(parent=plan, publish=False, sections=[assignments_section(item)])
    row = follow_up(goal, item, "completed", comment=f"<p>{SECRET}</p>")
    report = FollowUpReportFactory(plan=plan, body=body, rows=[row], publish=False)

    def preview() -> str:
        answer = get(address(goal), **bearer(issue_preview_token(goal, editor)))
        return json.dumps(answer, ensure_ascii=False)

    assert SECRET not in preview()
    report.get_latest_revision().publish()
    assert SECRET in preview()


def test_page_under_a_restriction_is_read_by_its_editor(
    draft: Any, token: str, opens: Callable[..., bool], get: Get
) -> None:
    PageViewRestriction.objects.create(page=draft.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    get(address(draft), status=404)
    assert opens(token, draft)


def test_draft_in_another_language_is_read_in_it(
    draft: Any, editor: Any, english: Any, opens: Callable[..., bool]
) -> None:
    draft.get_parent().specific.copy_for_translation(english, copy_parents=True)
    translated = draft.copy_for_translation(english)
    token = issue_preview_token(translated, editor)
    get_user_model().objects.filter(pk=editor.pk).update(is_superuser=True)
    assert opens(token, draft, "?lang=en")
    assert not opens(token, draft, "?lang=sv")
    assert not opens(token, draft)
    assert not opens(issue_preview_token(draft, editor), draft, "?lang=en")


# Headers


def test_drafts_are_kept_nowhere(draft: Any, token: str, client: Client) -> None:
    headers = client.get(f"/kommunmal/v1/{address(draft)}", headers=bearer(token)).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert {"Accept", "Authorization"} <= set(headers["Vary"].split(", "))
    assert "ETag" not in headers
    assert "Last-Modified" not in headers
    assert headers["Content-Language"] == "sv"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_draft_is_read_again_whatever_the_reader_has_kept(draft: Any, token: str, client: Client) -> None:
    kept = client.get(f"/kommunmal/v1/{address(draft)}").headers
    conditions = {"if-none-match": kept.get("ETag", "*"), "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    response = client.get(f"/kommunmal/v1/{address(draft)}", headers={**bearer(token), **conditions})
    assert response.json()["title"] == SECRET


def test_caches_do_not_give_editors_what_they_keep_for_the_public(draft: Any, plan: Any, client: Client) -> None:
    for page in (draft, plan):
        headers = client.get(f"/kommunmal/v1/{address(page)}").headers
        assert "Authorization" in headers["Vary"].split(", ")
        assert headers["Cache-Control"].startswith("public")


def test_head_and_options_tell_nothing_of_a_draft(draft: Any, token: str, client: Client) -> None:
    head = client.head(f"/kommunmal/v1/{address(draft)}", headers=bearer(token))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Cache-Control"] == "private, no-store"
    options = client.options(f"/kommunmal/v1/{address(draft)}", headers=bearer(token))
    assert (options.status_code, options.content) == (204, b"")


# What is refused


def test_refusal_is_the_same_whether_there_is_such_a_page_or_not(draft: Any, plan: Any, client: Client) -> None:
    paths = [f"goals/{UNKNOWN_ID}", f"plans/{UNKNOWN_ID}", address(draft), address(plan)]
    headers = {**bearer("x.y.z"), "accept-language": "en"}
    answers = [client.get(f"/kommunmal/v1/{path}", headers=headers) for path in paths]
    for path, answer in zip(paths, answers, strict=True):
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.json() == {
            "type": f"{ROOT}/problems/invalid-token",
            "title": "Invalid preview token",
            "status": 401,
            "detail": "The header Authorization has a Bearer token that opens no draft at this address: it may be too "
            "old, revoked by a publication, or meant for something else. What is published is read without the header.",
            "instance": f"/kommunmal/v1/{path}",
        }
    assert len({json.dumps({**dict(answer.headers), "Content-Length": ""}) for answer in answers}) == 1


def test_refusals_are_what_the_description_says(draft: Any, get: Get) -> None:
    answer = get(address(draft), status=401, **bearer("x"))
    validator({"$ref": "#/components/schemas/Problem"}, closed=True).validate(answer)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "bearer x",
        "BEARER a.b",
        "Bearer eyJhIjoxfQ.x.y",
        "Bearer \xe5\xe4\xf6",
        "Bearer " + "a." * 4000,
    ],
)
def test_what_is_no_token_of_ours_is_refused(draft: Any, get: Get, header: str) -> None:
    get(address(draft), status=401, authorization=header)


def test_altered_token_is_refused(draft: Any, token: str, opens: Callable[..., bool]) -> None:
    assert opens(token, draft)
    for position in range(0, len(token), 7):
        other = "A" if token[position] != "A" else "B"
        assert not opens(token[:position] + other + token[position + 1 :], draft)


def test_token_of_another_key_is_refused(draft: Any, token: str, opens: Callable[..., bool], settings: Any) -> None:
    settings.SECRET_KEY = "another"
    assert not opens(token, draft)


@pytest.mark.parametrize("scheme", ["Basic ZWRpdG9yOnBhc3N3b3Jk", "Digest x", "Token {token}", "{token}"])
def test_other_schemes_are_passed_over(draft: Any, token: str, client: Client, scheme: str) -> None:
    public = client.get(f"/kommunmal/v1/{address(draft)}")
    header = {"authorization": scheme.format(token=token)}
    answer = client.get(f"/kommunmal/v1/{address(draft)}", headers=header)
    assert (answer.status_code, answer.content) == (200, public.content)


def test_token_opens_one_page_only(
    draft: Any, token: str, plan: Any, editor: Any, opens: Callable[..., bool], released: Released
) -> None:
    with released():
        other = GoalPageFactory(parent=plan, title="Ett annat mål")
    assert not opens(token, other)
    assert not opens(token, plan)
    assert opens(issue_preview_token(other, editor), other)


def test_token_of_a_plan_opens_no_goal_and_no_plan_is_a_goal(
    draft: Any, token: str, plan: Any, editor: Any, get: Get
) -> None:
    get(f"plans/{draft.translation_key}", status=401, **bearer(token))
    get(f"goals/{plan.translation_key}", status=401, **bearer(issue_preview_token(plan, editor)))


def test_token_of_a_page_that_is_neither_plan_nor_goal_opens_nothing(home: Any, editor: Any, get: Get) -> None:
    token = issue_preview_token(home, editor)
    get(f"goals/{home.translation_key}", status=401, **bearer(token))
    get(f"plans/{home.translation_key}", status=401, **bearer(token))


def test_token_works_on_the_site_of_the_page_alone(
    draft: Any, token: str, other_site: Site, opens: Callable[..., bool]
) -> None:
    assert not opens(token, draft, host="other.example")
    assert opens(token, draft)


def test_page_of_a_site_nested_below_another_is_its_own(
    draft: Any, plan: Any, token: str, opens: Callable[..., bool]
) -> None:
    Site.objects.create(hostname="nested.example", port=80, root_page=plan)
    assert not opens(token, draft)
    assert opens(token, draft, host="nested.example")


def test_token_is_valid_for_an_hour(draft: Any, editor: Any, opens: Callable[..., bool]) -> None:
    now = timezone.now().timestamp()
    with patch("django.core.signing.time.time", return_value=now):
        token = issue_preview_token(draft, editor)
    for seconds, is_valid in ((0, True), (3599, True), (3601, False)):
        with patch("django.core.signing.time.time", return_value=now + seconds):
            assert opens(token, draft) is is_valid


def test_site_decides_how_long_tokens_are_valid(
    draft: Any, token: str, opens: Callable[..., bool], settings: Any
) -> None:
    later = timezone.now() + timedelta(seconds=120)
    with patch("django.core.signing.time.time", return_value=later.timestamp()):
        assert opens(token, draft)
        settings.WAGTAIL_KOMMUNMAL = {"PREVIEW_TOKEN_SECONDS": 60}
        assert not opens(token, draft)


def test_publishing_revokes_tokens(draft: Any, token: str, editor: Any, opens: Callable[..., bool]) -> None:
    draft.save_revision()
    assert opens(token, draft)
    draft.get_latest_revision().publish()
    assert not opens(token, draft)
    assert opens(issue_preview_token(draft, editor), draft)


def test_publishing_the_same_revision_again_revokes_tokens(draft: Any, editor: Any, opens: Callable[..., bool]) -> None:
    draft.get_latest_revision().publish()
    token = issue_preview_token(draft, editor)
    draft.get_latest_revision().publish()
    assert not opens(token, draft)


def test_unpublishing_revokes_tokens(draft: Any, token: str, opens: Callable[..., bool]) -> None:
    type(draft).objects.get(pk=draft.pk).unpublish()
    assert not opens(token, draft)


def test_token_of_a_deleted_page_opens_nothing(draft: Any, token: str, opens: Callable[..., bool]) -> None:
    type(draft).objects.get(pk=draft.pk).delete()
    assert not opens(token, draft)


def test_editor_who_is_deactivated_reads_nothing(
    draft: Any, token: str, editor: Any, opens: Callable[..., bool]
) -> None:
    editor.is_superuser = True
    editor.is_active = False
    editor.save()
    assert not opens(token, draft)


def test_editor_who_is_deleted_reads_nothing(draft: Any, token: str, editor: Any, opens: Callable[..., bool]) -> None:
    editor.delete()
    assert not opens(token, draft)


def test_new_password_revokes_an_editors_tokens(
    draft: Any, token: str, editor: Any, opens: Callable[..., bool]
) -> None:
    editor.set_password("another")
    editor.save()
    assert not opens(token, draft)


def test_editor_who_no_longer_may_edit_the_page_reads_nothing(
    draft: Any, token: str, editor: Any, opens: Callable[..., bool]
) -> None:
    editor.groups.clear()
    assert not opens(token, draft)


def test_user_without_rights_to_the_page_reads_nothing(draft: Any, opens: Callable[..., bool]) -> None:
    stranger = get_user_model().objects.create_user("stranger", "stranger@example.org", "password")
    assert not opens(issue_preview_token(draft, stranger), draft)


def test_who_may_only_publish_reads_the_draft_as_in_the_admin(
    draft: Any, editor: Any, token: str, opens: Callable[..., bool]
) -> None:
    GroupPagePermission.objects.exclude(permission__codename__startswith="publish").delete()
    assert opens(token, draft)
    Group.objects.all().delete()
    assert not opens(token, draft)


# What does not belong together


def test_token_is_no_parameter(draft: Any, token: str, get: Get) -> None:
    for name in ("token", "access_token"):
        answer = get(address(draft), {name: token}, status=400, accept_language="en")
        assert answer["errors"] == [{"parameter": name, "detail": "There is no such parameter. Allowed: asOf, lang."}]


def test_draft_has_no_past(draft: Any, token: str, get: Get) -> None:
    answer = get(address(draft), {"asOf": "2026-01-01"}, status=400, accept_language="en", **bearer(token))
    assert answer["errors"] == [{"parameter": "asOf", "detail": "There is no such parameter. Allowed: lang."}]


# Drafts are read nowhere else

PATHS = [
    "api-info",
    "plans",
    "goals",
    "goals?expand=sections",
    "goals/{goal}/releases",
    "assignments",
    "investments",
    "bodies",
]


@pytest.mark.parametrize("path", PATHS)
def test_other_addresses_answer_as_without_a_token(draft: Any, token: str, client: Client, path: str) -> None:
    url = f"/kommunmal/v1/{path.format(goal=draft.translation_key)}"
    public = client.get(url)
    answer = client.get(url, headers=bearer(token))
    assert (answer.status_code, answer.content) == (200, public.content)
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("is_warm", [False, True])
def test_draft_stays_where_it_is_before_and_after_it_was_read(
    draft: Any, token: str, plan: Any, opens: Callable[..., bool], client: Client, is_warm: bool
) -> None:
    def public() -> list[bytes]:
        paths = [*PATHS, address(draft), address(plan)]
        return [client.get(f"/kommunmal/v1/{path.format(goal=draft.translation_key)}").content for path in paths]

    before = public() if is_warm else None
    assert opens(token, draft)
    after = public()
    assert before in (None, after)
    assert all(SECRET not in content.decode() for content in after)
    assert opens(token, draft)


def test_reading_a_draft_stores_nothing(draft: Any, token: str, opens: Callable[..., bool]) -> None:
    before = list(Release.objects.values())
    assert opens(token, draft)
    assert list(Release.objects.values()) == before
    assert type(draft).objects.get(pk=draft.pk).title == "Alla kan påverka"


def test_token_tells_of_its_editor_no_more_than_a_number(draft: Any, token: str, editor: Any) -> None:
    said = PreviewToken.read(token)
    assert (said.page, said.language, said.user, said.form) == (str(draft.translation_key), "sv", str(editor.pk), "")
    assert editor.get_session_auth_hash() not in said.state
