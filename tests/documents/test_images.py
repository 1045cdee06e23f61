from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from wagtail_kommunmal.testing import accomplishment, accomplishments_section

Composed = Callable[..., dict[str, Any]]


def widths(image: dict[str, Any]) -> list[int]:
    return [rendition["width"] for rendition in image["renditions"]]


def test_an_image_has_a_rendition_for_each_width_that_it_is_large_enough_for(
    composed: Composed, image: Any, settings: Any
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"IMAGE_WIDTHS": (100, 320, 640, 2000)}
    published = composed(image=image)["image"]
    assert widths(published) == [100, 320, 640]
    assert [rendition["height"] for rendition in published["renditions"]] == [75, 240, 480]
    assert all(
        rendition["url"].startswith("kommunmal-origin:/media/images/kajen.") for rendition in published["renditions"]
    )


def test_media_on_another_host_keep_its_address(composed: Composed, image: Any, settings: Any) -> None:
    settings.MEDIA_URL = "https://media.example/"
    image.file.storage.__dict__.pop("base_url", None)
    urls = [rendition["url"] for rendition in composed(image=image)["image"]["renditions"]]
    assert all(url.startswith("https://media.example/images/") for url in urls)


def test_the_alternative_text_is_the_images_own_unless_the_place_has_another(composed: Composed, image: Any) -> None:
    content = composed(
        accomplishments_section(
            accomplishment("<p>Ett.</p>", image=image, alt_text="Här en bild av kajen."),
            accomplishment("<p>Två.</p>", image=image),
        ),
        image=image,
    )
    items = content["sections"][0]["accomplishments"]
    assert content["image"]["alt"] == "Kajen en morgon i maj."
    assert [item["image"]["alt"] for item in items] == ["Här en bild av kajen.", ""]


def test_an_image_without_a_description_has_its_title(composed: Composed, image: Any) -> None:
    get_image_model().objects.update(description="")
    assert composed(image=get_image_model().objects.get(pk=image.pk))["image"]["alt"] == "Kajen"


@pytest.mark.parametrize("restricted", ["collection", "parent"])
def test_an_image_of_a_private_collection_is_left_out(composed: Composed, image: Any, restricted: str) -> None:
    parent = Collection.get_first_root_node().add_child(name="Bilder")
    image.collection = parent.add_child(name="Interna")
    image.save()
    collection = image.collection if restricted == "collection" else parent
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    content = composed(accomplishments_section(accomplishment("<p>Ett.</p>", image=image, alt_text="X")), image=image)
    assert content["image"] is None
    assert content["sections"][0]["accomplishments"][0]["image"] is None


def test_a_neighbouring_private_collection_hides_nothing(composed: Composed, image: Any) -> None:
    root = Collection.get_first_root_node()
    private, image.collection = root.add_child(name="Internt"), root.add_child(name="Öppet")
    image.save()
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    assert composed(image=image)["image"] is not None


def test_a_deleted_image_in_a_section_is_left_out(composed: Composed, image: Any) -> None:
    section = accomplishments_section(accomplishment("<p>Ett.</p>", image=image, alt_text="X"))
    image.delete()
    assert composed(section)["sections"][0]["accomplishments"][0]["image"] is None


def test_an_image_without_its_file_is_left_out_and_logged(
    composed: Composed, image: Any, caplog: pytest.LogCaptureFixture
) -> None:
    image.file.storage.delete(image.file.name)
    assert composed(image=get_image_model().objects.get(pk=image.pk))["image"] is None
    assert f"The file of image {image.pk} cannot be read" in caplog.text
