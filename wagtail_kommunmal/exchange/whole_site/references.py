"""How an export names what objects refer to: by what stays the same in another database, never by primary key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Protocol

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from ...compat import page_model
from ...models import FocusArea, KeyFigure, ResponsibleBody

SITE: Final = "site"
GONE: Final = "gone"
"""The kind of a reference to what was no longer there when the site was exported."""
PERSON: Final = f"{GONE}:person"
"""Stands for anybody: who somebody is stays where people are known."""
ELSEWHERE: Final = "elsewhere"
"""The kind of a reference to an object of another model than those that are exported."""

UUIDS: Final[Mapping[type[Model], str]] = {ResponsibleBody: "body", KeyFigure: "key-figure", FocusArea: "focus-area"}


class Swap(Protocol):
    """Turns what stands at a reference to a model into what is to stand there."""

    def __call__(self, model: type[Model], value: Any) -> Any: ...

    def stream(self, blocks: list[Any]) -> Any:
        """Return a stream of blocks, swapped already, as it is to stand in its field."""


def page_reference(translation_key: Any, language_code: str) -> str:
    return f"page:{translation_key}:{language_code}"


@dataclass
class Naming:
    """Names what a site's content refers to: primary key -> reference.

    ``elsewhere`` gathers what is not in the export, as far as a reader needs it to find the object by hand;
    ``images`` and ``documents`` the keys of those that are to be exported too.
    """

    site: Site
    pages: Mapping[int, str]
    """Primary key -> reference of each page that is exported."""
    elsewhere: dict[str, dict[str, str]] = field(default_factory=dict)
    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    """Codes of the languages that anything is written in."""

    def __call__(self, model: type[Model], value: Any) -> str | None:
        if value is None or value == "":
            return None
        if model is Site and int(value) == self.site.pk:
            return SITE
        name = next((name for kind, name in self._kinds if issubclass(model, kind)), self._elsewhere)
        return name(model, value)

    def stream(self, blocks: list[Any]) -> Any:
        return blocks

    @cached_property
    def _kinds(self) -> list[tuple[type[Model], Callable[[type[Model], Any], str]]]:
        return [
            (page_model(), self._page),
            (get_image_model(), self._image),
            (get_document_model(), self._document),
            (Locale, self._locale),
            (Group, self._group),
            (get_user_model(), lambda model, pk: PERSON),
            *((kind, self._own) for kind in UUIDS),
        ]

    def _own(self, model: type[Model], pk: Any) -> str:
        known = self._uuids.setdefault(model, {})
        if not known:
            known |= model._default_manager.filter(site=self.site).values_list("pk", "uuid")
        # One of another site is not exported: to be named as such.
        return f"{UUIDS[model]}:{known[int(pk)]}" if int(pk) in known else self._elsewhere(model, pk)

    def _page(self, model: type[Model], pk: Any) -> str:
        if int(pk) in self.pages:
            return self.pages[int(pk)]
        page = page_model().objects.select_related("locale").filter(pk=pk).first()
        if page is None:
            return f"{GONE}:page:{pk}"
        reference = page_reference(page.translation_key, page.locale.language_code)
        self.elsewhere[reference] = {"title": page.title, "path": self.path_of(page) or ""}
        return reference

    def path_of(self, page: Any) -> str | None:
        """Return a page's path below the site's root page of its language; ``None`` outside of the site."""
        for root in Site.get_site_root_paths():
            if root.site_id == self.site.pk and page.url_path.startswith(root.root_path):
                return "/" + str(page.url_path).removeprefix(root.root_path)
        return None

    def _image(self, model: type[Model], pk: Any) -> str:
        return self._file("image", get_image_model(), pk, self.images)

    def _document(self, model: type[Model], pk: Any) -> str:
        return self._file("document", get_document_model(), pk, self.documents)

    def _file(self, kind: str, model: type[Any], pk: Any, used: set[int]) -> str:
        if int(pk) not in used:
            if not model.objects.filter(pk=pk).exists():
                return f"{GONE}:{kind}:{pk}"
            used.add(int(pk))
        return f"{kind}:{int(pk)}"

    def _locale(self, model: type[Model], pk: Any) -> str:
        code = self._locales[int(pk)]
        self.languages.add(code)
        return f"locale:{code}"

    def _group(self, model: type[Model], pk: Any) -> str:
        return f"group:{Group.objects.get(pk=pk).name}"

    def _elsewhere(self, model: type[Model], pk: Any) -> str:
        label = model._meta.label_lower
        found = model._default_manager.filter(pk=pk).first()
        if found is None:
            return f"{GONE}:{label}:{pk}"
        reference = f"{ELSEWHERE}:{label}:{pk}"
        self.elsewhere[reference] = {"text": str(found)}
        return reference

    @cached_property
    def _uuids(self) -> dict[type[Model], dict[int, Any]]:
        return {}

    @cached_property
    def _locales(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))


@dataclass
class Finding:
    """Finds in the database that is restored into what an export names: reference -> primary key.

    ``lost`` gathers the references to what is not there. Objects of the export are noted in ``found`` as they are made.
    """

    site: Site
    elsewhere: Mapping[str, Mapping[str, str]]
    found: dict[str, int] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    """Reference -> what people know the object by."""

    def __call__(self, model: type[Model], value: Any) -> int | None:
        if value is None:
            return None
        if value not in self.found and (pk := self._look_up(model, str(value))) is not None:
            self.found[value] = pk
        if value in self.found:
            return self.found[value]
        if not str(value).startswith(f"{GONE}:"):
            facts = self.elsewhere.get(value, {})
            self.lost[value] = " ".join(filter(None, (facts.get("title") or facts.get("text"), facts.get("path"))))
        return None

    def stream(self, blocks: list[Any]) -> Any:
        return json.dumps(blocks, ensure_ascii=False)

    def page_at(self, path: str, language_code: str) -> Any:
        """Return the page at a path below the site's root page of a language, or ``None``."""
        for root in Site.get_site_root_paths():
            if root.site_id == self.site.pk and root.language_code == language_code:
                url_path = root.root_path + path.removeprefix("/")
                return page_model().objects.filter(url_path=url_path, locale__language_code=language_code).first()
        return None

    def _look_up(self, model: type[Model], reference: str) -> int | None:
        kind, _, rest = reference.partition(":")
        if kind == SITE:
            return self.site.pk
        if kind == "locale":
            return _first(Locale.objects.filter(language_code=rest))
        if kind == "group":
            return _first(Group.objects.filter(name=rest))
        if kind == "page":
            return self._page(reference, *rest.split(":"))
        if kind == ELSEWHERE:
            found = model._default_manager.filter(pk=rest.rpartition(":")[2]).first()
            # The same number may be that of something else here.
            return found.pk if found and str(found) == self.elsewhere.get(reference, {}).get("text") else None
        return None

    def _page(self, reference: str, key: str, language_code: str) -> int | None:
        if reference not in self.elsewhere:
            return None
        same = page_model().objects.filter(translation_key=key, locale__language_code=language_code).first()
        path = self.elsewhere[reference].get("path")
        page = same or (self.page_at(path, language_code) if path else None)
        return page.pk if page else None


def _first(rows: Any) -> int | None:
    pk: int | None = rows.values_list("pk", flat=True).first()
    return pk


def note(found: dict[str, int], objects: Iterable[Any]) -> None:
    """Note under their references objects that are named by their public ids."""
    for made in objects:
        found[f"{UUIDS[type(made)]}:{made.uuid}"] = made.pk
