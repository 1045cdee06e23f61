"""How drf-spectacular describes an address of API v1: from its view, its parameters and the examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from ..errors import INTERNAL_ERROR, INVALID_PARAMETER, MEDIA_TYPE, NOT_FOUND, PROBLEM_TYPES, ProblemType, Text
from ..parameters import Parameter
from .examples import answer_examples, problem_example
from .languages import in_both_languages
from .schemas import ProblemSerializer

if TYPE_CHECKING:
    from .base import PublicView

JSON: Final = "application/json"
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

    def get_description(self) -> str:
        return in_both_languages(self.address.description)

    def get_summary(self) -> str:
        return str(self.address.description).rstrip(".")

    def get_auth(self) -> list[Any]:
        return []

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
        examples = answer_examples(self.address.operation_id)
        return {
            ("200", JSON): OpenApiResponse(
                self.address.answer,
                description=in_both_languages(_("What was asked for.")),
                examples=[OpenApiExample(name, value=value) for name, value in examples.items()],
            ),
            **{(code, MEDIA_TYPE): _problem(code, problem) for code, problem in sorted(problems.items())},
        }


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
        style="form" if parameter.repeated else None,
        explode=not parameter.is_comma_separated if parameter.repeated else None,
    )
