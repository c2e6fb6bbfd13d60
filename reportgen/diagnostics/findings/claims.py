"""What the file claims or demands of its network, and what nobody can count."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.cost import activations, macs, operations
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.words import listed, percents
from reportgen.diagnostics.parameters import BYTES, parameters
from reportgen.diagnostics.receptive_field import plain, receptive_fields
from reportgen.diagnostics.registry import totals
from reportgen.figures import figure
from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node
    from reportgen.spec.model import Claim

Counts = tuple[int | None, ...]

PARTS: Final[Mapping[str, Callable[[Study], Counts]]] = MappingProxyType(
    {
        "parameters": lambda study: tuple(p.trainable if p else None for p in study.get(parameters)),
        "buffers": lambda study: tuple(p.buffers if p else None for p in study.get(parameters)),
        "weight_bytes": lambda study: tuple(
            (p.trainable + p.buffers) * BYTES if p else None for p in study.get(parameters)
        ),
        "macs": lambda study: study.get(macs),
        "flops": lambda study: tuple(m and 2 * m for m in study.get(macs)),
        "operations": lambda study: study.get(operations),
        "activations": lambda study: study.get(activations),
    }
)
"""The figures that are sums over layers, and what each layer adds."""


@rule(
    "uncounted-layer",
    "warning",
    "Uncounted layer",
    when="A layer's parameters, multiply-adds or receptive field are unknown.",
    why="Every total that it enters is unknown with it, and no budget or published figure can be checked.",
)
def uncounted_layer(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find layers where knowledge ends."""
    fields = study.get(receptive_fields)
    first = len(study.graph.nodes) - len(study.layers)
    rows = zip(study.layers, study.get(parameters), study.get(macs), fields[first:], strict=True)
    for node, stored, cost, own in rows:
        lost = own.largest is None and all(fields[i].largest is not None for i in node.inputs)
        unknown = {"parameters": stored is None, "macs": cost is None, "receptive_field": lost}
        names = [name for name, missing in unknown.items() if missing]
        if names:
            said = listed([{"macs": "MACs", "receptive_field": "receptive field"}.get(name, name) for name in names])
            message = f"The {said} of {node.id} cannot be known, nor what builds on that."
            yield Hit(node=node, message=message, advice=_stated(study, node, names))


def _stated(study: Study, node: Node, names: Sequence[str]) -> str:
    """Say what makes it known: options of the layer, or axes that are kept before it."""
    open_ = [name for name in names if name in node.op.options]
    if open_:
        return f"State {listed(open_)} among its options."
    lost = _displaced(study, node)
    if lost is None:
        return ""
    keeping = "pixel_shuffle, pixel_unshuffle, crop and pad"
    return f"Places on the image end at {lost.id}; {keeping} change a shape and keep them."


def _displaced(study: Study, node: Node) -> Node | None:
    """Give the layer before one at which the axes stopped to be those of the image."""
    fields = study.get(receptive_fields)
    while not node.is_input:
        before = fields[node.inputs[0]].largest
        if before is not None and before.placed:
            return node
        node = study.graph.nodes[node.inputs[0]]
    return None


@rule(
    "published-mismatch",
    "error",
    "Published figure missed",
    when="A figure of the network is not the published one, within the tolerance; a known misprint is only told.",
    why="The file then describes another network than the one that it names, or one of the two counts is wrong.",
)
def published_mismatch(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Check the figures that others published."""
    for claim in study.architecture.published:
        computed = figure(study.get(totals), claim.figure)
        if computed is None:
            yield _unchecked(claim, "published figure")
        elif not claim.agrees(computed):
            source = f" ({claim.source})" if claim.source else ""
            off = abs(Fraction(computed) - claim.value)
            allowed = f"{'less than' if claim.rounded else 'at most'} {_exact(claim.tolerance)} is tolerated"
            message = (
                f"{claim.figure}: {_exact(claim.value)} published{source}, {exact(computed)} computed; they are "
                f"{_exact(off)} apart, {allowed}"
            )
            if claim.misprint:
                text = f"{message}. A known misprint: {claim.misprint.rstrip('.')}."
                yield Hit(node=None, message=text, line=claim.mark.line, severity="info")
            else:
                yield Hit(node=None, message=f"{message}.", line=claim.mark.line, advice=_tolerance(claim, off))


def _exact(value: Fraction) -> str:
    return exact(plain(value))


def _tolerance(claim: Claim, off: Fraction) -> str:
    """Say what makes the claim hold: the layer that differs, a tolerance rounded up, or a misprint."""
    tolerance = _rounded_up(abs(100 * off / claim.value)) + "%" if claim.value else str(ceil(off))
    return (
        f"Look for the layer that differs from the published network; where the difference is meant, write "
        f"tolerance: {tolerance}, and where the print is wrong, misprint: and why."
    )


def _rounded_up(value: Fraction) -> str:
    """Write a number above zero with one decimal, or as many as show two digits of it."""
    decimals = 1
    while value * 10**decimals < 10:  # noqa: PLR2004 - the least number of two digits
        decimals += 1
    return f"{ceil(value * 10**decimals) / 10**decimals:.{decimals}f}"


def _unchecked(claim: Claim, what: str) -> Hit:
    message = f"{claim.figure}: the {what} of {_exact(claim.value)} cannot be checked, as ours is unknown."
    advice = "State what the uncounted layers leave open."
    return Hit(node=None, message=message, line=claim.mark.line, advice=advice, severity="warning")


@rule(
    "budget-exceeded",
    "error",
    "Budget exceeded",
    when="A figure of the network is past the budget that the file sets.",
    why="The network no longer fits where it is meant to run.",
)
def budget_exceeded(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Check the budgets of the file."""
    for claim in study.architecture.budgets:
        computed = figure(study.get(totals), claim.figure)
        if computed is None:
            yield _unchecked(claim, "budget")
        elif computed > claim.value:
            over = Fraction(computed) - claim.value
            share = f" ({percents(over / claim.value)[0]})" if claim.value else ""
            message = (
                f"{claim.figure}: {exact(computed)} computed, {_exact(over)}{share} over the budget of "
                f"{_exact(claim.value)}."
            )
            advice = f"{_heaviest(study, claim.figure)}A budget of {exact(computed)} would just hold."
            yield Hit(node=None, message=message, line=claim.mark.line, advice=advice)


def _heaviest(study: Study, name: str) -> str:
    """Say which part of the network adds the most to a sum; empty where the figure is none."""
    if name not in PARTS:
        return ""
    groups: dict[str, int] = {}
    for node, part in zip(study.layers, PARTS[name](study), strict=True):
        groups[node.group] = groups.get(node.group, 0) + (part or 0)
    heaviest = max(groups, key=groups.__getitem__)
    share = Fraction(groups[heaviest], sum(groups.values()))
    return f"Begin with {heaviest}, which adds {exact(groups[heaviest])} ({percents(share)[0]}). "
