"""How PyTorch would make each layer of the vocabulary, for a batch of one."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it
from torch_parts import Called, Options, OverChannels, Slid, axes, flat, pads
from torch_sequence import MAKERS as SEQUENCE
from torch_tokens import MAKERS as TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


class Cut(nn.Module):
    """A transposed convolution whose sides are cut, and its end grown, afterwards."""

    def __init__(self, inner: nn.Module, edges: list[tuple[int, int]]) -> None:
        super().__init__()
        self.inner, self.edges = inner, edges

    def forward(self, x: Tensor) -> Tensor:
        return F.pad(self.inner(x), flat(self.edges))


def conv(o: Options, shape: tuple[int, ...], filters: int, groups: int) -> nn.Module:
    rank = len(shape) - 1
    kind = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[rank - 1]
    stride, dilation = axes(o.get("stride", 1), rank), axes(o.get("dilation", 1), rank)
    inner = kind(shape[0], filters, axes(o["kernel"], rank), stride, 0, dilation, groups, bias=o.get("bias", True))
    return Slid(inner, pads(o, shape[1:]))


def pointwise(o: Options, shape: tuple[int, ...]) -> nn.Module:
    if len(shape) == 1:
        return nn.Linear(shape[0], o["filters"], bias=o.get("bias", True))
    return conv({**o, "kernel": 1}, shape, o["filters"], o.get("groups", 1))


def conv_transpose(o: Options, shape: tuple[int, ...]) -> nn.Module:
    rank = len(shape) - 1
    kind = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)[rank - 1]
    kernel, stride = axes(o["kernel"], rank), axes(o.get("stride", 1), rank)
    dilation, extra = axes(o.get("dilation", 1), rank), axes(o.get("output_padding", 0), rank)
    bias = o.get("bias", True)
    inner = kind(shape[0], o["filters"], kernel, stride, 0, 0, o.get("groups", 1), bias, dilation)
    if o.get("padding") == "same":
        surplus = [(k - 1) * d + 1 - s for k, d, s in zip(kernel, dilation, stride, strict=True)]
        edges = [(-(max(x, 0) // 2), -(x - max(x, 0) // 2)) for x in surplus]
    else:
        edges = [(-p, e - q) for (p, q), e in zip(pads(o, shape[1:]), extra, strict=True)]
    return Cut(inner, edges)


class LocallyConnected(nn.Module):
    """A product of its own for each output cell, with the cells that it reads."""

    def __init__(self, o: Options, shape: tuple[int, ...]) -> None:
        super().__init__()
        rank, groups = len(shape) - 1, o.get("groups", 1)
        self.kernel, self.stride = axes(o["kernel"], rank), axes(o.get("stride", 1), rank)
        self.dilation, self.pairs = axes(o.get("dilation", 1), rank), pads(o, shape[1:])
        self.cells = self.read(torch.empty(1, *shape)).shape[2 : 2 + rank]
        taps = prod(self.kernel) * shape[0] // groups
        self.weight = nn.Parameter(torch.rand(groups, prod(self.cells), o["filters"] // groups, taps))
        self.bias = nn.Parameter(torch.rand(o["filters"], *self.cells)) if o.get("bias", True) else None

    def read(self, x: Tensor) -> Tensor:
        x = F.pad(x, flat(self.pairs))
        for axis, (k, s, d) in enumerate(zip(self.kernel, self.stride, self.dilation, strict=True), 2):
            x = x.unfold(axis, d * (k - 1) + 1, s)[..., ::d]
        return x

    def forward(self, x: Tensor) -> Tensor:
        groups, cells, filters, taps = self.weight.shape
        read = self.read(x)[0].reshape(groups, -1, cells, prod(self.kernel)).transpose(1, 2)
        out = self.weight.flatten(0, 1) @ read.reshape(groups * cells, taps, 1)
        out = out.reshape(groups, cells, filters).transpose(1, 2).reshape(1, groups * filters, *self.cells)
        return out if self.bias is None else out + self.bias


def max_pool(o: Options, shape: tuple[int, ...]) -> nn.Module:
    rank = len(shape) - 1
    kind = (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d)[rank - 1]
    kernel, dilation = axes(o["kernel"], rank), axes(o.get("dilation", 1), rank)
    stride = axes(o.get("stride", o["kernel"]), rank)
    if o.get("ceil_mode"):
        return kind(kernel, stride, axes(o.get("padding", 0), rank), dilation, ceil_mode=True)
    return Slid(kind(kernel, stride, 0, dilation), pads({**o, "stride": list(stride)}, shape[1:]), float("-inf"))


def avg_pool(o: Options, shape: tuple[int, ...]) -> nn.Module:
    rank = len(shape) - 1
    kind = (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d)[rank - 1]
    kernel, stride = axes(o["kernel"], rank), axes(o.get("stride", o["kernel"]), rank)
    if o.get("ceil_mode"):
        return kind(kernel, stride, axes(o.get("padding", 0), rank), ceil_mode=True)
    return Slid(kind(kernel, stride), pads({**o, "stride": list(stride)}, shape[1:]))


def pool_to(functions: tuple[Callable[..., Tensor], ...], o: Options, shape: tuple[int, ...]) -> nn.Module:
    size = axes(o.get("size", 1), len(shape) - 1)
    return Called(lambda x: functions[len(shape) - 2](x, size))


def upsample(o: Options, shape: tuple[int, ...]) -> nn.Module:
    rank, mode = len(shape) - 1, o.get("mode", "nearest")
    if mode == "bilinear":
        mode = ("linear", "bilinear", "trilinear")[rank - 1]
    size = axes(o.get("size"), rank) if "size" in o else None
    scale = None if size else tuple(float(s) for s in axes(o["scale"], rank))
    corners = None if mode == "nearest" else o.get("align_corners", False)
    return nn.Upsample(size, scale, mode, align_corners=corners)


def crop(o: Options, shape: tuple[int, ...]) -> nn.Module:
    if "size" in o:
        surplus = [n - m for n, m in zip(shape[1:], axes(o["size"], len(shape) - 1), strict=True)]
        return Called(lambda x: F.pad(x, flat([(-(cut // 2), cut // 2 - cut) for cut in surplus])))
    pairs = pads({"padding": o["amount"], "kernel": 1}, shape[1:])
    return Called(lambda x: F.pad(x, flat([(-p, -q) for p, q in pairs])))


def pad(o: Options, shape: tuple[int, ...]) -> nn.Module:
    channels = o.get("channels", 0)
    return Slid(nn.Identity(), [(channels, channels), *pads({**o, "kernel": 1}, shape[1:])])


def pixels(o: Options, shape: tuple[int, ...], *, apart: bool) -> nn.Module:
    """Rearrange by reshaping and transposing, at any rank; ``apart`` makes channels of cells."""
    rank, f, (channels, *cells) = len(shape) - 1, o["factor"], shape

    def to_channels(x: Tensor) -> Tensor:
        blocks = x.reshape(1, channels, *(size for n in cells for size in (n // f, f)))
        order = [0, 1, *range(3, 3 + 2 * rank, 2), *range(2, 2 + 2 * rank, 2)]
        return blocks.permute(order).reshape(1, channels * f**rank, *(n // f for n in cells))

    def to_cells(x: Tensor) -> Tensor:
        share = channels // f**rank
        blocks = x.reshape(1, share, *(f,) * rank, *cells)
        order = [0, 1, *(place for axis in range(rank) for place in (2 + rank + axis, 2 + axis))]
        return blocks.permute(order).reshape(1, share, *(n * f for n in cells))

    return Called(to_channels if apart else to_cells)


def learning(norm: nn.Module, o: Options) -> nn.Module:
    """Take from a normalisation what it shall not learn."""
    if not o.get("scale", True):
        norm.register_parameter("weight", None)
    if not o.get("shift", True):
        norm.register_parameter("bias", None)
    return norm


def batch_norm(o: Options, shape: tuple[int, ...]) -> nn.Module:
    kind = (nn.BatchNorm1d, nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)[len(shape) - 1]
    return learning(kind(shape[0], affine=o.get("affine", True)), o)


def instance_norm(o: Options, shape: tuple[int, ...]) -> nn.Module:
    kind = (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)[len(shape) - 2]
    return learning(kind(shape[0], affine=o.get("affine", False)), o)


class Scaled(nn.Module):
    """Learned values of each channel."""

    def __init__(self, channels: int, rank: int, *, shift: bool, scale: bool = True) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels, *(1,) * rank)) if scale else 1
        self.shift = nn.Parameter(torch.zeros(channels, *(1,) * rank)) if shift else None

    def forward(self, x: Tensor) -> Tensor:
        return x * self.scale if self.shift is None else x * self.scale + self.shift


def reshaped(o: Options, shape: tuple[int, ...]) -> nn.Module:
    return Called(lambda x: x.reshape(1, *o.get("shape", (prod(shape),))))


PLAIN = (
    *("abs", "ceil", "cos", "erf", "exp", "floor", "log", "reciprocal", "round", "rsqrt", "sign", "sin", "sqrt"),
    "square",
)
FUNCTIONS = {"negative": torch.neg, "softsign": F.softsign} | {name: getattr(torch, name) for name in PLAIN}
REDUCTIONS = {"mean": torch.mean, "max": torch.amax, "min": torch.amin, "sum": torch.sum}

MAKERS: dict[str, Callable[[Options, tuple[int, ...]], nn.Module]] = {
    "conv": lambda o, s: conv(o, s, o["filters"], o.get("groups", 1)),
    "depthwise_conv": lambda o, s: conv(o, s, s[0] * o.get("multiplier", 1), s[0]),
    "pointwise": pointwise,
    "conv_transpose": conv_transpose,
    "locally_connected": LocallyConnected,
    "max_pool": max_pool,
    "avg_pool": avg_pool,
    "global_max_pool": lambda _, s: Called(lambda x: x.amax(tuple(range(2, len(s) + 1)), keepdim=True)),
    "global_avg_pool": lambda _, s: Called(lambda x: x.mean(tuple(range(2, len(s) + 1)), keepdim=True)),
    "adaptive_avg_pool": lambda o, s: pool_to(
        (F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d), o, s
    ),
    "adaptive_max_pool": lambda o, s: pool_to(
        (F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d), o, s
    ),
    "reduce_channels": lambda o, _: Called(lambda x: REDUCTIONS[o["how"]](x, dim=1, keepdim=True)),
    "dense": lambda o, s: nn.Sequential(nn.Flatten(), nn.Linear(prod(s), o["units"], o.get("bias", True))),
    "flatten": reshaped,
    "reshape": reshaped,
    "permute": lambda o, _: Called(lambda x: x.permute(0, *(place + 1 for place in o["order"]))),
    "batch_norm": batch_norm,
    "layer_norm": lambda o, s: OverChannels(learning(nn.LayerNorm(s[0], elementwise_affine=o.get("affine", True)), o)),
    "group_norm": lambda o, s: learning(nn.GroupNorm(o["groups"], s[0], affine=o.get("affine", True)), o),
    "instance_norm": instance_norm,
    "rms_norm": lambda _, s: OverChannels(nn.RMSNorm(s[0])),
    "local_response_norm": lambda o, _: nn.LocalResponseNorm(o.get("size", 5)),
    "layer_scale": lambda _, s: Scaled(s[0], len(s) - 1, shift=False),
    "affine": lambda o, s: Scaled(s[0], len(s) - 1, shift=True, scale=o.get("scale", True)),
    "rescale": lambda o, _: Called(lambda x: x * float(o.get("scale", 1)) + float(o.get("offset", 0))),
    "relu": lambda *_: nn.ReLU(),
    "relu6": lambda *_: nn.ReLU6(),
    "leaky_relu": lambda o, _: nn.LeakyReLU(float(o.get("slope", 0.01))),
    "prelu": lambda o, s: nn.PReLU(1 if o.get("shared", True) else s[0]),
    "elu": lambda o, _: nn.ELU(float(o.get("alpha", 1))),
    "celu": lambda o, _: nn.CELU(float(o.get("alpha", 1))),
    "selu": lambda *_: nn.SELU(),
    "gelu": lambda *_: nn.GELU(),
    "silu": lambda *_: nn.SiLU(),
    "mish": lambda *_: nn.Mish(),
    "sigmoid": lambda *_: nn.Sigmoid(),
    "hard_sigmoid": lambda o, _: (
        Called(lambda x: (x * float(o["slope"]) + 0.5).clamp(0, 1)) if "slope" in o else nn.Hardsigmoid()
    ),
    "hard_swish": lambda *_: nn.Hardswish(),
    "tanh": lambda *_: nn.Tanh(),
    "softplus": lambda *_: nn.Softplus(),
    "softmax": lambda *_: nn.Softmax(dim=1),
    "log_softmax": lambda *_: nn.LogSoftmax(dim=1),
    "clip": lambda o, _: Called(
        lambda x: x.clamp(*(None if o.get(b) is None else float(o[b]) for b in ("low", "high")))
    ),
    "elementwise": lambda o, _: Called(FUNCTIONS[o["function"]]),
    "maxout": lambda o, _: Called(lambda x: x.unflatten(1, (-1, o.get("pieces", 2))).amax(2)),
    "identity": lambda *_: nn.Identity(),
    "dropout": lambda o, _: nn.Dropout(float(o.get("rate", 0.5))),
    "spatial_dropout": lambda o, _: nn.Dropout(float(o.get("rate", 0.5))),
    "drop_path": lambda o, _: nn.Dropout(float(o.get("rate", 0.5))),
    "add": lambda *_: Called(lambda *x: sum(x[1:], x[0])),
    "multiply": lambda *_: Called(lambda *x: prod(x[1:], start=x[0])),
    "average": lambda *_: Called(lambda *x: torch.stack(x).mean(0)),
    "maximum": lambda *_: Called(lambda *x: torch.stack(x).amax(0)),
    "minimum": lambda *_: Called(lambda *x: torch.stack(x).amin(0)),
    "subtract": lambda *_: Called(lambda *x: x[0] - sum(x[1:])),
    "divide": lambda *_: Called(lambda *x: x[0] / prod(x[1:])),
    "concat": lambda *_: Called(lambda *x: torch.cat(x, 1)),
    "upsample": upsample,
    "pad": pad,
    "crop": crop,
    "pixel_shuffle": lambda o, s: pixels(o, s, apart=False),
    "pixel_unshuffle": lambda o, s: pixels(o, s, apart=True),
    "channel_shuffle": lambda o, _: nn.ChannelShuffle(o["groups"]),
    "split": lambda o, _: Called(
        lambda x: (x.split(o["sizes"], 1) if "sizes" in o else x.chunk(o["parts"], 1))[o["take"]]
    ),
    **TOKENS,
    **SEQUENCE,
}
"""Each layer by its word, from its options and the shape that comes in."""
