"""What has changed on a site: for static sites and caches, which fetch that and nothing else."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from ...delivery.changes import ChangesSince, change_entries, next_since
from ..pagination import list_document, page_of
from .base import ContentView
from .change_schemas import ChangeListSerializer
from .filters import ChangeParameters


class ChangeList(ContentView):
    operation_id, tag, answer = "listChanges", "Changes", ChangeListSerializer
    description = _(
        "The plans and goals that were published and withdrawn since a time, the oldest change first. A document that "
        "is no longer public, for whatever reason, is withdrawn: only its kind, its id and the time are told. Begin "
        "the next reading at nextSince of the first page."
    )
    parameters = ChangeParameters

    def get(self, request: Request) -> HttpResponseBase:
        # Before anything is read: what is committed meanwhile comes with the next reading.
        now = timezone.now()
        reader = self.get_reader()
        parameters = self.check_parameters()
        if response := self.not_modified(reader):
            return response
        page = page_of(ChangesSince(parameters["since"], reader), parameters["page"], parameters["limit"])
        entries = change_entries(list(page), reader)
        document = list_document(page, entries, reader.origin + request.get_full_path())
        return self.respond({**document, "nextSince": next_since(now)}, reader)
