from .context import ComposeContext
from .sections.base import ListSectionSerializer, SectionType, list_frame
from .shapes import (
    BodyReferenceSerializer,
    ContractSerializer,
    HtmlField,
    ImageSerializer,
    ResponsibleSerializer,
    TextField,
    coded,
)

__all__ = [
    "BodyReferenceSerializer",
    "ComposeContext",
    "ContractSerializer",
    "HtmlField",
    "ImageSerializer",
    "ListSectionSerializer",
    "ResponsibleSerializer",
    "SectionType",
    "TextField",
    "coded",
    "list_frame",
]
