"""The demo's administrator."""

import os
import secrets

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

USERNAME = "admin"
PASSWORD_VARIABLE = "DEMO_ADMIN_PASSWORD"  # noqa: S105


def ensure_admin() -> str:
    """Make the user `admin` and return a password that works.

    Without DEMO_ADMIN_PASSWORD every run sets a new random one: a newcomer who has lost the first one sees a working
    password again, and none is kept in a file.
    """
    user, _ = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"is_staff": True, "is_superuser": True, "email": "admin@ronnsele.example"}
    )
    UserProfile.objects.get_or_create(user=user, defaults={"preferred_language": "sv"})
    password = os.environ.get(PASSWORD_VARIABLE) or secrets.token_urlsafe(12)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return password
