"""The JSON Schema of the architecture file (draft-07), for editors that complete and check YAML as it is written.

It follows from what the layers, the standard blocks and the reader declare. A schema knows no names that a file
makes: it allows whatever could be an argument or a block of the file. The reader says the rest.
"""

from __future__ import annotations

from typing import Final

from reportgen.figures import FIGURES, NUMBER
from reportgen.limits import Limits
from reportgen.spec.blocks import PARTS, RESERVED, standard_names
from reportgen.spec.document import KEYS, OVERRIDES
from reportgen.spec.metadata import LINK, STATUSES
from reportgen.spec.schema_items import CLOSED, FREE, OPEN, Words, item_definitions
from reportgen.spec.schema_layers import Schema, layer_definitions, opened, ref, reserved_words

_LIMITS: Final = Limits()
_TEXT: Final[Schema] = {"type": ["string", "number", "null"]}
_SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}
_REASONS: Final[Schema] = {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}}
_ARGUMENT: Final[Schema] = {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "not": {"enum": sorted(RESERVED)}}
_ARGUMENTS: Final[Schema] = {
    "type": ["object", "null"],
    "propertyNames": _ARGUMENT,
    "additionalProperties": ref("value"),
}

_DOCS: Final = {
    "name": "What people call the network; its id is the file's path.",
    "family": "Groups pages and charts; the folder's name where it is left out.",
    "summary": "The network in a sentence.",
    "description": "Markdown, shown on the network's page.",
    "year": "When it was published.",
    "tags": "Words to filter by.",
    "owner": "Who answers for it.",
    "status": "Where it stands in its life.",
    "extra": "Anything else to show on its page.",
    "links": "Addresses by name, such as that of the paper.",
    "input": "Shape of the input, channels first: [C], [C, L], [C, H, W] or [C, D, H, W].",
    "inputs": "Shape of each input by name, where there are several.",
    "outputs": "Names of the layers whose values leave the network; the last layer where it is left out.",
    "published": "Figures that others printed: shown beside ours, and checked.",
    "metrics": "Figures that others measured, such as an accuracy.",
    "budgets": "Bounds that `reportgen check` holds the network to.",
    "allow": "Findings to silence, each with the reason.",
    "arguments": "Names and their values; a variant may give others.",
    "variants": "The networks that the file describes, each by its id and what it sets.",
    "blocks": "Patterns of layers with arguments, used like a layer.",
    "layers": "The network: a list in which each layer reads the one above it.",
}


def file_schema() -> Schema:
    """Give the schema of a whole file."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Architecture file",
        "description": "A neural network, or a family of them, for reportgen.",
        "type": "object",
        "properties": {key: {"description": _DOCS[key], **schema} for key, schema in _keys().items()},
        "additionalProperties": False,
        "required": ["layers"],
        "allOf": [_input_given(), _by_blocks()],
        "definitions": {
            **_definitions(),
            **layer_definitions(),
            **{name: part for words in (CLOSED, OPEN, FREE) for name, part in item_definitions(words).items()},
        },
    }


def _keys() -> dict[str, Schema]:
    """Give the schema of every key at the top of a file."""
    shapes = {"type": "object", "additionalProperties": ref("shape"), "minProperties": 1}
    kinds: dict[str, Schema] = {
        **dict.fromkeys(("name", "family", "summary", "description", "owner"), _TEXT),
        "year": {"type": ["integer", "null"], "minimum": 1000, "maximum": 9999},
        "tags": {"type": ["array", "null"], "items": _SCALAR},
        "status": {"enum": [*STATUSES, None]},
        "extra": _mapping(_SCALAR),
        "links": _mapping({"type": "string", "pattern": f"^(?:{LINK.pattern})$"}),
        "input": ref("shape"),
        "inputs": shapes,
        "outputs": {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]},
        "published": _figures(),
        "metrics": _mapping(_claim({"unit": _TEXT, "dataset": _TEXT})),
        "budgets": _figures(),
        "allow": _REASONS,
        "arguments": _ARGUMENTS,
        "variants": {"type": "object", "minProperties": 1, "additionalProperties": ref("variant")},
        # What stands in these depends on whether there are blocks.
        "blocks": {"type": ["object", "null"]},
        "layers": {"type": "array"},
    }
    return {key: kinds[key] for key in KEYS}


def _definitions() -> dict[str, Schema]:
    keys = _keys()
    cells = opened({"type": "integer", "minimum": 1, "maximum": _LIMITS.axis})
    variant = {key: {"description": _DOCS[key], **keys[key]} for key in OVERRIDES}
    return {
        "expression": {
            "description": "Worked out where it stands: $name, or arithmetic in ${...}.",
            "type": "string",
            "pattern": r"^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[^}]*\})$",
        },
        "value": {"type": ["string", "number", "boolean", "array", "null"]},
        "shape": opened({"type": "array", "items": cells, "minItems": 1, "maxItems": 4}),
        "amount": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": rf"^\s*(?:{NUMBER.pattern})\s*$"}]},
        "variant": {
            "type": ["object", "null"],
            "properties": variant,
            "propertyNames": {"anyOf": [{"enum": list(OVERRIDES)}, _ARGUMENT]},
            "additionalProperties": ref("value"),
        },
    }


def _figures() -> Schema:
    claim = _claim({"tolerance": {"type": ["string", "number"]}, "misprint": _TEXT})
    return {
        "type": ["object", "null"],
        "properties": dict.fromkeys(FIGURES, claim),
        "additionalProperties": False,
    }


def _claim(parts: Schema) -> Schema:
    """Describe a figure: the number alone, or with what is said about it."""
    said = {"value": ref("amount"), "source": _TEXT, **parts}
    full = {"type": "object", "properties": said, "required": ["value"], "additionalProperties": False}
    return {"anyOf": [ref("amount"), full]}


def _input_given() -> Schema:
    """Ask for the input: of the file, or of each of its variants."""
    given: list[Schema] = [{"required": ["input"]}, {"required": ["inputs"]}]
    each = {"required": ["variants"], "properties": {"variants": {"additionalProperties": {"anyOf": given}}}}
    return {"anyOf": [*given, each]}


def _by_blocks() -> Schema:
    """Allow unknown words where the file has blocks, and standard blocks to be otherwise where it has its own."""
    standard = {"propertyNames": {"not": {"enum": list(standard_names())}}}
    return {
        "if": {"required": ["blocks"]},
        "then": {
            "if": {"properties": {"blocks": standard}},
            "then": _bodies(OPEN),
            "else": _bodies(FREE),
        },
        "else": _bodies(CLOSED),
    }


def _bodies(words: Words) -> Schema:
    """Describe what stands in blocks and layers."""
    parts: dict[str, Schema] = {
        "summary": {"description": "The block in a sentence.", **_TEXT},
        "arguments": {"description": "What a use may give it; one without a value must be given.", **_ARGUMENTS},
        "layers": {"description": "What it stands for.", **ref(words.layers)},
    }
    block = {
        "type": "object",
        "properties": {part: parts[part] for part in PARTS},
        "required": ["layers"],
        "additionalProperties": False,
    }
    names = {"not": {"enum": reserved_words()}}
    return {
        "properties": {
            "blocks": {"propertyNames": names, "additionalProperties": block},
            "layers": ref(words.layers),
        }
    }


def _mapping(values: Schema) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": values}
