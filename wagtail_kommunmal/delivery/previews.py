"""The drafts of plans and goals, for who comes with an editor's preview token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from wagtail.models import Site

from ..compat import page_model
from ..contrib.headless import page_in_form
from ..models import PageKind
from ..preview_tokens import InvalidPreviewTokenError, PreviewToken
from .envelope import Document
from .pages import draft_document, kind_of
from .reader import Reader


def previewed_document(signed: str, kind: PageKind, key: UUID, reader: Reader) -> Document | None:
    """Return the draft that a token is for; ``None`` where it could not be published as it stands.

    That is a goal outside of every plan, and a plan without its year. Raises ``InvalidPreviewTokenError`` if the token
    does not open this document on the reader's site in its language.
    """
    token = PreviewToken.read(signed)
    if not token.is_for(key, reader.locale.language_code):
        raise InvalidPreviewTokenError
    editor = get_user_model()._default_manager.filter(pk=token.user).first()
    if editor is None or not token.is_in_force(editor):
        raise InvalidPreviewTokenError
    draft = _draft(token, editor, reader)
    if draft is None or kind_of(draft) != kind or not _stands_on(reader.site, draft):
        raise InvalidPreviewTokenError
    document = draft_document(draft, reader)
    is_whole = document["year"] if kind == PageKind.PLAN else document["plan"]
    return document if is_whole else None


def _draft(token: PreviewToken, editor: Any, reader: Reader) -> Any:
    """Return the page as the editor had it in a form, else as it was last saved; ``None`` without the right to it."""
    saved = page_model().objects.filter(translation_key=token.page, locale=reader.locale).specific().first()
    if saved is None:
        new = page_in_form(token.form, None)
        # Two editors who try out new pages of a kind in the same second have one place in the library.
        return new if new and str(new.translation_key) == token.page and _may_add(new, editor) else None
    # As Wagtail decides who may see a draft; nobody who is deactivated may.
    rights = saved.permissions_for_user(editor)
    if not (rights.can_edit() or rights.can_publish()):
        return None
    return page_in_form(token.form, saved) or saved.get_latest_revision_as_object()


def _may_add(page: Any, editor: Any) -> bool:
    parent = page_model().objects.filter(path=page.path[: -page_model().steplen]).first()
    return parent is not None and parent.permissions_for_user(editor).can_add_subpage()


def _stands_on(site: Site, page: Any) -> bool:
    """Tell whether a page is one of the site's; a site nested below another is its own."""
    roots = [root for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)]
    nearest = max((root.root_path for root in roots), key=len, default=None)
    return any(root.site_id == site.pk for root in roots if root.root_path == nearest)
