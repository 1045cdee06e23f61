"""A site that was exported and restored says the same as before, to readers and to editors."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test.client import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.models import (
    FollowUpReport,
    KeyFigure,
    KeyFigureValue,
    KoladaLink,
    KommunmalSiteSettings,
    PendingRelease,
    PublicChange,
    Release,
    ReleaseDependency,
    ReleasedFollowUp,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
    ResponsibleBody,
    StatusWord,
)
from wagtail_kommunmal.releasing.rebuild import everything, left_undone, release_all

from .conftest import Municipality, answers

pytestmark = pytest.mark.indexed


@pytest.fixture
def municipality(shared_municipality: Municipality, settings: Any, tmp_path: Path) -> Municipality:
    return replace(shared_municipality, settings=settings, folder=tmp_path / "export")


def rows_of_releases() -> Any:
    """Return what lists and searches read, without keys."""
    return {
        "heads": list(
            ReleaseHead.objects.order_by("translation_key", "locale__language_code").values_list(
                "kind",
                "translation_key",
                "last_number",
                "title",
                "number_key",
                "year",
                "parent_goal_key",
                "previous_goal_key",
                "assessment",
                "goal_kind",
                "focus_area_id",
                "sdgs",
                "summary",
                "text__text",
            )
        ),
        "items": list(ReleasedItem.objects.order_by("item_id", "head__locale__language_code").values_list("content")),
        "bodies": sorted(ReleasedItemBody.objects.values_list("body_id", "role", "status")),
        "follow_ups": sorted(ReleasedFollowUp.objects.values_list("body_id", "period", "status")),
        "dependencies": sorted(ReleaseDependency.objects.values_list("kind", flat=True)),
        "releases": list(
            Release.objects.order_by("head__translation_key", "head__locale__language_code", "number").values(
                "number", "checksum", "published_from", "published_to", "reason", "label", "format", "content"
            )
        ),
        "changes": sorted(PublicChange.objects.values_list("at", "change", "head__translation_key")),
    }


def test_readers_are_told_the_same(municipality: Municipality, client: Client) -> None:
    before = answers(client)
    assert len(before["goals sv"]["items"]) == 3
    assert [
        len(before[f"goals?expand=sections sv {moment}"]["items"]) for moment in ("2026-04-01 00:00:00+00:00",)
    ] == [3]
    municipality.export()
    municipality.empty()
    assert answers(client) != before
    outcome = municipality.restore()
    assert answers(client) == before
    assert (outcome.lost, outcome.differing, outcome.tasks) == ({}, [], [])


def test_releases_and_what_is_made_of_them_are_the_same_and_nothing_is_released_anew(
    municipality: Municipality,
) -> None:
    before = rows_of_releases()
    municipality.export()
    municipality.empty()
    municipality.restore()
    assert rows_of_releases() == before
    assert not PendingRelease.objects.exists()
    assert left_undone() == {}
    with municipality.released():
        list(release_all(everything()))
    assert rows_of_releases() == before


def test_a_second_export_is_the_first_one(municipality: Municipality, tmp_path: Any) -> None:
    municipality.export()
    first = content_of(municipality.folder)
    municipality.empty()
    municipality.restore()
    municipality.folder = tmp_path / "again"
    municipality.export()
    assert content_of(municipality.folder) == first


def content_of(folder: Any) -> dict[str, Any]:
    """Return the files of an export, without the labels and keys that one database gives."""
    return {
        path.relative_to(folder).as_posix(): (
            without_keys(json.loads(path.read_text())) if path.suffix == ".json" else path.read_bytes()
        )
        for path in folder.rglob("*.*")
        if path.suffix in (".json", ".csv") and path.name not in ("manifest.json", "images.json", "documents.json")
    }


def without_keys(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: without_keys(value) for name, value in data.items() if name != "pk"}
    if isinstance(data, list):
        return [without_keys(value) for value in data]
    return re.sub(r"(image|document):\d+", r"\1:N", data) if isinstance(data, str) else data


def test_editors_find_live_versions_and_drafts(municipality: Municipality) -> None:
    municipality.export()
    municipality.empty()
    municipality.restore()
    goal = GoalPage.objects.get(translation_key=municipality.goal.translation_key, locale__language_code="sv")
    assert (goal.live, goal.has_unpublished_changes, goal.statement) == (True, True, "Alla barn läser.")
    assert goal.get_latest_revision_as_object().statement == "Ännu inte beslutat."
    assert goal.live_revision.as_object().statement == "Alla barn läser."
    assert goal.first_published_at == municipality.goal.first_published_at
    assert goal.previous_goal.specific.title == "Läsande barn"
    assert f'linktype="page" id="{goal.previous_goal_id}"' in goal.political_text
    draft = GoalPage.objects.get(title="Ett utkast")
    assert (draft.live, draft.first_published_at) == (False, None)
    assert draft.get_latest_revision_as_object().previous_goal_id == goal.previous_goal_id
    assert PlanPage.objects.get(year=2025).is_closed
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_report_with_a_draft_over_its_live_rows_keeps_both(municipality: Municipality) -> None:
    municipality.export()
    municipality.empty()
    municipality.restore()
    report = FollowUpReport.objects.get()
    assert report.uuid == municipality.report.uuid
    (live,) = report.assignments.all()
    assert "startsidan" in live.comment
    (draft,) = report.get_latest_revision_as_object().assignments.all()
    assert (draft.pk, draft.comment, draft.quantity_done) == (live.pk, "<p>Inte klart.</p>", live.quantity_done)
    releases = Release.objects.filter(head__translation_key=municipality.goal.translation_key)
    assert releases.count() == 4
    with municipality.released():
        report.latest_revision.publish()
    assert [row.comment for row in report.assignments.all()] == ["<p>Inte klart.</p>"]
    assert sorted(releases.values_list("head__locale__language_code", "number")) == [
        (language, number) for language in ("en", "sv") for number in (1, 2, 3)
    ]


KOLADA = ("kolada_id", "municipality", "since", "title", "publication_on", "synced_at", "warnings")


def test_registers_values_settings_and_words_are_the_same(municipality: Municipality) -> None:
    def registers() -> Any:
        return (
            list(ResponsibleBody.objects.order_by("code").values("uuid", "name", "code", "replaced_by__code")),
            list(KeyFigure.objects.values("uuid", "name", "responsible__code", "names__name", "targets__text")),
            list(
                KeyFigureValue.objects.order_by("period").values(
                    "period", "value", "value_text", "note", "provenance", "fetched_at"
                )
            ),
            list(KoladaLink.objects.values("key_figure__uuid", *KOLADA)),
            list(StatusWord.objects.values("code", "label", "labels__label", "is_offered")),
            list(KommunmalSiteSettings.objects.values("municipality_name", "assessing_bodies__code")),
            list(get_image_model().objects.values("title", "file", "description", "width")),
            [sorted(image.tags.names()) for image in get_image_model().objects.all()],
            list(get_document_model().objects.values("pk", "title", "file")),
        )

    before = registers()
    municipality.export()
    municipality.empty()
    municipality.restore()
    assert registers() == before
    with get_image_model().objects.get().open_file() as file:
        assert file.read()


def test_files_are_readable(municipality: Municipality) -> None:
    municipality.export()
    names = sorted(path.relative_to(municipality.folder).as_posix() for path in municipality.folder.rglob("*.json"))
    assert "pages/00001-sv-mal-2025.json" in names
    assert "pages/00004-sv-mal-2026-lasande-barn.json" in names
    text = (municipality.folder / "pages/00004-sv-mal-2026-lasande-barn.json").read_text(encoding="utf-8")
    goal = json.loads(text)
    assert text == json.dumps(goal, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert goal["fields"]["sections"][0]["value"]["items"][0]["value"]["title"] == "Öppna ett bibliotek."
    table = (municipality.folder / "values.csv").read_text(encoding="utf-8")
    assert "''=1+1" in table
    manifest = json.loads((municipality.folder / "manifest.json").read_text())
    assert manifest["counts"]["goals"] == 5
    assert manifest["source"]["languages"] == ["en", "sv"]


def test_nobody_is_named(municipality: Municipality, admin_user: Any) -> None:
    admin_user.username = "anna.andersson"
    admin_user.save()
    GoalPage.objects.update(owner=admin_user, locked=True, locked_by=admin_user)
    with municipality.released():
        municipality.goal.refresh_from_db()
        municipality.goal.save_revision(user=admin_user)
    municipality.export()
    assert not [path for path in municipality.folder.rglob("*.json") if "anna.andersson" in path.read_text()]


def test_the_commands_say_what_they_did(municipality: Municipality, capsys: Any) -> None:
    folder = str(municipality.folder)
    call_command("kommunmal_export", folder)
    told = capsys.readouterr().out
    assert "goals: 5" in told
    assert re.search(r"^(\d+) of \1$", told, re.MULTILINE)
    assert municipality.folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(CommandError, match="is not empty"):
        call_command("kommunmal_export", folder)
    with pytest.raises(CommandError, match="The site has 8 plans and goals already"):
        call_command("kommunmal_restore", folder)
    municipality.empty()
    call_command("kommunmal_restore", folder, dry_run=True)
    assert "Nothing was written." in capsys.readouterr().out
    assert not PlanPage.objects.exists()
    with municipality.released():
        call_command("kommunmal_restore", folder)
    told = capsys.readouterr().out
    assert "testserver has been restored." in told
    assert re.search(r"^(\d+) of \1$", told, re.MULTILINE)
    assert PlanPage.objects.count() == 3


def test_a_site_is_named_where_there_are_several(site: Any, other_site: Any, tmp_path: Any, capsys: Any) -> None:
    folder = str(tmp_path / "export")
    with pytest.raises(CommandError, match=r"Name one of the sites with --site: testserver:80, other\.example:80\."):
        call_command("kommunmal_export", folder)
    with pytest.raises(CommandError, match=r"No site has the host nowhere\."):
        call_command("kommunmal_export", folder, site="nowhere")
    call_command("kommunmal_export", folder, site="other.example:80")
    assert f"other.example is in {folder}." in capsys.readouterr().out
