"""The value grid of a key figure holds WCAG 2.2 AA and axe-core's best practice whatever it has to show."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes

from .admin import Admin
from .municipality import Municipality, key_figure

pytestmark = [pytest.mark.same_on_every_database, pytest.mark.browser, pytest.mark.xdist_group("accessibility")]

GRID = ".kommunmal-rows"


def test_value_grid_has_no_violation_in_any_state(admin: Admin, municipality: Municipality) -> None:
    figure = key_figure()
    page = admin.open(reverse("kommunmal_key_figure:rows", args=[figure.pk]))
    mine, wrong, deleted = (
        page.get_by_role("textbox", name=f"{year}, Own municipality, Total", exact=True) for year in (2024, 2023, 2022)
    )
    save = page.get_by_role("button", name="Save values")

    deleted.fill("")
    wrong.fill("1,2,3")
    mine.fill("80")
    mine.press("F2")
    page.get_by_label("Note").fill("Efter en rättelse.")
    page.get_by_text("Unsaved changes: 3, of which are deleted: 1").wait_for()
    admin.check("changed cells and the details of one", within=GRID)

    save.click()
    page.get_by_text("Nothing was saved. Cells to look at: 1").wait_for()
    admin.check("error", within=GRID)

    wrong.fill("1,23")
    other = get_user_model().objects.create_user("anna")
    apply_changes(figure, [ValueChange(ValueKey("2024"), {"value": "75"})], user=other)
    save.click()
    page.get_by_text("Stored now: 75").wait_for()
    admin.check("conflict", within=GRID)

    page.get_by_role("button", name="Keep mine").click()
    save.click()
    page.get_by_text("No unsaved changes").wait_for()
    page.get_by_text("Last change").click()
    page.get_by_role("button", name="Undo this change").wait_for()
    admin.check("last change, which can be undone", within=GRID)
    assert admin.found == {}
