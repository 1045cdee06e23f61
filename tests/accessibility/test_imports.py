"""The steps of an import and its undoing hold WCAG 2.2 AA and axe-core's best practice."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Site

from tests.exchange.workbooks import workbook
from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import ImportMapping, ImportUpload
from wagtail_kommunmal.testing import ResponsibleBodyFactory

from .admin import Admin
from .municipality import Municipality

pytestmark = [pytest.mark.same_on_every_database, pytest.mark.browser, pytest.mark.xdist_group("accessibility")]


def bring(administrator: Any, *rows: list[Any], kind: str = "bodies", change: Any = lambda book: None) -> ImportUpload:
    data = workbook(*rows, change=change)
    site = Site.objects.get(is_default_site=True)
    return ImportUpload.objects.create(site=site, user=administrator, kind=kind, file_name="fil.xlsx", data=data)


def test_steps_of_an_import_have_no_violation(admin: Admin, municipality: Municipality, administrator: Any) -> None:
    header = ["Code", "Name", "Kind", "Colour"]
    names = [[f"N{number}", f"Nämnd {number}", "", ""] for number in range(120)]
    ResponsibleBodyFactory(name="Äldrenämnden", code="ÄN")
    many = bring(administrator, header, ["KS", "Kontoret", "", "red"], ["", "Äldrenämnden", "board", ""], *names)
    wrong = bring(administrator, ["Code", "Name", "Kind"], ["X", "Felnämnden", "?"])
    sheets = bring(administrator, header, change=lambda book: book.create_sheet("Andra").append(["Code"]))
    values = bring(administrator, ["Indicator", "Utfall 2025", "Riket 2025"], ["Nöjda", "1", "2"], kind="values")
    no_table = bring(administrator, ["x", "y"], kind="values")
    ImportMapping.objects.create(site=values.site, kind="values", name="Från Stratsys", mapping={})
    admin.check_views(
        {
            "upload": reverse("kommunmal_imports:new"),
            "sheets": reverse("kommunmal_imports:sheet", args=[sheets.pk]),
            "columns": reverse("kommunmal_imports:columns", args=[values.pk]),
            "no header": reverse("kommunmal_imports:columns", args=[no_table.pk]),
            "preview": reverse("kommunmal_imports:preview", args=[many.pk]),
            "preview of errors": reverse("kommunmal_imports:preview", args=[wrong.pk]),
        }
    )
    page = admin.open(reverse("kommunmal_imports:new"))
    page.get_by_role("button", name="Go on").click()
    page.locator(".kommunmal-imports__error").wait_for()
    admin.check("upload without a file")
    page = admin.open(reverse("kommunmal_imports:preview", args=[many.pk]))
    page.get_by_role("button", name="Import 121 rows").click()
    page.locator(".kommunmal-imports__error").wait_for()
    admin.check("import of rows to be confirmed")
    page = admin.open(reverse("kommunmal_imports:columns", args=[values.pk]))
    page.locator("summary", has_text="(Utfall 2025)").click()
    page.get_by_label("Period (Utfall 2025)").fill("i fjol")
    page.get_by_role("button", name="Show what would be imported").click()
    page.locator(".kommunmal-imports__error").first.wait_for()
    admin.check("columns with an error")
    assert admin.found == {}


def test_earlier_imports_have_no_violation(admin: Admin, municipality: Municipality, administrator: Any) -> None:
    site = Site.objects.get(is_default_site=True)
    # Not one of the municipality's, whose pages others look at.
    body = ResponsibleBodyFactory(name="Räddningsnämnden", code="RN")
    data = workbook(["Code", "Name"], ["RN", "Räddningstjänsten"], ["TN", "Tekniska nämnden"])
    batch = apply_plan(plan_file(KINDS["bodies"](site), data, "fil.xlsx"), user=administrator)
    assert batch is not None
    admin.check_views(
        {
            "list": reverse("kommunmal_imports:index"),
            "one import": reverse("kommunmal_imports:batch", args=[batch.pk]),
            "undo": reverse("kommunmal_imports:undo", args=[batch.pk]),
        }
    )
    type(body).objects.filter(pk=body.pk).update(name="Något annat")
    page = admin.open(reverse("kommunmal_imports:undo", args=[batch.pk]))
    page.get_by_role("button", name="Yes, undo the import").click()
    page.get_by_text("Nothing was undone").wait_for()
    admin.check("undo of what was changed since")
    assert admin.found == {}
