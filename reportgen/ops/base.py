"""What a layer is: one frozen class with its options, its shape, its counts and its receptive-field step.

A new layer is one class decorated with ``layer`` in one file of this package, and its case table in the
tests. The reference page, the JSON Schema, "did you mean", ``expand`` and every diagnostic follow.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar

from reportgen.frozen import Value, dataclass
from reportgen.ops.options import OptionError, options_of
from reportgen.ops.reach import Reach, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.ops.options import Option
    from reportgen.ops.window import Window

Shape = tuple[int, ...]
"""Channels first: ``(C,)``, ``(C, L)``, ``(C, H, W)`` or ``(C, D, H, W)``."""


class ShapeError(Exception):
    """A layer cannot take the shape it is given; the message names shape, window and remedy."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Values that a layer stores: learned by gradient, or only kept up to date."""

    trainable: int = 0
    buffers: int = 0
    """Running statistics of a normalisation (no batch counters), and tables of relative positions."""

    def __add__(self, other: Parameters) -> Parameters:
        return Parameters(self.trainable + other.trainable, self.buffers + other.buffers)


class Layer(Value):
    """The base of every layer: it keeps its input's shape, stores nothing and costs nothing.

    Shapes are channels first and without the batch. Methods take the shapes of all inputs in order, and the
    output's shape where it matters, so that nothing is worked out twice.
    """

    word: ClassVar[str] = ""
    """What a file calls it."""
    family: ClassVar[str] = ""
    """The family of the vocabulary that it stands in."""
    options: ClassVar[Mapping[str, Option]] = MappingProxyType({})
    """What can be set, by name and in the order of the documentation."""
    required: ClassVar[frozenset[str]] = frozenset()
    """Those that must be given."""
    main: ClassVar[str] = ""
    """The option that a bare value stands for: ``dense: 1000`` gives ``units``; empty where there is none."""
    many: ClassVar[bool] = False
    """Whether it reads two inputs or more (a merge) instead of exactly one."""
    several: ClassVar[bool] = False
    """Whether it may read several inputs all the same, though it needs but one."""
    weighted: ClassVar[int] = 0
    """Weighted layers that a path through it passes, for depth: 1 for a convolution, a dense or a recurrent layer.

    Attention has 2, one behind the other: the projections into it (side by side), and the one out of it.
    """
    judged: ClassVar[bool] = False
    """Whether learning capacity judges it, along each axis where its window is wider than one cell: a convolution."""
    unshaped: ClassVar[tuple[str, ...]] = ()
    """Options that do not shape its weights: two layers that differ in them alone may use the same."""
    in_place: ClassVar[bool] = False
    """Whether it may overwrite its input: an elementwise activation."""
    view: ClassVar[bool] = False
    """Whether its output is its input's memory seen otherwise: flatten, split, dropout at inference."""

    def check(self) -> None:
        """Raise ``OptionError`` where options contradict each other whatever the input."""

    def output(self, inputs: tuple[Shape, ...]) -> Shape:
        """Give the output's shape, or raise ``ShapeError``."""
        return inputs[0]

    def parameters(self, inputs: tuple[Shape, ...], output: Shape) -> Parameters | None:
        """Count stored values; ``None`` where nobody knows."""
        return Parameters()

    def unshared(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        """Count what it would store if each output cell had weights of its own."""
        stored = self.parameters(inputs, output)
        return None if stored is None else stored.trainable

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        """Count multiply-adds for one sample; one fused multiply-add is 1; bias, norm and pooling are 0."""
        return 0

    def products(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        """Count values that its products put out: convolution, dense, attention; timm sums them as ``macts``."""
        return 0

    def operations(self, inputs: tuple[Shape, ...], output: Shape) -> int | None:
        """Count elementwise operations for one sample: one per output value, or per value a window reads."""
        return 0

    def reach(self, inputs: tuple[Shape, ...], output: Shape) -> Reach:
        """Say what one output cell reads of the input."""
        return Span.CELL

    def windows(self, inputs: tuple[Shape, ...]) -> tuple[Window, ...]:
        """Give the window of weights, or the pooling window, along each spatial axis, padding resolved.

        Empty for a layer without one, and for one whose window writes (a transposed convolution).
        """
        return ()

    def given(self) -> dict[str, object]:
        """Give the options that differ from their default, by name, as a file would set them."""
        given = {}
        for name, option in self.options.items():
            value = getattr(self, option.attribute)
            if value != option.default:
                given[name] = value
        return given


L = TypeVar("L", bound=type[Layer])
T = TypeVar("T")


def layer(word: str, family: str, main: str = "") -> Callable[[L], L]:
    """Name a layer class: its word in a file, its family, and the option that a bare value stands for."""

    def named(cls: L) -> L:
        cls.word, cls.family, cls.main = word, family, main
        cls.options = MappingProxyType({option.name: option for option in options_of(cls)})
        cls.required = frozenset(option.name for option in cls.options.values() if option.required)
        return cls

    return named


def size(shape: Shape) -> int:
    """Count the values of a shape."""
    return math.prod(shape)


def spread(value: int | tuple[T, ...], rank: int, name: str) -> tuple[int | T, ...]:
    """Give one value an axis; raise ``OptionError`` where a list has another length than there are axes."""
    if isinstance(value, int):
        return (value,) * rank
    if len(value) != rank:
        axes = f"{rank} {'axis' if rank == 1 else 'axes'}"
        values = f"{len(value)} {'value' if len(value) == 1 else 'values'}"
        raise OptionError(f"{values} for {axes}; write one number for all, or one an axis", name)
    return value


def shape_text(shape: Shape) -> str:
    """Give a shape as people write it: ``3x224x224``."""
    return "x".join(str(n) for n in shape)
