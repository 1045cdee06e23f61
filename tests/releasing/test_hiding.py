from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import PageLogEntry, Site

from wagtail_kommunmal.models import Release
from wagtail_kommunmal.releasing.hiding import CurrentReleaseError, hide_release, show_release
from wagtail_kommunmal.testing import PlanPageFactory


@pytest.mark.django_db
def test_an_old_release_is_hidden_and_shown_and_the_current_one_is_not(
    site: Site, admin_user: Any, released: Callable[[], Any]
) -> None:
    with released():
        plan = PlanPageFactory(title="Fel")
    with released():
        plan.title = "Rätt"
        plan.save_revision().publish()
    old, current = Release.objects.order_by("number")
    with pytest.raises(CurrentReleaseError):
        hide_release(current, plan, admin_user, "Personuppgift")
    hide_release(old, plan, admin_user, "Personuppgift")
    old.refresh_from_db()
    assert (old.hidden_by, old.hidden_reason, old.hidden_at is None) == (admin_user, "Personuppgift", False)
    show_release(old, plan, admin_user)
    old.refresh_from_db()
    assert (old.hidden_by, old.hidden_reason, old.hidden_at) == (None, "", None)
    entries = PageLogEntry.objects.filter(action__endswith="_release").order_by("pk")
    assert [(entry.action, entry.data) for entry in entries] == [
        ("wagtail_kommunmal.hide_release", {"number": 1, "reason": "Personuppgift"}),
        ("wagtail_kommunmal.show_release", {"number": 1}),
    ]
