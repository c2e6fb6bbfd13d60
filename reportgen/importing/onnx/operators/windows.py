"""Operators that slide over [N, C, ...]: convolutions, pooling and resampling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.onnx.node import UnsupportedError
from reportgen.importing.onnx.operators.table import Operator

if TYPE_CHECKING:
    from reportgen.importing.onnx.node import Node
    from reportgen.importing.tensors.program import Dimensions

Pairs = tuple[tuple[int, int], ...]


def _per_axis(n: Node, name: str, rank: int, default: int = 1) -> Dimensions:
    found = tuple(n.attribute(name, (default,) * rank))
    if len(found) != rank:
        raise UnsupportedError(f"its {name} are {len(found)}, for {rank} axes")
    return found


def _padding(n: Node, kernel: Dimensions, stride: Dimensions, dilation: Dimensions) -> Pairs | str:
    """Give the padding: as pairs, or ``same`` where the odd cell goes behind."""
    mode, rank = n.attribute("auto_pad", b"NOTSET"), len(kernel)
    if mode == b"SAME_UPPER":
        return "same"
    if mode == b"SAME_LOWER":
        return tuple(map(_same_lower, n.shape()[2:], kernel, stride, dilation))
    if mode == b"VALID":
        return ((0, 0),) * rank
    pads = _per_axis(n, "pads", 2 * rank, 0)
    return tuple(zip(pads[:rank], pads[rank:], strict=True))


def _same_lower(n: int, k: int, s: int, d: int) -> tuple[int, int]:
    total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
    return total - total // 2, total // 2


QUANTISED: Final = "QLinearConv"
"""A convolution that is given a scale and a zero point behind all that it reads."""


def conv(n: Node) -> None:
    """Weights must be stored, not worked out."""
    weight, bias = (3, 8) if n.proto.op_type == QUANTISED else (1, 2)
    kernel = n.shape(weight)[2:]
    stride, dilation = (_per_axis(n, name, len(kernel)) for name in ("strides", "dilations"))
    padding = _padding(n, kernel, stride, dilation)
    groups = n.attribute("group", 1)
    reads = (n.reads(0), *n.weights((weight, bias)))
    n.make("conv", *reads, kernel=kernel, stride=stride, padding=padding, dilation=dilation, groups=groups)


def conv_transpose(n: Node) -> None:
    """Weights must be stored, not worked out."""
    kernel = n.shape(1)[2:]
    rank = len(kernel)
    stride, dilation = (_per_axis(n, name, rank) for name in ("strides", "dilations"))
    more = _per_axis(n, "output_padding", rank, 0)
    pads = _per_axis(n, "pads", 2 * rank, 0)
    padding: Pairs = tuple(zip(pads[:rank], pads[rank:], strict=True))
    if n.attribute("output_shape") is not None or n.attribute("auto_pad", b"NOTSET") in {b"SAME_UPPER", b"SAME_LOWER"}:
        written = [
            (i - 1) * s + d * (k - 1) + 1 + e
            for i, s, d, k, e in zip(n.shape()[2:], stride, dilation, kernel, more, strict=True)
        ]
        totals = [w - o for w, o in zip(written, n.out()[2:], strict=True)]
        upper = n.attribute("auto_pad", b"NOTSET") == b"SAME_UPPER"
        padding = tuple((t // 2, t - t // 2) if upper else (t - t // 2, t // 2) for t in totals)
    window: dict[str, Any] = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation}
    reads = (n.reads(0), *n.weights(range(1, 3)))
    n.make("conv_transpose", *reads, **window, output_padding=more, groups=n.attribute("group", 1))


def pool(n: Node) -> None:
    """Where the largest values stood is not put out."""
    kernel = tuple(n.attribute("kernel_shape", ()))
    stride, dilation = (_per_axis(n, name, len(kernel)) for name in ("strides", "dilations"))
    padding = _padding(n, kernel, stride, dilation)
    kind = "max_pool" if n.proto.op_type == "MaxPool" else "avg_pool"
    ceil_mode = bool(n.attribute("ceil_mode", 0))
    n.make(kind, n.reads(), kernel=kernel, stride=stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode)


def average_pool(n: Node) -> None:
    """Whether or not the padding counts, which is not kept."""
    pool(n)


def global_pool(n: Node) -> None:
    """Always."""
    how = "mean" if n.proto.op_type == "GlobalAveragePool" else "max"
    n.make("reduce", n.reads(), how=how, axes=tuple(range(2, len(n.shape()))), keepdims=True)


def upsample(n: Node) -> None:
    """Of cells, not of channels. How cells are rounded and cubic weights chosen is not kept."""
    modes = {b"nearest": "nearest", b"linear": "bilinear", b"bilinear": "bilinear", b"cubic": "bicubic"}
    mode = modes.get(n.attribute("mode", b"nearest"))
    if mode is None:
        raise UnsupportedError("its mode is unknown")
    if n.shape()[:2] != n.out()[:2]:
        raise UnsupportedError("it makes more or fewer channels")
    corners = n.attribute("coordinate_transformation_mode", b"") == b"align_corners"
    n.make("upsample", n.reads(), mode=mode, align_corners=corners and mode != "nearest")


def rearrange(n: Node) -> None:
    """In whatever order the channels stand."""
    kind = "pixel_shuffle" if n.proto.op_type == "DepthToSpace" else "pixel_unshuffle"
    n.make(kind, n.reads(), factor=n.attribute("blocksize"))


def pad(n: Node) -> None:
    """Whatever the cells hold: those that are copied or mirrored count as zeros."""
    rank = len(n.shape())
    pads, axes = n.setting("pads", 1) or (), n.whole(3) or range(rank)
    pairs = [(0, 0)] * rank
    for axis, before, after in zip(axes, pads[: len(pads) // 2], pads[len(pads) // 2 :], strict=True):
        pairs[axis % rank] = before, after
    given: Any = n.attribute("value")
    told = (given,) if given is not None else n.numbers(2)
    n.make("pad", n.reads(), padding=tuple(pairs), value=told[0] if told else 0.0)


OPERATORS = (
    *(Operator(name, conv, "`conv`, `depthwise_conv`") for name in ("Conv", QUANTISED)),
    Operator("ConvTranspose", conv_transpose, "`conv_transpose`"),
    Operator("MaxPool", pool, "`max_pool`"),
    Operator("AveragePool", average_pool, "`avg_pool`"),
    Operator("GlobalAveragePool", global_pool, "`global_avg_pool`"),
    Operator("GlobalMaxPool", global_pool, "`global_max_pool`"),
    Operator("Resize", upsample, "`upsample`"),
    Operator("Upsample", upsample, "`upsample`"),
    Operator("DepthToSpace", rearrange, "`pixel_shuffle`"),
    Operator("SpaceToDepth", rearrange, "`pixel_unshuffle`"),
    Operator("Pad", pad, "`pad`, `crop`"),
)
