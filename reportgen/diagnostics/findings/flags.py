"""The flags of learning capacity and image coverage."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.capacity import LEAST_CAPACITY
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.remedies import Case, Demand
from reportgen.diagnostics.findings.sight import Sight, sights
from reportgen.diagnostics.findings.words import UNITS, WHOLES, along, percents
from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.diagnostics.base import Study

LOW: Final = "capacity-too-low"
HIGH: Final = "coverage-too-high"
BOTH: Final = "capacity-and-coverage"
MOST_COVERAGE: Final = Fraction(1)


def _cases(study: Study, bounds: Bounds, *, low: bool, high: bool) -> Iterator[Case]:
    """Walk the layers that miss just these bounds; each bound in force judges all three flags."""
    least, most = bounds.get(LOW, LEAST_CAPACITY), bounds.get(HIGH, MOST_COVERAGE)
    missed = study.get(Missed).by(least, most)
    demand = Demand(study=study, least=least, most=most, low=low, high=high, missed=missed)
    for place, missing in missed.items():
        if missing == (low, high):
            yield Case(demand, place)


class Missed:
    """Which bounds, of capacity and of coverage, each layer misses; what three rules ask is answered once."""

    def __init__(self, study: Study) -> None:
        self._sights = study.get(sights)
        self._known: dict[tuple[Fraction, Fraction], dict[int, tuple[bool, bool]]] = {}

    def by(self, least: Fraction, most: Fraction) -> Mapping[int, tuple[bool, bool]]:
        """Answer for each layer that has a sight, by its place."""
        if (least, most) not in self._known:
            self._known[least, most] = {
                place: (sight.narrower(least), sight.wider(most)) for place, sight in self._sights.items()
            }
        return self._known[least, most]


@rule(
    LOW,
    "warning",
    "Learning capacity too low",
    when="A convolution's window spans less than a sixth of the receptive field that it ends in.",
    why=(
        "Its taps then look at places that have all seen nearly the same part of the image, so that it learns little "
        "about how the distant parts belong together. Shortcuts soften this: residual networks train well below it."
    ),
    bound=LEAST_CAPACITY,
)
def capacity_too_low(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find windows that are small against their field."""
    for case in _cases(study, bounds, low=True, high=False):
        yield Hit(node=study.graph.nodes[case.place], message=partial(_narrow, case), advice=case.raised)


def _narrow(case: Case) -> str:
    capacity, bound = percents(case.sight.capacity, case.demand.least)
    return f"{_spans(case)}, a learning capacity of {capacity}; the bound is {bound}."


@rule(
    HIGH,
    "warning",
    "Image coverage too high",
    when="A layer widens the receptive field past the size of the image.",
    why=(
        "What lies past the image is padding: the layer looks for patterns larger than any that it can be shown, and "
        "the weights for them are spent in vain."
    ),
    bound=MOST_COVERAGE,
)
def coverage_too_high(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find layers that see past the image."""
    for case in _cases(study, bounds, low=False, high=True):
        yield Hit(node=study.graph.nodes[case.place], message=partial(_wide, case), advice=case.narrowed)


def _wide(case: Case) -> str:
    sight, axis = case.sight, case.sight.widest
    coverage, bound = percents(sight.coverage, case.demand.most)
    return (
        f"{case.id} sees {exact(sight.sizes[axis])} {UNITS[sight.rank]}s"
        f"{_along(sight, axis)} where the {WHOLES[sight.rank]} has {exact(sight.cells[axis])}, a coverage of "
        f"{coverage}; the bound is {bound}."
    )


@rule(
    BOTH,
    "warning",
    "Capacity too low and coverage too high",
    when="A convolution misses the bound of capacity-too-low and that of coverage-too-high.",
    why=(
        "Its window is small against what it sees, and it sees more than there is: the network is deeper than this "
        "image can feed."
    ),
)
def capacity_and_coverage(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find convolutions that miss both bounds."""
    for case in _cases(study, bounds, low=True, high=True):
        yield Hit(node=study.graph.nodes[case.place], message=partial(_both, case), advice=case.without)


def _both(case: Case) -> str:
    sight, axis = case.sight, case.sight.widest
    capacity, lower = percents(sight.capacity, case.demand.least)
    coverage, upper = percents(sight.coverage, case.demand.most)
    return (
        f"{_spans(case)}, a learning capacity of {capacity} (bound: {lower}), and the {WHOLES[sight.rank]} "
        f"has only {exact(sight.cells[axis])}{_along(sight, axis)}, a coverage of {coverage} (bound: {upper})."
    )


def _spans(case: Case) -> str:
    sight, axis = case.sight, case.sight.weakest
    spanned = exact(plain(sight.filters[axis] or Fraction(0)))
    seen = f"{exact(sight.sizes[axis])} {UNITS[sight.rank]}s"
    return f"The window of {case.id} spans {spanned} of the {seen} that it sees{_along(sight, axis)}"


def _along(sight: Sight, axis: int) -> str:
    return "" if sight.alike else along((axis,), len(sight.sizes))
