"""Pictures of reports: charts of a network, of a family and of the catalogue, each declared in its own file.

A chart is a function from a report to SVG, right in light and dark, with a sentence that says what it shows.
``docs`` and pages go through the lists below; a new chart is one file and one entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.charts import cost, family, growth, memory, picture, plan, profile, reach, tradeoff
from reportgen.charts.base import Chart
from reportgen.charts.families import Family, families
from reportgen.charts.silhouette import silhouette
from reportgen.charts.style import palette_css

if TYPE_CHECKING:
    from reportgen.report import Catalogue, NetworkReport

__all__ = [
    "CATALOGUE_CHARTS",
    "FAMILY_CHARTS",
    "NETWORK_CHARTS",
    "Chart",
    "Family",
    "families",
    "palette_css",
    "silhouette",
]

NETWORK_CHARTS: Final[tuple[Chart[NetworkReport, Any], ...]] = (
    picture.CHART,
    reach.CHART,
    profile.CHART,
    growth.CHART,
    cost.CHART,
    memory.CHART,
    plan.CHART,
)
"""Charts of one network, in the order of its page."""

FAMILY_CHARTS: Final[tuple[Chart[Family, Any], ...]] = (
    family.COST,
    family.CAPACITY,
    family.COVERAGE,
    family.FIELD,
)
"""Charts of one family, in the order of its page."""

CATALOGUE_CHARTS: Final[tuple[Chart[Catalogue, Any], ...]] = (tradeoff.MACS, tradeoff.PARAMETERS)
"""Charts of the whole catalogue, in the order of Home."""
