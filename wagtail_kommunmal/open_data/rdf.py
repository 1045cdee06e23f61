"""RDF in XML: nodes with addresses of their own, and none without. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# It writes, and reads nothing.
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring  # nosec B405

NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

for _prefix, _address in NAMESPACES.items():
    register_namespace(_prefix, _address)


@dataclass(frozen=True)
class To:
    """A reference to what has an address."""

    address: str


@dataclass(frozen=True)
class Text:
    """A literal, in a language or of a type such as ``xsd:date``."""

    value: str
    language: str | None = None
    kind: str | None = None


Property = tuple[str, To | Text]
"""A name with its prefix, such as ``dcterms:title``, and a value."""


@dataclass(frozen=True)
class Node:
    """What is said of one address: its class, and its properties in order."""

    address: str
    kind: str
    properties: tuple[Property, ...]


def rdf_xml(nodes: Iterable[Node]) -> bytes:
    """Write nodes as RDF/XML in UTF-8."""
    root = Element(_name("rdf:RDF"))
    for node in nodes:
        element = SubElement(root, _name(node.kind), {_name("rdf:about"): node.address})
        for name, value in node.properties:
            _write(SubElement(element, _name(name)), value)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _write(element: Element, value: To | Text) -> None:
    if isinstance(value, To):
        element.set(_name("rdf:resource"), value.address)
        return
    element.text = value.value
    if value.language:
        element.set(LANGUAGE, value.language)
    if value.kind:
        prefix, _colon, name = value.kind.partition(":")
        element.set(_name("rdf:datatype"), NAMESPACES[prefix] + name)


def _name(qualified: str) -> str:
    prefix, _colon, name = qualified.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"
