"""What is worked out from constants alone is a constant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.importing.tensors.elementwise import BINARY, UNARY
from reportgen.importing.tensors.program import Constant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.importing.tensors.program import Operation, Program

KEEPS_ORDER = frozenset({"reshape", "identity", "dropout"})
"""Kinds of operations that keep values and their order."""

COMMUTATIVE = frozenset({"add", "multiply", "maximum", "minimum"})
"""Kinds of operations that read two tensors in either order."""


def with_constants_folded(program: Program) -> Program:
    """Make a constant of each operation that reads nothing but constants, made of what those are made of."""
    constants, kept = dict(program.constants), []
    for op in program.operations:
        if op.reads and all(name in constants for name in op.reads) and op.name not in program.outputs:
            constants[op.name] = _folded(op, [constants[name] for name in op.reads])
        else:
            kept.append(_turned(op, constants))
    return replace(program, constants=constants, operations=tuple(kept))


def _turned(op: Operation, constants: Mapping[str, Constant]) -> Operation:
    """Put the constant last where the order says nothing."""
    if op.kind in COMMUTATIVE and len(op.reads) == 2 and op.reads[0] in constants:  # noqa: PLR2004 - one and the other
        return replace(op, reads=op.reads[::-1])
    return op


def _folded(op: Operation, read: Sequence[Constant]) -> Constant:
    trainable = {name: size for constant in read for name, size in constant.trainable.items()}
    buffers = {name: size for constant in read for name, size in constant.buffers.items()}
    return Constant(name=op.name, shape=op.shape, trainable=trainable, buffers=buffers, values=_values(op, read))


def _values(op: Operation, read: Sequence[Constant]) -> tuple[float, ...] | None:
    """Work out the values of a constant, where they are known and simply made."""
    known = [constant.values for constant in read]
    first = known[0]
    if first is None or None in known:
        return None
    if op.kind in KEEPS_ORDER:
        return first
    try:
        if op.kind in UNARY and len(known) == 1:
            return tuple(UNARY[op.kind](value, op.options) for value in first)
        if op.kind in BINARY and all(values is not None and len(values) == 1 for values in known):
            return (BINARY[op.kind](*(values[0] for values in known if values)),)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None
    return None
