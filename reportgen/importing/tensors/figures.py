"""What is known of an operation for which there are no words: its multiply-adds, and what a cell of it reads."""

from __future__ import annotations

from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import along
from reportgen.importing.tensors.elementwise import BINARY, UNARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.importing.tensors.program import Dimensions, Operation
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value

Shapes = tuple["Dimensions", ...]

EACH: Final = frozenset({*UNARY, *BINARY, "average", "affine", "prelu", "dropout"})
"""Kinds of operations on each value by itself."""

FREE: Final = EACH | {
    *("max_pool", "avg_pool", "adaptive_avg_pool", "adaptive_max_pool", "upsample", "embedding", "reduce", "concat"),
    *("reshape", "permute", "expand", "slice", "roll", "pad", "softmax", "log_softmax", "spatial_dropout", "identity"),
    *("batch_norm", "instance_norm", "group_norm", "layer_norm", "rms_norm", "local_response_norm"),
    *("pixel_shuffle", "pixel_unshuffle", "channel_shuffle"),
}
"""Kinds of operations that count no multiply-adds."""


def _conv(out: Dimensions, read: Shapes) -> int:
    """Each value that is put out reads a filter."""
    return prod(out) * prod(read[1][1:])


def _conv_transpose(_: Dimensions, read: Shapes) -> int:
    """Each value that comes in writes a filter."""
    return prod(read[0]) * prod(read[1][1:])


def _product(out: Dimensions, read: Shapes) -> int:
    return prod(out) * read[0][-1]


def _attention(_: Dimensions, read: Shapes) -> int:
    """Each query is held against each key, and takes a share of each value."""
    queries, keys, values = read[:3]
    return prod(queries[:-1]) * keys[-2] * (queries[-1] + values[-1])


def _recurrent(_: Dimensions, read: Shapes) -> int:
    """Each step goes through every matrix."""
    matrices = [shape for shape in read[1:] if len(shape) == 2]  # noqa: PLR2004 - the others are biases
    return prod(read[0][:-1]) * sum(map(prod, matrices))


COSTS: Final[Mapping[str, Callable[[Dimensions, Shapes], int]]] = MappingProxyType(
    {
        "conv": _conv,
        "conv_transpose": _conv_transpose,
        **dict.fromkeys(("linear", "matmul"), _product),
        "attention": _attention,
        **dict.fromkeys(("lstm", "gru", "rnn"), _recurrent),
    }
)
"""Multiply-adds of all samples, from the shape that is put out and those that are read."""


def figures(op: Operation, read: Shapes, reads: Sequence[Shape], shape: Shape, batch: int) -> dict[str, Value]:
    """Give the options of ``custom`` that an operation's kind tells, of one sample; what it does not tell is left out.

    Args:
        op: What has no words.
        read: Shapes of the tensors that it reads, constants among them.
        reads: Shapes of the layers that it reads.
        shape: What the layer puts out.
        batch: Samples that the tensors hold.
    """
    found: dict[str, Value] = {}
    if op.kind in FREE or "macs" in op.options:
        found["macs"] = op.options.get("macs", 0)
    elif op.kind in COSTS:
        found["macs"] = COSTS[op.kind](op.shape, read) // batch
    if op.kind in EACH and all(one[1:] == shape[1:] for one in reads):
        found["receptive_field"] = "none"
    elif op.kind == "conv" and _in_the_middle(op, read[0]):
        window: dict[str, Value] = {"kernel": along(op.options["kernel"]), "stride": along(op.options["stride"])}
        found["receptive_field"] = {name: value for name, value in window.items() if name == "kernel" or value != 1}
    return found


def _in_the_middle(op: Operation, read: Dimensions) -> bool:
    """Say whether a convolution reads as a window of ``custom`` does: whole, and padded alike on both sides."""
    given = op.options
    ranks = {len(op.shape) - 2, len(read) - 2, *(len(given[name]) for name in ("kernel", "stride", "padding"))}
    if isinstance(given["padding"], str) or set(given["dilation"]) != {1} or len(ranks) > 1:
        return False
    each = zip(op.shape[2:], read[2:], given["kernel"], given["stride"], given["padding"], strict=True)
    totals = [((out - 1) * s + k - n, before) for out, n, k, s, (before, _) in each]
    return all(before == max(total, 0) // 2 for total, before in totals)
