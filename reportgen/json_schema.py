"""The JSON Schema of ``reportgen/1``, made from the columns and totals that diagnostics declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.registry import COLUMNS, TOTALS
from reportgen.figures import FIGURES
from reportgen.report import SEVERITIES
from reportgen.schema_parts import DRAFT, LINE, NUMBER, SHAPE, TEXT, TEXTS, Schema, listed, or_null, record, said
from reportgen.to_json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.diagnostics.base import Column, Total

_WORDS: Final[Schema] = {"type": "object", "additionalProperties": TEXT}


def report_schema() -> Schema:
    """Give the draft-07 schema of what ``show --format json`` and the site's ``catalogue.json`` hold."""
    return {
        "$schema": DRAFT,
        "title": f"Reports of reportgen, {SCHEMA}",
        **record(
            {
                "schema": said("Name and version of this format.", {"const": SCHEMA}),
                "networks": listed("Every network that could be read, in order.", {"$ref": "#/definitions/network"}),
                "broken": listed("Files that could not be read.", _broken()),
            }
        ),
        "definitions": {"network": _network(), "layer": _layer()},
    }


def _network() -> Schema:
    return record(
        {
            "id": said("Path of the file as slugs; a variant's id for the file's name.", TEXT),
            "name": TEXT,
            "family": TEXT,
            "source": said("Path of the file.", TEXT),
            "variant": said("Which network of its file; null where the file describes one.", or_null(TEXT)),
            "summary": TEXT,
            "description": said("Markdown as its author wrote it: sanitise before showing.", TEXT),
            "year": or_null({"type": "integer"}),
            "tags": TEXTS,
            "owner": TEXT,
            "status": TEXT,
            "extra": _WORDS,
            "links": _WORDS,
            "input": said(
                "Shape, channels first and without the batch; by name where there are several.",
                {"anyOf": [SHAPE, {"type": "object", "additionalProperties": SHAPE}]},
            ),
            "outputs": said("Ids of the layers whose values leave the network.", TEXTS),
            "totals": record(_declared(TOTALS)),
            "verdict": _verdict(),
            "layers": listed("Every layer, in file order; inputs are not among them.", {"$ref": "#/definitions/layer"}),
            "findings": listed("What its owner should know, worst first.", finding_schema()),
            "allowed": listed("What rules find and the file allows, each with the reason.", _allowed()),
            "published": listed("Figures that others printed, beside ours.", _published()),
            "metrics": listed("Figures that others measured.", _metric()),
        }
    )


def _layer() -> Schema:
    layer = record(
        {
            "id": said("Stable path, such as conv4_x/basic.2/conv.1.", TEXT),
            "op": said("Its word in the file.", TEXT),
            "line": said("Line of the file; 0 where none is known.", LINE),
            "inputs": said("Ids of the layers or inputs that it reads.", TEXTS),
            "output_shape": said("Channels first, without the batch.", SHAPE),
            "options": said("Options that differ from their default.", {"type": "object"}),
            **_declared(COLUMNS),
        }
    )
    weights = said("Id of the earlier layer whose weights it uses; left out where they are its own.", TEXT)
    return {**layer, "properties": {**layer["properties"], "weights": weights}}


def _verdict() -> Schema:
    passes = said("Null where no layer is judged.", {"type": ["boolean", "null"]})
    return said("Cao's two conditions, answered.", record({"passes": passes, "text": TEXT}))


def finding_schema() -> Schema:
    """Give the schema of one finding."""
    return record(
        {
            "name": said("The rule.", TEXT),
            "severity": {"enum": list(SEVERITIES)},
            "layer": said("Null where it is about the network.", or_null(TEXT)),
            "line": LINE,
            "message": TEXT,
            "advice": TEXT,
        }
    )


def _allowed() -> Schema:
    layers = said("For which layers; empty where it is for the whole network.", TEXTS)
    return record({"name": said("The rule.", TEXT), "reason": TEXT, "layers": layers})


def _published() -> Schema:
    return record(
        {
            "figure": {"enum": list(FIGURES)},
            "published": NUMBER,
            "computed": said("Null where it is unknown.", or_null(NUMBER)),
            "agrees": {"type": "boolean"},
            "source": TEXT,
            "misprint": said("Why the printed figure is known to be wrong.", TEXT),
        }
    )


def _metric() -> Schema:
    return record({"name": TEXT, "value": NUMBER, "unit": TEXT, "dataset": TEXT, "source": TEXT})


def _broken() -> Schema:
    places = {"line": LINE, "column": LINE}
    problem = record({"name": TEXT, "message": TEXT, "file": TEXT, **places})
    return record({"source": TEXT, "problems": {"type": "array", "items": problem}})


def _declared(parts: Iterable[Column | Total]) -> Schema:
    return {part.name: said(f"{part.doc} [{part.unit}]" if part.unit else part.doc, part.schema) for part in parts}
