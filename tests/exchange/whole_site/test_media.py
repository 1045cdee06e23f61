"""Files of images: copied, found where they are, or called something else, and never outside of the storage."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test.client import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Revision, Site

from tests.site_pages import GoalPage
from tests.sundby import take_picture
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import DamagedExportError
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released, answers, empty_site
from .test_damage import change_manifest


@pytest.fixture(scope="module")
def image(shared_site: Site) -> Any:
    return take_picture()


@pytest.fixture(scope="module")
def before(image: Any, released: Released) -> Any:
    """What is read of a site with one goal, which has an image."""
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal", image=image)
    return answers(Client())


def test_files_that_were_copied_by_other_means_are_used(
    before: Any, site: Site, released: Released, client: Client, tmp_path: Path
) -> None:
    export_site(site, tmp_path / "export", with_files=False)
    files = sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())
    empty_site(site, released)
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert (outcome.differing, outcome.tasks) == ([], [])
    assert answers(client) == before
    assert sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file()) == files


def test_a_file_whose_name_is_taken_gets_another_and_its_goal_is_released_anew(
    before: Any, site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    name = image.file.name
    rendition = image.renditions.get(filter_spec="width-400").file.name
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    taken = [name, rendition]
    for file in taken:
        default_storage.save(file, ContentFile(b"somebody else's"))
    with released():
        outcome = restore_site(tmp_path / "export", site)
    made = get_image_model().objects.get()
    assert made.file.name != name
    assert outcome.tasks == [f"The file “{name}” is now called “{made.file.name}”."]
    for file in taken:
        with default_storage.open(file) as opened:
            assert opened.read() == b"somebody else's"
    assert len(outcome.differing) == 1
    assert list(Release.objects.filter(head__kind="goal").values_list("number", flat=True)) == [1, 2]


def test_a_file_outside_of_the_storage_is_refused(
    before: Any, site: Site, released: Released, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "export"
    export_site(site, folder)
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    (data,) = json.loads((folder / "images.json").read_text())
    text = json.dumps([{**data, "file": "../../outside.png"}])
    (folder / "images.json").write_text(text)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files["images.json"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    change_manifest(folder, files=files)
    with pytest.raises(DamagedExportError, match=r"outside\.png: is no name of a file in the storage"):
        restore_site(folder, site)
    assert not get_image_model().objects.exists()


def test_a_file_that_cannot_be_read_is_told_and_nothing_else_takes_its_place(
    before: Any, site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    name = image.file.name
    default_storage.delete(name)
    summary = export_site(site, tmp_path / "export")
    assert summary.left_out == [f"The file “{name}” of “{image.title}” cannot be read."]
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    default_storage.save(name, ContentFile(b"somebody else's"))
    with released():
        outcome = restore_site(tmp_path / "export", site)
    made = get_image_model().objects.get()
    assert not default_storage.exists(made.file.name)
    assert f"“{made}” has no file: “{name}” could not be read when it was exported." in outcome.tasks


def add_row(model: type[Any], name: str, **facts: Any) -> Any:
    """Add a row to the library beside which an export is restored, with a file that is there already."""
    return model.objects.create(title="Var här före", file=name, **facts)


@pytest.mark.parametrize("with_files", [True, False])
def test_a_picture_that_the_library_has_already_is_used(
    before: Any, site: Site, image: Any, released: Released, tmp_path: Path, with_files: bool
) -> None:
    name, size = image.file.name, {"width": image.width, "height": image.height}
    export_site(site, tmp_path / "export", with_files=with_files)
    empty_site(site, released)
    present = add_row(get_image_model(), name, **size)
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert get_image_model().objects.get() == present
    assert GoalPage.objects.get().image_id == present.pk
    assert outcome.tasks == []


def test_two_rows_never_share_a_file(before: Any, site: Site, image: Any, released: Released, tmp_path: Path) -> None:
    name, size = image.file.name, {"width": image.width, "height": image.height}
    with default_storage.open(name) as file:
        content = file.read()
    export_site(site, tmp_path / "export", with_files=False)
    empty_site(site, released)
    inner = Collection.get_first_root_node().add_child(name="Internt")
    CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")
    present = add_row(get_image_model(), name, collection=inner, **size)
    with released():
        restore_site(tmp_path / "export", site)
    made = get_image_model().objects.exclude(pk=present.pk).get()
    assert made.file.name != name
    with made.open_file() as file:
        assert file.read() == content


def test_what_only_an_earlier_release_shows_is_taken_along(
    site: Site, image: Any, released: Released, client: Client, tmp_path: Path, settings: Any
) -> None:
    document = get_document_model().objects.create(title="Riktlinje", file=ContentFile(b"%PDF-1.4", "riktlinje.pdf"))
    gone = get_document_model().objects.create(title="Borta", file=ContentFile(b"%PDF-1.4", "borta.pdf"))
    links = "".join(f'<a linktype="document" id="{row.pk}">{row.title}</a>' for row in (document, gone))
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(slug="plan"), image=image, political_text=f"<p>{links}</p>")
    first = Release.objects.get(head__kind="goal").content["image"]["renditions"][0]["url"]
    with released():
        goal.image, goal.political_text = take_picture(), ""
        goal.save_revision().publish()
    Revision.objects.exclude(pk=goal.latest_revision_id).delete()
    address = gone.url
    gone.delete()
    summary = export_site(site, tmp_path / "export")
    assert [text.partition(", which")[0] for text in summary.left_out] == [f"The document “kommunmal-origin:{address}”"]
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    with released():
        restore_site(tmp_path / "export", site)
    assert default_storage.exists(first.partition(settings.MEDIA_URL)[2])
    assert b"".join(client.get(document.url)) == b"%PDF-1.4"
    assert get_document_model().objects.get().url == document.url


def test_a_picture_that_is_no_longer_there_is_told(
    before: Any, site: Site, image: Any, released: Released, tmp_path: Path
) -> None:
    with released():
        image.delete()
    left_out = export_site(site, tmp_path / "export").left_out
    assert left_out
    assert all(text.startswith("The picture “") and text.endswith("is no longer there.") for text in left_out)


def test_a_stored_name_that_not_every_file_system_has_is_kept_in_the_storage(
    site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    name = default_storage.save("original_images/kl. 12:30 \\.png", ContentFile(image.file.read()))
    image.file.close()
    get_image_model().objects.filter(pk=image.pk).update(file=name)
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), image=get_image_model().objects.get())
    export_site(site, tmp_path / "export")
    (row,) = json.loads((tmp_path / "export" / "images.json").read_text())
    assert re.search(r"[:\\]", row["file"])
    assert not re.search(r"[:\\]", row["copy"])
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    with released():
        restore_site(tmp_path / "export", site)
    with get_image_model().objects.get().open_file() as file:
        assert file.read()
