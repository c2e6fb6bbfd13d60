"""What is added to the matches of attention is a mask, unless it was looked up in a learned table.

A file does not tell masks from learned values: both are stored tensors of decimals.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Operation, Program

BETWEEN = frozenset({"add", "reshape", "identity", "mask", "multiply", "divide"})
"""Kinds of operations that may stand between matches and their shares."""


def with_masks_told(program: Program) -> Program:
    """Let no mask count as learned."""
    made = program.made()
    products = {op.name for op in program.operations if op.kind == "matmul"}
    masks: set[str] = set()
    for op in program.operations:
        if op.kind == "softmax" and op.options["axis"] % len(op.shape) == len(op.shape) - 1:
            chain = _to_matches(made, op.reads[0])
            if chain and products & set(chain[-1].reads):
                masks.update(name for step in chain if step.kind == "add" for name in step.reads)
    constants = {
        name: replace(constant, trainable={}) if name in masks and not constant.buffers else constant
        for name, constant in program.constants.items()
    }
    return replace(program, constants=constants)


def _to_matches(made: dict[str, Operation], name: str) -> list[Operation]:
    """Give the operations from what is shared out back to the product that made it, that left out."""
    chain: list[Operation] = []
    while (op := made.get(name)) is not None and op.kind in BETWEEN:
        chain.append(op)
        name = next((read for read in op.reads if read in made), "")
    return chain
