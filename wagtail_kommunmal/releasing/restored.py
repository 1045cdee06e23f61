"""Making what lists and searches read out of a release that was restored with its number and its time."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.db import transaction
from wagtail.models import Site

from ..documents.compose import Composition, compose
from ..documents.context import SiteFacts
from ..documents.upgrade import upgrade
from ..models import PageKind, ReleaseHead
from .items import write_items
from .pages import is_closed, live_page
from .texts import write_texts
from .writing import checksum_of, says_the_same, write_dependencies, write_head

logger = logging.getLogger(__name__)


def rebuild_head(head: ReleaseHead, site: Site, facts: SiteFacts, year: int | None) -> bool:
    """Write the rows of a current release, and return whether its page still says what was released.

    What a closed plan said stays as it was. A page that is not live says nothing.
    """
    page = live_page((head.translation_key, head.locale_id))
    if page is None or head.current is None:
        return False
    content = upgrade(head.current.content, head.current.format)
    try:
        with transaction.atomic():
            composed = compose(page, site, facts=facts)
    except Exception:
        logger.exception("“%s” cannot be composed.", page)
        composed = Composition(content={}, dependencies=frozenset(), year=year)
    released = replace(
        composed,
        content=content,
        year=year,
        parent_goal_key=head.parent_goal_key,
        previous_goal_key=head.previous_goal_key,
    )
    # A member of the site's own may be younger than the release.
    own = dict.fromkeys(getattr(page, "own_summary_members", ()))
    write_head(head, page, site, replace(released, content={**own, **content}))
    write_dependencies([(head, released)])
    if head.kind == PageKind.GOAL:
        write_items([(head, content)])
        write_texts([(head, content)])
    return is_closed(page) or says_the_same(head.current, checksum_of(composed.content), site)
