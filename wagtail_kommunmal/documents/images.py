"""Images as a document offers them: an alternative text and renditions in a few widths."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import CollectionViewRestriction

from ..conf import get_settings
from .origin import relative_to_origin

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class ImageReference:
    """An image on its way into a document; ``is_public`` and the renditions are known after ``load_images``."""

    image_id: int
    alt: str | None
    is_public: bool = False
    renditions: list[dict[str, Any]] = field(default_factory=list)


def load_images(references: Sequence[ImageReference]) -> None:
    """Fill in alternative texts and renditions; images of private collections, or without their file, are left out."""
    specs = [f"width-{width}" for width in get_settings().IMAGE_WIDTHS]
    images = (
        get_image_model()
        .objects.filter(pk__in={reference.image_id for reference in references})
        .select_related("collection")
        .prefetch_renditions(*specs)
        .in_bulk()
    )
    private_paths = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    # In the order of their keys: two documents that make the renditions of the same images never wait for each other.
    for reference in sorted(references, key=lambda reference: reference.image_id):
        image = images.get(reference.image_id)
        if image is None or image.collection.path.startswith(private_paths):
            continue
        try:
            reference.renditions = _renditions(image, specs)
        except SourceImageIOError:
            # A picture without its file must not keep the words from being published.
            logger.warning("The file of image %s cannot be read: it is left out.", image.pk)
            continue
        reference.is_public = True
        reference.alt = image.default_alt_text if reference.alt is None else reference.alt


def _renditions(image: Any, specs: Sequence[str]) -> list[dict[str, Any]]:
    """Return one rendition for each width, leaving out those that an image is too small for."""
    by_width = {rendition.width: rendition for rendition in image.get_renditions(*specs).values()}
    return [
        {"url": relative_to_origin(rendition.url), "width": rendition.width, "height": rendition.height}
        for _width, rendition in sorted(by_width.items())
    ]
