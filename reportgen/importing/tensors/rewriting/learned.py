"""Learned values that follow a layer as arithmetic become its own: biases, and the scale and shift of a norm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Constant, Operation, Program

PRODUCTS = frozenset({"conv", "conv_transpose", "linear"})
NORMS = frozenset({"layer_norm", "rms_norm", "instance_norm", "batch_norm", "group_norm"})


def with_learned_folded(program: Program) -> Program:
    """Give each layer the learned values that follow it, where nothing reads it without them."""
    made: dict[str, Operation] = {}
    read = program.times_read()
    for op in program.operations:
        before, constant = made.get(op.reads[0]) if op.reads else None, _learned(program, op)
        alone = before is not None and read[before.name] == 1
        made[op.name] = (_joined(program, before, op, constant) if alone and before and constant else None) or op
    return replace(program, operations=tuple(made.values()))


def _learned(program: Program, op: Operation) -> Constant | None:
    """Give the learned constant that a tensor is multiplied by, or that is added to it."""
    if op.kind not in {"add", "multiply"} or len(op.reads) != 2:  # noqa: PLR2004 - a tensor and a constant
        return None
    constant = program.constants.get(op.reads[1])
    return constant if constant is not None and constant.trainable else None


def _joined(program: Program, before: Operation, op: Operation, constant: Constant) -> Operation | None:
    """Give one operation for two; ``None`` where they stay two."""
    axis = _axis(constant, op)
    whole = replace(before, name=op.name, reads=(*before.reads, constant.name), shape=op.shape)
    if before.kind in PRODUCTS and op.kind == "add" and len(before.reads) == 2:  # noqa: PLR2004 - without a bias
        return whole if axis == _channels(before) else None
    if before.kind in NORMS and axis == _channels(before):
        part = "scale" if op.kind == "multiply" else "shift"
        if before.options["shift"] or before.options[part] or (before.kind == "rms_norm" and part == "shift"):
            return None
        return replace(whole, options={**before.options, part: True})
    scale = _learned(program, before)
    if (
        before.kind == "multiply"
        and op.kind == "add"
        and scale is not None
        and _axis(scale, before) == axis is not None
    ):
        return replace(whole, kind="affine")
    return None


def _axis(constant: Constant, op: Operation) -> int | None:
    """Give the one axis of a tensor along which a constant differs; ``None`` where there are none or several."""
    sizes = (1,) * (len(op.shape) - len(constant.shape)) + constant.shape
    differing = [place for place, size in enumerate(sizes) if size > 1]
    return differing[0] if len(differing) == 1 and op.shape[differing[0]] == sizes[differing[0]] else None


def _channels(op: Operation) -> int | None:
    """Give the axis of the channels, as the kind of an operation has it."""
    if op.kind == "linear":
        return len(op.shape) - 1
    if op.kind in {"layer_norm", "rms_norm"}:
        over: tuple[int, ...] = op.options["over"]
        return over[0] if len(over) == 1 else None
    return 1
