"""The verdict: Cao's two conditions on a network, answered in words that need no other page."""

from __future__ import annotations

from fractions import Fraction
from operator import gt
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.capacity import LEAST_CAPACITY, judged
from reportgen.diagnostics.exact import least, plain
from reportgen.diagnostics.findings.flags import BOTH, HIGH, LOW
from reportgen.diagnostics.findings.words import UNITS, WHOLES, percents, plural
from reportgen.diagnostics.handing import makers
from reportgen.diagnostics.receptive_field import feature_field, feature_sizes, main_input, overview, receptive_fields
from reportgen.numbers import exact, per_axis
from reportgen.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.capacity import Capacity
    from reportgen.graph.node import Node
    from reportgen.report import Finding

_WHOLE: Final = Fraction(1)


def verdict(study: Study, findings: Sequence[Finding] = ()) -> Verdict:
    """Answer: is every capacity at least 1/6, and the largest field of the features within the image?

    Args:
        study: the network.
        findings: what was found in it; their advice is the remedy.
    """
    layers, field = study.get(judged), study.get(feature_field)
    if not layers or field is None:
        what = "over an image" if field is None else "with a window wider than one cell"
        text = f"There is no convolution {what} here, so that learning capacity and image coverage are not judged."
        return Verdict(passes=None, text=text)
    narrow = sum([capacity.low for _, capacity in layers])
    weakest, narrowest = _narrowest(layers)
    coverage = _coverage(study, field)
    text = f"{_windows(narrow, len(layers))} {narrowest} {_sight(study, field, coverage)}"
    advice = _advice(findings, weakest.id if narrow else None)
    return Verdict(passes=not narrow and coverage <= _WHOLE, text=f"{text} Advice: {advice}" if advice else text)


def _windows(narrow: int, of: int) -> str:
    if not narrow:
        return "Every window is wide enough for what it sees:"
    they, see = ("is", "it sees") if narrow == 1 else ("are", "they see")
    told = f"{exact(narrow)} of {plural(of, 'window')} {they} too narrow"
    return f"{told} to learn how the distant parts of what {see} belong together:"


def _narrowest(layers: Sequence[tuple[Node, Capacity]]) -> tuple[Node, str]:
    """Find the layer with the least capacity on any axis, and tell of it."""
    filters = [spanned for _, capacity in layers for spanned in capacity.filter]
    seen = [size for _, capacity in layers for size in capacity.seen]
    place, rank = least(filters, seen), len(filters) // len(layers)
    node, _ = layers[place // rank]
    low, bound = percents(Fraction(filters[place], seen[place]), LEAST_CAPACITY)
    return node, (
        f"the narrowest, at {node.id}, spans {exact(plain(filters[place]))} of {exact(seen[place])} {UNITS[rank]}s, a "
        f"learning capacity of {low} where the bound is {bound}."
    )


def _coverage(study: Study, field: Sequence[int]) -> Fraction:
    return max(Fraction(r, n) for r, n in zip(field, main_input(study.graph).shape[1:], strict=True))


def _sight(study: Study, field: Sequence[int], coverage: Fraction) -> str:
    """Say how much of the image the features see."""
    cells = main_input(study.graph).shape[1:]
    share, bound = percents(coverage, _WHOLE)
    seen, there = per_axis(field), per_axis(cells)
    units, whole = f"{UNITS[len(cells)]}s", WHOLES[len(cells)]
    if coverage > _WHOLE:
        return (
            f"The deepest features see {seen} {units} where the {whole} has {there}, a coverage of {share} (bound: "
            f"{bound}): from {_first_past(study)} on, layers look for patterns larger than the {whole}."
        )
    wide = study.get(overview)
    beyond = f"; from {wide.id} on, each position sees the whole {whole}" if wide else ""
    features = "Windows" if wide else "The deepest features"
    return f"{features} see {seen} of the {whole}'s {there} {units}, a coverage of {share}{beyond}."


def _first_past(study: Study) -> str:
    """Name the first layer that sees more than the image."""
    cells = main_input(study.graph).shape[1:]
    past = {size for size in study.get(feature_sizes) if any(map(gt, size, cells))}
    fields = study.get(receptive_fields)
    rows = ((node, fields[place].ungated) for place, node, _ in study.get(makers))
    return next(node.id for node, own in rows if own and own.local and own.size in past)


def _advice(findings: Sequence[Finding], weakest: str | None) -> str:
    """Take the advice for the weakest layer, or else for the first that sees too much."""
    flags = [found for found in findings if found.advice and found.name in {LOW, HIGH, BOTH}]
    return next((found.advice for found in flags if weakest in {None, found.layer}), "")
