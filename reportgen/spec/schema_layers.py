"""The part of the file's schema that says what each layer and each standard block may be given."""

from __future__ import annotations

from fractions import Fraction
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final

from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_block, standard_names
from reportgen.spec.words import NAMED, STRUCTURES, choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.ops.base import Layer
    from reportgen.ops.options import Option
    from reportgen.spec.model import Block

Schema = dict[str, Any]

_EXPRESSION: Final = "expression"
_NAMED_DOCS: Final = {
    "activation": "An activation whose word is given, often by an argument.",
    "norm": "A normalisation whose word is given, often by an argument.",
}


def layer_definitions() -> dict[str, Schema]:
    """Describe what stands behind each word, as ``conv``, and its options alone, as ``conv.options``."""
    found: dict[str, Schema] = {}
    for word, cls in LAYERS.items():
        found |= _of_layer(word, cls)
    for word in NAMED:
        found |= _of_named(word)
    for word in standard_names():
        block = standard_block(word)
        found |= _of_block(block) if block else {}
    return found


def reserved_words() -> list[str]:
    """List the words that no block may be called by."""
    return [*LAYERS, *STRUCTURES, *NAMED]


def bare_words() -> list[str]:
    """List the words, layers and standard blocks, that may stand alone: nothing must be given to them."""
    layers = [word for word, cls in LAYERS.items() if not any(o.required for o in cls.options.values())]
    blocks = [(word, standard_block(word)) for word in standard_names()]
    return [*layers, *(word for word, block in blocks if block and None not in block.arguments.values())]


def ref(name: str) -> Schema:
    """Point to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def opened(schema: Mapping[str, Any]) -> Schema:
    """Allow an expression in the place of a value, and in the place of each of its parts."""
    inner = {key: part for key, part in schema.items() if key not in ("oneOf", "anyOf")}
    if "items" in inner:
        inner["items"] = opened(inner["items"])
    if "properties" in inner:
        inner["properties"] = {name: opened(part) for name, part in inner["properties"].items()}
    kinds = [opened(part) for key in ("oneOf", "anyOf") for part in schema.get(key, ())]
    flat = [part for kind in kinds for part in kind["anyOf"] if part != ref(_EXPRESSION)]
    return {"anyOf": [*flat, *[inner] * (not flat), ref(_EXPRESSION)]}


def _of_layer(word: str, cls: type[Layer]) -> dict[str, Schema]:
    options = {name: _option(option) for name, option in cls.options.items()}
    required = [name for name, option in cls.options.items() if option.required]
    return _call(word, cleandoc(cls.__doc__ or ""), options, required, cls.main)


def _option(option: Option) -> Schema:
    default = option.default
    shown = default is not None and not isinstance(default, Fraction | tuple)
    said: Schema = {"description": option.doc, **({"default": default} if shown else {})}
    return {**said, **opened(option.kind.schema)}


def _of_named(word: str) -> dict[str, Schema]:
    named = opened({"enum": [*dict.fromkeys((*choices(word), "identity"))]})
    return _call(word, _NAMED_DOCS[word], {word: named}, [word], word)


def _of_block(block: Block) -> dict[str, Schema]:
    arguments: dict[str, Schema] = {name: ref("value") for name in block.arguments}
    required = [name for name, default in block.arguments.items() if default is None]
    return _call(block.name, block.summary, arguments, required, next(iter(arguments), ""))


def _call(word: str, doc: str, options: Schema, required: list[str], main: str) -> dict[str, Schema]:
    """Describe a call: a mapping of options, the main value alone, or nothing where nothing must be given."""
    given = ref(f"{word}.options")
    ways: list[Schema] = [{"allOf": [given, {"required": required}]} if required else given]
    if main and set(required) <= {main}:  # else another option must be given as well
        ways.append({"allOf": [ref(f"{word}.options/properties/{main}"), {"not": {"type": "null"}}]})
    ways += [{"type": "null"}] * (not required)
    return {
        word: {"description": doc, "anyOf": ways},
        f"{word}.options": {"type": "object", "properties": options, "additionalProperties": False},
    }
