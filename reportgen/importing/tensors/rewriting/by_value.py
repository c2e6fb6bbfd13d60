"""Functions that are spelt out are recognised by what they compute.

There are many ways to write a GELU or a layer norm. Whatever the way, its operations read one tensor and numbers; so
they are tried on a few values, and the function of the vocabulary that gives the same is the one that is meant.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import fmean
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.tensors.elementwise import BINARY, UNARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.importing.tensors.program import Operation, Program

Vector = tuple[float, ...]

PROBE: Final[Vector] = (-41.7, -7.3, -3.4, -2.6, -1.1, -0.6, -0.05, 0.0, 0.3, 0.9, 1.7, 2.9, 3.2, 5.5, 6.4, 53.9)
"""Values on either side of every bend, so far apart that the small number in a norm's root does not matter."""

FARTHEST: Final = 24
"""Operations that one function may be spelt with."""

ELEMENTWISE: Final = (
    *("relu", "relu6", "gelu", "silu", "mish", "hard_swish", "hard_sigmoid", "sigmoid", "softplus", "tanh", "selu"),
    "softsign",
)


def _gelu_by_tanh(x: float) -> float:
    """Work out a GELU by its usual approximation (Hendrycks and Gimpel 2016)."""
    return x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def _layer_norm(x: Vector) -> Vector:
    middle = fmean(x)
    spread = math.sqrt(fmean((value - middle) ** 2 for value in x))
    return tuple((value - middle) / spread for value in x)


def _rms_norm(x: Vector) -> Vector:
    size = math.sqrt(fmean(value * value for value in x))
    return tuple(value / size for value in x)


def _softmax(x: Vector) -> Vector:
    shares = [math.exp(value - max(x)) for value in x]
    return tuple(share / sum(shares) for share in shares)


REDUCTIONS: Final[Mapping[str, Callable[[Sequence[float]], float]]] = MappingProxyType(
    {"mean": fmean, "sum": math.fsum, "max": max, "min": min}
)

OVER_AXES: Final[Mapping[str, Callable[[Vector], Vector]]] = MappingProxyType(
    {"layer_norm": _layer_norm, "rms_norm": _rms_norm, "softmax": _softmax}
)
"""Functions of all the values along an axis."""


class Unknown(Exception):  # noqa: N818 - it is no error: something else stands there
    """What is read is no function of one tensor and numbers."""


class _Region:
    """The operations of a program as functions of what stands before them."""

    def __init__(self, program: Program) -> None:
        self.constants = program.constants
        self.made = program.made()

    def tensors(self, op: Operation) -> tuple[str, ...]:
        """Give the tensors that a function reads besides numbers; raise ``Unknown`` where it is none."""
        if op.kind not in UNARY and op.kind not in BINARY and not _keeps_rank(op):
            raise Unknown
        for name in op.reads:
            constant = self.constants.get(name)
            if constant is not None and (constant.values is None or len(constant.values) != 1 or constant.trainable):
                raise Unknown
        return tuple(name for name in op.reads if name not in self.constants)

    def before(self, name: str) -> list[str]:
        """Give the tensors of which one alone decides ``name``, itself the first, the nearest before the farther."""
        chain = [name]
        while len(chain) < FARTHEST and chain[-1] in self.made:
            try:
                read = dict.fromkeys(self.tensors(self.made[chain[-1]]))
            except Unknown:
                break
            one, *others = list(read) or [chain[-1]]
            common = [one] if not others else self._common(one, others)
            if not common or common[0] in chain:
                break
            chain.append(common[0])
        return chain

    def _common(self, one: str, others: list[str]) -> list[str]:
        chains = [self.before(other) for other in others]
        return [name for name in self.before(one) if all(name in chain for chain in chains)]

    def value(self, name: str, known: dict[str, Vector], axes: set[tuple[int, ...]]) -> Vector:
        """Work out a tensor from one that is ``known``, and gather the axes that are reduced on the way."""
        if name not in known:
            if name in self.constants:
                known[name] = (self.constants[name].values or ()) * len(PROBE)
            elif name in self.made:
                known[name] = self._worked_out(self.made[name], known, axes)
            else:
                raise Unknown
        return known[name]

    def _worked_out(self, op: Operation, known: dict[str, Vector], axes: set[tuple[int, ...]]) -> Vector:
        self.tensors(op)
        read = [self.value(name, known, axes) for name in op.reads]
        if op.kind in UNARY:
            return tuple(UNARY[op.kind](value, op.options) for value in read[0])
        if op.kind in BINARY:
            return tuple(BINARY[op.kind](one, other) for one, other in zip(*read, strict=True))
        axes.add(tuple(op.options["axes"]))
        return (REDUCTIONS[op.options["how"]](read[0]),) * len(PROBE)


def _keeps_rank(op: Operation) -> bool:
    return op.kind == "reduce" and op.options["keepdims"] and op.options["how"] in REDUCTIONS


def with_functions(program: Program) -> Program:
    """Name each function that is spelt out; what spelt it stays, for others may read it."""
    region = _Region(program)
    for op in program.operations:
        if op.kind in BINARY or op.kind == "clip":
            region.made[op.name] = _named(region, op)
    return replace(program, operations=tuple(region.made[op.name] for op in program.operations))


def _named(region: _Region, op: Operation) -> Operation:
    # The farthest first: what centres values stands before what scales them, and both are one norm.
    for source in reversed(region.before(op.name)[1:]):
        axes: set[tuple[int, ...]] = set()
        try:
            values = region.value(op.name, {source: PROBE}, axes)
        except (Unknown, ValueError, OverflowError, ZeroDivisionError):
            continue
        found = _function(values) if not axes else _over(values, axes, len(op.shape))
        if found is not None:
            return replace(op, kind=found[0], reads=(source,), options=found[1])
    return op


def _function(values: Vector) -> tuple[str, Mapping[str, Any]] | None:
    """Give the function that has these values, and its options."""
    known = {kind: [UNARY[kind](x, {}) for x in PROBE] for kind in ELEMENTWISE}
    for kind, wanted in (*known.items(), ("gelu", [_gelu_by_tanh(x) for x in PROBE])):
        if _alike(values, wanted, 1e-4):
            return kind, {}
    return None


def _over(values: Vector, axes: set[tuple[int, ...]], rank: int) -> tuple[str, Mapping[str, Any]] | None:
    """Give the function of all values along some axes that has these values, and its options."""
    if len(axes) > 1:
        return None
    over = tuple(sorted(place % rank for place in axes.pop()))
    kind = next((kind for kind, function in OVER_AXES.items() if _alike(values, function(PROBE), 1e-3)), None)
    if kind is None or (kind == "softmax" and len(over) > 1):
        return None
    if kind == "softmax":
        return kind, {"axis": over[0]}
    if kind == "layer_norm" and len(over) > 1 and over == tuple(range(2, rank)):
        return "instance_norm", {"scale": False, "shift": False}
    return kind, {"over": over, "scale": False, "shift": False}


def _alike(values: Sequence[float], wanted: Sequence[float], share: float) -> bool:
    return all(abs(one - other) <= share * (abs(other) + 1e-2) for one, other in zip(values, wanted, strict=True))
