"""What the file claims of its network, and what nobody can count."""

from __future__ import annotations

from fractions import Fraction
from itertools import compress, count
from math import ceil
from typing import TYPE_CHECKING

from reportgen.diagnostics.alike import places
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.words import listed
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.diagnostics.registry import totals
from reportgen.figures import figure
from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node
    from reportgen.ops.fitted import Fitted
    from reportgen.spec.model import Claim


@rule(
    "uncounted-layer",
    "warning",
    "Uncounted layer",
    when="A layer's parameters, multiply-adds or receptive field are unknown.",
    why="Every total that it enters is unknown with it, and no budget or published figure can be checked.",
)
def uncounted_layer(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find layers where knowledge ends."""
    fields, uncounted = study.get(receptive_fields), places(study, _uncounted)
    if any(own.largest is None for own in study.get(receptive_fields.known).values()):
        uncounted = sorted({*uncounted, *compress(count(), [own.largest is None for own in fields])})
    for place in uncounted:
        node = study.graph.nodes[place]
        fitted = node.fitted
        lost = fields[place].largest is None and all(fields[i].largest is not None for i in node.inputs)
        stored = fitted.parameters is not None or node.shares is not None
        unknown = {"parameters": not stored, "macs": fitted.macs is None, "receptive_field": lost}
        names = [name for name, missing in unknown.items() if missing]
        if names:
            said = listed([{"macs": "MACs", "receptive_field": "receptive field"}.get(name, name) for name in names])
            message = f"The {said} of {node.id} cannot be known, nor what builds on that."
            yield Hit(node=node, message=message, advice=_stated(study, node, names))


def _uncounted(fitted: Fitted) -> bool:
    """Whether a layer does not say what it stores or what it costs."""
    return fitted.parameters is None or fitted.macs is None


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
            yield unchecked(claim.figure, "published figure", claim.value, claim.mark.line)
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


def unchecked(name: str, what: str, value: Fraction, line: int) -> Hit:
    """Tell that a figure cannot be held against a value, since it is unknown."""
    message = f"{name}: the {what} of {_exact(value)} cannot be checked, as ours is unknown."
    advice = "State what the uncounted layers leave open."
    return Hit(node=None, message=message, line=line, advice=advice, severity="warning")
