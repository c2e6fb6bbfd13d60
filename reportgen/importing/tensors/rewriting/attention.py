"""Attention that is spelt out: two products with a softmax between them."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.importing.tensors.elementwise import BINARY, UNARY
from reportgen.importing.tensors.program import Operation

if TYPE_CHECKING:
    from reportgen.importing.tensors.program import Constant, Program

MASKING: Final = frozenset(
    {*UNARY, *BINARY, "identity", "reshape", "permute", "expand", "slice", "concat", "mask", "unknown"}
)
"""Kinds of operations that masks are made by; unknown ones are comparisons."""


class _Reader:
    """The operations of a program by what they make."""

    def __init__(self, program: Program) -> None:
        self.made = program.made()
        self.constants = program.constants

    def op(self, name: str, kind: str) -> Operation | None:
        """Give what makes ``name``, past dropout, if it is of a kind."""
        op = self.made.get(name)
        while op is not None and op.kind in {"dropout", "identity"}:
            op = self.made.get(op.reads[0])
        return op if op is not None and op.kind == kind else None

    def unscaled(self, name: str) -> str:
        """Give what was multiplied by a number, or the tensor itself."""
        op = self.made.get(name)
        while op is not None and op.kind in {"multiply", "divide"}:
            constants = [self.constants[read] for read in op.reads if read in self.constants]
            if len(constants) != 1 or prod(constants[0].shape) != 1 or op.reads[0] in self.constants:
                break
            name, op = op.reads[0], self.made.get(op.reads[0])
        return name

    def matches(self, name: str) -> tuple[Operation, list[Constant]] | None:
        """Give the product of queries and keys behind what a softmax reads, and the constants added to it."""
        added: list[Constant] = []
        op = self.made.get(name)
        while op is not None and op.kind != "matmul":
            constants = [self.constants[read] for read in op.reads if read in self.constants]
            tensors = self._without_masks(op, [read for read in op.reads if read not in self.constants])
            if len(tensors) != 1 or not _between(op, self.made.get(tensors[0]), constants):
                return None
            added += [constant for constant in constants if op.kind == "add"]
            op = self.made.get(tensors[0])
        return None if op is None else (op, added)

    def _without_masks(self, op: Operation, tensors: list[str]) -> list[str]:
        """Leave out what is added to matches, if it is made of inputs and numbers alone: it says what is not read."""
        if op.kind == "mask":
            return tensors[:1]
        kept = [name for name in tensors if not self._is_mask(name)] if op.kind == "add" else []
        return kept if len(kept) == 1 else tensors

    def _is_mask(self, name: str) -> bool:
        """Say whether a tensor is made of inputs, value by value and without anything that is learned."""
        waiting, seen = [name], set[str]()
        while waiting:
            name = waiting.pop()
            op, constant = self.made.get(name), self.constants.get(name)
            if constant is not None and constant.trainable:
                return False
            if op is not None and op.kind not in MASKING:
                return False
            fresh = [read for read in (op.reads if op else ()) if read not in seen]
            seen.update(fresh)
            waiting += fresh
        return True


def _between(op: Operation, before: Operation | None, constants: list[Constant]) -> bool:
    """Say whether an operation may stand between matches and their softmax: a scale, a mask, other groups of heads."""
    if op.kind in {"multiply", "divide"}:
        return len(constants) == 1 and prod(constants[0].shape) == 1
    if op.kind == "reshape":
        return before is not None and op.shape[-2:] == before.shape[-2:]
    return op.kind in {"add", "mask", "identity"}


def with_attention(program: Program) -> Program:
    """Name attention; queries, keys and values are views that are left to be read."""
    reader = _Reader(program)
    kept: list[Operation] = []
    for op in program.operations:
        kept += _attention(reader, op)
    return replace(program, operations=tuple(kept))


def _attention(reader: _Reader, op: Operation) -> list[Operation]:
    shares = reader.op(op.reads[0], "softmax") if op.kind == "matmul" else None
    if shares is None or shares.options["axis"] % len(shares.shape) != len(shares.shape) - 1:
        return [op]
    found = reader.matches(shares.reads[0])
    if found is None or found[0].name in reader.constants or op.reads[1] in reader.constants:
        return [op]
    product, added = found
    turned = reader.unscaled(product.reads[1])
    shape = reader.made[turned].shape if turned in reader.made else None
    if shape is None or product.reads[0] in reader.constants:
        return [op]
    order = (*range(len(shape) - 2), len(shape) - 1, len(shape) - 2)
    keys = Operation(
        name=f"{op.name}/keys",
        kind="permute",
        reads=(turned,),
        shape=tuple(shape[place] for place in order),
        options={"order": order},
        scope=op.scope,
        source=op.source,
    )
    reads = (reader.unscaled(product.reads[0]), keys.name, op.reads[1], *(constant.name for constant in added))
    return [keys, replace(op, kind="attention", reads=reads, options={})]
