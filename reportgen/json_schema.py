"""The JSON Schema of ``reportgen/1``, made from the columns and totals that diagnostics declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.registry import COLUMNS, TOTALS
from reportgen.figures import FIGURES
from reportgen.report import SEVERITIES
from reportgen.to_json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.diagnostics.base import Column, Total

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_LINE: Final[Schema] = {"type": "integer", "minimum": 0}
_NUMBER: Final[Schema] = {"type": "number"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_WORDS: Final[Schema] = {"type": "object", "additionalProperties": _TEXT}
_SHAPE: Final[Schema] = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 4}


def report_schema() -> Schema:
    """Give the draft-07 schema of what ``show --format json`` and the site's ``catalogue.json`` hold."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"Reports of reportgen, {SCHEMA}",
        **_object(
            {
                "schema": _said("Name and version of this format.", {"const": SCHEMA}),
                "networks": _list("Every network that could be read, in order.", {"$ref": "#/definitions/network"}),
                "broken": _list("Files that could not be read.", _broken()),
            }
        ),
        "definitions": {"network": _network(), "layer": _layer()},
    }


def _network() -> Schema:
    return _object(
        {
            "id": _said("Path of the file as slugs; a variant's id for the file's name.", _TEXT),
            "name": _TEXT,
            "family": _TEXT,
            "source": _said("Path of the file.", _TEXT),
            "variant": _said("Which network of its file; null where the file describes one.", _or_null(_TEXT)),
            "summary": _TEXT,
            "description": _said("Markdown as its author wrote it: sanitise before showing.", _TEXT),
            "year": _or_null({"type": "integer"}),
            "tags": _TEXTS,
            "owner": _TEXT,
            "status": _TEXT,
            "extra": _WORDS,
            "links": _WORDS,
            "input": _said(
                "Shape, channels first and without the batch; by name where there are several.",
                {"anyOf": [_SHAPE, {"type": "object", "additionalProperties": _SHAPE}]},
            ),
            "outputs": _said("Ids of the layers whose values leave the network.", _TEXTS),
            "totals": _object(_declared(TOTALS)),
            "verdict": _verdict(),
            "layers": _list("Every layer, in file order; inputs are not among them.", {"$ref": "#/definitions/layer"}),
            "findings": _list("What its owner should know, worst first.", _finding()),
            "allowed": _list("What rules find and the file allows, each with the reason.", _allowed()),
            "published": _list("Figures that others printed, beside ours.", _published()),
            "metrics": _list("Figures that others measured.", _metric()),
        }
    )


def _layer() -> Schema:
    return _object(
        {
            "id": _said("Stable path, such as conv4_x/basic.2/conv.1.", _TEXT),
            "op": _said("Its word in the file.", _TEXT),
            "line": _said("Line of the file; 0 where none is known.", _LINE),
            "inputs": _said("Ids of the layers or inputs that it reads.", _TEXTS),
            "output_shape": _said("Channels first, without the batch.", _SHAPE),
            "options": _said("Options that differ from their default.", {"type": "object"}),
            **_declared(COLUMNS),
        }
    )


def _verdict() -> Schema:
    passes = _said("Null where no layer is judged.", {"type": ["boolean", "null"]})
    return _said("Cao's two conditions, answered.", _object({"passes": passes, "text": _TEXT}))


def _finding() -> Schema:
    return _object(
        {
            "name": _said("The rule.", _TEXT),
            "severity": {"enum": list(SEVERITIES)},
            "layer": _said("Null where it is about the network.", _or_null(_TEXT)),
            "line": _LINE,
            "message": _TEXT,
            "advice": _TEXT,
        }
    )


def _allowed() -> Schema:
    layers = _said("For which layers; empty where it is for the whole network.", _TEXTS)
    return _object({"name": _said("The rule.", _TEXT), "reason": _TEXT, "layers": layers})


def _published() -> Schema:
    return _object(
        {
            "figure": {"enum": list(FIGURES)},
            "published": _NUMBER,
            "computed": _said("Null where it is unknown.", _or_null(_NUMBER)),
            "agrees": {"type": "boolean"},
            "source": _TEXT,
            "misprint": _said("Why the printed figure is known to be wrong.", _TEXT),
        }
    )


def _metric() -> Schema:
    return _object({"name": _TEXT, "value": _NUMBER, "unit": _TEXT, "dataset": _TEXT, "source": _TEXT})


def _broken() -> Schema:
    places = {"line": _LINE, "column": _LINE}
    problem = _object({"name": _TEXT, "message": _TEXT, "file": _TEXT, **places})
    return _object({"source": _TEXT, "problems": {"type": "array", "items": problem}})


def _declared(parts: Iterable[Column | Total]) -> Schema:
    return {part.name: _said(f"{part.doc} [{part.unit}]" if part.unit else part.doc, part.schema) for part in parts}


def _object(properties: Schema) -> Schema:
    """Describe a mapping that has each of these keys; later versions may add others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _list(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _said(description: str, schema: Mapping[str, Any]) -> Schema:
    return {"description": description, **schema}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}
