"""The JSON Schemas of ``reportgen-diff/1`` and ``reportgen-compare/1``."""

from __future__ import annotations

from typing import Final, get_args

from reportgen.json_schema import finding_schema
from reportgen.review.catalogues import KINDS, FileKind
from reportgen.review.documents import COMPARE, DIFF
from reportgen.review.key_figures import NAMES
from reportgen.review.layers import EFFECTS, LayerKind
from reportgen.review.several import RowKind
from reportgen.schema_parts import DRAFT, LINE, SHAPE, TEXT, TEXTS, Schema, listed, or_null, record, said

_MAYBE: Final[Schema] = {"type": ["boolean", "null"]}
_NUMBER: Final[Schema] = {"type": ["number", "null"]}
_VALUE: Final[Schema] = said(
    "A number, or one an axis; null where it is unknown.",
    {"anyOf": [_NUMBER, {"type": "array", "items": {"type": "number"}}]},
)


def diff_schema() -> Schema:
    """Give the draft-07 schema of what ``reportgen diff --format json`` writes."""
    document = record(
        {
            "schema": said("Name and version of this format.", {"const": DIFF}),
            "base": said("What was compared with, as it was named.", TEXT),
            "head": TEXT,
            "settings_changed": said("The head's judge both sides.", {"type": "boolean"}),
            "notes": said("What is to be known besides.", TEXTS),
            "failures": said("A sentence for each bound that does not hold.", TEXTS),
            "networks": listed("Networks of which anything differs, by importance.", _network()),
            "files": listed("Files that one side cannot read.", _file()),
            "unaffected": said("Files that were edited without effect.", TEXTS),
            "same_files": said("How many files are the same on both sides.", LINE),
        }
    )
    return {"$schema": DRAFT, "title": f"Changes of networks, {DIFF}", **document}


def _network() -> Schema:
    found = finding_schema()
    reason = {**found["properties"], "reason": said("What the file says for it.", TEXT)}
    findings = {name: listed(said_of, found) for name, said_of in _FINDINGS.items()}
    return record(
        {
            "kind": {"enum": list(KINDS)},
            "id": TEXT,
            "former_id": said("Null where it was added.", or_null(TEXT)),
            "name": TEXT,
            "family": TEXT,
            "source": said("Path of the file.", TEXT),
            "figures": listed("All key figures.", _figure()),
            "verdict": record({"before": _MAYBE, "after": _MAYBE, "text": TEXT}),
            "findings": record({**findings, "allowed": listed("Silenced by the file now.", record(reason))}),
            "layers": listed("Those that did not stay as they were, in order.", _layer()),
            "words": said("What was worded otherwise, without effect.", TEXTS),
        }
    )


_FINDINGS: Final = {"new": "Not there before.", "fixed": "There before only.", "still": "There before and now."}


def _figure() -> Schema:
    return record(
        {
            "name": {"enum": list(NAMES)},
            "title": TEXT,
            "unit": TEXT,
            "before": _VALUE,
            "after": _VALUE,
            "change": said("Of a figure per axis, that of the axis that speaks for it.", _NUMBER),
            "percent": _NUMBER,
            "better": said("Null where neither direction is.", _MAYBE),
        }
    )


def _layer() -> Schema:
    change = record({"name": TEXT, "before": {}, "after": {}})
    return record(
        {
            "kind": {"enum": [kind for kind in get_args(LayerKind) if kind != "same"]},
            "id": said("Null where it was removed.", or_null(TEXT)),
            "former_id": said("Null where it was added.", or_null(TEXT)),
            "op": TEXT,
            "line": said("Line of the head's file.", {**LINE, "type": ["integer", "null"]}),
            "edits": listed("Options, the word or inputs that were written otherwise.", change),
            "effects": listed(f"What became of {', '.join(EFFECTS)}.", change),
        }
    )


def _file() -> Schema:
    places = {"line": LINE, "column": LINE}
    problem = record({"name": TEXT, "message": TEXT, "file": TEXT, **places})
    return record(
        {
            "kind": {"enum": list(get_args(FileKind))},
            "source": TEXT,
            "networks": said("Names of those that the readable side has.", TEXTS),
            "problems": {"type": "array", "items": problem},
        }
    )


def compare_schema() -> Schema:
    """Give the draft-07 schema of what ``reportgen compare --format json`` writes."""
    network = {"id": TEXT, "name": TEXT, "source": TEXT, "variant": or_null(TEXT), "passes": _MAYBE}
    figure = {
        "name": {"enum": list(NAMES)},
        "title": TEXT,
        "unit": TEXT,
        "values": {"type": "array", "items": _VALUE},
        "percents": listed("How much more than the first; null where that is unknown.", _NUMBER),
        "best": listed("Places among the networks.", LINE),
    }
    layer = {"id": TEXT, "op": TEXT, "options": {"type": "object"}, "output_shape": SHAPE}
    costs = {"parameters": _NUMBER, "macs": _NUMBER, "field": {"anyOf": [_VALUE, {"const": "global"}]}}
    row = {
        "kind": {"enum": list(get_args(RowKind))},
        "layers": {"type": "array", "items": {"anyOf": [{"type": "null"}, record({**layer, **costs})]}},
    }
    document = record(
        {
            "schema": said("Name and version of this format.", {"const": COMPARE}),
            "networks": listed("Two to four; other lists stand in their order.", record(network)),
            "figures": listed("All key figures.", record(figure)),
            "layers": listed("Aligned layers, in order.", record(row)),
        }
    )
    return {"$schema": DRAFT, "title": f"Networks beside each other, {COMPARE}", **document}
