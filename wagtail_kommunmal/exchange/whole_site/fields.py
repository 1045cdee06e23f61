"""Objects as data and back: the fields of a model whatever a site has added, its child rows and many-to-many fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Field, FileField, ForeignKey, ManyToManyField, Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields, model_from_serializable_data
from wagtail.fields import RichTextField, StreamField

from .content import swapped_block, swapped_html
from .references import Finding, Swap

Data = dict[str, Any]

MANAGED: Final = frozenset(
    {"path", "depth", "numchild", "url_path", "content_type", "latest_revision", "live_revision", "index_entries"}
)
"""Fields that follow from the place in a tree or a database."""


class UnfitError(ValueError):
    """Data do not fit the models of the site that they are restored into."""


@contextmanager
def told_of(name: str) -> Iterator[None]:
    """Tell by name what the database refuses."""
    try:
        yield
    except (IntegrityError, DataError, ValidationError, OverflowError, TypeError, ValueError) as error:
        if isinstance(error, UnfitError):
            raise
        reason = "; ".join(error.messages) if isinstance(error, ValidationError) else error
        raise UnfitError(f"{name}: {reason}") from error


def exported(instance: Any, swap: Swap, leave_out: frozenset[str] = frozenset()) -> Data:
    """Return the fields of an object, with its child rows, as an export has them."""
    is_cluster = hasattr(instance, "serializable_data")
    data = instance.serializable_data() if is_cluster else get_serializable_data_for_fields(instance)
    data |= {field.name: [row.pk for row in getattr(instance, field.name).all()] for field in _plain_many(instance)}
    return swapped(type(instance), data, swap, leave_out)


def swapped(model: type[Model], data: Data, swap: Swap, leave_out: frozenset[str] = frozenset()) -> Data:
    """Return data of a model with every reference swapped, without what belongs to one database or to a person.

    The primary keys of child rows stay, as labels: drafts name their rows by them.
    """
    return _swapped(model, data, swap, leave_out | MANAGED)


def _swapped(model: type[Model], data: Data, swap: Swap, leave_out: frozenset[str]) -> Data:
    children = children_of(model)
    result: Data = {}
    for name, value in data.items():
        if name == "pk" or name in leave_out:
            continue
        if relation := children.get(name):
            if not names_a_person(relation.related_model):
                result[name] = [_swapped_child(relation, row, swap) for row in value]
        elif (field := field_of(model, name)) is None:
            result[name] = value
        elif not is_left_out(field):
            result[name] = _swapped_value(field, value, swap)
    return result


def children_of(model: type[Model]) -> dict[str, Any]:
    """Return the relations to the rows that are part of an object of a model, by name."""
    return {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}


def _swapped_child(relation: Any, row: Data, swap: Swap) -> Data:
    return {"pk": row.get("pk"), **_swapped(relation.related_model, row, swap, frozenset({relation.field.name}))}


def _swapped_value(field: Any, value: Any, swap: Swap) -> Any:
    if isinstance(field, ManyToManyField):
        found = (swap(field.related_model, key) for key in value or ())
        return [key for key in found if key is not None]
    if isinstance(field, ForeignKey):
        return swap(field.related_model, value)
    if isinstance(field, StreamField):
        blocks = json.loads(value) if isinstance(value, str) else value
        return swap.stream(swapped_block(field.stream_block, blocks or [], swap))
    if isinstance(field, RichTextField) and value:
        return swapped_html(value, swap)
    return value


def field_of(model: type[Model], name: str) -> Any:
    """Return a field, or ``None`` where the model has none of that name."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def is_left_out(field: Any) -> bool:
    """Tell whether a field says who somebody is, or repeats the primary key."""
    related = getattr(field, "related_model", None)
    is_person = isinstance(related, type) and issubclass(related, get_user_model())
    return is_person or bool(field.remote_field and getattr(field.remote_field, "parent_link", False))


def names_a_person(model: type[Any]) -> bool:
    """Tell whether rows of a model cannot be without somebody, as comments cannot."""
    return any(
        isinstance(field, ForeignKey) and not isinstance(field, ParentalKey) and is_left_out(field) and not field.null
        for field in model._meta.get_fields()
    )


def _plain_many(instance: Any) -> Iterator[Field[Any, Any]]:
    """Yield the many-to-many fields that are written at once, and are no part of a draft."""
    for field in type(instance)._meta.many_to_many:
        if isinstance(field, ManyToManyField) and not isinstance(field, ParentalManyToManyField):
            yield field


def files_of(model: type[Model]) -> list[str]:
    """Return the names of a model's fields that hold files."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, FileField)]


def unknown_fields(model: type[Model], data: Mapping[str, Any]) -> list[str]:
    """Return the names in data that a model has neither a field nor child rows for."""
    return sorted(name for name in data if name not in children_of(model) and field_of(model, name) is None)


def built(model: type[Any], data: Data, finding: Finding, **more: Any) -> Any:
    """Return an unsaved object of a model from exported data, with its child rows; ``more`` are values as they are.

    Raises ``UnfitError`` where it cannot be without something that is not here.
    """
    found = without_lost_rows(model, swapped(model, data, finding))
    for name in missing(model, found):
        raise UnfitError(f"{model._meta.label} cannot be without “{name}”: {data[name]} is not here.")
    many = {field.name for field in model._meta.many_to_many if not isinstance(field, ParentalManyToManyField)}
    values = {name: value for name, value in found.items() if name not in many}
    instance = (
        model.from_serializable_data({"pk": None, **values}, check_fks=False)
        if hasattr(model, "from_serializable_data")
        else model_from_serializable_data(model, {"pk": None, **values}, check_fks=False)
    )
    for name, value in more.items():
        setattr(instance, name, value)
    return instance


def take_keys(instance: Any) -> list[tuple[Any, Any]]:
    """Take away the keys that child rows have as labels, and return the rows with them."""
    taken = []
    for name in children_of(type(instance)):
        for row in getattr(instance, name).get_object_list():
            taken.append((row, row.pk))
            row.pk = None
            taken += take_keys(row)
    return taken


def with_keys(model: type[Any], data: Data, keys: Mapping[tuple[type[Any], Any], Any]) -> Data:
    """Return data of a draft whose child rows have the keys of the rows that were made of the labels; others none."""
    result = dict(data)
    for name, relation in children_of(model).items():
        kind = relation.related_model
        rows = result.get(name, ())
        if rows:
            result[name] = [{**with_keys(kind, row, keys), "pk": keys.get((kind, row.get("pk")))} for row in rows]
    return result


def save_many(instance: Any, data: Data, finding: Finding) -> None:
    """Write the many-to-many fields of a saved object that are no part of a draft."""
    for field in _plain_many(instance):
        if field.name in data:
            getattr(instance, field.name).set(_swapped_value(field, data[field.name], finding))


def without_lost_rows(model: type[Any], data: Data) -> Data:
    """Return data without the child rows that lack what they cannot be without."""
    result = dict(data)
    for name, relation in children_of(model).items():
        if name in result:
            rows = (without_lost_rows(relation.related_model, row) for row in result[name])
            result[name] = [row for row in rows if not missing(relation.related_model, row)]
    return result


def missing(model: type[Any], data: Data) -> list[str]:
    """Return the names of the references in data that must be there and are not."""
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and not field.null and field.name in data and data[field.name] is None
    ]
