"""A part of what was joined, if it is a part of one of those that were joined, is a part of that one.

Channels are left alone: to join them, and to split them again, are layers of the network.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.program import Dimensions, Operation, Program

CHANNELS: Final = 1
"""The axis behind the batch."""


def with_parts_found(program: Program) -> Program:
    """Let each slice of a concatenation read the one tensor that it is of."""
    made = program.made()
    shapes = program.computed()
    return replace(program, operations=tuple(_found(made, shapes, op) for op in program.operations))


def _found(made: Mapping[str, Operation], shapes: Mapping[str, Dimensions], op: Operation) -> Operation:
    joined = made.get(op.reads[0]) if op.kind == "slice" else None
    if joined is None or joined.kind != "concat" or not all(name in shapes for name in joined.reads):
        return op
    axis = op.options["axis"]
    if axis == CHANNELS or joined.options["axis"] % len(joined.shape) != axis:
        return op
    first = 0
    for name in joined.reads:
        size = shapes[name][axis]
        start, stop = op.options["start"] - first, op.options["stop"] - first
        if 0 <= start < stop <= size:
            return replace(op, reads=(name,), options={**op.options, "start": start, "stop": stop})
        first += size
    return op
