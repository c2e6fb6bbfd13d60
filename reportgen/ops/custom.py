"""The way out: a layer that the vocabulary lacks, described by its figures."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, layer, shape_text, spread
from reportgen.ops.options import Kind, OptionError, PerAxis, Value, option, per_axis, shape, shown, whole
from reportgen.ops.reach import Span
from reportgen.ops.window import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.ops.reach import Reach


@dataclass(frozen=True, slots=True)
class Read:
    """The window that a custom layer reads."""

    kernel: PerAxis
    stride: PerAxis = 1


SightWord = Literal["global", "none"]
Sight = SightWord | Read

_WORDS: Mapping[str, SightWord] = MappingProxyType({"global": "global", "none": "none"})


def _sight() -> Kind:
    words = "global, none, or a window such as {kernel: 3, stride: 1}"
    cells = per_axis()

    def read(value: Value) -> Sight:
        if isinstance(value, str) and value in _WORDS:
            return _WORDS[value]
        if isinstance(value, dict) and "kernel" in value and value.keys() <= {"kernel", "stride"}:
            return Read(**{name: cells.read(part) for name, part in value.items()})
        raise OptionError(f"expected {words}, got {shown(value)}")

    window = {
        "type": "object",
        "properties": {"kernel": cells.schema, "stride": cells.schema},
        "required": ["kernel"],
        "additionalProperties": False,
    }
    return Kind(words, read, {"oneOf": [{"enum": list(_WORDS)}, window]})


@layer("custom", "escape")
@dataclass(frozen=True)
class Custom(Layer):
    """A layer that the vocabulary lacks, described by its figures. What is left out is unknown, never zero.

    It does not count for depth. What it would hold without sharing is unknown, unless it holds nothing. It may read
    several layers, each in the same way.
    """

    several = True

    output_: Shape = option("The shape that it puts out, channels first.", shape())
    parameters_: int | None = option("Values that it learns.", whole(0), default=None)
    buffers: int | None = option(
        "Values that it keeps besides; none where `parameters` stands alone.", whole(0), default=None
    )
    macs_: int | None = option("Multiply-adds for one sample.", whole(0), default=None)
    operations_: int | None = option("Elementwise operations for one sample.", whole(0), default=None)
    receptive_field: Sight | None = option(
        "What a cell reads: `global` is everything, `none` no neighbour, and a window goes along every axis, its "
        "padding such that the output has its size.",
        _sight(),
        default=None,
    )

    def check(self) -> None:
        if self.buffers is not None and self.parameters_ is None:
            raise OptionError("cannot stand alone; give 'parameters' too, 0 where nothing is learned", "buffers")

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        if isinstance(self.receptive_field, Read) and len({shape[1:] for shape in inputs}) > 1:
            shapes = " and ".join(map(shape_text, inputs))
            raise OptionError(
                f"a window reads inputs of one size, not {shapes}; give 'global' or 'none'", "receptive_field"
            )
        if isinstance(self.receptive_field, Read) and len(inputs[0]) != len(self.output_):
            raise OptionError(
                f"a window keeps the axes, but {shape_text(inputs[0])} and {shape_text(self.output_)} have not as "
                "many; give 'global' or 'none'",
                "receptive_field",
            )
        self.windows(inputs)
        return self.output_

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters | None:
        return None if self.parameters_ is None else Parameters(self.parameters_, self.buffers or 0)

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        return 0 if self.parameters_ == 0 else None

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        return self.macs_

    def products(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        return 0 if self.macs_ == 0 else None

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        return self.operations_

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        match self.receptive_field:
            case None:
                return Span.UNKNOWN
            case "global":
                return Span.EVERYTHING
            case "none":
                return Span.CELL if inputs[0][1:] == output[1:] else Span.MOVED
        return self.windows(inputs)

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        if not isinstance(self.receptive_field, Read):
            return ()
        cells, out = inputs[0][1:], self.output_[1:]
        kernel = spread(self.receptive_field.kernel, len(cells), "receptive_field")
        stride = spread(self.receptive_field.stride, len(cells), "receptive_field")
        return tuple(map(_fitting, cells, out, kernel, stride))

    def given(self) -> dict[str, Any]:
        found = super().given()
        if isinstance(self.receptive_field, Read):
            stride = {} if self.receptive_field.stride == 1 else {"stride": self.receptive_field.stride}
            found["receptive_field"] = {"kernel": self.receptive_field.kernel, **stride}
        return found


def _fitting(n: int, out: int, kernel: int, stride: int) -> Window:
    """Pad ``n`` cells so that a window stands ``out`` times; the odd cell, or all that is cut off, behind."""
    total = (out - 1) * stride + kernel - n
    before = max(total, 0) // 2
    return Window(kernel, stride, before=before, after=total - before)


LAYERS = (Custom,)
