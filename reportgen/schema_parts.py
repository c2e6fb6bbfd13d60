"""Small pieces that the JSON Schemas of what we write are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
TEXT: Final[Schema] = {"type": "string"}
LINE: Final[Schema] = {"type": "integer", "minimum": 0}
NUMBER: Final[Schema] = {"type": "number"}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
SHAPE: Final[Schema] = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "maxItems": 4}


def record(properties: Schema) -> Schema:
    """Describe a mapping that has each of these keys; later versions may add others."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(description: str, items: Schema) -> Schema:
    """Describe a list of alike entries."""
    return {"description": description, "type": "array", "items": items}


def said(description: str, schema: Mapping[str, Any]) -> Schema:
    """Describe a value in a sentence."""
    return {"description": description, **schema}


def or_null(schema: Schema) -> Schema:
    """Allow a value to be unknown."""
    return {**schema, "type": [schema["type"], "null"]}
