"""The demo's users: an administrator, somebody who reports for a committee, and somebody who reviews."""

import os
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.users.models import UserProfile

from demo.loading.bodies import body_with_code
from wagtail_kommunmal.admin.groups import ACCESS_ADMIN, REVIEWERS

PASSWORD_VARIABLE = "DEMO_ADMIN_PASSWORD"  # noqa: S105


@dataclass(frozen=True)
class DemoUser:
    """Somebody who may log in; an administrator belongs to no group."""

    username: str
    does: str
    group: str | None = None
    reports_for: str | None = None


ADMIN = DemoUser("admin", "may do everything")
REPORTER = DemoUser("rapportor", "reports for Kultur- och fritidsnämnden", "Rapportörer KFN", reports_for="KFN")
REVIEWER = DemoUser("granskare", "reviews and publishes", REVIEWERS.name)
USERS = (ADMIN, REPORTER, REVIEWER)

PROFILE = {
    "preferred_language": "sv",
    # No mail server stands beside the demo.
    "submitted_notifications": False,
    "approved_notifications": False,
    "rejected_notifications": False,
    "updated_comments_notifications": False,
}


def ensure_user(content: DemoUser) -> bool:
    """Make a user who works in Swedish, in a group whose members report for a body, if any; nobody can log in yet."""
    is_admin = content.group is None
    user, created = get_user_model().objects.get_or_create(
        username=content.username,
        defaults={"is_staff": is_admin, "is_superuser": is_admin, "email": f"{content.username}@ronnsele.example"},
    )
    UserProfile.objects.get_or_create(user=user, defaults=PROFILE)
    if created and content.group:
        group, _ = Group.objects.get_or_create(name=content.group)
        user.groups.add(group)
        if content.reports_for:
            # The body says whose reports they are; the group itself may only use the admin.
            group.permissions.add(Permission.objects.get(**ACCESS_ADMIN))
            body = body_with_code(content.reports_for)
            body.reporters = group
            body.save()
    return bool(created)


def ensure_password() -> str:
    """Return a password that works for all users of the demo.

    Without DEMO_ADMIN_PASSWORD every run sets a new random one: a newcomer who has lost the first one sees a working
    password again, and none is kept in a file.
    """
    password = os.environ.get(PASSWORD_VARIABLE) or secrets.token_urlsafe(12)
    users = get_user_model().objects.filter(username__in=[content.username for content in USERS])
    admin = users.get(username=ADMIN.username)
    if not admin.check_password(password):
        admin.set_password(password)
    # The others have the very same hash, which takes a while to make.
    users.update(password=admin.password)
    return password
