"""Operators on channels: products with matrices, norms, shares and reductions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.onnx.node import UnsupportedError
from reportgen.importing.onnx.operators.table import Operator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.onnx.node import Node

REDUCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"ReduceMean": "mean", "ReduceMax": "max", "ReduceMin": "min", "ReduceSum": "sum"}
)


def gemm(n: Node) -> None:
    """With stored weights."""
    read = n.reads(0)
    if n.attribute("transA", 0):
        read = n.step("permute", read, shape=n.shape(0)[::-1], order=(1, 0))
    n.make("linear", read, *n.weights(range(1, 3 if n.attribute("beta", 1.0) else 2)))


def matmul(n: Node) -> None:
    """With a stored matrix, on either side; of two tensors as part of attention."""
    left, right = n.constant(0), n.constant(1)
    if min(len(n.shape(0)), len(n.shape(1))) < 2:  # noqa: PLR2004 - a matrix
        raise UnsupportedError("it multiplies a vector alone")
    if right is not None and len(right.shape) == 2:  # noqa: PLR2004 - a matrix
        n.make("linear", n.reads(0), n.weight(1))
    elif left is not None and len(left.shape) == 2:  # noqa: PLR2004 - a matrix
        _from_the_left(n)
    elif left is None and right is None:
        n.make("matmul", n.reads(0), n.reads(1))
    else:
        raise UnsupportedError("its constant is no matrix")


def quantised_matmul(n: Node) -> None:
    """With a stored matrix on the right."""
    if n.constant(3) is None or len(n.shape(3)) != 2:  # noqa: PLR2004 - a matrix
        raise UnsupportedError("its second matrix is worked out")
    n.make("linear", n.reads(0), n.weight(3))


def _from_the_left(n: Node) -> None:
    """A product with a matrix on the left is one on the right of what is turned over."""

    def turned(shape: tuple[int, ...]) -> tuple[int, ...]:
        return (*shape[:-2], shape[-1], shape[-2])

    order = turned(tuple(range(len(n.shape(1)))))
    over = n.step("permute", n.reads(1), shape=turned(n.shape(1)), order=order)
    product = n.step("linear", over, n.weight(0), shape=turned(n.out()))
    n.make("permute", product, order=order)


def batch_norm(n: Node) -> None:
    """As at inference; mean and variance are buffers."""
    scale, shift = (not n.is_written_out(place, value) for place, value in ((1, 1.0), (2, 0.0)))
    stored = [n.weight(place) for place, learned in ((1, scale), (2, shift)) if learned]
    running = (n.weight(place, learned=False) for place in (3, 4))
    n.make("batch_norm", n.reads(), *stored, *running, scale=scale, shift=shift)


def instance_norm(n: Node) -> None:
    """A scale of ones and a shift of zeros are not learned."""
    scale, shift = n.constant(1), n.constant(2)
    if scale and shift and set(scale.values or (0,)) == {1} and set(shift.values or (1,)) == {0}:
        n.make("instance_norm", n.reads(), scale=False, shift=False)
    else:
        n.make("instance_norm", n.reads(), *n.weights((1, 2)), scale=True, shift=True)


def over_cells(n: Node) -> None:
    """Over all cells of each channel, as an instance norm that learns nothing."""
    rank, batch = len(n.shape()), n.shape()[0]
    axes = {axis % rank for axis in n.attribute("axes", (0, 2, 3))} - ({0} if batch == 1 else set())
    if axes != set(range(2, rank)):
        raise UnsupportedError("it normalises over other axes than the cells")
    n.make("instance_norm", n.reads(), scale=False, shift=False)


def layer_norm(n: Node) -> None:
    """Over one axis."""
    rank = len(n.shape())
    over = tuple(range(n.attribute("axis", -1) % rank, rank))
    kind = "rms_norm" if n.proto.op_type == "RMSNormalization" else "layer_norm"
    n.make(kind, n.reads(), *n.weights((1, 2)), over=over, scale=n.has(1), shift=n.has(2))


def group_norm(n: Node) -> None:
    """With one scale and shift for each channel."""
    groups = n.attribute("num_groups")
    n.make("group_norm", n.reads(), *n.weights((1, 2)), groups=groups, scale=True, shift=True)


def local_response_norm(n: Node) -> None:
    """Always."""
    n.make("local_response_norm", n.reads(), size=n.attribute("size"))


def softmax(n: Node) -> None:
    """Over one axis."""
    rank, older = len(n.shape()), n.version < 13  # noqa: PLR2004 - as ONNX counts versions
    axis = n.attribute("axis", 1 if older else -1) % rank
    if older and any(size > 1 for size in n.shape()[axis + 1 :]):
        raise UnsupportedError("it takes shares over several axes at once")
    n.make("log_softmax" if n.proto.op_type == "LogSoftmax" else "softmax", n.reads(), axis=axis)


def reduce(n: Node) -> None:
    """Over cells, or over the channels; over cells neither smallest values nor parts of an axis."""
    rank = len(n.shape())
    axes = n.setting("axes", 1)
    if not axes and n.attribute("noop_with_empty_axes", 0):
        n.make("identity", n.reads())
        return
    over = tuple(sorted(axis % rank for axis in axes or range(rank)))
    how = REDUCTIONS[n.proto.op_type]
    n.make("reduce", n.reads(), how=how, axes=over, keepdims=bool(n.attribute("keepdims", 1)))


OPERATORS = (
    Operator("Gemm", gemm, "`dense`, `pointwise`"),
    Operator("MatMul", matmul, "`dense`, `pointwise`, `self_attention`"),
    Operator("QLinearMatMul", quantised_matmul, "`dense`, `pointwise`"),
    Operator("BatchNormalization", batch_norm, "`batch_norm`"),
    Operator("InstanceNormalization", instance_norm, "`instance_norm`, `group_norm`"),
    Operator("MeanVarianceNormalization", over_cells, "`instance_norm`"),
    Operator("LayerNormalization", layer_norm, "`layer_norm`"),
    Operator("RMSNormalization", layer_norm, "`rms_norm`"),
    Operator("GroupNormalization", group_norm, "`group_norm`"),
    Operator("LRN", local_response_norm, "`local_response_norm`"),
    Operator("Softmax", softmax, "`softmax`"),
    Operator("LogSoftmax", softmax, "`log_softmax`"),
    *(Operator(name, reduce, "`global_avg_pool`, `max_pool`, …, `reduce_channels`") for name in REDUCTIONS),
)
