"""What the drafts of plans and goals refer to: the reference index only knows what pages were last published as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from ..models.mixins import goal_models, plan_models


def referred_to_by_drafts(model: type[Any]) -> set[str]:
    """Return the primary keys, as text, of the objects of a model that unpublished changes of a page refer to."""
    wanted = ContentType.objects.get_for_model(model).pk
    return {
        object_id
        for page in _changed_pages()
        for content_type_id, object_id, *_paths in ReferenceIndex._extract_references_from_object(page)
        if content_type_id == wanted
    }


def _changed_pages() -> Iterator[Any]:
    for model in (*goal_models(), *plan_models()):
        pages = model.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        for page in pages.select_related("latest_revision").iterator():
            yield page.get_latest_revision_as_object()
