"""Sequences: words as vectors, and layers that read step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reportgen.frozen import dataclass
from reportgen.ops.base import Layer, Parameters, Shape, ShapeError, layer, shape_text, size
from reportgen.ops.options import flag, option, whole
from reportgen.ops.reach import Past, Span
from reportgen.ops.sliding import row

if TYPE_CHECKING:
    from reportgen.ops.reach import Reach


@layer("embedding", "sequence")
@dataclass(frozen=True)
class Embedding(Layer):
    """A learned vector for each word: it reads whole numbers, one at each position, such as an input of `[1, 40]`.

    Looking a word up costs no multiply-adds, and does not count for depth.
    """

    vocabulary: int = option("Words that there are.", whole())
    units: int = option("Values that stand for a word.", whole())

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        channels, *cells = inputs[0]
        if channels != 1:
            raise ShapeError(
                f"embedding reads one whole number at each position, but its input is {shape_text(inputs[0])}; "
                f"give it one channel, such as {shape_text((1, *(cells or [channels])))}"
            )
        return (self.units, *cells)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        return Parameters(self.vocabulary * self.units)

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.vocabulary * size(output)


class Recurrent(Layer):
    """What layers count that read a row step by step and carry what they have read."""

    weighted = 1
    unshaped = ("sequence",)

    gates: ClassVar[int]
    """Products with what comes in, and with what is carried, at each step."""
    combined: ClassVar[int]
    """Elementwise operations for each unit at each step: of the gates, and of what they make of the state."""
    units: int
    bidirectional: bool
    sequence: bool
    biases: int

    def _directions(self) -> int:
        return 1 + self.bidirectional

    def _weights(self, inputs: tuple[Shape, ...]) -> int:
        channels, _ = row(inputs[0], self.word)
        return self._directions() * self.gates * self.units * (channels + self.units)

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        _, steps = row(inputs[0], self.word)
        units = self._directions() * self.units
        return (units, steps) if self.sequence else (units,)

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters:
        added = self._directions() * self.gates * self.units * self.biases
        return Parameters(self._weights(inputs) + added)

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.parameters(inputs, output).trainable * inputs[0][1]

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self._weights(inputs) * inputs[0][1]

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.combined * self._directions() * self.units * inputs[0][1]

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        # Backwards, the first step has read all that follow it.
        return (Past(inputs[0][1]),) if self.sequence and not self.bidirectional else Span.EVERYTHING


UNITS = "Values that are carried from step to step, and put out."
BIDIRECTIONAL = "Whether a second one reads from the end; the channels of both are put out."
SEQUENCE = "Whether each step is put out; otherwise what is carried at the end."
BIASES = "Learned values added for each product: 2 as in PyTorch (and in Keras' GRU), 1 as in Keras' LSTM, 0 for none."


@layer("lstm", "sequence", main="units")
@dataclass(frozen=True)
class Lstm(Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000)."""

    gates = 4
    combined = 9  # five activations, three products and a sum

    units: int = option(UNITS, whole())
    bidirectional: bool = option(BIDIRECTIONAL, flag(), default=False)
    sequence: bool = option(SEQUENCE, flag(), default=True)
    biases: int = option(BIASES, whole(0, 2), default=2)


@layer("gru", "sequence", main="units")
@dataclass(frozen=True)
class Gru(Recurrent):
    """A gated recurrent unit (Cho et al. 2014)."""

    gates = 3
    combined = 7  # three activations, three products and a sum

    units: int = option(UNITS, whole())
    bidirectional: bool = option(BIDIRECTIONAL, flag(), default=False)
    sequence: bool = option(SEQUENCE, flag(), default=True)
    biases: int = option(BIASES, whole(0, 2), default=2)


LAYERS = (Embedding, Lstm, Gru)
