"""Plans and goals as far as lists and links need them: rows of the database, without the cost of models."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from ..compat import page_model
from ..models import PageKind, Release, ReleaseHead


class Entry(NamedTuple):
    """A plan or goal with its page and its release; of a plan, also what others tell of it."""

    pk: int
    kind: str
    translation_key: UUID
    title: str
    year: int | None
    parent_goal_key: UUID | None
    previous_goal_key: UUID | None
    first_published_at: datetime | None
    page_id: Any
    path: str
    url_path: str
    slug: str
    number: int
    published_from: datetime
    format: int
    reason: str
    label: str
    summary: dict[str, Any] | None = None

    @classmethod
    def of(cls, head: ReleaseHead) -> Entry:
        """Return what a head says that has its page and its release at hand."""
        page, release = cast(Any, head.page), cast(Release, head.current)
        return cls(
            pk=head.pk,
            kind=head.kind,
            translation_key=head.translation_key,
            title=head.title,
            year=head.year,
            parent_goal_key=head.parent_goal_key,
            previous_goal_key=head.previous_goal_key,
            first_published_at=head.first_published_at,
            page_id=page.pk,
            path=page.path,
            url_path=page.url_path,
            slug=page.slug,
            number=release.number,
            published_from=release.published_from,
            format=release.format,
            reason=release.reason,
            label=release.label,
            summary=head.summary if head.kind == PageKind.PLAN else None,
        )

    @property
    def plan_path(self) -> str:
        """The tree path of a goal's plan."""
        return self.path[: -page_model().steplen]


COLUMNS: Final = (
    "pk",
    "kind",
    "translation_key",
    "title",
    "year",
    "parent_goal_key",
    "previous_goal_key",
    "first_published_at",
    "page_id",
    "page__path",
    "page__url_path",
    "page__slug",
    "current__number",
    "current__published_from",
    "current__format",
    "current__reason",
    "current__label",
)
"""What an entry is read from, in its order; without the summary, which not everybody needs."""
