"""The part of the file's schema that says what a list of layers may hold."""

from __future__ import annotations

from typing import Final

from reportgen.frozen import dataclass
from reportgen.limits import Limits
from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_names
from reportgen.spec.schema_layers import Schema, bare_words, opened, ref
from reportgen.spec.words import BESIDE, NAME, NAMED, STRUCTURES

_PLAIN_WORD: Final = r"^[^\d\s!-/:-@\[-^`{-~][^\s!-/:-@\[-^`{-~]*$"
"""What a block may be called: letters, digits and ``_``, letters of any script; here told by what it has not."""

_AROUND: Final = tuple(word for word in BESIDE if word != "weights")
"""What may stand beside a word that is no layer's."""

_BESIDE_DOCS: Final = {
    "name": "What others call it by in `from`.",
    "from": "The layer or layers that it reads, instead of the one above.",
    "weights": "The earlier layer whose weights it uses again, instead of its own.",
    "when": "Whether it stands there at all.",
    "repeat": "How often it stands there, one copy after the other.",
    "first": "In what the first of the repeats differs.",
    "allow": "Findings to silence here, each with the reason.",
}
_STRUCTURE_DOCS: Final = {
    "stage": "A named run of layers: one row group, one band in the charts.",
    "residual": "A body beside a shortcut, added together unless `merge` says otherwise.",
    "branches": "Paths that read the same layer side by side, concatenated unless `merge` says otherwise.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one kind of file; each has lists, items and structures of its own."""

    suffix: str
    """Ends the names of its definitions."""
    own: bool
    """Whether the file may have blocks of its own."""
    standard: bool
    """Whether the standard blocks are what they are in the package."""

    @property
    def layers(self) -> str:
        """Name of the definition of a list."""
        return f"layers{self.suffix}"

    @property
    def item(self) -> str:
        """Name of the definition of an entry of a list."""
        return f"item{self.suffix}"

    @property
    def known(self) -> tuple[str, ...]:
        """The words whose options are known."""
        return (*LAYERS, *NAMED, *(standard_names() if self.standard else ()))

    def structure(self, word: str) -> str:
        """Name of the definition of a structure."""
        return f"{word}{self.suffix}"


CLOSED: Final = Words("", own=False, standard=True)
"""A file without blocks."""
OPEN: Final = Words("_with_blocks", own=True, standard=True)
"""A file with blocks."""
FREE: Final = Words("_with_any_blocks", own=True, standard=False)
"""A file with a block that takes the name of a standard one."""


def item_definitions(words: Words) -> dict[str, Schema]:
    """Describe a list of layers, its entries, and the structures in it."""
    return {
        words.layers: {"type": "array", "items": ref(words.item)},
        words.item: {"anyOf": [_bare(words), _mapping(words)]},
        **{
            words.structure(word): {"description": doc, **_structure(word, words)}
            for word, doc in _STRUCTURE_DOCS.items()
        },
    }


def _bare(words: Words) -> Schema:
    """Describe a word that stands alone."""
    bare = [word for word in bare_words() if word in words.known]
    if not words.own:
        return {"enum": bare}
    taken = [word for word in (*words.known, *STRUCTURES) if word not in bare]
    return {"anyOf": [{"enum": bare}, {"type": "string", "pattern": _PLAIN_WORD, "not": {"enum": taken}}]}


def _mapping(words: Words) -> Schema:
    """Describe a word with what it is given, and what may stand beside it."""
    beside = {word: {"description": doc, **_beside(word)} for word, doc in _BESIDE_DOCS.items()}
    own = {"anyOf": [ref("value"), {"type": "object", "additionalProperties": ref("value")}]}
    return {
        "type": "object",
        "properties": {
            **beside,
            "layers": ref(words.layers),
            **{word: ref(words.structure(word)) for word in STRUCTURES},
            **{word: ref(word) for word in words.known},
        },
        "propertyNames": {"pattern": _PLAIN_WORD},
        "additionalProperties": own if words.own else False,
        "dependencies": {
            "first": ["repeat"],
            "layers": ["stage"],
            **{word: {"propertyNames": {"enum": [word, *_AROUND]}} for word in STRUCTURES if word != "stage"},
            "stage": {"propertyNames": {"enum": ["stage", "layers", *_AROUND]}, "required": ["layers"]},
            **{word: _alone(word) for word in words.known},
        },
        # Somewhere there must be a word.
        "not": {"propertyNames": {"enum": [*BESIDE, "layers"]}},
    }


def _alone(word: str) -> Schema:
    """Keep all but what may stand there from beside a word, and let the first repeat differ in its options."""
    beside = BESIDE if word in LAYERS else _AROUND
    return {"propertyNames": {"enum": [word, *beside]}, "properties": {"first": ref(f"{word}.options")}}


def _beside(word: str) -> Schema:
    reasons = {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}}
    read: Schema = {"type": ["string", "integer"]}
    kinds: dict[str, Schema] = {
        "name": _name(),
        "from": {"anyOf": [read, {"type": "array", "items": read, "minItems": 1}]},
        "weights": read,
        "when": opened({"type": "boolean"}),
        "repeat": opened({"type": "integer", "minimum": 0, "maximum": Limits().repeats}),
        "first": {"type": "object"},
        "allow": reasons,
    }
    return kinds[word]


def _name() -> Schema:
    text = {"type": "string", "pattern": f"^(?:{NAME.pattern})$", "not": {"const": "input"}}
    return {"anyOf": [text, {"type": "integer", "minimum": 0}]}


def _structure(word: str, words: Words) -> Schema:
    if word == "stage":
        return _name()
    merge = opened({"enum": [name for name, cls in LAYERS.items() if cls.many]})
    path: Schema = {"anyOf": [ref(words.layers), {"type": "null"}]}
    if word == "residual":
        parts = {"body": path, "shortcut": path, "skip": opened({"type": "boolean"}), "merge": merge}
        return {"anyOf": [ref(words.layers), _parts(parts, "body")]}
    paths = {"anyOf": [{"type": "array", "items": path}, {"type": "object", "additionalProperties": path}]}
    return _parts({"paths": paths, "merge": merge}, "paths")


def _parts(parts: dict[str, Schema], required: str) -> Schema:
    return {"type": "object", "properties": parts, "required": [required], "additionalProperties": False}
