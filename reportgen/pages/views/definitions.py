"""Columns and totals in words: what the Guide and the description of JSON say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import dataclass
from reportgen.pages.views.key_figures import anchor, heading
from reportgen.pages.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.base import Column, Diagnostic, Total

UNITS: Final[Mapping[str, str]] = {"px": "pixels of the input", "%": "percent", "B": "bytes"}
TYPES: Final[Mapping[str, str]] = {
    "array": "list",
    "boolean": "true or false",
    "integer": "whole number",
    "null": "null",
    "number": "number",
    "object": "object",
    "string": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One name that a diagnostic gives a figure."""

    name: str
    """Its key in JSON."""
    title: str
    anchor: str
    unit: str
    of_layer: str
    """What it means for a layer; empty where layers have none."""
    of_network: str
    """What it means for a network; empty where networks have none."""


def definitions(diagnostic: Diagnostic) -> tuple[Definition, ...]:
    """Word the columns and totals of a diagnostic; those of one name stand together."""
    columns = {column.name: column for column in diagnostic.columns}
    totals = {total.name: total for total in diagnostic.totals}
    return tuple(
        _definition(diagnostic, name, columns.get(name), totals.get(name))
        for name in dict.fromkeys([*columns, *totals])
    )


def _definition(diagnostic: Diagnostic, name: str, column: Column | None, total: Total | None) -> Definition:
    unit = next((each.unit for each in (column, total) if each and each.unit), "")
    return Definition(
        name=name,
        title=heading(diagnostic, name),
        anchor=anchor(diagnostic, name),
        unit=UNITS.get(unit, unit),
        of_layer=column.doc if column else "",
        of_network=total.doc if total else "",
    )


def type_words(schema: Mapping[str, Any]) -> str:
    """Word a schema's type: ``whole number or null``, ``list of numbers``."""
    if "enum" in schema:
        return " or ".join("null" if value is None else f'"{value}"' for value in schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(_one_type(kind, schema) for kind in kinds)


def _one_type(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "array" and "items" in schema:
        return f"list of ({type_words(schema['items'])})" if _mixed(schema["items"]) else _list(schema["items"])
    if kind == "object" and "properties" in schema:
        return f"object with {listed(list(schema['properties']))}"
    return TYPES[kind]


def _mixed(schema: Mapping[str, Any]) -> bool:
    return isinstance(schema.get("type"), list) or "enum" in schema


def _list(schema: Mapping[str, Any]) -> str:
    return f"list of {type_words(schema)}s"
