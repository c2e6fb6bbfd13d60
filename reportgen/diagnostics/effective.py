"""The effective receptive field of an untrained network: how wide its Gaussian is (Luo et al. 2016)."""

from __future__ import annotations

from fractions import Fraction
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.alike import shared
from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.handing import Handed, makers
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.ops.reach import Blocks, Grid
from reportgen.ops.window import TransposedWindow, Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.field import AxisField
    from reportgen.diagnostics.fields import Field
    from reportgen.ops.fitted import Fitted
    from reportgen.ops.reach import AxisReach

HALF_WIDTH: Final = sqrt(2 * log(1 / 0.0455))
"""Standard deviations from the centre to where influence falls to 4.55% of the centre's: 2.486."""

Variances = tuple["Exact", ...]
"""Per axis, in square pixels, times 12."""
Spreads = tuple["Exact", ...]
"""Per axis, in square cells of what a layer reads, times 12."""


@Handed
def variances(study: Study) -> Mapping[int, Variances | None]:
    """Give the variance of the effective field; ``None`` where there is none.

    Each window adds ``(j d)^2 (k^2 - 1) / 12``, as a uniform kernel does; where paths meet, the widest stands.
    """
    fields, spreads = study.get(receptive_fields), study.get(_spreads)
    first = len(study.graph.inputs)
    found: dict[int, Variances | None] = {
        place: (0,) * len(own.axes) if (own := fields[place].ungated) and own.local else None for place in range(first)
    }
    for place, _, read in study.get(makers):
        own = fields[place].ungated
        known = [(v, fields[i].ungated) for i in read if (v := found[i])] if own and own.local else []
        found[place] = _through(spreads[place - first], known) if known else None
    return found


def _through(spreads: Spreads, read: Sequence[tuple[Variances, Field | None]]) -> Variances:
    """Widen what is read by the layer's windows."""
    carried, before = read[0]
    if len(read) > 1:
        carried = tuple(map(max, *[path for path, _ in read]))
    return tuple(map(_widened, carried, spreads, before.axes)) if before and spreads else carried


def _widened(carried: Exact, spread: Exact, axis: AxisField) -> Exact:
    jump = axis.jump
    return carried + spread * jump * jump if spread and jump is not None else carried


@shared
def _spreads(fitted: Fitted) -> Spreads:
    """Give the variance that a layer adds per axis, in square cells of what it reads; empty without windows."""
    reach = fitted.reach
    return tuple(map(_spread, reach)) if isinstance(reach, tuple) else ()


def _spread(step: AxisReach) -> Exact:
    """Give the variance of the uniform kernel that a reach is taken for."""
    match step:
        case Window():
            return step.dilation**2 * (step.kernel**2 - 1)
        case TransposedWindow():
            return Fraction(step.dilation**2, step.stride**2) * (step.kernel**2 - 1)
        case Blocks():
            return min(step.size, step.n) ** 2 - 1
        case Grid():
            read = step.reads(0)
            return read.step**2 * (len(read) ** 2 - 1)
    return 0


def sigma(of: Variances) -> list[float]:
    """Give the standard deviation per axis, in pixels."""
    return [sqrt(v / 12) for v in of]


def _shown(of: Variances | None) -> dict[str, Any] | None:
    if not of:
        return None
    deviations = sigma(of)
    return {"sigma": deviations, "size": [2 * HALF_WIDTH * s for s in deviations]}


@Handed
def _told(study: Study) -> Mapping[int, Mapping[str, Any] | None]:
    found = study.get(variances.known)
    told = {v: _shown(v) for v in set(found.values())}  # where paths meet, the one that widened most stands
    return {place: told[v] for place, v in found.items()}


def _total(study: Study) -> dict[str, Any] | None:
    known = [v for v in set(study.get(variances)[len(study.graph.inputs) :]) if v]
    return _shown(tuple(map(max, zip(*known, strict=True)))) if known else None


WIDTHS: Final[dict[str, Any]] = {
    "type": ["object", "null"],
    "properties": {
        "sigma": {"type": "array", "items": {"type": "number"}},
        "size": {"type": "array", "items": {"type": "number"}},
    },
    "required": ["sigma", "size"],
}

DIAGNOSTIC = Diagnostic(
    name="effective-field",
    title="Effective receptive field",
    summary="How much of its field does a layer really use before training?",
    formula=r"\sigma^2 = \sum_l (j_{l-1} d_l)^2\, \frac{k_l^2 - 1}{12}, \quad \mathrm{size} = 2 \cdot 2.486\, \sigma",
    source="Luo, Li, Urtasun and Zemel, Understanding the effective receptive field in deep networks, 2016",
    limits=(
        "An estimate for random weights: influence is taken as Gaussian, and cut where it falls to 4.55% of the "
        "centre's. Max pooling and windows of attention are taken as average pooling. Where paths meet, the widest is "
        "told. Training widens it. Behind few windows it may exceed the field: one window weighs its cells alike and "
        "ends sharply, where the Gaussian of the same spread has tails. For a single window of 3 cells it is 4.1."
    ),
    columns=(
        Column(
            name="effective_field",
            title="Effective field",
            unit="px",
            kind="object",
            doc="Standard deviation of the influence of pixels, and the width where it is felt, per axis; an estimate.",
            schema=WIDTHS,
            values=_told,
        ),
    ),
    totals=(
        Total(
            name="effective_field",
            title="Effective field",
            unit="px",
            kind="object",
            doc="The widest of any layer that is not global; an estimate.",
            schema=WIDTHS,
            value=_total,
        ),
    ),
)
