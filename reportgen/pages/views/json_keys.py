"""The keys of the JSON document, each with its type and meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.definitions import type_words
from reportgen.pages.views.key_figures import anchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from reportgen.diagnostics.base import Column, Diagnostic, Total


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of an object."""

    name: str
    type: str
    meaning: str
    href: str = ""
    """Its definition in the Guide."""


DOCUMENT: Final[Mapping[str, tuple[str, str]]] = {
    "schema": ("text", '"reportgen/1"; another number means that keys changed their meaning or went away.'),
    "networks": ("list of objects", "All networks, in order of family, then name."),
    "broken": ("list of objects", "Files that could not be read: source, and problems with their place."),
}
NETWORK: Final[Mapping[str, tuple[str, str]]] = {
    "id": ("text", "Path of the network's page; it stays while the file keeps its name."),
    "name": ("text", "As people call it."),
    "family": ("text", "Groups pages and charts."),
    "source": ("text", "Path of the file."),
    "variant": ("text or null", "Name of the variant, where the file describes several networks."),
    "summary": ("text", "One sentence."),
    "description": ("text", "Markdown, as the file has it: escape or sanitise it before you show it."),
    "year": ("whole number or null", "Year of publication."),
    "tags": ("list of text", "Words to filter by."),
    "owner": ("text", "Who answers for the file."),
    "status": ("text", "draft, active or deprecated; empty where the file does not say."),
    "extra": ("object", "Further text by name."),
    "links": ("object", "Addresses by name."),
    "input": ("list of whole numbers, or object", "Shape, channels first; by name where there are several inputs."),
    "outputs": ("list of text", "Ids of the layers whose values leave the network."),
    "totals": ("object", "The figures of the whole network: below."),
    "verdict": (
        "object with passes and text",
        "Whether capacity and coverage keep their bounds; null: nothing to judge.",
    ),
    "layers": ("list of objects", "The layers in file order, without the inputs: below."),
    "findings": ("list of objects", "Worst first: below."),
    "allowed": ("list of objects", "What rules find and the file allows: name, reason, layers (none: the network)."),
    "published": ("list of objects", "What others printed: below."),
    "metrics": ("list of objects", "Measured by others: name, value, unit, dataset, source."),
}
LAYER: Final[Mapping[str, tuple[str, str]]] = {
    "id": ("text", "Path such as conv4_x/basic.2/conv.1; stable while its surroundings keep their names."),
    "op": ("text", "Its word in the file."),
    "line": ("whole number", "Line of the file."),
    "inputs": ("list of text", "Ids of what it reads."),
    "output_shape": ("list of whole numbers", "Channels first, without the batch."),
    "options": ("object", "Options that differ from their default."),
}
FINDING: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("text", "The rule."),
    "severity": ("text", "error, warning or info."),
    "layer": ("text or null", "Id of the layer; null where it is about the network."),
    "line": ("whole number", "Line of the file; 0 where none is to blame."),
    "message": ("text", "What was measured, and the bound."),
    "advice": ("text", "What to do; empty where nothing is to be done."),
}
PUBLISHED: Final[Mapping[str, tuple[str, str]]] = {
    "figure": ("text", "Name of the total."),
    "published": ("number", "What others printed."),
    "computed": ("number or null", "What is computed here."),
    "agrees": ("true or false", "Whether both agree within the tolerance."),
    "source": ("text", "Who printed it."),
    "misprint": ("text", "Why the printed figure is known to be wrong; empty where it is not."),
}


def document_keys() -> tuple[Key, ...]:
    """Word the keys of the document."""
    return _keys(DOCUMENT)


def network_keys() -> tuple[Key, ...]:
    """Word the keys of a network."""
    return _keys(NETWORK)


def finding_keys() -> tuple[Key, ...]:
    """Word the keys of a finding."""
    return _keys(FINDING)


def published_keys() -> tuple[Key, ...]:
    """Word the keys of a published figure."""
    return _keys(PUBLISHED)


def layer_keys(diagnostics: Iterable[Diagnostic], page: str) -> tuple[Key, ...]:
    """Word the keys of a layer: its own, then the columns of all diagnostics."""
    return (*_keys(LAYER), *(_declared(d, column, page) for d in diagnostics for column in d.columns))


def total_keys(diagnostics: Iterable[Diagnostic], page: str) -> tuple[Key, ...]:
    """Word the totals of all diagnostics."""
    return tuple(_declared(d, total, page) for d in diagnostics for total in d.totals)


def _keys(table: Mapping[str, tuple[str, str]]) -> tuple[Key, ...]:
    return tuple(Key(name=name, type=kind, meaning=meaning) for name, (kind, meaning) in table.items())


def _declared(diagnostic: Diagnostic, figure: Column | Total, page: str) -> Key:
    target: Markup = addresses.link(addresses.diagnostic(diagnostic.name), page, anchor(diagnostic, figure.name))
    return Key(name=figure.name, type=type_words(figure.schema), meaning=figure.doc, href=target)
