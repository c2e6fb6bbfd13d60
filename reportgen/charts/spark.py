"""A capacity profile as small as a word, for the row of a table.

A thousand drawings would make most of a page of a thousand rows. The page holds a letter for each of the columns of
pixels instead, and a script draws what comes into sight.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.charts.profile import LEAST_CAPACITY, read
from reportgen.charts.scales import Scale
from reportgen.stored import StoredLayers

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

COLUMNS: Final = 90
"""Columns of a spark; of layers that share one, the least is shown."""
LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Heights, from the lowest to the highest."""
_HEIGHT: Final = Scale(low=1, high=100, start=0, stop=len(LETTERS) - 1, log=True)
"""The same in each row, so that rows can be compared."""
BOUND: Final = LETTERS[round(_HEIGHT(LEAST_CAPACITY))]
"""Height of the bound on capacity; what is below it has a lower letter."""


def spark(report: NetworkReport) -> str:
    """Give the height of capacity along the depth, a letter a column; nothing where none is judged."""
    kept = report.layers.sketch if isinstance(report.layers, StoredLayers) else None
    return drawn(report) if kept is None else kept


def drawn(report: NetworkReport) -> str:
    """Give the same, of the layers and not of what was kept of them."""
    profile = read(report)
    if profile is None:
        return ""
    capacity = profile.capacity
    starts = [column * len(capacity) // COLUMNS for column in range(COLUMNS + 1)]
    least = (min(capacity[start : max(stop, start + 1)]) for start, stop in pairwise(starts))
    return "".join(map(_letter, least))


def _letter(capacity: float) -> str:
    place = round(_HEIGHT(capacity))
    # Rounding must not lift what fails onto the bound.
    return LETTERS[min(place, LETTERS.index(BOUND) - 1) if capacity < LEAST_CAPACITY else place]
