"""Tensors that are stacked to be summed, averaged or compared are merged value by value."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.program import Operation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.program import Dimensions, Program

MERGES: Final[Mapping[str, str]] = MappingProxyType(
    {"sum": "add", "mean": "average", "max": "maximum", "min": "minimum"}
)
"""What a reduction over a stack is."""


def with_stacks_merged(program: Program) -> Program:
    """Let each reduction over the axis of a stack read what is stacked."""
    made = program.made()
    shapes = program.computed()
    operations = tuple(each for op in program.operations for each in _merged(made, shapes, op))
    return replace(program, operations=operations)


def _merged(made: Mapping[str, Operation], shapes: Mapping[str, Dimensions], op: Operation) -> tuple[Operation, ...]:
    stack = made.get(op.reads[0]) if op.kind == "reduce" and op.options["how"] in MERGES else None
    if stack is None or stack.kind != "concat" or not all(name in shapes for name in stack.reads):
        return (op,)
    axis = stack.options["axis"] % len(stack.shape)
    if tuple(op.options["axes"]) != (axis,) or any(shapes[name][axis] != 1 for name in stack.reads):
        return (op,)
    entries = tuple(
        Operation(
            name=f"{op.name}/{place}",
            kind="reshape",
            reads=(name,),
            shape=op.shape,
            scope=op.scope,
            modules=op.modules,
            source=op.source,
        )
        for place, name in enumerate(stack.reads)
    )
    merge = replace(op, kind=MERGES[op.options["how"]], reads=tuple(entry.name for entry in entries), options={})
    return (*entries, merge)
