"""The review that reports pass before they are published."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from ..models import FollowUpReport

REVIEW: Final = "Granskning av uppföljning"
"""The name of the workflow and of its one task, which is data."""


def give_reports_a_review(reviewers: Group) -> Workflow | None:
    """Let a group approve reports; does nothing where reports have a workflow, or somebody took this one from them."""
    reports = ContentType.objects.get_for_model(FollowUpReport)
    if (
        WorkflowContentType.objects.filter(content_type=reports).exists()
        or Workflow.objects.filter(name=REVIEW).exists()
    ):
        return None
    workflow: Workflow = Workflow.objects.create(name=REVIEW)
    task = GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=reports)
    return workflow
