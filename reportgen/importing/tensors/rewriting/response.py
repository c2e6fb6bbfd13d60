"""Local response normalisation that is spelt out: squares, their mean over neighbour channels, a power, a division."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Operation, Program

ARITHMETIC: Final = ("power", "add", "multiply")
"""What is done to the mean, the last first, each with a number."""
MOVES: Final = frozenset({"reshape", "pad"})


def with_response_norms(program: Program) -> Program:
    """Name each local response normalisation."""
    made = program.made()
    operations = tuple(_named(program, made, op) for op in program.operations)
    return replace(program, operations=operations)


def _named(program: Program, made: dict[str, Operation], op: Operation) -> Operation:
    if op.kind != "divide" or len(op.reads) != 2:  # noqa: PLR2004 - what is divided, and by what
        return op
    mean = _mean(program, made, op.reads[1])
    squares = mean and _behind(made, mean)
    if not mean or not squares or squares.reads != (op.reads[0], op.reads[0]):
        return op
    kernel = [size for size in mean.options["kernel"] if size > 1]
    if squares.kind != "multiply" or len(kernel) > 1 or len(mean.options["kernel"]) != len(op.shape) - 1:
        return op
    size = mean.options["kernel"][0]
    return replace(op, kind="local_response_norm", reads=(op.reads[0],), options={"size": size})


def _mean(program: Program, made: dict[str, Operation], name: str) -> Operation | None:
    """Give the pooling behind a power of a sum of a product, each with a number."""
    for kind in ARITHMETIC:
        op = made.get(name)
        if op is None or op.kind != kind or len(op.reads) != 2:  # noqa: PLR2004 - a tensor and a number
            return None
        constant = program.constants.get(op.reads[1])
        if constant is None or prod(constant.shape) != 1:
            return None
        name = op.reads[0]
    op = made.get(name)
    while op is not None and op.kind == "reshape":
        op = made.get(op.reads[0])
    return op if op is not None and op.kind == "avg_pool" else None


def _behind(made: dict[str, Operation], op: Operation) -> Operation | None:
    """Give what is pooled, before it was padded and reshaped."""
    before = made.get(op.reads[0])
    while before is not None and before.kind in MOVES:
        before = made.get(before.reads[0])
    return before
