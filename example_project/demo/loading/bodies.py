"""Responsible bodies and focus areas."""

from django.db import transaction
from wagtail.models import Locale, Site

from demo.content.shapes import Body, FocusArea
from demo.loading.identity import identity
from wagtail_kommunmal import models


def body_with_code(code: str) -> models.ResponsibleBody:
    """Return the body of the demo that had `code` when it was made."""
    return models.ResponsibleBody.objects.get(uuid=identity("body", code))


def focus_area_named(key: str) -> models.FocusArea:
    """Return the focus area that the content modules call `key`."""
    return models.FocusArea.objects.get(uuid=identity("focus-area", key))


@transaction.atomic
def ensure_body(content: Body, site: Site) -> bool:
    """Make a body, with its English name where there is one."""
    uuid = identity("body", content.code)
    if models.ResponsibleBody.objects.filter(uuid=uuid).exists():
        return False
    body = models.ResponsibleBody(
        uuid=uuid,
        site=site,
        name=content.name,
        code=content.code,
        kind=content.kind,
        is_all=content.is_all,
        url=content.url,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        replaced_by=body_with_code(content.replaced_by) if content.replaced_by else None,
    )
    if content.name_en:
        body.names.add(models.ResponsibleBodyName(locale=Locale.objects.get(language_code="en"), name=content.name_en))
    body.full_clean()
    body.save()
    return True


def ensure_focus_area(content: FocusArea, site: Site) -> bool:
    """Make a focus area."""
    _, created = models.FocusArea.objects.get_or_create(
        uuid=identity("focus-area", content.key), defaults={"site": site, "name": content.name}
    )
    return created
