"""The list of changes as serializers."""

from __future__ import annotations

from rest_framework import serializers

from ...documents.shapes import ContractSerializer, coded
from ...models import PageKind
from ...vocabulary import ChangeKind
from .schemas import LinkSerializer, ListSerializer, ReleaseSerializer


class ChangeLinksSerializer(ContractSerializer):
    """Where the document is found; nothing where it was withdrawn."""

    document = LinkSerializer(required=False)


class ChangeSerializer(ContractSerializer):
    """A plan or goal that was published, or withdrawn."""

    kind = serializers.ChoiceField(choices=PageKind.values)
    id = serializers.UUIDField()
    change = coded(ChangeKind)()
    at = serializers.DateTimeField()
    release = ReleaseSerializer(allow_null=True, help_text="null where the document was withdrawn.")
    _links = ChangeLinksSerializer(label="")


class ChangeListSerializer(ListSerializer):
    """Changes, the oldest first."""

    items = ChangeSerializer(many=True)
    nextSince = serializers.DateTimeField(help_text="What to give as “since” next time.")
