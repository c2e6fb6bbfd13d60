"""Convolutions, pooling and resampling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def along(value: Any, rank: int) -> tuple[int, ...]:  # noqa: ANN401 - one number, or a list of one or one an axis
    """Give one number for each axis."""
    values = [value] if isinstance(value, int) else list(value)
    return tuple(values * rank if len(values) == 1 else values)


def first(call: Call) -> Any:  # noqa: ANN401 - a tensor
    """Give what an operator works on: ``self`` of some, ``input`` of others."""
    return call.given["self"] if "self" in call.given else call.given["input"]


def weighted(b: Builder, call: Call) -> list[str]:
    """Give what comes in, the weights, and the bias where there is one."""
    bias = call.given.get("bias")
    return [b.read(first(call)), b.read(call.given["weight"]), *([b.read(bias)] if bias is not None else [])]


def conv(b: Builder, call: Call) -> None:
    """A convolution, transposed or not."""
    given, reads = call.given, weighted(b, call)
    transposed = "transpose" in call.target or given.get("transposed") is True
    shape = b.shape(reads[1])
    kernel = tuple(shape[2:])
    rank = len(kernel)
    options: dict[str, Any] = {
        "kernel": kernel,
        "stride": along(given.get("stride") or 1, rank),
        "dilation": along(given.get("dilation") or 1, rank),
        "groups": given.get("groups", 1),
    }
    options["padding"] = _padding(given.get("padding", 0), kernel, options["dilation"])
    if transposed:
        options["output_padding"] = along(given.get("output_padding") or 0, rank)
    if len(b.shape(reads[0])) != rank + 2:
        b.unknown(call, "it convolves a sample without its batch")
        return
    b.whole(call, "conv_transpose" if transposed else "conv", reads, options)


def _padding(given: Any, kernel: tuple[int, ...], dilation: tuple[int, ...]) -> tuple[tuple[int, int], ...]:  # noqa: ANN401 - numbers or a word
    """Give cells on each side; ``same`` puts the odd cell behind."""
    if given == "same":
        totals = [d * (k - 1) for k, d in zip(kernel, dilation, strict=True)]
        return tuple((total // 2, total - total // 2) for total in totals)
    return tuple((p, p) for p in along(0 if given == "valid" else given, len(kernel)))


def pool(kind: str) -> Callable[[Builder, Call], None]:
    """Pooling over windows."""

    def made(b: Builder, call: Call) -> None:
        given, x = call.given, b.read(first(call))
        rank = int(call.target.split("pool")[1][0])
        kernel = along(given["kernel_size"], rank)
        if len(b.shape(x)) != rank + 2:
            b.unknown(call, "it pools a sample without its batch")
            return
        if given.get("divisor_override") is not None:
            b.unknown(call, "its sums are divided by another number than their cells")
            return
        options = {
            "kernel": kernel,
            "stride": along(given.get("stride") or list(kernel), rank),
            "padding": tuple((p, p) for p in along(given.get("padding") or 0, rank)),
            "dilation": along(given.get("dilation") or 1, rank),
            "ceil_mode": bool(given.get("ceil_mode", False)),
        }
        b.whole(call, kind, [x], options)

    return made


def adaptive(kind: str) -> Callable[[Builder, Call], None]:
    """Pooling to a number of cells."""
    return lambda b, call: b.whole(call, kind, [b.read(first(call))])


def upsample(mode: str) -> Callable[[Builder, Call], None]:
    """Interpolation to another number of cells."""

    def made(b: Builder, call: Call) -> None:
        corners = bool(call.given.get("align_corners", False))
        x = b.read(first(call))
        cells, out = b.shape(x)[2:], b.out(call)[2:]
        if "exact" in call.target and any(m % n for n, m in zip(cells, out, strict=True)):
            b.unknown(call, "it takes the nearest cell by middles, at no whole scale")
            return
        b.whole(call, "upsample", [x], {"mode": mode, "align_corners": corners})

    return made


def factor(kind: str, argument: str) -> Callable[[Builder, Call], None]:
    """Channels and cells that change places."""
    option = "groups" if kind == "channel_shuffle" else "factor"
    return lambda b, call: b.whole(call, kind, [b.read(first(call))], {option: call.given[argument]})


def pad(b: Builder, call: Call) -> None:
    """Cells around the input, zeros or copies of others; a negative number of them cuts."""
    x = b.read(first(call))
    amounts, rank = list(call.given.get("pad") or call.given.get("padding") or ()), len(b.shape(x))
    pairs = list(zip(amounts[::2], amounts[1::2], strict=True))[::-1]
    padding = tuple([(0, 0)] * (rank - len(pairs)) + pairs)
    value = call.given.get("value")
    b.whole(call, "pad", [x], {"padding": padding, "value": 0.0 if value is None else float(value)})


_RANKS: Final = ("1d", "2d", "3d")


def _each(name: str, ranks: Sequence[str] = _RANKS) -> tuple[str, ...]:
    """Name an operator at each rank."""
    return tuple(name.replace("*", rank) for rank in ranks)


RULES: Final = (
    Rule(
        (*_each("conv*"), "convolution"),
        conv,
        ("conv", "depthwise_conv"),
        "With stored weights; depthwise where each channel is a group of its own. Padding that was put around "
        "before becomes its own.",
    ),
    Rule(_each("conv_transpose*"), conv, ("conv_transpose",), "With stored weights; what is cut becomes its own."),
    Rule(
        (*_each("max_pool*"), *_each("max_pool*_with_indices")),
        pool("max_pool"),
        ("max_pool",),
        "Where the largest values stood is not read.",
    ),
    Rule(_each("avg_pool*"), pool("avg_pool"), ("avg_pool",), "Where it divides by the cells of a window."),
    Rule(
        (*_each("adaptive_avg_pool*"), *_each("_adaptive_avg_pool*", _RANKS[1:])),
        adaptive("adaptive_avg_pool"),
        ("global_avg_pool", "adaptive_avg_pool"),
        "To one cell it is global.",
    ),
    Rule(
        _each("adaptive_max_pool*"),
        adaptive("adaptive_max_pool"),
        ("global_max_pool", "adaptive_max_pool"),
        "To one cell it is global.",
    ),
    Rule(_each("upsample_nearest*"), upsample("nearest"), ("upsample",), "By a whole factor, or to a size."),
    Rule(_each("_upsample_nearest_exact*"), upsample("nearest"), ("upsample",), "By a whole factor."),
    Rule(
        ("upsample_linear1d", "upsample_bilinear2d", "upsample_trilinear3d"),
        upsample("bilinear"),
        ("upsample",),
        "By a whole factor, or to a size.",
    ),
    Rule(("upsample_bicubic2d",), upsample("bicubic"), ("upsample",), "By a whole factor, or to a size."),
    Rule(("pixel_shuffle",), factor("pixel_shuffle", "upscale_factor"), ("pixel_shuffle",), "Always."),
    Rule(("pixel_unshuffle",), factor("pixel_unshuffle", "downscale_factor"), ("pixel_unshuffle",), "Always."),
    Rule(
        ("channel_shuffle", "native_channel_shuffle"),
        factor("channel_shuffle", "groups"),
        ("channel_shuffle",),
        "Always.",
    ),
    Rule(
        ("pad", "constant_pad_nd", *_each("reflection_pad*"), *_each("replication_pad*")),
        pad,
        ("pad", "crop"),
        "Of cells, and of channels alike on both sides; copied cells count as zeros. Less than none is a crop.",
    ),
)
"""In the order of the documentation."""
