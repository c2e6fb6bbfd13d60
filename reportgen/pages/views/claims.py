"""What others printed of a network: their figures beside ours, and what they measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages.views.key_figures import TOTALS, definition

if TYPE_CHECKING:
    from reportgen.report import Metric, NetworkReport, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One published figure beside ours."""

    figure: str
    href: str
    """Its definition; empty where it has none of its own."""
    published: str
    computed: str
    difference: str
    verdict: str
    """``agrees``, ``differs``, ``misprint`` or ``unknown``."""
    source: str
    misprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One metric."""

    name: str
    value: str
    dataset: str
    source: str


def claims(network: NetworkReport, page: str) -> tuple[Claim, ...]:
    """Word the published figures of a network."""
    return tuple(_claim(figure, page) for figure in network.published)


def _claim(one: Published, page: str) -> Claim:
    known = one.figure in TOTALS
    return Claim(
        figure=TOTALS[one.figure][1].title if known else one.figure.replace("_", " ").capitalize(),
        href=definition(one.figure, page) if known else "",
        published=numbers.exact(one.published),
        computed=numbers.exact(one.computed),
        difference=_difference(one),
        verdict=_verdict(one),
        source=one.source,
        misprint=one.misprint,
    )


def _verdict(one: Published) -> str:
    if one.computed is None:
        return "unknown"
    if one.agrees:
        return "agrees"
    return "misprint" if one.misprint else "differs"


def _difference(one: Published) -> str:
    """Give ours less theirs, in percent of theirs."""
    if one.computed is None or not one.published:
        return numbers.UNKNOWN
    share = 100 * (one.computed - one.published) / one.published
    return "none" if share == 0 else f"{share:+.2f}%"


def measured(network: NetworkReport) -> tuple[Measured, ...]:
    """Word the metrics of a network."""
    return tuple(
        Measured(name=metric.name, value=metric_value(metric), dataset=metric.dataset, source=metric.source)
        for metric in network.metrics
    )


def metric_value(metric: Metric) -> str:
    """Write a metric with its unit: ``69.758%``, ``12 ms``."""
    space = "" if metric.unit in ("", "%") else " "
    return f"{numbers.exact(metric.value)}{space}{metric.unit}"
