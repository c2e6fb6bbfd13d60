"""A program over tensors: frozen operations with their shapes, in the order in which they run.

Shapes are the source's own: the batch comes first, and channels stand wherever the source has them. Each operation
makes one tensor; a source's operation that makes several becomes several ``slice`` operations.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Dimensions = tuple[int, ...]
"""Sizes along each axis of a tensor, the batch included."""

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conv": "x [N, C, ...], weight, bias?; kernel, stride, padding (pairs, or 'same'), dilation, groups",
        "conv_transpose": "as conv, and output_padding; padding is what is cut",
        "max_pool": "x [N, C, ...]; kernel, stride, padding (pairs, or 'same'), dilation, ceil_mode",
        "avg_pool": "as max_pool",
        "adaptive_avg_pool": "x [N, C, ...], to the size of its output",
        "adaptive_max_pool": "as adaptive_avg_pool",
        "linear": "x [..., K], weight, bias?: the last axis by a matrix",
        "matmul": "a [..., L, K], b [..., K, M]: both worked out",
        "embedding": "ids, table: a vector for each whole number, on a new last axis",
        "reduce": "x; how (mean, max, min, sum), axes, keepdims",
        "reshape": "x, to the shape of its output, row by row",
        "permute": "x; order",
        "expand": "x, to the shape of its output, by repeating axes of size 1",
        "slice": "x; axis, start, stop, step",
        "roll": "x; axis, shift: moved on, what falls off at the end comes in at the start",
        "concat": "several, computed or constant; axis",
        "pad": "x; padding (a pair an axis), value",
        "softmax": "x; axis",
        "log_softmax": "x; axis",
        "batch_norm": "x [N, C, ...], its constants; scale, shift: whether it learns them",
        "instance_norm": "as batch_norm",
        "group_norm": "as batch_norm; groups",
        "layer_norm": "as batch_norm, of any tensor; over (the axes)",
        "rms_norm": "as layer_norm",
        "local_response_norm": "x [N, C, ...]; size",
        "prelu": "x [N, C, ...], slope",
        "affine": "x, scale, shift: one of each for each channel",
        "upsample": "x [N, C, ...], to the size of its output; mode (nearest, bilinear, bicubic), align_corners",
        "pixel_shuffle": "x [N, C, H, W]; factor",
        "pixel_unshuffle": "x [N, C, H, W]; factor",
        "channel_shuffle": "x [N, C, ...]; groups",
        "attention": "q [..., L, D], k [..., S, D], v [..., S, V], then what is added to the matches",
        "lstm": "x [N, L, C], its constants; units, bidirectional, biases, sequence: put out [N, L, U], or [N, U]",
        "gru": "as lstm",
        "rnn": "as lstm: a recurrent layer without gates, for which there is no word",
        "mask": "x, of which some values are put aside, and what says which: known as a part of attention alone",
        "dropout": "x; rate",
        "spatial_dropout": "as dropout",
        "identity": "x",
        "unknown": "what has no words here; why, macs: multiply-adds, where they are known",
    }
)
"""What each kind of operation reads, and after the semicolon its options; see ``elementwise`` for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A tensor that no input has a part in."""

    name: str
    shape: Dimensions
    trainable: Mapping[str, int] = field(default_factory=dict)
    """Stored tensors that are learned and that it is made of, with the values of each."""
    buffers: Mapping[str, int] = field(default_factory=dict)
    """Stored tensors that are not learned and that it is made of, with the values of each."""
    values: tuple[float, ...] | None = None
    """Its values row by row where they are few and known; ``None`` where not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One step of a program: it makes the tensor of its name."""

    name: str
    """What the source calls it or what it makes, unlike any other of the program."""
    kind: str
    """A word of ``KINDS``, or an elementwise function."""
    reads: tuple[str, ...]
    """Operations, inputs and constants, in order."""
    shape: Dimensions
    """What it puts out, by the source's own account."""
    options: Mapping[str, Any] = field(default_factory=dict)
    scope: tuple[str, ...] = ()
    """Modules that it stands in, outermost first."""
    modules: tuple[str, ...] = ()
    """Class of each module of ``scope``, where the source knows it; else empty."""
    source: str = ""
    """The source's word for it: ``Conv``, ``aten.conv2d``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a source does with its inputs."""

    name: str
    """For people: ``ResNet-50``."""
    origin: str
    """Where it was read from."""
    inputs: Mapping[str, Dimensions]
    """Shape of each input, in order."""
    constants: Mapping[str, Constant]
    """By name."""
    operations: tuple[Operation, ...]
    """Each behind what it reads."""
    outputs: tuple[str, ...]
    """Names of what is put out, in order."""

    def made(self) -> dict[str, Operation]:
        """Give each operation by the name of the tensor that it makes."""
        return {op.name: op for op in self.operations}

    def computed(self) -> dict[str, Dimensions]:
        """Give the shape of every tensor that an input has a part in, by its name."""
        return {**self.inputs, **{op.name: op.shape for op in self.operations}}

    def shapes(self) -> dict[str, Dimensions]:
        """Give the shape of every tensor by its name."""
        return {**self.computed(), **{name: constant.shape for name, constant in self.constants.items()}}

    def times_read(self) -> Counter[str]:
        """Tell how often each tensor is read, to be put out counted as once more."""
        return Counter((*(name for op in self.operations for name in op.reads), *self.outputs))
