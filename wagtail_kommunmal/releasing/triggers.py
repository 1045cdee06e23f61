"""Signals: each says what happened and asks for the releases of the documents concerned.

To ask for the release of a document also bumps the version of what the public reads. Where something changes that is
read live, such as an address or a restriction, a handler bumps by itself.

Handlers look at nothing but ids; whether a page is live, closed or gone is found out when it is composed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from ..compat import page_model
from ..models import (
    DependencyKind,
    FocusArea,
    FollowUpReport,
    KeyFigure,
    KeyFigureAssessment,
    KeyFigureName,
    KeyFigureTarget,
    KeyFigureValue,
    KommunmalSiteSettings,
    PlanPageMixin,
    ReleaseHead,
    ResponsibleBody,
    ResponsibleBodyName,
    StatusWord,
    StatusWordLabel,
)
from ..models.signals import (
    key_figure_changed,
    key_figures_changed,
    plan_opened,
    reports_to_be_published,
    words_changed,
)
from ..vocabulary import ReleaseReason
from .changes import tell_of_everything, tell_of_page
from .keys import (
    is_released_kind,
    key_of,
    keys_at_and_below,
    keys_depending_on,
    keys_of_heads,
    keys_of_report,
    live_pages,
)
from .locking import keep_from_composing
from .pending import request_release
from .versions import bump_all_on_commit

logger = logging.getLogger(__name__)

Handler = Callable[..., None]


def connect() -> None:
    """Connect every trigger; called once when the app is ready."""
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_gone)
    post_delete.connect(on_page_deleted)
    page_slug_changed.connect(on_page_addresses_changed)
    post_page_move.connect(on_page_moved)
    for signal in (published, unpublished):
        signal.connect(on_report_published_or_withdrawn, sender=FollowUpReport)
    post_delete.connect(on_report_deleted, sender=FollowUpReport)
    # Last, and by itself: what has been asked for is asked for even if this fails.
    for signal in (published, unpublished, post_delete):
        signal.connect(on_report_to_be_committed, sender=FollowUpReport)
    reports_to_be_published.connect(on_reports_to_be_published)
    key_figure_changed.connect(on_key_figure_changed)
    key_figures_changed.connect(on_key_figures_changed)
    plan_opened.connect(on_plan_opened)
    words_changed.connect(on_words_changed)
    post_delete.connect(on_rendition_deleted, sender=get_image_model().get_rendition_model())
    handlers = _handlers_of_models()
    # Without the app the site must start all the same: a system check says that it is missing.
    if apps.is_installed("wagtail.documents"):
        handlers[get_document_model()] = on_document_changed
    for sender, handler in handlers.items():
        post_save.connect(handler, sender=sender)
        post_delete.connect(handler, sender=sender)


def _handlers_of_models() -> dict[type[Model], Handler]:
    return {
        ResponsibleBody: on_body_changed,
        ResponsibleBodyName: on_body_name_changed,
        FocusArea: on_focus_area_changed,
        KeyFigure: on_key_figure_saved,
        KeyFigureName: on_key_figure_row_changed,
        KeyFigureValue: on_key_figure_row_changed,
        KeyFigureTarget: on_key_figure_row_changed,
        KeyFigureAssessment: on_key_figure_row_changed,
        get_image_model(): on_image_changed,
        PageViewRestriction: on_view_restriction_changed,
        Collection: on_collection_changed,
        CollectionViewRestriction: on_collection_restriction_changed,
        Site: on_site_changed,
        KommunmalSiteSettings: on_site_settings_changed,
        StatusWord: on_word_changed,
        StatusWordLabel: on_word_label_changed,
        Locale: on_locale_changed,
    }


def trigger(handler: Handler) -> Handler:
    """Make a handler that never raises: Wagtail has already done what it tells of.

    Rows that are deleted along with what they belong to are passed over, for that has a trigger of its own.
    """

    @wraps(handler)
    def safe(sender: Any, **kwargs: Any) -> None:
        try:
            if not _is_swept_along(kwargs.get("instance"), kwargs.get("origin")):
                with transaction.atomic():
                    handler(sender, **kwargs)
        except Exception:
            logger.exception("%s failed; kommunmal_release --all does what was missed.", handler.__name__)
            bump_all_on_commit()

    return safe


def _is_swept_along(instance: Any, origin: Any) -> bool:
    """Tell whether a deletion that began at ``origin``, an object or a query set, has only cascaded to a row."""
    return origin is not None and not isinstance(instance, getattr(origin, "model", type(origin)))


@trigger
def on_page_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    if is_released_kind(instance):
        request_release([key_of(instance)], ReleaseReason.PUBLISHED)
    if isinstance(instance, PlanPageMixin):
        # The standard headings of its goals carry the plan's year.
        goals = [key for key in keys_at_and_below(instance) if key != key_of(instance)]
        request_release(goals, ReleaseReason.PLAN_CHANGED)
    _release_what_links_to([instance.pk])


@trigger
def on_page_gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    if is_released_kind(instance):
        request_release([key_of(instance)], ReleaseReason.PUBLISHED)
    _release_what_links_to([instance.pk])


def on_page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    # Pages below a deleted page are told of as well, each as what it is.
    if isinstance(instance, page_model()):
        on_page_gone(sender, instance=instance)


@trigger
def on_page_addresses_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    bump_all_on_commit(keys_at_and_below(instance))
    _release_what_links_to(_pages_at_and_below(instance))


@trigger
def on_page_moved(sender: Any, instance: Any, **kwargs: Any) -> None:
    moved = keys_at_and_below(instance)
    # Of the site, too, that they have left.
    bump_all_on_commit(moved)
    tell_of_page(instance)
    request_release(moved, ReleaseReason.PLAN_CHANGED)
    _release_what_links_to(_pages_at_and_below(instance))


@trigger
def on_view_restriction_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    bump_all_on_commit(keys_at_and_below(instance.page))
    tell_of_page(instance.page)
    _release_what_links_to(_pages_at_and_below(instance.page))


@trigger
def on_plan_opened(sender: Any, plan: Any, **kwargs: Any) -> None:
    request_release(keys_at_and_below(plan), ReleaseReason.PLAN_CHANGED)


@trigger
def on_report_published_or_withdrawn(sender: Any, instance: FollowUpReport, **kwargs: Any) -> None:
    request_release(keys_of_report(instance), ReleaseReason.FOLLOW_UP, label=_public_name(instance))


@trigger
def on_report_deleted(sender: Any, instance: FollowUpReport, **kwargs: Any) -> None:
    keys = keys_depending_on(DependencyKind.REPORT, [instance.pk])
    request_release(keys, ReleaseReason.FOLLOW_UP, label=_public_name(instance))


@trigger
def on_report_to_be_committed(sender: Any, instance: FollowUpReport, **kwargs: Any) -> None:
    keep_from_composing(keys_of_report(instance))


@trigger
def on_reports_to_be_published(sender: Any, reports: Iterable[FollowUpReport], **kwargs: Any) -> None:
    # Of all of them at once: whoever waits for one goal while holding another would wait for ever.
    keep_from_composing([key for report in reports for key in keys_of_report(report)])


@trigger
def on_body_changed(sender: Any, instance: ResponsibleBody, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.BODY, [instance.pk], ReleaseReason.BODY_CHANGED)


@trigger
def on_body_name_changed(sender: Any, instance: ResponsibleBodyName, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.BODY, [instance.body_id], ReleaseReason.BODY_CHANGED)


@trigger
def on_focus_area_changed(sender: Any, instance: FocusArea, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.FOCUS_AREA, [instance.pk], ReleaseReason.FOCUS_AREA_CHANGED)


@trigger
def on_key_figure_saved(sender: Any, instance: KeyFigure, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.KEY_FIGURE, [instance.pk], ReleaseReason.KEY_FIGURE_CHANGED)


@trigger
def on_key_figure_row_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.KEY_FIGURE, [instance.key_figure_id], ReleaseReason.KEY_FIGURE_CHANGED)


@trigger
def on_key_figure_changed(sender: Any, key_figure: KeyFigure, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.KEY_FIGURE, [key_figure.pk], ReleaseReason.KEY_FIGURE_CHANGED)


@trigger
def on_key_figures_changed(sender: Any, key_figures: Iterable[KeyFigure], **kwargs: Any) -> None:
    pks = [key_figure.pk for key_figure in key_figures]
    _release_what_uses(DependencyKind.KEY_FIGURE, pks, ReleaseReason.KEY_FIGURE_CHANGED)


@trigger
def on_image_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.IMAGE, [instance.pk], ReleaseReason.IMAGE_CHANGED)


@trigger
def on_rendition_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    # Its file is gone, and documents hold the address.
    _release_what_uses(DependencyKind.IMAGE, [instance.image_id], ReleaseReason.IMAGE_CHANGED)


@trigger
def on_document_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    _release_what_uses(DependencyKind.DOCUMENT, [instance.pk], ReleaseReason.LINK_CHANGED)


@trigger
def on_collection_changed(sender: Any, instance: Collection, **kwargs: Any) -> None:
    # It may be on its way into a private collection.
    _release_what_shows_images_of(instance)


@trigger
def on_collection_restriction_changed(sender: Any, instance: CollectionViewRestriction, **kwargs: Any) -> None:
    _release_what_shows_images_of(instance.collection)


@trigger
def on_site_changed(sender: Any, instance: Site, **kwargs: Any) -> None:
    # Wagtail's own handler, which forgets the old addresses, may come after this one.
    Site.clear_site_root_paths_cache()
    bump_all_on_commit()
    tell_of_everything()
    # A site's host and root decide the addresses of links from every other site, too; pages that belonged to no site
    # may do so now.
    released = keys_of_heads(ReleaseHead.objects.filter(current__isnull=False))
    request_release([*released, *live_pages()], ReleaseReason.SITE_CHANGED)


@trigger
def on_site_settings_changed(sender: Any, instance: KommunmalSiteSettings, **kwargs: Any) -> None:
    # The API describes itself with them, whether there are documents or none.
    bump_all_on_commit()
    _release_site(instance.site_id, ReleaseReason.SITE_CHANGED)


@trigger
def on_words_changed(sender: Any, site: Site, **kwargs: Any) -> None:
    _release_site(site.pk, ReleaseReason.WORDS_CHANGED)


@trigger
def on_word_changed(sender: Any, instance: StatusWord, **kwargs: Any) -> None:
    _release_site(instance.site_id, ReleaseReason.WORDS_CHANGED)


@trigger
def on_word_label_changed(sender: Any, instance: StatusWordLabel, **kwargs: Any) -> None:
    _release_site(instance.word.site_id, ReleaseReason.WORDS_CHANGED)


@trigger
def on_locale_changed(sender: Any, instance: Locale, **kwargs: Any) -> None:
    Site.clear_site_root_paths_cache()
    bump_all_on_commit()
    tell_of_everything()
    request_release(keys_of_heads(ReleaseHead.objects.filter(locale_id=instance.pk)), ReleaseReason.SITE_CHANGED)


def _public_name(report: FollowUpReport) -> str:
    """Return what the public history calls a report, whatever language the editor works in."""
    with override(settings.LANGUAGE_CODE):
        return str(report)


def _release_site(site_id: int, reason: ReleaseReason) -> None:
    request_release(keys_of_heads(ReleaseHead.objects.filter(site_id=site_id)), reason)


def _release_what_uses(kind: DependencyKind, object_ids: Iterable[int], reason: ReleaseReason) -> None:
    request_release(keys_depending_on(kind, object_ids), reason)


def _release_what_links_to(page_ids: Iterable[int]) -> None:
    _release_what_uses(DependencyKind.PAGE, page_ids, ReleaseReason.LINK_CHANGED)


def _release_what_shows_images_of(collection: Collection) -> None:
    collections = collection.get_descendants(inclusive=True)
    images = get_image_model().objects.filter(collection__in=collections).values_list("pk", flat=True)
    _release_what_uses(DependencyKind.IMAGE, images, ReleaseReason.IMAGE_CHANGED)


def _pages_at_and_below(page: Any) -> Iterable[int]:
    below: Iterable[int] = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    return below
