from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from rest_framework import serializers
from wagtail.models import Site

from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.documents import ContractSerializer
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import DependencyKind, Release, ReleaseHead
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import GoalPageFactory

OWN_MEMBERS = {
    "ownerDirective": "Bolaget ska bygga.",
    "ownerCommentHtml": '<p>Se <a href="kommunmal-origin:/direktiv/">direktivet</a>.</p>',
    "ownerCommentText": "Se direktivet.",
}


def test_a_goal_is_released_with_the_members_of_its_page_class(company_goal: CompanyGoalPage) -> None:
    release = Release.objects.get(head__page=company_goal)
    assert {name: release.content[name] for name in OWN_MEMBERS} == OWN_MEMBERS
    assert release.checksum == checksum_of(release.content)
    assert release.checksum != checksum_of({**release.content, "ownerDirective": "Något annat."})


def test_members_of_the_contract_come_first_and_in_their_order(company_goal: CompanyGoalPage, site: Site) -> None:
    names = list(compose(company_goal, site).content)
    plain_goal = GoalPageFactory(publish=False)
    assert names == [*compose(plain_goal, site).content, *OWN_MEMBERS]


def test_the_api_answers_with_the_members_of_the_site(company_goal: CompanyGoalPage, answer_for: Any) -> None:
    answer = answer_for(company_goal)
    assert answer["ownerDirective"] == "Bolaget ska bygga."
    assert answer["ownerCommentHtml"] == '<p>Se <a href="http://testserver/direktiv/">direktivet</a>.</p>'


def test_lists_give_the_members_that_are_named_for_them(company_goal: CompanyGoalPage, client: Client) -> None:
    (summary,) = client.get("/kommunmal/v1/goals").json()["items"]
    assert summary["ownerDirective"] == "Bolaget ska bygga."
    assert "ownerCommentHtml" not in summary


def test_a_plan_has_its_own_members_wherever_it_is_given(company_plan: CompanyPlanPage, client: Client) -> None:
    (listed,) = client.get("/kommunmal/v1/plans").json()["items"]
    detail = client.get(f"/kommunmal/v1/plans/{company_plan.translation_key}").json()
    assert listed["companyNumber"] == detail["companyNumber"] == "556677-8899"


def test_a_draft_shows_in_no_member(company_goal: CompanyGoalPage, answer_for: Any) -> None:
    company_goal.owner_directive = "Bolaget ska sälja."
    company_goal.save_revision()
    assert answer_for(company_goal)["ownerDirective"] == "Bolaget ska bygga."


def test_a_change_of_an_own_member_is_a_release(company_goal: CompanyGoalPage, answer_for: Any, released: Any) -> None:
    with released():
        company_goal.owner_directive = "Bolaget ska sälja."
        company_goal.save_revision().publish()
    answer = answer_for(company_goal)
    assert (answer["ownerDirective"], answer["release"]["number"]) == ("Bolaget ska sälja.", 2)


def test_what_an_own_text_links_to_is_a_dependency(company_goal: CompanyGoalPage, released: Any) -> None:
    plan = company_goal.get_plan()
    with released():
        company_goal.owner_comment = f'<p><a linktype="page" id="{plan.pk}">Planen</a></p>'
        company_goal.save_revision().publish()
    head = ReleaseHead.objects.get(page=company_goal)
    assert head.dependencies.filter(kind=DependencyKind.PAGE, object_id=plan.pk).exists()


class Impostor(ContractSerializer):
    title = serializers.CharField()


def test_a_member_of_the_contract_is_not_replaced(
    company_goal: CompanyGoalPage, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CompanyGoalPage, "own_members", Impostor)
    monkeypatch.setattr(CompanyGoalPage, "compose_own_members", lambda self, context: {"title": "En annan titel"})
    assert compose(company_goal, site).content["title"] == "Trygg elförsörjning"
