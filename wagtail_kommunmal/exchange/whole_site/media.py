"""Images and documents that the content of a site refers to: what is known of them, and their files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.management.color import no_style
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction

from .fields import Data, built, exported
from .files import DamagedExportError, Export, Folder, sha256_of
from .references import Finding, Naming

logger = logging.getLogger(__name__)

LEFT_OUT: Final = frozenset({"collection", "file", "created_at"})
OF_RENDITION: Final = ("filter_spec", "focal_point_key", "width", "height")


def export_images(folder: Folder, naming: Naming, *, with_files: bool) -> int:
    return _export(folder, naming, "images", get_image_model(), naming.images, with_files)


def export_documents(folder: Folder, naming: Naming, *, with_files: bool) -> int:
    return _export(folder, naming, "documents", get_document_model(), naming.documents, with_files)


def _export(folder: Folder, naming: Naming, name: str, model: type[Any], keys: Iterable[int], with_files: bool) -> int:
    private = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    rows = list(model.objects.filter(pk__in=sorted(keys)).select_related("collection").order_by("pk"))
    data = [
        {
            "fields": exported(row, naming, LEFT_OUT),
            "file": row.file.name,
            "is_private": row.collection.path.startswith(private),
            "key": row.pk,
            "tags": sorted(row.tags.names()),
            **_export_file(folder, f"{name}/{row.pk}", row.file, with_files),
            **({"renditions": _renditions(folder, row, with_files)} if name == "images" else {}),
        }
        for row in rows
    ]
    folder.write_json(f"{name}.json", data)
    return len(data)


def _renditions(folder: Folder, image: Any, with_files: bool) -> list[Data]:
    """Return the renditions that documents name, also those of earlier releases."""
    rows = image.renditions.filter(filter_spec__startswith="width-").order_by("filter_spec", "focal_point_key")
    return [
        {
            **{name: getattr(row, name) for name in OF_RENDITION},
            "file": row.file.name,
            **_export_file(folder, f"images/{image.pk}/renditions", row.file, with_files),
        }
        for row in rows
    ]


def _export_file(folder: Folder, place: str, file: Any, with_files: bool) -> Data:
    """Return the checksum of a file, and its name in the export if it was copied; neither where it cannot be read."""
    try:
        source = file.storage.open(file.name)
    except OSError:
        return {"copy": None, "sha256": None}
    if not with_files:
        return {"copy": None, "sha256": sha256_of(source)}
    copy = f"{place}/{file.name.rpartition('/')[2]}"
    with source:
        folder.copy(copy, source)
    return {"copy": copy, "sha256": folder.files[copy]["sha256"]}


@dataclass
class MediaStore:
    """Puts files into the storage; ``saved`` are those to be taken away if the restore comes to nothing."""

    export: Export
    saved: list[tuple[Any, str]] = field(default_factory=list)

    def place(self, storage: Any, row: Data) -> str:
        """Return the name under which a file is in the storage: its own where the same file is there already."""
        name, copy = str(row["file"]), row["copy"]
        if row["sha256"] is None or self._is_there(storage, name, row["sha256"]):
            return name
        if copy is None:
            raise DamagedExportError([f"{name}: is not in the storage with the content that it had."])
        with self.export.open(copy) as file:
            stored: str = storage.save(name, File(file))
        self.saved.append((storage, stored))
        return stored

    def is_missing(self, storage: Any, row: Data) -> bool:
        """Tell whether neither the export nor the storage has a file."""
        is_known = row["sha256"] is not None and row["copy"] is None
        return is_known and not self._is_there(storage, str(row["file"]), row["sha256"])

    def undo(self) -> None:
        """Take the files away again; one that stays, because its storage refuses, is logged."""
        for storage, name in self.saved:
            try:
                storage.delete(name)
            except Exception:
                logger.exception("The file “%s” could not be taken away.", name)

    def _is_there(self, storage: Any, name: str, checksum: str) -> bool:
        try:
            return storage.exists(name) and sha256_of(_opened(storage, name)) == checksum
        except SuspiciousOperation:
            raise DamagedExportError([f"{name}: is no name of a file in the storage."]) from None


def _opened(storage: Any, name: str) -> IO[bytes]:
    file: IO[bytes] = storage.open(name)
    return file


def storage_of(model: type[Any]) -> Any:
    return model._meta.get_field("file").storage


def restore_media(export: Export, finding: Finding, store: MediaStore) -> Iterator[str]:
    """Make the images and documents of an export, and yield what an administrator should know of them."""
    for name, kind, model in (("images", "image", get_image_model()), ("documents", "document", get_document_model())):
        rows = export.read_json(f"{name}.json")
        for row in rows:
            file = store.place(storage_of(model), row)
            # With its name among the rest, for whoever sets it later has the file opened and measured.
            fields = {**row["fields"], "file": file}
            made = built(model, fields, finding, collection=_collection(row["is_private"]))
            if kind == "document" and not model.objects.filter(pk=row["key"]).exists():
                # It is part of the document's address.
                made.pk = row["key"]
            made.save(force_insert=True)
            made.tags.add(*row["tags"])
            finding.found[f"{kind}:{row['key']}"] = made.pk
            if kind == "image":
                _restore_renditions(made, row.get("renditions", ()), store)
            if file != row["file"]:
                yield f"The file “{row['file']}” is now called “{file}”."
            if kind == "document" and made.pk != row["key"]:
                yield f"The document “{made}” has another address than before."
        if rows:
            _go_on_counting_after(model)


def _restore_renditions(image: Any, rows: Iterable[Data], store: MediaStore) -> None:
    """Take over the renditions whose files are there, as their addresses stand in releases; others are made anew."""
    model = image.get_rendition_model()
    storage = storage_of(model)
    for row in rows:
        if row["sha256"] is not None and not store.is_missing(storage, row):
            facts = {name: row[name] for name in OF_RENDITION}
            model.objects.create(image=image, file=store.place(storage, row), **facts)


def _go_on_counting_after(model: type[Any]) -> None:
    """Let the database choose keys beyond those that were given."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _collection(is_private: bool) -> Any:
    """Return the collection for what everybody may see, or one that only those who log in may see."""
    root = Collection.get_first_root_node()
    if not is_private:
        return root
    name = str(_("Restored, not public"))
    restricted = CollectionViewRestriction.objects.values("collection")
    found = Collection.objects.filter(name=name, pk__in=restricted).first()
    if found is None:
        found = root.add_child(name=name)
        CollectionViewRestriction.objects.create(collection=found, restriction_type=BaseViewRestriction.LOGIN)
    return found
