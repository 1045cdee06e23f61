from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import Locale

from wagtail_kommunmal.models import (
    DependencyKind,
    ItemKind,
    PageKind,
    PendingRelease,
    Release,
    ReleaseDependency,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
from wagtail_kommunmal.vocabulary import ReleaseReason


@pytest.fixture
def head(swedish: Locale) -> ReleaseHead:
    return ReleaseHead.objects.create(kind=PageKind.GOAL, translation_key=uuid4(), locale=swedish, title="Mål 1")


def release(head: ReleaseHead, number: int) -> Release:
    return Release.objects.create(
        head=head,
        number=number,
        format=1,
        content={},
        checksum="",
        published_from=timezone.now(),
        reason=ReleaseReason.PUBLISHED,
    )


def item(head: ReleaseHead, position: int) -> ReleasedItem:
    return ReleasedItem.objects.create(
        head=head,
        kind=ItemKind.ASSIGNMENT,
        item_id=uuid4(),
        lineage_id=uuid4(),
        position=position,
        title="Tio besök.",
        content={},
    )


def dependency(head: ReleaseHead, object_id: int) -> ReleaseDependency:
    return ReleaseDependency.objects.create(head=head, kind=DependencyKind.BODY, object_id=object_id)


def test_a_page_has_one_head_in_each_language(head: ReleaseHead, english: Locale) -> None:
    key: dict[str, Any] = {"kind": PageKind.GOAL, "translation_key": head.translation_key}
    ReleaseHead.objects.create(**key, locale=english)
    with pytest.raises(IntegrityError):
        ReleaseHead.objects.create(**key, locale=head.locale)


@pytest.mark.parametrize("make", [release, item, dependency])
def test_what_belongs_to_a_head_is_there_once(head: ReleaseHead, make: Any) -> None:
    make(head, 1)
    make(head, 2)
    with pytest.raises(IntegrityError):
        make(head, 1)


def test_rows_name_themselves_for_whoever_looks_for_a_fault(head: ReleaseHead) -> None:
    pending = PendingRelease(translation_key=head.translation_key, locale=head.locale, reason=ReleaseReason.REBUILT)
    body = ReleasedItemBody(item=item(head, 1), body_id=head.translation_key, role="lead")
    assert [str(row) for row in (head, release(head, 7), body.item, dependency(head, 3))] == [
        "Mål 1",
        "Mål 1 #7",
        "Tio besök.",
        "body 3",
    ]
    assert str(pending) == f"{head.translation_key} (rebuilt)"
    assert str(body) == f"{head.translation_key} (lead)"
    assert str(ReleaseHead(translation_key=head.translation_key)) == str(head.translation_key)
