"""The end of an axis put before its start is a roll."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.program import Operation, Program


def with_rolls(program: Program) -> Program:
    """Name each roll that is spelt out: two slices of one tensor, the first behind the second, joined."""
    made = program.made()
    return replace(program, operations=tuple(_named(made, op) for op in program.operations))


def _named(made: Mapping[str, Operation], op: Operation) -> Operation:
    parts = [_slice(made, name) for name in op.reads] if op.kind == "concat" and len(op.reads) == 2 else []  # noqa: PLR2004 - the end and the start
    match parts:
        case [end, start] if end is not None and start is not None:
            axis, size = op.options["axis"] % len(op.shape), op.shape[op.options["axis"]]
            cut = end.options["start"]
            wanted = [(axis, cut, size, 1), (axis, 0, cut, 1)]
            given = [tuple(part.options[name] for name in ("axis", "start", "stop", "step")) for part in (end, start)]
            if wanted == given and end.reads == start.reads:
                return replace(op, kind="roll", reads=end.reads, options={"axis": axis, "shift": size - cut})
    return op


def _slice(made: Mapping[str, Operation], name: str) -> Operation | None:
    op = made.get(name)
    while op is not None and op.kind == "identity":
        op = made.get(op.reads[0])
    return op if op is not None and op.kind == "slice" else None
