"""What composing a document gathers before anything is written: texts, bodies, key figures, images, dependencies."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation
from wagtail.models import Locale, Site

from ..models import (
    DependencyKind,
    FollowUpReport,
    KeyFigure,
    KommunmalSiteSettings,
    ResponsibleBody,
    words_of_site,
)
from ..vocabulary import STATUSES, ResponsibleRole
from ..words import SiteWords
from .chosen import Chosen
from .images import ImageReference, load_images
from .reported import ReportedRows
from .rich_text import RichText, expand
from .shapes import Coded

Dependency = tuple[DependencyKind, int]

SETTINGS_OF_SITE: Final = "kommunmalsitesettings"
"""What a query for several sites reads their settings with."""


@dataclass(eq=False)
class BodyReference:
    """A body as a document in some language names it, with its role where it has one."""

    instance: ResponsibleBody
    context: ComposeContext
    role: str = ResponsibleRole.LEAD

    @property
    def id(self) -> uuid.UUID:
        return self.instance.uuid

    @property
    def name(self) -> str:
        return self.context.name_of(self.instance)

    @property
    def code(self) -> str:
        return self.instance.code

    @property
    def kind(self) -> str:
        return self.instance.kind


@dataclass(eq=False)
class SiteFacts:
    """What the documents of a site share that are composed together; read when it is first asked for."""

    site: Site
    chosen: Chosen = field(default_factory=Chosen)
    """What documents named so far."""
    reported: dict[uuid.UUID, ReportedRows] = field(default_factory=dict)
    """What live reports say of the goals that were read ahead."""

    @classmethod
    def of_sites(cls, site_ids: Collection[int], known: Iterable[Site] = ()) -> dict[int, SiteFacts]:
        """Return what sites say, with their settings at hand, in at most one query.

        ``known`` are sites that were read with their settings. What is chosen is read once for all of them.
        """
        sites = {site.pk: site for site in known if site.pk in site_ids}
        if missing := set(site_ids) - sites.keys():
            sites |= Site.objects.select_related(SETTINGS_OF_SITE).in_bulk(missing)
        found, chosen = {}, Chosen()
        for pk, site in sites.items():
            found[pk] = facts = cls(site, chosen)
            facts.settings = getattr(site, SETTINGS_OF_SITE, None) or KommunmalSiteSettings(site_id=pk)
        return found

    @cached_property
    def words(self) -> SiteWords:
        """What the site calls the statuses."""
        return words_of_site(self.site)

    @cached_property
    def settings(self) -> KommunmalSiteSettings:
        """What the site has set, or the defaults."""
        # Not as an attribute of the site, which may live longer than what it says.
        stored = KommunmalSiteSettings.objects.filter(site_id=self.site.pk).first()
        return stored or KommunmalSiteSettings(site_id=self.site.pk)


@dataclass
class ComposeContext:
    """Everything that the parts of one document share while it is composed.

    References are handed out while the page is read, and filled with a constant number of queries by ``load``.
    """

    translation_key: uuid.UUID
    locale: Locale
    year: int | None
    facts: SiteFacts
    as_if_live: FollowUpReport | None = None
    dependencies: set[Dependency] = field(default_factory=set)
    _texts: list[RichText] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)
    _statuses: dict[tuple[type[TextChoices], str], Coded] = field(default_factory=dict)
    _key_figures: list[KeyFigure] = field(default_factory=list)
    _images: list[ImageReference] = field(default_factory=list)

    def rich_text(self, value: Any) -> RichText:
        """Return a reference to a rich text, given as its source or as a block's value."""
        text = RichText(source=getattr(value, "source", value) or "")
        self._texts.append(text)
        return text

    def body(self, body: ResponsibleBody | None) -> BodyReference | None:
        """Return a reference to a body; ``None`` where a draft has none or it was deleted."""
        if body is None:
            return None
        self.depend(DependencyKind.BODY, body.pk)
        return BodyReference(self.chosen.bodies.setdefault(body.pk, body), self)

    def name_of(self, body: ResponsibleBody) -> str:
        """Return what a body is called in the document; known after ``load``."""
        if body.pk not in self._names:
            self._names[body.pk] = self.text_of(body, "name")
        return self._names[body.pk]

    def text_of(self, chosen: ResponsibleBody | KeyFigure, field: str) -> str:
        """Return a text of a body or a key figure in the document's language; known after ``load``."""
        return chosen.text_among(self.chosen.names_of(chosen), self.locale, field)

    def responsible(self, items: Any) -> list[BodyReference]:
        """Return the references of a block's list of responsible bodies, without those that are missing."""
        references = []
        for item in items or []:
            if (reference := self.body(item.get("body"))) is not None:
                reference.role = item.get("role") or ResponsibleRole.LEAD
                references.append(reference)
        return references

    def key_figure(self, key_figure: KeyFigure) -> KeyFigure:
        """Return the key figure, whose rows will be there after ``load``."""
        self.depend(DependencyKind.KEY_FIGURE, key_figure.pk)
        known = self.chosen.key_figures.setdefault(key_figure.pk, key_figure)
        self._key_figures.append(known)
        return known

    def image(self, image: Any, alt: str | None = None) -> ImageReference | None:
        """Return a reference to an image; ``alt`` is its text in this place, else the image's own."""
        if image is None:
            return None
        self.depend(DependencyKind.IMAGE, image.pk)
        reference = ImageReference(image_id=image.pk, alt=alt)
        self._images.append(reference)
        return reference

    def depend(self, kind: DependencyKind, object_id: int) -> None:
        self.dependencies.add((kind, object_id))

    def public_id(self, block_id: str | None, position: str) -> uuid.UUID:
        """Return the public id of a block; ``position`` stands in while a draft's block has no id yet."""
        return uuid.uuid5(self.translation_key, block_id or position)

    def load(self) -> None:
        """Fetch what the references need."""
        expand(self._texts, self.site.pk, self.depend)
        self.chosen.read_what_is_told()
        for figure in self._key_figures:
            if figure.responsible_id is not None:
                self.depend(DependencyKind.BODY, figure.responsible_id)
        if self._images:
            load_images(self._images)

    @property
    def chosen(self) -> Chosen:
        """What this document and those that are composed with it name."""
        return self.facts.chosen

    @property
    def site(self) -> Site:
        return self.facts.site

    @property
    def language(self) -> str:
        """The language code that numbers and labels are written for."""
        return self.locale.language_code

    @cached_property
    def reported(self) -> ReportedRows:
        """What live reports say of the goal, and the one that counts as if it were live."""
        key = self.translation_key
        if self.as_if_live is None and key in self.facts.reported:
            return self.facts.reported[key]
        return ReportedRows.of_goals([key], self.site, self.chosen, self.as_if_live)[key]

    def is_forecast(self, day: date) -> bool:
        """Tell whether what is said on a day comes before the plan's year is over."""
        return self.year is not None and day < date(self.year, 12, 31)

    @property
    def words(self) -> SiteWords:
        """What the site calls the statuses."""
        return self.facts.words

    def status(self, statuses: type[TextChoices], code: str) -> Coded | None:
        """Return a status with the site's word for it; ``None`` where nobody set one."""
        if not code:
            return None
        if (statuses, code) not in self._statuses:
            self._statuses[statuses, code] = Coded(code, self.words.label(code, statuses, self.language))
        return self._statuses[statuses, code]

    @property
    def vocabularies(self) -> dict[str, list[Coded]]:
        """All statuses of each vocabulary with the site's words, in the site's order."""
        return {
            name: [
                Coded(code, self.words.label(code, statuses, self.language)) for code in self.words.in_order(statuses)
            ]
            for name, statuses in STATUSES.items()
        }

    @property
    def site_settings(self) -> KommunmalSiteSettings:
        return self.facts.settings


@contextmanager
def in_language_of(locale: Locale) -> Iterator[None]:
    """Speak the locale's language, as far as Django knows it."""
    with translation.override(spoken_language(locale.language_code)):
        yield


def spoken_language(code: str) -> str:
    """Return ``code``, or the site's default where Django knows no such language (``sma``)."""
    return code if translation.check_for_language(code) else settings.LANGUAGE_CODE
