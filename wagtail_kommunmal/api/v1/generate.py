"""Makes the OpenAPI document from the code; whatever a project has set for drf-spectacular is put aside."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import get_lib_doc_excludes
from drf_spectacular.settings import SPECTACULAR_DEFAULTS, patched_settings

from ... import vocabulary
from ...delivery.envelope import Document
from ...documents.additions import NONE, Additions, describing
from ...documents.serializers import described_section_types
from ...documents.shapes import ContractSerializer
from .about import API_NAME, API_RELEASED, API_STATUS, API_VERSION, DESCRIPTION, LIMITATIONS, SERVICE_LEVEL
from .examples import API_ROOT
from .languages import in_both_languages
from .operations import SECURITY_SCHEMES
from .urls import urlpatterns

HOME: Final = "https://github.com/wagtail-kommunmal/wagtail-kommunmal"


def generate(additions: Additions = NONE) -> Document:
    """Return the OpenAPI 3.1 document of API v1, with what a site adds to it."""
    with describing(additions), patched_settings(_settings()), translation.override("en"):
        document: Document = SchemaGenerator(patterns=urlpatterns).get_schema(public=True)  # type: ignore[no-untyped-call]
    return document


def _settings() -> dict[str, Any]:
    # Those that spectacular_settings.apply_patches refuses concern its own views, which are not used.
    defaults = {
        name: value
        for name, value in SPECTACULAR_DEFAULTS.items()
        if not name.startswith("SERVE_") and name != "DEFAULT_GENERATOR_CLASS"
    }
    return defaults | {
        "OAS_VERSION": "3.1.0",
        "TITLE": API_NAME,
        "VERSION": API_VERSION,
        "DESCRIPTION": in_both_languages(DESCRIPTION),
        "CONTACT": {"name": "Sundby kommun", "url": "https://www.sundby.example", "email": "kommunen@sundby.example"},
        "LICENSE": {"name": "BSD-3-Clause", "url": "https://opensource.org/license/bsd-3-clause"},
        "SERVERS": [{"url": API_ROOT}],
        "EXTERNAL_DOCS": {"description": "wagtail-kommunmal", "url": HOME},
        "EXTENSIONS_INFO": {
            "x-api-released": API_RELEASED,
            "x-api-status": API_STATUS,
            "x-limitations": in_both_languages(LIMITATIONS),
            "x-sla": {name: in_both_languages(level) for name, level in SERVICE_LEVEL.items()},
        },
        "TAGS": [
            {"name": "Plans", "description": in_both_languages(_("What was decided for a year."))},
            {"name": "Goals", "description": in_both_languages(_("A plan's goals, with their sections."))},
            {"name": "Assignments", "description": in_both_languages(_("What shall be done, across all goals."))},
            {
                "name": "Key figures",
                "description": in_both_languages(
                    _("What the goals are measured by, across all goals, with its values.")
                ),
            },
            {"name": "Investments", "description": in_both_languages(_("What money is spent on, across all goals."))},
            {"name": "Bodies", "description": in_both_languages(_("Who is responsible."))},
            {"name": "Changes", "description": in_both_languages(_("What was published and withdrawn since a time."))},
            {"name": "About", "description": in_both_languages(_("The API itself."))},
        ],
        "APPEND_COMPONENTS": {"securitySchemes": SECURITY_SCHEMES},
        "SCHEMA_PATH_PREFIX": "",
        "GET_LIB_DOC_EXCLUDES": _classes_without_description,
        "ENUM_NAME_OVERRIDES": _enum_names(),
        "ENUM_SUFFIX": "",
    }


def _classes_without_description() -> list[type[Any]]:
    """Return the classes whose docstrings say nothing to readers of the API, nor of what is derived from them."""
    return [*get_lib_doc_excludes(), ContractSerializer]  # type: ignore[no-untyped-call]


def _enum_names() -> dict[str, Any]:
    """Return the name of every enumeration: that of its class, or of the section that has it as its ``type``."""
    codes = {
        name: choices.choices
        for name, choices in vars(vocabulary).items()
        if isinstance(choices, type) and issubclass(choices, TextChoices) and choices.choices
    }
    types = {
        section_type.serializer.__name__.removesuffix("Serializer") + "Type": [section_type.name]
        for section_type in described_section_types()
    }
    return codes | types
