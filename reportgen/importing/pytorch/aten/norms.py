"""Normalisation, and what drops values in training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.aten.windows import first
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call

RUNNING: Final = ("running_mean", "running_var")


def _learned(b: Builder, call: Call) -> tuple[list[str], dict[str, Any]]:
    """Give what a norm stores, and whether that is a scale and a shift."""
    held = {part: call.given.get(part) for part in ("weight", "bias")}
    reads = [b.read(value) for value in held.values() if value is not None]
    return reads, {"scale": held["weight"] is not None, "shift": held["bias"] is not None}


def _with_statistics(b: Builder, call: Call, kind: str) -> None:
    reads, options = _learned(b, call)
    for part in RUNNING:
        if call.given.get(part) is not None:
            name = b.read(call.given[part])
            b.as_buffer(name)
            reads.append(name)
    b.whole(call, kind, [b.read(first(call)), *reads], options)


def batch_norm(b: Builder, call: Call) -> None:
    """By the statistics that are kept."""
    _with_statistics(b, call, "batch_norm")


def instance_norm(b: Builder, call: Call) -> None:
    """By the statistics of each sample, or by those that are kept."""
    kept = call.given.get("running_mean") is not None and call.given.get("use_input_stats") is False
    _with_statistics(b, call, "batch_norm" if kept else "instance_norm")


def over_last(kind: str) -> Callable[[Builder, Call], None]:
    """A norm over the last axes."""

    def made(b: Builder, call: Call) -> None:
        reads, options = _learned(b, call)
        x = b.read(first(call))
        rank, last = len(b.shape(x)), len(call.given["normalized_shape"])
        b.whole(call, kind, [x, *reads], {**options, "over": tuple(range(rank - last, rank))})

    return made


def group_norm(b: Builder, call: Call) -> None:
    """By the statistics of each group of channels."""
    reads, options = _learned(b, call)
    groups = call.given["num_groups"] if "num_groups" in call.given else call.given["group"]
    b.whole(call, "group_norm", [b.read(first(call)), *reads], {**options, "groups": groups})


def dropout(kind: str) -> Callable[[Builder, Call], None]:
    """What is dropped in training; a rate of 0 leaves nothing."""

    def made(b: Builder, call: Call) -> None:
        x, rate = b.read(first(call)), float(call.given.get("p", 0.5))
        b.put(call, x) if rate == 0 else b.whole(call, kind, [x], {"rate": rate})

    return made


RULES: Final = (
    Rule(
        ("batch_norm", "native_batch_norm", "_native_batch_norm_legit_no_training"),
        batch_norm,
        ("batch_norm",),
        "By the mean and variance that are kept, which are buffers.",
    ),
    Rule(("instance_norm",), instance_norm, ("instance_norm", "batch_norm"), "By each sample, or by what is kept."),
    Rule(("layer_norm", "native_layer_norm"), over_last("layer_norm"), ("layer_norm", "group_norm"), "Over one axis."),
    Rule(("rms_norm", "_fused_rms_norm"), over_last("rms_norm"), ("rms_norm",), "Over one axis."),
    Rule(("group_norm", "native_group_norm"), group_norm, ("group_norm",), "Always."),
    Rule(("dropout", "alpha_dropout"), dropout("dropout"), ("dropout",), "With a rate of 0 it makes no layer."),
    Rule(
        ("feature_dropout", "feature_alpha_dropout"),
        dropout("spatial_dropout"),
        ("spatial_dropout",),
        "With a rate of 0 it makes no layer.",
    ),
)
"""In the order of the documentation."""
