"""Metrics as columns: measured figures that can be compared, since their data and unit are the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen import numbers
from reportgen.pages.views.cell import Cell
from reportgen.pages.views.words import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.report import Metric, NetworkReport

MOST: Final = 3
"""Metrics that get a column; more would be mostly empty."""


class Asked(NamedTuple):
    """What a metric is; values of two that differ here cannot be compared."""

    name: str
    dataset: str
    unit: str

    @property
    def title(self) -> str:
        """Head its column: ``top-1 on ImageNet-1k, %``."""
        return self.name + (f" on {self.dataset}" if self.dataset else "") + (f", {self.unit}" if self.unit else "")


def common(networks: Iterable[NetworkReport]) -> tuple[Asked, ...]:
    """Give the metrics that most networks have: the first, and others that at least two have."""
    counts = Counter(_asked(metric) for network in networks for metric in network.metrics)
    ranked = sorted(counts, key=lambda asked: (-counts[asked], asked))
    return tuple(asked for place, asked in enumerate(ranked[:MOST]) if place == 0 or counts[asked] > 1)


def cell(metrics: Sequence[Metric], asked: Asked) -> Cell:
    """Word a network's value; of percentages one decimal, of anything else all that was printed."""
    found = next((metric for metric in metrics if _asked(metric) == asked), None)
    if found is None:
        return Cell(text="", key="")
    text = f"{found.value:,.1f}" if found.unit == "%" else numbers.exact(found.value)
    return Cell(text=text, key=sort_key(found.value))


def _asked(metric: Metric) -> Asked:
    return Asked(metric.name, metric.dataset, metric.unit)
