"""Operations that nothing reads are left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Program


def without_unread(program: Program) -> Program:
    """Leave out what no output depends on."""
    needed, kept = set(program.outputs), []
    for op in reversed(program.operations):
        if op.name in needed:
            needed.update(op.reads)
            kept.append(op)
    return replace(program, operations=tuple(reversed(kept)))
