"""The groups that ``kommunmal_groups`` makes, and what their members may do."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test.client import Client
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Site,
    Workflow,
    WorkflowContentType,
)

from tests.admin.form_data import goal_form
from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import GoalPageFactory, KeyFigureFactory, PlanPageFactory

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("kommunmal_groups", *arguments, stdout=out)
    return out.getvalue()


def page_rights(group: str) -> set[tuple[str, str]]:
    rights = GroupPagePermission.objects.filter(group__name=group).select_related("page", "permission")
    return {(right.page.slug, right.permission.codename.partition("_")[0]) for right in rights}


def test_running_it_again_changes_nothing(home: Page) -> None:
    run()
    before = [
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        *(group.permissions.count() for group in Group.objects.order_by("name")),
    ]
    run()
    assert before == [
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        *(group.permissions.count() for group in Group.objects.order_by("name")),
    ]


def test_rights_that_somebody_else_gave_stay(home: Page) -> None:
    run()
    group = Group.objects.get(name="Målredaktörer")
    page = home.add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    permission = GroupPagePermission.objects.filter(group=group).first().permission
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    run()
    assert ("nyheter", permission.codename.partition("_")[0]) in page_rights("Målredaktörer")


def test_without_plans_the_rights_are_given_at_the_root_of_every_site(home: Page, other_site: Site) -> None:
    run()
    assert page_rights("Målredaktörer") == {
        (slug, action) for slug in ("sundby", "norrby") for action in ("add", "change")
    }


def test_the_rights_are_given_where_the_plans_stand(home: Page, other_site: Site) -> None:
    section = home.add_child(title="Politik", slug="politik", locale=home.locale)
    PlanPageFactory(parent=section)
    out = run()
    assert {slug for slug, _codename in page_rights("Målgranskare")} == {"politik", "norrby"}
    assert "“Politik”" in out


def test_the_place_can_be_named(home: Page) -> None:
    section = home.add_child(title="Politik", slug="politik", locale=home.locale)
    run("--page", str(section.pk))
    assert {slug for slug, _codename in page_rights("Målgranskare")} == {"politik"}
    with pytest.raises(CommandError, match="There is no page 123456"):
        run("--page", "123456")


def test_writers_write_drafts_but_do_not_publish(writer_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    url = reverse("wagtailadmin_pages:add", args=[GoalPage._meta.app_label, "goalpage", plan.pk])
    assert writer_client.post(url, {**goal_form(), "action-publish": "1"}).status_code == 302
    assert not Page.objects.child_of(plan).get().live
    goal = GoalPageFactory(parent=plan)
    assert not goal.permissions_for_user(writer_client.get("/admin/").wsgi_request.user).can_publish()


def test_reviewers_publish(reviewer_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home)
    url = reverse("wagtailadmin_pages:add", args=[GoalPage._meta.app_label, "goalpage", plan.pk])
    assert reviewer_client.post(url, {**goal_form(), "action-publish": "1"}).status_code == 302
    assert Page.objects.child_of(plan).get().live


@pytest.mark.parametrize("model", ["responsiblebody", "focusarea", "keyfigure"])
def test_both_add_and_change_what_goals_refer_to(
    writer_client: Client, reviewer_client: Client, site: Site, model: str
) -> None:
    for client in (writer_client, reviewer_client):
        for view in ("list", "add"):
            url = reverse(f"wagtailsnippets_wagtail_kommunmal_{model}:{view}")
            assert client.get(url).status_code == 200


def test_only_reviewers_delete_a_key_figure(writer_client: Client, reviewer_client: Client, site: Site) -> None:
    url = reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:delete", args=[KeyFigureFactory().pk])
    assert writer_client.get(url).status_code == 302
    assert reviewer_client.get(url).status_code == 200


def test_both_may_use_images_and_documents(writer_client: Client, reviewer_client: Client, site: Site) -> None:
    for client in (writer_client, reviewer_client):
        for name in ("wagtailimages:add", "wagtaildocs:add"):
            assert client.get(reverse(name)).status_code == 200


def test_the_groups_give_no_right_to_anything_else(writer_client: Client, home: Page, other_site: Site) -> None:
    assert writer_client.get(reverse("wagtailusers_users:index")).status_code == 302
    assert writer_client.get(reverse("wagtailsites:index")).status_code == 302


def test_reports_are_reviewed_by_reviewers(home: Page) -> None:
    assert "Granskning av uppföljning" in run()
    workflow = FollowUpReport.get_default_workflow()
    assert workflow.name == "Granskning av uppföljning"
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == ["Målgranskare"]


def test_a_review_is_made_once_and_not_brought_back(home: Page) -> None:
    run()
    before = Workflow.objects.count(), GroupApprovalTask.objects.count()
    assert "Granskning av uppföljning" not in run()
    Workflow.objects.get(name="Granskning av uppföljning").workflow_content_types.all().delete()
    run()
    assert FollowUpReport.get_default_workflow() is None
    assert (Workflow.objects.count(), GroupApprovalTask.objects.count()) == before


def test_a_workflow_that_reports_have_stays(home: Page) -> None:
    own = Workflow.objects.create(name="Vår egen")
    content_type = ContentType.objects.get_for_model(FollowUpReport)
    WorkflowContentType.objects.create(content_type=content_type, workflow=own)
    run()
    assert FollowUpReport.get_default_workflow() == own
    assert not Workflow.objects.filter(name="Granskning av uppföljning").exists()


def test_editors_get_no_right_to_reports(home: Page) -> None:
    run()
    rights = Permission.objects.filter(codename__endswith="_followupreport")
    assert not rights.filter(group__name="Målredaktörer").exists()
    assert {right.codename.partition("_")[0] for right in rights.filter(group__name="Målgranskare")} == {
        "add",
        "change",
        "delete",
        "publish",
        "lock",
        "unlock",
    }
