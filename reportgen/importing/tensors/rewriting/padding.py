"""What is put around cells for a convolution or for pooling is its padding; what is cut behind a transposed one too."""

from __future__ import annotations

import math
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from reportgen.importing.tensors.program import Operation, Program

AROUND: Final[Mapping[str, float]] = MappingProxyType({"conv": 0.0, "avg_pool": 0.0, "max_pool": -math.inf})
"""What each kind of operation finds in its padding."""


def with_padding_folded(program: Program) -> Program:
    """Let each convolution and each pooling pad what was padded for it alone."""
    made = program.made()
    read = program.times_read()
    operations = (_cut(made, read, _padded(made, read, op)) for op in program.operations)
    return replace(program, operations=tuple(operations))


def _padded(made: dict[str, Operation], read: Counter[str], op: Operation) -> Operation:
    before = made.get(op.reads[0]) if op.kind in AROUND else None
    if before is None or before.kind != "pad" or read[before.name] > 1 or isinstance(op.options["padding"], str):
        return op
    batch, channels, *cells = before.options["padding"]
    if any((*batch, *channels)) or any(edge < 0 for pair in cells for edge in pair):
        return op
    if before.options.get("value", 0.0) != AROUND[op.kind] or op.options.get("ceil_mode"):
        return op
    both = zip(cells, op.options["padding"], strict=True)
    padding = tuple((before + b, after + a) for (before, after), (b, a) in both)
    return replace(op, reads=(before.reads[0], *op.reads[1:]), options={**op.options, "padding": padding})


def _cut(made: dict[str, Operation], read: Counter[str], op: Operation) -> Operation:
    """Let a transposed convolution cut what is cut from it alone."""
    before = made.get(op.reads[0]) if op.kind == "pad" else None
    if before is None or before.kind != "conv_transpose" or read[before.name] > 1:
        return op
    batch, channels, *cells = op.options["padding"]
    given = before.options
    if any((*batch, *channels)) or any(edge > 0 for pair in cells for edge in pair) or any(given["output_padding"]):
        return op
    pairs = [(p - b, q - a) for (p, q), (b, a) in zip(given["padding"], cells, strict=True)]
    extra = tuple(max(p - q, 0) for p, q in pairs)
    if any(more >= stride for more, stride in zip(extra, given["stride"], strict=True)):
        return op
    padding = tuple((p, q + more) for (p, q), more in zip(pairs, extra, strict=True))
    return replace(before, name=op.name, shape=op.shape, options={**given, "padding": padding, "output_padding": extra})
