"""The two groups that work with goals, and what their members may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from ..compat import page_model
from ..models import FocusArea, FollowUpReport, KeyFigure, ResponsibleBody, plan_models


@dataclass(frozen=True)
class Role:
    """A group's name, which is data, and what it may do with pages, figures and bodies, reports, and files."""

    name: str
    pages: tuple[str, ...]
    snippets: tuple[str, ...]
    reports: tuple[str, ...] = ()
    files: tuple[str, ...] = field(default=("add", "choose"))


EDITORS: Final = Role(name="Målredaktörer", pages=("add", "change"), snippets=("add", "change"))
REVIEWERS: Final = Role(
    name="Målgranskare",
    pages=("add", "change", "publish", "lock", "unlock"),
    snippets=("add", "change", "delete"),
    reports=("add", "change", "delete", "publish", "lock", "unlock"),
    files=("add", "change", "choose"),
)
ACCESS_ADMIN: Final = {"content_type__app_label": "wagtailadmin", "codename": "access_admin"}
"""How to find the permission to use the admin at all."""
SNIPPETS: Final = (ResponsibleBody, FocusArea, KeyFigure)


def grant(role: Role, parents: Iterable[Any]) -> Group:
    """Create a role's group and give it what it lacks; rights that somebody else gave it stay."""
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.add(
        Permission.objects.get(**ACCESS_ADMIN),
        *(_permission(model, action) for model in SNIPPETS for action in role.snippets),
        *(_permission(FollowUpReport, action) for action in role.reports),
    )
    for parent in parents:
        for action in role.pages:
            GroupPagePermission.objects.get_or_create(
                group=group, page=parent, permission=_permission(page_model(), action)
            )
    files = Collection.get_first_root_node()
    for model in _file_models():
        for action in role.files:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=files, permission=_permission(model, action)
            )
    return group


def parents_of_plans() -> list[Any]:
    """Return the pages that plans stand below; for a site that has none yet, its root page in each language."""
    plans = [plan for model in plan_models() for plan in model.objects.all()]
    parents = {parent.pk: parent for parent in (plan.get_parent() for plan in plans)}
    for site in Site.objects.select_related("root_page"):
        roots = list(site.root_page.get_translations(inclusive=True))
        if not any(parent.path.startswith(root.path) for parent in parents.values() for root in roots):
            parents.update({root.pk: root for root in roots})
    return sorted(parents.values(), key=lambda parent: str(parent.path))


def _permission(model: type[Model], action: str) -> Permission:
    return Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model), codename=get_permission_codename(action, model._meta)
    )


def _file_models() -> list[type[Model]]:
    """The stock models: Wagtail keeps the rights of images and documents there, whatever a site's own model is."""
    return [apps.get_model("wagtailimages", "Image"), apps.get_model("wagtaildocs", "Document")]
