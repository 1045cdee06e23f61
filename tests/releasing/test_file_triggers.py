from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from tests.releasing.reading import content_of, current_of, reasons_of
from wagtail_kommunmal.models import PendingRelease
from wagtail_kommunmal.testing import accomplishment, accomplishments_section

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


@pytest.fixture
def goal_with_image(goal_with: GoalWith, image: Any) -> Any:
    return goal_with(
        accomplishments_section(accomplishment("<p>Kajen är klar.</p>", image=image, alt_text="Kajen i skymning.")),
        image=image,
    )


def alt_texts(goal: Any) -> list[str | None]:
    """Return the alternative text of the goal's image and of the one in its section, ``None`` for no image."""
    content = content_of(goal)
    images = [content["image"], content["sections"][0]["accomplishments"][0]["image"]]
    return [image and image["alt"] for image in images]


BOTH = ["Kajen en morgon i maj.", "Kajen i skymning."]
NEITHER = [None, None]


def test_an_images_new_alt_text_is_released_where_no_other_stands(
    goal_with_image: Any, image: Any, released: Released
) -> None:
    assert alt_texts(goal_with_image) == BOTH
    image.description = "Kajen efter ombyggnaden."
    with released():
        image.save()
    assert alt_texts(goal_with_image) == ["Kajen efter ombyggnaden.", "Kajen i skymning."]
    assert reasons_of(goal_with_image) == ["published", "image_changed"]


def test_a_deleted_image_is_gone(goal_with_image: Any, image: Any, released: Released) -> None:
    with released():
        image.delete()
    assert alt_texts(goal_with_image) == NEITHER


def test_an_image_is_hidden_while_it_is_in_a_private_collection(
    goal_with_image: Any, image: Any, private_collection: Collection, released: Released
) -> None:
    public = image.collection
    image.collection = private_collection
    with released():
        image.save()
    assert alt_texts(goal_with_image) == NEITHER
    image.collection = public
    with released():
        image.save()
    assert alt_texts(goal_with_image) == BOTH


def test_images_moved_to_a_private_collection_many_at_once_are_hidden(
    goal_with_image: Any, image: Any, private_collection: Collection, admin_client: Any, released: Released
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "add_to_collection"])
    with released():
        response = admin_client.post(f"{address}?id={image.pk}", {"collection": private_collection.pk})
    assert response.status_code == 302
    assert alt_texts(goal_with_image) == NEITHER


def test_documents_moved_many_at_once_release_nothing(
    goal_with_image: Any, document: Any, private_collection: Collection, admin_client: Any
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    admin_client.post(f"{address}?id={document.pk}", {"collection": private_collection.pk})
    assert not PendingRelease.objects.exists()


def test_an_image_is_hidden_while_its_collection_or_one_above_is_restricted(
    goal_with_image: Any, image: Any, released: Released
) -> None:
    above = Collection.get_first_root_node().add_child(name="Bilder")
    image.collection = above.add_child(name="Kajen")
    with released():
        image.save()
    assert alt_texts(goal_with_image) == BOTH
    with released():
        restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    assert alt_texts(goal_with_image) == NEITHER
    with released():
        restriction.delete()
    assert alt_texts(goal_with_image) == BOTH


def test_an_image_is_hidden_when_its_collection_is_moved_below_a_private_one(
    goal_with_image: Any, image: Any, private_collection: Collection, admin_client: Any, released: Released
) -> None:
    image.collection = Collection.get_first_root_node().add_child(name="Kajen")
    with released():
        image.save()
    address = reverse("wagtailadmin_collections:edit", args=[image.collection.pk])
    with released():
        response = admin_client.post(address, {"name": "Kajen", "parent": private_collection.pk})
    assert response.status_code == 302
    assert alt_texts(goal_with_image) == NEITHER


def test_purged_renditions_are_made_and_released_anew(goal_with_image: Any, image: Any, released: Released) -> None:
    with released():
        image.renditions.all().delete()
    shown = {rendition["url"] for rendition in content_of(goal_with_image)["image"]["renditions"]}
    assert shown
    assert shown <= {f"kommunmal-origin:{rendition.url}" for rendition in image.renditions.all()}


def test_an_image_that_no_goal_shows_releases_nothing(goal: Any, image: Any) -> None:
    image.save()
    assert not PendingRelease.objects.exists()


def test_an_image_whose_file_is_lost_does_not_keep_the_words_from_being_released(
    goal_with: GoalWith, image: Any
) -> None:
    image.file.storage.delete(image.file.name)
    goal = goal_with(image=get_image_model().objects.get(pk=image.pk), statement="Orden kommer fram.")
    assert current_of(goal).content["statement"] == "Orden kommer fram."
    assert content_of(goal)["image"] is None


@pytest.fixture
def document(site: Any) -> Any:
    return get_document_model().objects.create(title="Budget", file=ContentFile(b"%PDF", "budget.pdf"))


def test_a_documents_new_file_and_its_deletion_release_what_links_to_it(
    goal_with: GoalWith, document: Any, released: Released
) -> None:
    goal = goal_with(political_text=f'<p><a linktype="document" id="{document.pk}">Budget</a></p>')
    assert content_of(goal)["politicalTextHtml"] == (
        f'<p><a href="kommunmal-origin:/documents/{document.pk}/budget.pdf">Budget</a></p>'
    )
    document.file = ContentFile(b"%PDF", "budget-ny.pdf")
    with released():
        document.save()
    assert "budget-ny.pdf" in content_of(goal)["politicalTextHtml"]
    with released():
        document.delete()
    assert content_of(goal)["politicalTextHtml"] == "<p><a>Budget</a></p>"
    assert reasons_of(goal) == ["published", "link_changed", "link_changed"]
