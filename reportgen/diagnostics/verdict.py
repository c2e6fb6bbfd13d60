"""The verdict: Cao's two conditions on a network, answered in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.diagnostics.capacity import LEAST_CAPACITY, judged
from reportgen.diagnostics.receptive_field import feature_field, main_input
from reportgen.numbers import per_axis
from reportgen.report import Verdict

if TYPE_CHECKING:
    from reportgen.diagnostics.base import Study


def verdict(study: Study) -> Verdict:
    """Answer: is every capacity at least 1/6, and the largest field of the features within the image?"""
    layers, field = study.get(judged), study.get(feature_field)
    cells = main_input(study.graph).shape[1:]
    if not layers or field is None:
        return Verdict(passes=None, text="There is no convolution that sees a neighbourhood, so nothing is judged.")
    weakest, low = min(((node, min(c.capacity)) for node, c in layers), key=lambda pair: pair[1])
    coverage = max(Fraction(r, n) for r, n in zip(field, cells, strict=True))
    enough, within = low >= LEAST_CAPACITY, coverage <= 1
    capacity = (
        f"Every convolution keeps a learning capacity of at least {_percent(low)} (least: {weakest.id}), "
        f"within the bound of {_percent(LEAST_CAPACITY)}"
        if enough
        else f"The learning capacity falls to {_percent(low)} at {weakest.id}, below the bound of "
        f"{_percent(LEAST_CAPACITY)}: its window is small against the field it must explain"
    )
    size = per_axis(field)
    sight = (
        f"the deepest features see {size} pixels, {_percent(coverage)} of the image"
        if within
        else f"the deepest features see {size} pixels, {_percent(coverage)} of the image, more than there is"
    )
    join = ", and " if enough == within else ", but "
    return Verdict(passes=enough and within, text=f"{capacity}{join}{sight}.")


def _percent(ratio: Fraction) -> str:
    return f"{float(100 * ratio):.1f}%"
