"""How drf-spectacular describes an address of API v1: from its view, its parameters and the examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from ..errors import (
    INTERNAL_ERROR,
    INVALID_PARAMETER,
    INVALID_TOKEN,
    MEDIA_TYPE,
    NOT_FOUND,
    PROBLEM_TYPES,
    ProblemType,
    Text,
)
from ..parameters import Parameter
from ..renderers import CsvRenderer, JsonStatRenderer, XlsxRenderer
from .examples import answer_examples, cube_examples, problem_example, table_examples
from .json_stat_schema import DATASET
from .languages import in_both_languages
from .schemas import ProblemSerializer
from .tables import Table

if TYPE_CHECKING:
    from .base import PublicView
    from .tabular import TabularListView

EXAMPLE_OF_A_WORKBOOK: Final = "PK…"
"""What a file of this kind begins with."""

PREVIEW_TOKEN: Final = "previewToken"  # noqa: S105
SECURITY_SCHEMES: Final = {
    PREVIEW_TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "description": in_both_languages(
            _(
                "Opens the draft of one page to the frontend of one editor, for a while. Everything that is published "
                "is read without it."
            )
        ),
    }
}
PATH_PARAMETERS: Final[dict[str, tuple[dict[str, Any], Text]]] = {
    "id": ({"type": "string", "format": "uuid"}, _("The document's id, the same in every language.")),
    "slug": ({"type": "string", "enum": list(PROBLEM_TYPES)}, _("The last part of the type's address.")),
}
"""Name of a parameter in a path -> its schema and what it is."""


class OperationSchema(AutoSchema):
    """Describes an address by what its view declares; every error answers with a problem."""

    @property
    def address(self) -> PublicView:
        return cast("PublicView", self.view)

    def get_operation_id(self) -> str:
        return self.address.operation_id

    def get_tags(self) -> list[str]:
        return [self.address.tag]

    def get_description(self) -> str:  # type: ignore[override]
        return in_both_languages(self.address.description)

    def get_summary(self) -> str:
        return str(self.address.description).partition(". ")[0].rstrip(".")

    def get_auth(self) -> list[Any]:
        return [{}, {PREVIEW_TOKEN: []}] if self.address.answers_with_drafts else []

    def get_override_parameters(self) -> list[Any]:
        in_path = [
            OpenApiParameter(name, schema, OpenApiParameter.PATH, description=in_both_languages(description))
            for name, (schema, description) in PATH_PARAMETERS.items()
            if f"{{{name}}}" in self.path
        ]
        in_query = [_parameter(name, parameter) for name, parameter in self.address.parameters.base_filters.items()]
        return in_path + in_query

    def get_response_serializers(self) -> Any:
        problems = {"400": INVALID_PARAMETER, "default": INTERNAL_ERROR}
        if "{" in self.path:
            problems["404"] = NOT_FOUND
        if self.address.answers_with_drafts:
            problems["401"] = INVALID_TOKEN
        answers = [(renderer.media_type, self._answer(renderer)) for renderer in self.address.renderer_classes]
        return {
            **{("200", media_type): answer for media_type, answer in answers},
            **{(code, MEDIA_TYPE): _problem(code, problem) for code, problem in sorted(problems.items())},
        }

    def _answer(self, renderer: Any) -> OpenApiResponse:
        """Describe what is answered in a media type."""
        shape: Any = self.address.answer
        examples: Mapping[str, Any] = answer_examples(self.address.operation_id)
        if issubclass(renderer, JsonStatRenderer):
            shape, examples = DATASET, cube_examples()
        elif issubclass(renderer, XlsxRenderer):
            shape, examples = OpenApiTypes.BINARY, dict.fromkeys(examples, EXAMPLE_OF_A_WORKBOOK)
        elif issubclass(renderer, CsvRenderer):
            shape, examples = OpenApiTypes.STR, table_examples(self.table, examples)
        return OpenApiResponse(
            shape,
            description=in_both_languages(_("What was asked for.")),
            examples=[OpenApiExample(name, value=value) for name, value in examples.items()],
        )

    @property
    def table(self) -> Table:
        return cast("TabularListView", self.view).table


def _problem(code: str, problem: ProblemType) -> OpenApiResponse:
    return OpenApiResponse(
        ProblemSerializer,
        description=in_both_languages(_("Any other error.") if code == "default" else problem.description),
        examples=[OpenApiExample(problem.slug, value=problem_example(problem))],
    )


def _parameter(name: str, parameter: Parameter) -> OpenApiParameter:
    """Describe a parameter: a repeated one as ``a=1&a=2``, a comma-separated one as ``a=1,2``."""
    schema = dict(parameter.value.schema)
    if parameter.repeated:
        schema = {"type": "array", "items": schema}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return OpenApiParameter(
        name,
        type=schema,
        description=in_both_languages(parameter.description),
        required=parameter.is_required,
        style="form" if parameter.repeated else None,
        explode=not parameter.is_comma_separated if parameter.repeated else None,
    )
