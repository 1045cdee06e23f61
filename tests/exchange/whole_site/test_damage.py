"""What is not as it was written is told by name, and nothing is restored."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from wagtail.models import Locale, Site

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.exchange.whole_site.checking import RefusedError
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.fields import UnfitError
from wagtail_kommunmal.exchange.whole_site.files import DamagedExportError, open_export
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import KoladaLink, KommunmalSiteSettings, ResponsibleBody, StatusWord
from wagtail_kommunmal.testing import GoalPageFactory, KeyFigureFactory, PlanPageFactory, ResponsibleBodyFactory

from .conftest import Released, empty_site

Damage = Callable[[Path], Any]


@pytest.fixture(scope="module")
def exported(shared_site: Site, released: Released, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a site with one goal, which is empty again."""
    ResponsibleBodyFactory()
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal")
    return taken_out(shared_site, released, tmp_path_factory)


def taken_out(site: Site, released: Released, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "export"
    export_site(site, folder)
    empty_site(site, released)
    return folder


@pytest.fixture
def folder(exported: Path, tmp_path: Path) -> Path:
    """A copy of the export for one test."""
    return copytree(exported, tmp_path / "export")


def seal(folder: Path) -> None:
    """Write the checksum of the manifest anew, as whoever means harm can."""
    checksum = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    (folder / "manifest.json.sha256").write_text(f"{checksum}  manifest.json\n")


def change_manifest(folder: Path, **facts: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))
    seal(folder)


def name_in_manifest(folder: Path, name: str) -> None:
    files = json.loads((folder / "manifest.json").read_text())["files"]
    change_manifest(folder, files={**files, name: {"bytes": 1, "sha256": "0"}})


def rewrite(folder: Path, name: str, text: str) -> None:
    """Change a file, and the manifest so that it fits."""
    (folder / name).write_text(text)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[name]["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    change_manifest(folder, files=files)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def link_to(folder: Path, name: str) -> None:
    outside = folder.parent / "outside.json"
    outside.write_bytes((folder / name).read_bytes())
    (folder / name).unlink()
    (folder / name).symlink_to(outside)


def link_folder(folder: Path) -> None:
    (folder / "pages").rename(folder.parent / "elsewhere")
    (folder / "pages").symlink_to(folder.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda folder: flip(folder / "bodies.json"), "bodies.json: has been changed."),
        (lambda folder: flip(folder / "manifest.json"), "manifest.json: has been changed"),
        (lambda folder: (folder / "values.csv").unlink(), "values.csv: is missing."),
        (lambda folder: (folder / "manifest.json").unlink(), "manifest.json: is missing."),
        (lambda folder: (folder / "pages/more.json").write_text("{}"), "pages/more.json: is not in manifest.json."),
        (lambda folder: (folder / "link").symlink_to("/etc"), "link: is not in manifest.json."),
        (lambda folder: change_manifest(folder, format=2), "manifest.json: has format 2; this version reads format 1."),
        (lambda folder: change_manifest(folder, files=[]), "manifest.json: names no files."),
        (lambda folder: name_in_manifest(folder, "../outside.json"), "../outside.json: is no path inside"),
        (lambda folder: name_in_manifest(folder, "/etc/passwd"), "/etc/passwd: is no path inside"),
        (lambda folder: name_in_manifest(folder, "a/./b.json"), "a/./b.json: is no path inside"),
        (lambda folder: name_in_manifest(folder, "C:\\x"), "is no path inside"),
        (lambda folder: name_in_manifest(folder, "pages"), "pages: is no file."),
        (lambda folder: link_to(folder, "bodies.json"), "bodies.json: is a symbolic link"),
        (link_folder, "pages/00001-sv-plan.json: is a symbolic link"),
    ],
)
def test_damage_is_told_by_name(folder: Path, site: Site, damage: Damage, told: str) -> None:
    damage(folder)
    with pytest.raises(DamagedExportError) as error:
        restore_site(folder, site)
    assert told in str(error.value)
    assert not ResponsibleBody.objects.exists()


def test_every_changed_file_is_told(folder: Path) -> None:
    names = list(open_export(folder).manifest["files"])
    for name in names:
        flip(folder / name)
    with pytest.raises(DamagedExportError) as error:
        open_export(folder)
    assert error.value.problems == [f"{name}: has been changed." for name in sorted(names)]


def test_a_release_that_is_not_what_was_released_is_refused_whatever_the_manifest_says(
    folder: Path, site: Site, released: Released
) -> None:
    (name,) = [name for name in open_export(folder).names("releases/") if "goal" not in name and "00001.json" in name][
        :1
    ]
    path = folder / name
    data = json.loads(path.read_text())
    data["content"]["title"] = "Ett annat mål"
    rewrite(folder, name, json.dumps(data))
    with pytest.raises(DamagedExportError, match="the document is not the one that was released"), released():
        restore_site(folder, site)
    assert not ResponsibleBody.objects.exists()
    assert not PlanPage.objects.exists()


def test_a_site_with_content_is_left_alone(folder: Path, site: Site) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen")
    with pytest.raises(RefusedError, match=r"The site has 1 .* already: an export is restored into an empty site."):
        restore_site(folder, site)


def test_a_copy_cannot_stand_beside_its_original(
    site: Site, other_site: Site, released: Released, tmp_path: Path
) -> None:
    with released():
        PlanPageFactory(slug="plan")
    export_site(site, tmp_path / "export")
    with pytest.raises(RefusedError, match="has the same id as a page of the export"):
        restore_site(tmp_path / "export", other_site)


def test_a_page_of_that_name_is_told(folder: Path, site: Site) -> None:
    home = Page.objects.get(pk=site.root_page_id)
    home.add_child(instance=Page(title="Plan", slug="plan", locale=Locale.objects.get(language_code="sv")))
    with pytest.raises(RefusedError, match="has a page with the slug “plan” already"):
        restore_site(folder, site)


def test_a_parent_that_is_not_there_is_told(folder: Path, site: Site) -> None:
    with pytest.raises(RefusedError, match=r"the site has no page /om-kommunen/: make one"):
        restore_site(folder, site, parent="/om-kommunen/")


def test_a_class_or_a_field_that_the_site_does_not_have_is_told(folder: Path, site: Site) -> None:
    (path,) = (folder / "pages").glob("*goal.json")
    data = json.loads(path.read_text())
    data["fields"]["mayors_comment"] = "Bra!"
    rewrite(folder, f"pages/{path.name}", json.dumps(data))
    with pytest.raises(RefusedError, match="has no field “mayors_comment”"):
        restore_site(folder, site)


def with_more(*steps: str | int) -> Callable[[str], str]:
    """Return what adds a member to the data at a place in a file."""

    def add(text: str) -> str:
        data = place = json.loads(text)
        for step in steps:
            place = place[step]
        place["mayors_comment"] = "Bra!"
        return json.dumps(data)

    return add


def without_member(name: str) -> Callable[[str], str]:
    return lambda text: json.dumps({key: value for key, value in json.loads(text).items() if key != name})


@pytest.fixture(scope="module")
def exported_with_everything(shared_site: Site, released: Released, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a site with a row of every kind, which is empty again."""
    ResponsibleBodyFactory()
    figure = KeyFigureFactory(values={"2025": "1"}, targets={"2026": "2"}, assessments={"2025": "achieved"})
    KoladaLink.objects.create(key_figure=figure, kolada_id="N00001")
    KommunmalSiteSettings.for_site(shared_site).save()
    StatusWord.objects.create(site=shared_site, vocabulary="assignment", code="in_progress", label="Pågår")
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), title="Goal", slug="goal")
    return taken_out(shared_site, released, tmp_path_factory)


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("site.json", with_more("settings"), "KommunmalSiteSettings has no field “mayors_comment”"),
        ("site.json", with_more("words", 0), "StatusWord has no field “mayors_comment”"),
        ("bodies.json", with_more(0), "ResponsibleBody has no field “mayors_comment”"),
        ("key-figures/*.json", with_more(), "KeyFigure has no field “mayors_comment”"),
        ("key-figures/*.json", with_more("targets", 0), "KeyFigureTarget has no field “mayors_comment”"),
        ("key-figures/*.json", with_more("assessments", 0), "KeyFigureAssessment has no field “mayors_comment”"),
        ("key-figures/*.json", with_more("kolada"), "KoladaLink has no field “mayors_comment”"),
        ("values.csv", lambda text: text.replace("note,", "remark,", 1), "values.csv: “remark” is not known."),
        ("values.csv", lambda text: text.replace("note,", "remark,", 1), "values.csv: “note” is missing."),
        ("releases/*goal/head.json", with_more(), "“mayors_comment” is not known."),
        ("releases/*goal/head.json", without_member("translation_key"), "“translation_key” is missing."),
        ("releases/*goal/00001.json", with_more(), "“mayors_comment” is not known."),
        ("releases/*goal/00001.json", without_member("reason"), "“reason” is missing."),
    ],
)
def test_what_any_file_has_too_much_or_too_little_is_told(
    exported_with_everything: Path,
    site: Site,
    released: Released,
    tmp_path: Path,
    name: str,
    change: Callable[[str], str],
    told: str,
) -> None:
    folder = copytree(exported_with_everything, tmp_path / "export")
    path = next(folder.glob(name))
    rewrite(folder, path.relative_to(folder).as_posix(), change(path.read_text()))
    with pytest.raises((RefusedError, UnfitError), match=re.escape(told)), released():
        restore_site(folder, site)
    assert not ResponsibleBody.objects.exists()


def test_what_the_database_refuses_is_told_by_the_name_of_the_file(folder: Path, site: Site) -> None:
    (body,) = json.loads((folder / "bodies.json").read_text())
    rewrite(folder, "bodies.json", json.dumps([body, {**body, "name": "En till"}]))
    with pytest.raises(UnfitError, match=r"^bodies\.json: “En till”: "):
        restore_site(folder, site)
    assert not ResponsibleBody.objects.exists()


def test_a_value_of_no_key_figure_is_told(folder: Path, site: Site) -> None:
    columns = (folder / "values.csv").read_text().strip().split(",")
    row = {"key_figure": "00000000-0000-0000-0000-000000000001", "period": "2025", "preliminary": "false"}
    line = ",".join(row.get(column, "") for column in columns)
    rewrite(folder, "values.csv", f"{','.join(columns)}\n{line}\n")
    with pytest.raises(UnfitError, match=r"values\.csv: the export has no key figure 00000000"):
        restore_site(folder, site)


def test_a_line_of_a_table_with_other_cells_than_columns_is_told(folder: Path, site: Site) -> None:
    columns = (folder / "values.csv").read_text()
    rewrite(folder, "values.csv", f"{columns}a,b\n")
    with pytest.raises(DamagedExportError, match=r"values\.csv: line 2 has 2 cells"):
        restore_site(folder, site)


def test_plans_that_cannot_stand_below_one_page_are_told(site: Site, released: Released, tmp_path: Path) -> None:
    home = Page.objects.get(pk=site.root_page_id)
    with released():
        for slug in ("ett", "tva"):
            parent = home.add_child(instance=Page(title=slug, slug=slug, locale=home.locale))
            PlanPageFactory(parent=parent, slug="plan")
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    with pytest.raises(RefusedError, match="another page of the export has the slug “plan” too"):
        restore_site(tmp_path / "export", site, parent="/nyheter/")


def test_a_slug_is_free_below_an_alias_that_is_made_for_its_language(
    site: Site, english: Locale, released: Released, tmp_path: Path
) -> None:
    with released():
        plan = PlanPageFactory(slug="plan")
        plan.copy_for_translation(english, copy_parents=True)
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    Page.objects.filter(locale=english).first().delete()
    Site.clear_site_root_paths_cache()
    home = Page.objects.get(pk=site.root_page_id)
    for name in sorted((tmp_path / "export" / "pages").glob("*sv*")):
        data = json.loads(name.read_text())
        data["fields"]["slug"] = "en-annan-plan"
        rewrite(tmp_path / "export", f"pages/{name.name}", json.dumps(data))
    home.add_child(instance=Page(title="Plan", slug="plan", locale=home.locale))
    with released():
        restore_site(tmp_path / "export", site)
    assert PlanPage.objects.get(locale=english).slug == "plan"


def test_files_of_images_that_are_nowhere_are_told(
    site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), image=image)
    export_site(site, tmp_path / "export", with_files=False)
    assert not (tmp_path / "export" / "images").exists()
    name = image.file.name
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    with pytest.raises(RefusedError, match=f"“{name}” was exported without its file"):
        restore_site(tmp_path / "export", site)
    assert not PlanPage.objects.exists()
