"""What a configuration says: models, their layers, and each call of a layer, in one form for all dialects."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KerasShape = tuple[int, ...]
"""Shape as Keras orders its axes, without the batch."""
OpenShape = tuple[int | None, ...]
"""Shape of which some sizes are left open."""

MOST: Final = 10**12
"""The largest number that a configuration may give."""


class MalformedError(Exception):
    """A configuration that no version of Keras writes; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that a layer reads, by its history."""

    layer: str
    node: int = 0
    """Which call of the layer gave it."""
    tensor: int = 0
    """Which of that call's values it is."""
    shape: OpenShape | None = field(default=None, compare=False)
    """Its shape as the reader's own file tells it; ``None`` where it does not."""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call of a layer: what was given by place and by name; values of the network stand as ``Ref``."""

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def refs(self) -> Iterator[Ref]:
        """Give every value of the network that it reads, in order."""
        yield from _refs([*self.args, *self.kwargs.values()])


def _refs(value: Any) -> Iterator[Ref]:  # noqa: ANN401 - whatever a file holds
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _refs(entry)
    elif isinstance(value, dict):
        yield from _refs(list(value.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRecord:
    """One layer, and its calls in order."""

    name: str
    kind: str
    """Its class, as the registry knows it: ``Conv2D``, ``ops.Add``; ``package>Class`` where it is nobody's we know."""
    config: Config
    calls: tuple[CallRecord, ...] = ()
    model: ModelRecord | None = None
    """The model that it is, where it is one."""
    old: bool = False
    """Whether it is written in the dialect of Keras 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """A model: its layers, and which of their values go in and out."""

    name: str
    layers: tuple[LayerRecord, ...]
    inputs: tuple[Ref, ...]
    outputs: tuple[Ref, ...]
    ending: OpenShape | None = None
    """Shape of its only output, where the file tells it apart from what reads it."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one layer, each read as what it must be."""

    values: Mapping[str, Any]
    place: str = ""
    """What an error calls it."""

    def raw(self, name: str) -> Any:  # noqa: ANN401 - whatever a file holds
        """Give a value as it stands; ``None`` where there is none."""
        return self.values.get(name)

    def whole(self, name: str, default: int | None = None, *, least: int = 1) -> int:
        """Read a whole number of at least so much."""
        value = self.values.get(name, default)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
            raise self.refused(name, f"a whole number of at least {least}")
        return value

    def number(self, name: str, default: float | None = None) -> Fraction:
        """Read a finite number, exactly as it is written."""
        value = self.values.get(name)
        return exact(default if value is None else value, self.refused(name, "a number"))

    def flag(self, name: str, *, default: bool = True) -> bool:
        """Read true or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.refused(name, "true or false")
        return value

    def text(self, name: str, default: str = "") -> str:
        """Read a text; the default stands for nothing too."""
        value = self.values.get(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.refused(name, "a text")
        return value

    def cells(self, name: str, rank: int, default: int | None = None) -> tuple[int, ...]:
        """Read one whole number an axis, or one for all."""
        value = self.values.get(name)
        value = default if value is None else value
        entries = value if isinstance(value, list) else [value] * rank
        if len(entries) != rank or not all(_is_whole(entry) for entry in entries):
            raise self.refused(name, f"a whole number, or a list of {rank}")
        return tuple(entries)

    def sides(self, name: str, rank: int) -> tuple[tuple[int, int], ...]:
        """Read cells before and after along each axis: one number, one an axis, or a pair an axis."""
        value = self.values.get(name, 1)
        if rank == 1 and isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - a pair
            value = [value]
        entries = value if isinstance(value, list) else [value] * rank
        pairs = [entry if isinstance(entry, list) else [entry, entry] for entry in entries]
        if len(pairs) != rank or not all(len(p) == 2 and all(map(_is_whole, p)) for p in pairs):  # noqa: PLR2004 - pairs
            raise self.refused(name, f"a whole number, or a list of {rank} numbers or pairs")
        return tuple((before, after) for before, after in pairs)

    def inner(self, name: str) -> Mapping[str, Any]:
        """Read a mapping, such as the layer that a wrapper holds."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.refused(name, "a mapping")
        return value

    def refused(self, name: str, words: str) -> MalformedError:
        """Say that a setting is not what it must be."""
        given = f"{self.values[name]!r}" if name in self.values else "nothing"
        return MalformedError(f"{self.place}: {name}: expected {words}, got {given[:60]}")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def exact(value: object, refused: MalformedError) -> Fraction:
    """Give a number exactly as it is written; raise ``refused`` where it is none, or not finite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > MOST:
        raise refused
    return Fraction(repr(value))
