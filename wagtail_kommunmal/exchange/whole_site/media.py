"""Images and documents that the content of a site refers to: what is known of them, and their files."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from .fields import Data, built, exported, save_many, take_keys, told_of
from .files import DamagedExportError, Export, Folder, sha256_of
from .progress import Tell
from .references import Finding, Naming

logger = logging.getLogger(__name__)

LEFT_OUT: Final = frozenset({"collection", "file", "created_at"})
DOCUMENT_FILTER: Final = "width-"
"""What the filters of the renditions begin with that documents offer."""
OF_RENDITION: Final = ("filter_spec", "focal_point_key", "width", "height")

STRICTEST_FIRST: Final = (BaseViewRestriction.GROUPS, BaseViewRestriction.PASSWORD, BaseViewRestriction.LOGIN)


@dataclass
class MediaRows:
    """The images or documents of an export: what the database says of them, before any file is opened."""

    name: str
    model: type[Any]
    rows: list[Data]


def read_media(naming: Naming) -> list[MediaRows]:
    """Read the rows of the images and documents that are to be exported."""
    return [
        _read("images", get_image_model(), naming.images, naming),
        _read("documents", get_document_model(), naming.documents, naming),
    ]


def _read(name: str, model: type[Any], keys: Iterable[int], naming: Naming) -> MediaRows:
    rows = model.objects.filter(pk__in=sorted(keys)).select_related("collection").order_by("pk")
    data = [
        {
            "fields": exported(row, naming, LEFT_OUT),
            "file": row.file.name,
            "key": row.pk,
            "restricted_to": strictest_kind(row.collection),
            "tags": sorted(row.tags.names()),
            **({"renditions": _renditions(row)} if name == "images" else {}),
        }
        for row in rows
    ]
    return MediaRows(name, model, data)


def _renditions(image: Any) -> list[Data]:
    """Return the renditions that documents name, also those of earlier releases."""
    rows = image.renditions.filter(filter_spec__startswith=DOCUMENT_FILTER).order_by("filter_spec", "focal_point_key")
    return [{**{name: getattr(row, name) for name in OF_RENDITION}, "file": row.file.name} for row in rows]


def write_media(folder: Folder, media: MediaRows, *, with_files: bool, advance: Callable[[], None]) -> Iterator[str]:
    """Write what was read with its files, and yield which of them cannot be read."""
    storage = storage_of(media.model)
    for row in media.rows:
        place = f"{media.name}/{row['key']}"
        row |= _export_file(folder, place, storage, row["file"], with_files)
        if row["sha256"] is None:
            yield f"The file “{row['file']}” of “{row['fields']['title']}” cannot be read."
        for rendition in row.get("renditions", ()):
            renditions = storage_of(media.model.get_rendition_model())
            rendition |= _export_file(folder, f"{place}/renditions", renditions, rendition["file"], with_files)
        advance()
    folder.write_json(f"{media.name}.json", media.rows)


def _export_file(folder: Folder, place: str, storage: Any, name: str, with_files: bool) -> Data:
    """Return the checksum of a file, and its name in the export if it was copied; neither where it cannot be read."""
    try:
        source = storage.open(name)
    except (OSError, SuspiciousOperation):
        return {"copy": None, "sha256": None}
    if not with_files:
        return {"copy": None, "sha256": sha256_of(source)}
    copy = f"{place}/{_name_of_copy(name)}"
    with source:
        folder.copy(copy, source)
    return {"copy": copy, "sha256": folder.files[copy]["sha256"]}


def _name_of_copy(name: str) -> str:
    """Return the last part of a stored name, as every file system can have it."""
    return re.sub(r'[\\:*?"<>|]', "_", name.rpartition("/")[2])


@dataclass
class MediaStore:
    """Puts files into the storage; ``saved`` are those to be taken away if the restore comes to nothing."""

    export: Export
    saved: list[tuple[Any, str]] = field(default_factory=list)

    def place(self, model: type[Any], row: Data) -> str:
        """Return the name under which a file is in the storage of a model.

        It is its own where the same file is there already and is no other row's, for a file goes with its row. A file
        that could not be exported gets a name that nothing has.
        """
        storage, name, copy = storage_of(model), str(row["file"]), row["copy"]
        if row["sha256"] is None:
            return self._free_name(storage, name)
        is_there = self._is_there(storage, name, row["sha256"])
        if is_there and not model._default_manager.filter(file=name).exists():
            return name
        if copy is None and not is_there:
            raise DamagedExportError([f"{name}: is not in the storage with the content that it had."])
        with self.export.open(copy) if copy else storage.open(name) as file:
            stored: str = storage.save(name, File(file))
        self.saved.append((storage, stored))
        return stored

    def same(self, model: type[Any], row: Data, made: Iterable[int]) -> Any:
        """Return a row that the site had before, with the same file for the same readers, or ``None``."""
        if row["restricted_to"] not in (None, BaseViewRestriction.LOGIN) or row["sha256"] is None:
            return None
        for found in model._default_manager.filter(file=row["file"]).exclude(pk__in=made).select_related("collection"):
            if strictest_kind(found.collection) == row["restricted_to"]:
                return found if self._is_there(storage_of(model), row["file"], row["sha256"]) else None
        return None

    def is_missing(self, model: type[Any], row: Data) -> bool:
        """Tell whether neither the export nor the storage has a file."""
        is_known = row["sha256"] is not None and row["copy"] is None
        return is_known and not self._is_there(storage_of(model), str(row["file"]), row["sha256"])

    def undo(self) -> None:
        """Take the files away again; one that stays, because its storage refuses, is logged."""
        for storage, name in self.saved:
            try:
                storage.delete(name)
            except Exception:
                logger.exception("The file “%s” could not be taken away.", name)

    def _is_there(self, storage: Any, name: str, checksum: str) -> bool:
        with _names_of_a_storage(name):
            return storage.exists(name) and sha256_of(storage.open(name)) == checksum

    def _free_name(self, storage: Any, name: str) -> str:
        with _names_of_a_storage(name):
            return str(storage.get_available_name(name))


@contextmanager
def _names_of_a_storage(name: str) -> Iterator[None]:
    """Refuse a name that leads out of a storage."""
    try:
        yield
    except SuspiciousOperation:
        raise DamagedExportError([f"{name}: is no name of a file in the storage."]) from None


def storage_of(model: type[Any]) -> Any:
    return model._meta.get_field("file").storage


def restore_media(export: Export, finding: Finding, store: MediaStore, tell: Tell) -> Iterator[str]:
    """Make the images and documents of an export, and yield what an administrator should know of them."""
    for kind, model in (("image", get_image_model()), ("document", get_document_model())):
        rows = export.read_json(f"{kind}s.json")
        made: list[int] = []
        with tell(len(rows)) as progress:
            for row in rows:
                instance = store.same(model, row, made)
                if instance is None:
                    instance = yield from _restore_row(model, row, finding, store, keeps_its_key=kind == "document")
                    made.append(instance.pk)
                finding.found[f"{kind}:{row['key']}"] = instance.pk
                if kind == "image":
                    _restore_renditions(instance, row.get("renditions", ()), store)
                if kind == "document" and instance.pk != row["key"]:
                    yield f"The document “{instance}” has another address than before."
                progress.advance(1)
        if made:
            _go_on_counting_after(model)


def _restore_row(
    model: type[Any], row: Data, finding: Finding, store: MediaStore, *, keeps_its_key: bool
) -> Generator[str, None, Any]:
    """Make an image or a document, yield what is to be told of it, and return it."""
    file = store.place(model, row)
    # With its name among the rest, for whoever sets it later has the file opened and measured.
    made = built(model, {**row["fields"], "file": file}, finding, collection=_collection(row["restricted_to"]))
    if keeps_its_key and not model.objects.filter(pk=row["key"]).exists():
        # It is part of the document's address.
        made.pk = row["key"]
    take_keys(made)
    with told_of(f"{model._meta.verbose_name_plural}: “{made}”"):
        made.save(force_insert=True)
        save_many(made, row["fields"], finding)
    made.tags.add(*row["tags"])
    if row["sha256"] is None:
        yield f"“{made}” has no file: “{row['file']}” could not be read when it was exported."
    elif file != row["file"]:
        yield f"The file “{row['file']}” is now called “{file}”."
    if row["restricted_to"] not in (None, BaseViewRestriction.LOGIN):
        yield f"“{made}” is closed to everybody until you put it into a collection whose readers may see it."
    return made


def _restore_renditions(image: Any, rows: Iterable[Data], store: MediaStore) -> None:
    """Take over the renditions whose files are there, as their addresses stand in releases; others are made anew."""
    model = image.get_rendition_model()
    present = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    for row in rows:
        is_new = (row["filter_spec"], row["focal_point_key"]) not in present
        if is_new and row["sha256"] is not None and not store.is_missing(model, row):
            facts = {name: row[name] for name in OF_RENDITION}
            model.objects.create(image=image, file=store.place(model, row), **facts)


def _go_on_counting_after(model: type[Any]) -> None:
    """Let the database choose keys beyond those that were given."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def strictest_kind(collection: Any) -> str | None:
    """Return the kind of the strictest restriction of a collection; ``None`` where everybody may see what is in it."""
    kinds = set(collection.get_view_restrictions().values_list("restriction_type", flat=True))
    return next((kind for kind in STRICTEST_FIRST if kind in kinds), None)


def _collection(kind: str | None) -> Any:
    """Return the collection for what everybody may see, or for those who log in, or for nobody yet."""
    root = Collection.get_first_root_node()
    if kind is None:
        return root
    is_for_users = kind == BaseViewRestriction.LOGIN
    name = str(_("Restored, not public") if is_for_users else _("Restored, for nobody"))
    made_as = BaseViewRestriction.LOGIN if is_for_users else BaseViewRestriction.GROUPS
    restricted = CollectionViewRestriction.objects.filter(restriction_type=made_as, groups=None).values("collection")
    found = Collection.objects.filter(name=name, pk__in=restricted).first()
    if found is None:
        found = root.add_child(name=name)
        CollectionViewRestriction.objects.create(collection=found, restriction_type=made_as)
    return found
