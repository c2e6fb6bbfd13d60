"""How a layer declares its options, and the small readers that check them.

A layer is a frozen dataclass; each option is a field made by ``option``. The same declaration is read by
the checker, the JSON Schema, the reference page and ``expand``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = int | bool | Fraction | str | None | list["Value"]
"""What an option may be given once expressions are worked out; decimals are exact."""

PerAxis = int | tuple[int, ...]
"""One value for every axis, or one value an axis."""

PaddingPair = tuple[int, int]
Padding = Literal["half", "same", "valid"] | int | tuple[int | PaddingPair, ...]


class OptionError(Exception):
    """An option has a value it cannot have; the reader gives it its place in the file."""

    def __init__(self, message: str, option: str = "") -> None:
        self.option = option
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: how to read it, how to say it, and its JSON Schema."""

    words: str
    """What is expected, as it stands after "expected" in an error."""
    read: Callable[[Value], Any]
    """Give the typed value, or raise ``OptionError``."""
    schema: Mapping[str, Any]
    """Draft-07 schema of the plain value (expressions are allowed besides)."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a layer, as documented."""

    name: str
    doc: str
    kind: Kind
    required: bool
    default: Any


def option(doc: str, kind: Kind, **default: Any) -> Any:  # noqa: ANN401 - like dataclasses.field, it stands for any type
    """Declare an option. Give ``default=...`` unless the option must be given."""
    return field(metadata={"doc": doc, "kind": kind}, **default)


def options_of(layer: type) -> tuple[Option, ...]:
    """List the options that a layer class declares, in order."""
    return tuple(
        Option(
            name=f.name,
            doc=f.metadata["doc"],
            kind=f.metadata["kind"],
            required=f.default is dataclasses.MISSING,
            default=None if f.default is dataclasses.MISSING else f.default,
        )
        for f in dataclasses.fields(layer)
        if "kind" in f.metadata
    )


def shown(value: Value) -> str:
    """Give a value as the user would have written it."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, list):
        return f"[{', '.join(shown(v) for v in value)}]"
    return str(value) if isinstance(value, int) else f"{float(value):g}"


def _refuse(words: str, value: Value) -> OptionError:
    return OptionError(f"expected {words}, got {shown(value)}")


def _whole(value: Value, minimum: int, words: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise _refuse(words, value)
    return value


def whole(minimum: int = 1) -> Kind:
    """Read a whole number of at least ``minimum``."""
    words = f"a whole number of at least {minimum}"
    return Kind(words, lambda v: _whole(v, minimum, words), {"type": "integer", "minimum": minimum})


def per_axis(minimum: int = 1) -> Kind:
    """Read one whole number for every axis, or a list with one an axis."""
    words = f"a whole number of at least {minimum}, or a list with one an axis"

    def read(value: Value) -> PerAxis:
        if isinstance(value, list) and value:
            return tuple(_whole(v, minimum, words) for v in value)
        return _whole(value, minimum, words)

    single = {"type": "integer", "minimum": minimum}
    return Kind(words, read, {"oneOf": [single, {"type": "array", "items": single, "minItems": 1, "maxItems": 3}]})


def _read_padding(value: Value) -> Padding:
    words = "half, same, valid, a whole number of at least 0, or a list with one number or pair an axis"
    if value == "half" or value == "same" or value == "valid":  # noqa: PLR1714 - narrows the literal type
        return value
    if not isinstance(value, list):
        return _whole(value, 0, words)

    def axis(entry: Value) -> int | PaddingPair:
        if isinstance(entry, list) and len(entry) == 2:  # noqa: PLR2004 - a pair
            return _whole(entry[0], 0, words), _whole(entry[1], 0, words)
        return _whole(entry, 0, words)

    if not value:
        raise _refuse(words, value)
    return tuple(axis(entry) for entry in value)


def padding() -> Kind:
    """Read ``half``, ``same``, ``valid``, a number, or a number or pair an axis."""
    number = {"type": "integer", "minimum": 0}
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    axes = {"type": "array", "items": {"oneOf": [number, pair]}, "minItems": 1, "maxItems": 3}
    return Kind(
        "half, same, valid, a whole number, or a list with one number or pair an axis",
        _read_padding,
        {"oneOf": [{"enum": ["half", "same", "valid"]}, number, axes]},
    )


def flag() -> Kind:
    """Read true or false."""

    def read(value: Value) -> bool:
        if not isinstance(value, bool):
            raise _refuse("true or false", value)
        return value

    return Kind("true or false", read, {"type": "boolean"})


def choice(*words: str) -> Kind:
    """Read one of a few words."""
    said = " or ".join(words)

    def read(value: Value) -> str:
        if not isinstance(value, str) or value not in words:
            raise _refuse(said, value)
        return value

    return Kind(said, read, {"enum": list(words)})


def number(minimum: Fraction | None = None, maximum: Fraction | None = None) -> Kind:
    """Read an exact number within bounds."""
    bounds = [f"at least {minimum}"] * (minimum is not None) + [f"at most {maximum}"] * (maximum is not None)
    words = " of ".join(["a number", " and ".join(bounds)] if bounds else ["a number"])

    def read(value: Value) -> Fraction:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise _refuse(words, value)
        if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
            raise _refuse(words, value)
        return Fraction(value)

    schema: dict[str, Any] = {"type": "number"}
    if minimum is not None:
        schema["minimum"] = float(minimum)
    if maximum is not None:
        schema["maximum"] = float(maximum)
    return Kind(words, read, schema)


def shape() -> Kind:
    """Read a shape: a list of whole numbers, channels first."""
    words = "a list of one to four whole numbers, channels first"

    def read(value: Value) -> tuple[int, ...]:
        entries = value if isinstance(value, list) else [value]
        if not 1 <= len(entries) <= 4:  # noqa: PLR2004 - channels and up to three axes
            raise _refuse(words, value)
        return tuple(_whole(v, 1, words) for v in entries)

    items = {"type": "integer", "minimum": 1}
    return Kind(words, read, {"type": "array", "items": items, "minItems": 1, "maxItems": 4})
