"""How a layer declares its options, and the small readers that check them.

A layer is a frozen dataclass; each option is a field made by ``option``. The same declaration is read by
the checker, the JSON Schema, the reference page and ``expand``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Plain = int | bool | Fraction | str | None
"""One value of a file, without parts; decimals are exact."""

Value = Plain | list["Value"] | dict[str, "Value"]
"""What an option may be given once expressions are worked out."""

PerAxis = int | tuple[int, ...]
"""One value for every axis, or one value an axis."""

PaddingPair = tuple[int, int]
Sides = int | tuple[int | PaddingPair, ...]
"""Cells on both sides of every axis; or for each axis cells on both sides, or a pair (before, after)."""

PaddingWord = Literal["half", "same", "valid"]
Padding = PaddingWord | Sides

MOST_AXES = 3
_PADDING_WORDS: Mapping[str, PaddingWord] = MappingProxyType({"half": "half", "same": "same", "valid": "valid"})


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
    attribute: str
    """Where the layer keeps it: its name, with a ``_`` behind it where a method of the layer has that name."""
    doc: str
    kind: Kind
    required: bool
    default: Any
    """The typed value where it is left out; ``None`` where it must be given or follows from others."""


def option(doc: str, kind: Kind, **default: Any) -> Any:  # noqa: ANN401 - like dataclasses.field, any type
    """Declare an option. Give ``default=...`` unless the option must be given."""
    return field(metadata={"doc": doc, "kind": kind}, **default)


def options_of(layer: type) -> tuple[Option, ...]:
    """Read off the options that a layer class declares, in order; ``Layer.options`` keeps them."""
    return tuple(
        Option(
            name=f.name.rstrip("_"),
            attribute=f.name,
            doc=f.metadata["doc"],
            kind=f.metadata["kind"],
            required=f.default is dataclasses.MISSING,
            default=None if f.default is dataclasses.MISSING else f.default,
        )
        for f in (dataclasses.fields(layer) if dataclasses.is_dataclass(layer) else ())
        if "kind" in f.metadata
    )


def either(one: str, other: str, values: tuple[object, object]) -> None:
    """Raise ``OptionError`` unless exactly one of two options is given (its value is not ``None``)."""
    if values == (None, None):
        raise OptionError(f"must be given '{one}' or '{other}'")
    not_both(one, other, values)


def not_both(one: str, other: str, values: tuple[object, object]) -> None:
    """Raise ``OptionError`` where both of two options are given (their values are not ``None``)."""
    if None not in values:
        raise OptionError(f"cannot stand beside '{one}'; give one of the two", other)


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
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {shown(part)}' for name, part in value.items())}}}"
    return str(value) if isinstance(value, int) else f"{float(value):g}"


def _refuse(words: str, value: Value) -> OptionError:
    return OptionError(f"expected {words}, got {shown(value)}")


def _whole(value: Value, minimum: int, words: str, maximum: int | None = None) -> int:
    if type(value) is not int:
        # 32 * 0.5 is an exact decimal, and a whole number all the same.
        if not isinstance(value, Fraction) or value.denominator != 1:
            raise _refuse(words, value)
        value = value.numerator
    if value < minimum or (maximum is not None and value > maximum):
        raise _refuse(words, value)
    return value


def whole(minimum: int = 1, maximum: int | None = None) -> Kind:
    """Read a whole number of at least ``minimum``, and of at most ``maximum`` where there is one."""
    if maximum is None:
        words = f"a whole number of at least {minimum}"
        return Kind(words, lambda v: _whole(v, minimum, words), {"type": "integer", "minimum": minimum})
    words = f"a whole number from {minimum} to {maximum}"
    schema = {"type": "integer", "minimum": minimum, "maximum": maximum}
    return Kind(words, lambda v: _whole(v, minimum, words, maximum), schema)


def _one_or_list(single: Mapping[str, Any], entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [single, {"type": "array", "items": entry, "minItems": 1, "maxItems": MOST_AXES}]


def _axes(entries: list[Value], words: str) -> list[Value]:
    """Give what is given for each axis; refuse none and too many."""
    if not 1 <= len(entries) <= MOST_AXES:
        raise _refuse(words, entries)
    return entries


def per_axis(minimum: int = 1) -> Kind:
    """Read one whole number for every axis, or a list with one an axis."""
    words = f"a whole number of at least {minimum}, or a list with one an axis"

    def read(value: Value) -> PerAxis:
        if isinstance(value, list):
            return tuple(_whole(entry, minimum, words) for entry in _axes(value, words))
        return _whole(value, minimum, words)

    single = {"type": "integer", "minimum": minimum}
    return Kind(words, read, {"oneOf": _one_or_list(single, single)})


_SIDES = "a whole number of at least 0, or a list with one number or pair an axis"


def _sides_schemas() -> list[Mapping[str, Any]]:
    cells = {"type": "integer", "minimum": 0}
    pair = {"type": "array", "items": cells, "minItems": 2, "maxItems": 2}
    return _one_or_list(cells, {"oneOf": [cells, pair]})


def _read_sides(value: Value, words: str) -> Sides:
    def axis(entry: Value) -> int | PaddingPair:
        if isinstance(entry, list) and len(entry) == 2:  # noqa: PLR2004 - a pair
            return _whole(entry[0], 0, words), _whole(entry[1], 0, words)
        return _whole(entry, 0, words)

    if isinstance(value, list):
        return tuple(axis(entry) for entry in _axes(value, words))
    return _whole(value, 0, words)


def sides() -> Kind:
    """Read a number of cells for all sides, or a number or pair an axis."""
    return Kind(_SIDES, lambda value: _read_sides(value, _SIDES), {"oneOf": _sides_schemas()})


def padding() -> Kind:
    """Read ``half``, ``same``, ``valid``, a number, or a number or pair an axis."""
    words = f"half, same, valid, {_SIDES}"

    def read(value: Value) -> Padding:
        if isinstance(value, str) and value in _PADDING_WORDS:
            return _PADDING_WORDS[value]
        return _read_sides(value, words)

    named = {"enum": list(_PADDING_WORDS)}
    return Kind(words, read, {"oneOf": [named, *_sides_schemas()]})


def flag() -> Kind:
    """Read true or false."""
    words = "true or false"

    def read(value: Value) -> bool:
        if not isinstance(value, bool):
            raise _refuse(words, value)
        return value

    return Kind(words, read, {"type": "boolean"})


def choice(*words: str) -> Kind:
    """Read one of a few words."""
    said = " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

    def read(value: Value) -> str:
        if not isinstance(value, str) or value not in words:
            raise _refuse(said, value)
        return value

    return Kind(said, read, {"enum": list(words)})


def number(minimum: Fraction | int | None = None, maximum: Fraction | int | None = None) -> Kind:
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


def order() -> Kind:
    """Read an order of axes: the number of each, from 0."""
    words = f"a list of 1 to {MOST_AXES + 1} whole numbers from 0, one an axis"

    def read(value: Value) -> tuple[int, ...]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_AXES + 1:
            raise _refuse(words, value)
        return tuple(_whole(entry, 0, words) for entry in value)

    axis = {"type": "integer", "minimum": 0}
    return Kind(words, read, {"type": "array", "items": axis, "minItems": 1, "maxItems": MOST_AXES + 1})


def sizes() -> Kind:
    """Read the sizes of parts, two or more."""
    words = "a list of 2 whole numbers or more, each at least 1"

    def read(value: Value) -> tuple[int, ...]:
        if not isinstance(value, list) or len(value) < 2:  # noqa: PLR2004 - parts of a whole
            raise _refuse(words, value)
        return tuple(_whole(entry, 1, words) for entry in value)

    return Kind(words, read, {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2})


def shape() -> Kind:
    """Read a shape: channels, then the cells along each axis."""
    words = f"a list of 1 to {MOST_AXES + 1} whole numbers of at least 1, channels first"

    def read(value: Value) -> tuple[int, ...]:
        entries = value if isinstance(value, list) else [value]
        if not 1 <= len(entries) <= MOST_AXES + 1:
            raise _refuse(words, value)
        return tuple(_whole(entry, 1, words) for entry in entries)

    single = {"type": "integer", "minimum": 1}
    several = {"type": "array", "items": single, "minItems": 1, "maxItems": MOST_AXES + 1}
    return Kind(words, read, {"oneOf": [single, several]})
