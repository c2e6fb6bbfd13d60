"""Networks made by hypothesis: chains, residuals and branches of every layer and option, in 1 to 3 dimensions.

A network is drawn as the lines of a file would say it. A layer that does not fit where it is drawn is left out;
whether what fits is right is asked of the oracles, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from reportgen.ops import LAYERS
from reportgen.ops.base import Shape, ShapeError, size
from reportgen.ops.options import OptionError
from reportgen.ops.reading import OptionProblems, make

Options = dict[str, Any]
Draw = Any

MOST = 6_000
"""Values a layer may put out, so that PyTorch is done in milliseconds."""


@dataclass(frozen=True)
class Made:
    """A network as a file would hold it."""

    input: Shape
    layers: list[Any]


def axes(draw: Draw, values: st.SearchStrategy[int], rank: int) -> int | list[int]:
    return draw(st.one_of(values, st.lists(values, min_size=rank, max_size=rank)))


def maybe(draw: Draw, options: Options, name: str, *, value: Any) -> None:
    if draw(st.booleans()):
        options[name] = value


def padding(draw: Draw, rank: int) -> Any:
    amount = st.integers(0, 2)
    pair = st.lists(amount, min_size=2, max_size=2)
    entries = st.lists(st.one_of(amount, pair), min_size=rank, max_size=rank)
    return draw(st.one_of(amount, st.sampled_from(["half", "same", "valid"]), entries))


def sides(draw: Draw, rank: int) -> Any:
    pair = st.lists(st.integers(0, 2), min_size=2, max_size=2)
    return draw(st.one_of(st.integers(0, 2), st.lists(pair, min_size=rank, max_size=rank)))


def window(draw: Draw, rank: int, *, dilation: bool = True) -> Options:
    options: Options = {"kernel": axes(draw, st.integers(1, 4), rank)}
    maybe(draw, options, "stride", value=axes(draw, st.integers(1, 3), rank))
    maybe(draw, options, "padding", value=padding(draw, rank))
    if dilation:
        maybe(draw, options, "dilation", value=axes(draw, st.integers(1, 3), rank))
    return options


def pooled(draw: Draw, rank: int, *, dilation: bool) -> Options:
    options = window(draw, rank, dilation=dilation)
    if draw(st.booleans()):
        # PyTorch rounds up only with as much padding on both sides, at most half a kernel.
        kernel = options["kernel"]
        most = (kernel if isinstance(kernel, int) else min(kernel)) // 2
        options |= {"ceil_mode": True, "padding": axes(draw, st.integers(0, most), rank)}
    return options


def divisor(draw: Draw, n: int) -> int:
    return draw(st.sampled_from([d for d in range(1, n + 1) if n % d == 0]))


def filters(draw: Draw, options: Options, channels: int) -> Options:
    groups = divisor(draw, channels)
    options["filters"] = groups * draw(st.integers(1, max(1, 6 // groups)))
    if groups > 1 or draw(st.booleans()):
        options["groups"] = groups
    maybe(draw, options, "bias", value=False)
    return options


def transposed(draw: Draw, channels: int, rank: int) -> Options:
    options = filters(draw, window(draw, rank), channels)
    if options.get("padding") != "same":
        maybe(draw, options, "output_padding", value=draw(st.one_of(st.just(1), st.just([1] + [0] * (rank - 1)))))
    return options


def upsampled(draw: Draw, rank: int) -> Options:
    mode = draw(st.sampled_from(["nearest", "bilinear", *(["bicubic"] if rank == 2 else [])]))
    options: Options = {"mode": mode}
    if draw(st.booleans()):
        options["scale"] = axes(draw, st.integers(1, 3), rank)
    else:
        options["size"] = axes(draw, st.integers(1, 12), rank)
    if mode != "nearest":
        maybe(draw, options, "align_corners", value=True)
    return options


def attention(draw: Draw, channels: int, rank: int) -> Options:
    options: Options = {"heads": divisor(draw, channels)}
    kind = draw(st.sampled_from(["window", "shift", "grid", ""]))
    if kind == "shift":
        options |= {
            "window": axes(draw, st.integers(3, 5), rank),
            "shift": axes(draw, st.sampled_from([1, 2, 0]), rank),
        }
    elif kind:
        options[kind] = axes(draw, st.integers(1, 5), rank)
    maybe(draw, options, "relative_position", value=True)
    maybe(draw, options, "bias", value=False)
    return options


def recurrent(draw: Draw) -> Options:
    options: Options = {"units": draw(st.integers(1, 4)), "biases": draw(st.integers(0, 2))}
    maybe(draw, options, "bidirectional", value=True)
    maybe(draw, options, "sequence", value=False)
    return options


def learned(draw: Draw) -> Options:
    return {part: draw(st.booleans()) for part in ("affine", "scale", "shift")}


def positions(draw: Draw, shape: Shape) -> Options:
    options: Options = {"learned": draw(st.booleans())}
    if len(shape) == 2:  # a row; only that has positions past its end
        maybe(draw, options, "length", value=shape[-1] + draw(st.integers(0, 3)))
    return options


def parted(draw: Draw, channels: int) -> Options:
    if channels > 1 and draw(st.integers(0, 2)):
        ends = sorted(draw(st.sets(st.integers(1, channels - 1), min_size=1)))
        sizes = [end - start for start, end in pairwise([0, *ends, channels])]
        return {"sizes": sizes, "take": draw(st.integers(0, len(sizes) - 1))}
    parts = divisor(draw, channels)
    return {"parts": parts, "take": draw(st.integers(0, parts - 1))}


def options_for(draw: Draw, word: str, shape: Shape) -> Options:
    """Draw the options of a layer; they need not fit."""
    rank, channels = len(shape) - 1, shape[0]
    makers: dict[str, Any] = {
        "conv": lambda: filters(draw, window(draw, rank), channels),
        "depthwise_conv": lambda: (
            window(draw, rank)
            | {k: v for k, v in {"multiplier": draw(st.integers(1, 2)), "bias": False}.items() if draw(st.booleans())}
        ),
        "pointwise": lambda: filters(draw, {"stride": axes(draw, st.integers(1, 2), rank)}, channels),
        "locally_connected": lambda: filters(draw, window(draw, rank), channels),
        "conv_transpose": lambda: transposed(draw, channels, rank),
        "max_pool": lambda: pooled(draw, rank, dilation=True),
        "avg_pool": lambda: pooled(draw, rank, dilation=False),
        "adaptive_avg_pool": lambda: {"size": axes(draw, st.integers(1, 5), rank)},
        "adaptive_max_pool": lambda: {"size": axes(draw, st.integers(1, 5), rank)},
        "dense": lambda: {"units": draw(st.integers(1, 8)), "bias": draw(st.booleans())},
        "reshape": lambda: {"shape": [size(shape)]},
        "batch_norm": lambda: learned(draw),
        "layer_norm": lambda: learned(draw),
        "instance_norm": lambda: learned(draw),
        "group_norm": lambda: {"groups": divisor(draw, channels), **learned(draw)},
        "local_response_norm": lambda: {"size": draw(st.integers(1, 5))},
        "leaky_relu": lambda: {"slope": draw(st.sampled_from([0, 0.2]))},
        "prelu": lambda: {"shared": draw(st.booleans())},
        "elu": lambda: {"alpha": draw(st.sampled_from([0.5, 2]))},
        "hard_sigmoid": lambda: draw(st.sampled_from([{}, {"slope": 0.2}])),
        "celu": lambda: {"alpha": draw(st.sampled_from([0.5, 2]))},
        "clip": lambda: draw(st.sampled_from([{"low": -0.5}, {"high": 0.5}, {"low": -1, "high": 1}])),
        "elementwise": lambda: {"function": draw(st.sampled_from(["abs", "sin", "softsign", "square"]))},
        "affine": lambda: {"scale": draw(st.booleans())},
        "rescale": lambda: {"scale": draw(st.sampled_from([0.5, -2])), "offset": draw(st.sampled_from([0, 0.25]))},
        "reduce_channels": lambda: {"how": draw(st.sampled_from(["mean", "max", "min", "sum"]))},
        "permute": lambda: {"order": draw(st.permutations(range(len(shape))))},
        "maxout": lambda: {"pieces": divisor(draw, channels)},
        "dropout": lambda: {"rate": 0.25},
        "spatial_dropout": lambda: {"rate": 0.25},
        "drop_path": lambda: {"rate": 0.25},
        "upsample": lambda: upsampled(draw, rank),
        "pad": lambda: draw(
            st.sampled_from(
                [{"padding": sides(draw, rank)}, {"channels": 1}, {"padding": sides(draw, rank), "channels": 2}]
            )
        ),
        "crop": lambda: (
            {"amount": sides(draw, rank)}
            if draw(st.booleans())
            else {"size": [draw(st.integers(1, n)) for n in shape[1:]]}
        ),
        "pixel_shuffle": lambda: {"factor": draw(st.integers(1, 2))},
        "pixel_unshuffle": lambda: {"factor": draw(st.integers(1, 3))},
        "channel_shuffle": lambda: {"groups": divisor(draw, channels)},
        "position_embedding": lambda: positions(draw, shape),
        "take_token": lambda: {"index": draw(st.integers(0, shape[-1] - 1))},
        "self_attention": lambda: attention(draw, channels, rank),
        "embedding": lambda: {"vocabulary": draw(st.integers(1, 9)), "units": draw(st.integers(1, 4))},
        "lstm": lambda: recurrent(draw),
        "gru": lambda: recurrent(draw),
        "split": lambda: parted(draw, channels),
    }
    return makers[word]() if word in makers else {}


SPATIAL = tuple(word for word, cls in LAYERS.items() if not cls.many and word != "custom")
"""What a network may be made of; of a custom layer nobody else knows anything."""
MERGES = tuple(word for word, cls in LAYERS.items() if cls.many)
ROWS = ("class_token", "take_token", "embedding", "lstm", "gru")
"""What fits but along one axis, or in front."""
OFTEN_ROWS = ("position_embedding",)
"""What has an option that only rows take."""
ENDING = {
    "dense",
    "flatten",
    "reshape",
    "global_avg_pool",
    "global_max_pool",
    "flatten_positions",
    "take_token",
    "permute",
}
"""Layers after which little is left to see; drawn once in a while."""
ALONE = ("group_norm", "instance_norm")
"""Norms over space, which PyTorch refuses where a group holds one value."""
KEEPING = ("pointwise", "relu", "batch_norm", "sigmoid", "conv", "conv", "max_pool", "depthwise_conv")
"""What may stand in a path that must keep its cells."""


def refused(word: str, shape: Shape, options: Options) -> bool:
    """Say whether PyTorch refuses a layer that is defined."""
    if word in ALONE:
        return size(shape[1:]) * shape[0] // options.get("groups", shape[0]) < 2
    if word != "avg_pool" or len(shape) < 4 or not options.get("ceil_mode"):
        return False
    # Its other pools let a window overhang the whole input, padded or not, and give one cell.
    kernel = options["kernel"]
    return any(k > n for k, n in zip(kernel if isinstance(kernel, list) else [kernel] * 3, shape[1:], strict=True))


def one(draw: Draw, word: str, shape: Shape, options: Options | None = None) -> tuple[Any, Shape] | None:
    """Draw a layer for a shape; ``None`` where it does not fit."""
    try:
        drawn = options_for(draw, word, shape) if options is None else options
        exact = {name: Fraction(str(value)) if isinstance(value, float) else value for name, value in drawn.items()}
        out = make(LAYERS[word], exact).output((shape,))
        if refused(word, shape, drawn):
            return None
    except (ShapeError, OptionError, OptionProblems, IndexError, ZeroDivisionError):
        return None
    return ({word: drawn} if drawn else word, out) if size(out) <= MOST else None


def keeping(draw: Draw, shape: Shape) -> tuple[list[Any], Shape]:
    """Draw a path whose cells stay as many as they are."""
    layers, now = [], shape
    for _ in range(draw(st.integers(0, 3))):
        word = draw(st.sampled_from(KEEPING))
        options: Options | None = {}
        if word in ("conv", "depthwise_conv", "max_pool"):
            odd = draw(st.sampled_from([1, 3, 5]))
            options = {"kernel": odd, "padding": draw(st.sampled_from(["half", "same"]))}
            options |= {"filters": draw(st.integers(1, 6))} if word == "conv" else {}
            options |= {"stride": 1} if word == "max_pool" else {}
        elif word == "pointwise":
            options = {"filters": draw(st.integers(1, 6))}
        drawn = one(draw, word, now, options)
        if drawn and drawn[1][1:] == shape[1:]:
            layers.append(drawn[0])
            now = drawn[1]
    return layers, now


def residual(draw: Draw, shape: Shape) -> tuple[Any, Shape]:
    body, out = keeping(draw, shape)
    merge = draw(st.sampled_from(MERGES))
    if merge == "concat":
        return {"residual": {"body": body, "merge": merge}}, (out[0] + shape[0], *out[1:])
    shortcut: list[Any] = [] if out[0] == shape[0] and draw(st.booleans()) else [{"pointwise": {"filters": out[0]}}]
    return {"residual": {"body": body, "shortcut": shortcut, "merge": merge}}, out


def branches(draw: Draw, shape: Shape) -> tuple[Any, Shape]:
    paths = [keeping(draw, shape) for _ in range(draw(st.integers(2, 3)))]
    out = (sum(end[0] for _, end in paths), *shape[1:])
    return {"branches": {"paths": [layers for layers, _ in paths]}}, out


def gate(draw: Draw, shape: Shape) -> tuple[Any, Shape]:
    squeeze = draw(st.integers(1, 4))
    body = ["global_avg_pool", {"pointwise": squeeze}, "relu", {"pointwise": shape[0]}, "sigmoid"]
    return {"residual": {"body": body, "merge": "multiply"}}, shape


@st.composite
def networks(draw: Draw, wanted: str = "") -> Made:
    """Draw a network; with a word that is wanted, every other layer is one where it fits."""
    rank = 1 if wanted in ROWS else draw(st.sampled_from([1, 1, 1, 2] if wanted in OFTEN_ROWS else [1, 2, 2, 2, 3]))
    most = {1: 40, 2: 20, 3: 9}[rank]
    channels = {"embedding": 1, "pixel_shuffle": 4}.get(wanted) or draw(st.integers(1, 4))
    start = (channels, *(draw(st.integers(3, most)) for _ in range(rank)))
    layers, shape = [], start
    for _ in range(draw(st.integers(1, 7))):
        if len(shape) != rank + 1:
            break
        drawn = any_layer(draw, shape, wanted)
        if drawn and size(drawn[1]) <= MOST:
            layers.append(drawn[0])
            shape = drawn[1]
    return Made(start, layers or ["relu"])


def any_layer(draw: Draw, shape: Shape, wanted: str) -> tuple[Any, Shape] | None:
    """Draw a layer or a structure."""
    if wanted and draw(st.sampled_from([True, True, False])):
        tries = (one(draw, wanted, shape) for _ in range(3))
        return next((drawn for drawn in tries if drawn), None)
    kind = draw(st.sampled_from(["layer"] * 6 + ["residual", "branches", "gate"]))
    if kind != "layer":
        return {"residual": residual, "branches": branches, "gate": gate}[kind](draw, shape)
    word = draw(st.sampled_from(SPATIAL))
    return None if word in ENDING and draw(st.integers(0, 3)) else one(draw, word, shape)
