"""What is not as it was written is told by name, and nothing is restored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Locale, Site

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.exchange.whole_site.checking import RefusedError
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import DamagedExportError, open_export
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import ResponsibleBody
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, ResponsibleBodyFactory

from .conftest import Released, empty_site

Damage = Callable[[Path], Any]


@pytest.fixture
def folder(site: Site, released: Released, tmp_path: Path) -> Path:
    """The export of a site with one goal, which is empty again."""
    ResponsibleBodyFactory()
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal")
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    return tmp_path / "export"


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
    path.write_text(json.dumps(data))
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    change_manifest(folder, files=files)
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
    path.write_text(json.dumps(data))
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files[f"pages/{path.name}"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    change_manifest(folder, files=files)
    with pytest.raises(RefusedError, match="has no field “mayors_comment”"):
        restore_site(folder, site)


def test_files_of_images_that_are_nowhere_are_told(
    site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), image=image)
    export_site(site, tmp_path / "export", with_files=False)
    assert not (tmp_path / "export" / "images").exists()
    name = image.file.name
    media = settings.MEDIA_ROOT
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    with pytest.raises(RefusedError, match=f"“{name}” was exported without its file"):
        restore_site(tmp_path / "export", site)
    assert media
