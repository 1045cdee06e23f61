"""Images that were put into another collection many at once, which Wagtail does without telling of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.images import get_image_model

from ..models import DependencyKind
from ..releasing.keys import keys_depending_on
from ..releasing.pending import request_release_if_possible
from ..vocabulary import ReleaseReason


def release_what_shows_them(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """``after_bulk_action``: the collection may be a private one."""
    if action_type == "add_to_collection" and issubclass(action.model, get_image_model()):
        keys = keys_depending_on(DependencyKind.IMAGE, [image.pk for image in objects])
        request_release_if_possible(keys, ReleaseReason.IMAGE_CHANGED)
