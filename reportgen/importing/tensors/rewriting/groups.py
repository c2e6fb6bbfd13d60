"""Group normalisation that is spelt out: the groups set apart, each normalised by itself, and put together again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.program import Dimensions, Operation, Program

APART: Final = 3
"""Axes at least of a tensor whose groups stand apart: the batch, the groups, and what is in each."""


def with_group_norms(program: Program) -> Program:
    """Name each group normalisation."""
    made = program.made()
    shapes = program.computed()
    return replace(program, operations=tuple(_named(made, shapes, op) for op in program.operations))


def _named(made: Mapping[str, Operation], shapes: Mapping[str, Dimensions], op: Operation) -> Operation:
    norm = made.get(op.reads[0]) if op.kind == "reshape" else None
    apart = made.get(norm.reads[0]) if norm is not None and _each_group(norm) else None
    if norm is None or apart is None or apart.kind != "reshape" or shapes.get(apart.reads[0]) != op.shape:
        return op
    groups = norm.shape[1]
    if op.shape[0] != norm.shape[0] or op.shape[1] % groups:
        return op
    options = {"groups": groups, "scale": False, "shift": False}
    return replace(op, kind="group_norm", reads=apart.reads, options=options, source=norm.source)


def _each_group(op: Operation) -> bool:
    """Say whether an operation brings all that stands behind the groups to one mean and spread, and learns nothing."""
    if op.kind not in {"instance_norm", "layer_norm"} or op.options["scale"] or op.options["shift"]:
        return False
    within = tuple(range(2, len(op.shape)))
    return len(op.shape) >= APART and op.options.get("over", within) == within
