"""The pictures in `demo/images/`, as Wagtail images."""

from pathlib import Path

from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.utils.file import hash_filelike

from demo.content.pictures import IMAGES
from demo.content.shapes import Image

FOLDER = Path(__file__).resolve().parent.parent / "images"


def ensure_image(content: Image) -> bool:
    """Add a picture to the library unless the very same file is there."""
    if _find(content) is not None:
        return False
    with (FOLDER / content.file).open("rb") as file:
        image = get_image_model()(title=content.title, description=content.alt, file=ImageFile(file, name=content.file))
        image.save()
        image.get_file_hash()
    return True


def image_named(key: str | None) -> AbstractImage | None:
    """Return the image that the content modules call `key`."""
    return _find(IMAGES[key]) if key else None


def _find(content: Image) -> AbstractImage | None:
    with (FOLDER / content.file).open("rb") as file:
        file_hash = hash_filelike(file)
    return get_image_model().objects.filter(file_hash=file_hash).order_by("pk").first()
