"""A network's stages beside the plans for its image, one for each convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.diagnostics.plan import CONVENTIONS, Convention, Goal, plan
from reportgen.frozen import dataclass
from reportgen.pages.views.words import NONE, percents, pixels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.report import NetworkReport

_WORDS: Final[Mapping[Convention, str]] = {
    "exact": "Plan, counted exactly",
    "cao": "Plan, as Cao counts",
    "nolearn": "Plan, as nolearn counts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The network itself, or one plan."""

    name: str
    stages: str
    """Convolutions by resolution, finest first."""
    depth: str
    field: str
    least: str
    """The least capacity."""


def rows(network: NetworkReport) -> tuple[Row, ...]:
    """Word the stages of a network that has any, and below them the plans for its shortest axis."""
    found = network.totals["plan"]
    own = Row(
        name="This network",
        stages=_listed(found["stages"]),
        depth=numbers.exact(sum(found["stages"])),
        field=pixels(network.totals["receptive_field"]),
        least=percents(network.totals["capacity"]),
    )
    return own, *(_planned(convention, size(network)) for convention in CONVENTIONS)


def size(network: NetworkReport) -> int:
    """Give the pixels of the image along its shortest axis."""
    return min(max(network.inputs.values(), key=len)[1:])


def _planned(convention: Convention, cells: int) -> Row:
    made = plan(Goal(cells, convention))
    fits = bool(made.stages)
    return Row(
        name=_WORDS[convention],
        stages=_listed(made.stages),
        depth=numbers.exact(made.depth),
        field=numbers.exact(made.field) if fits else NONE,
        least=percents([float(100 * made.least)]) if fits else NONE,
    )


def _listed(stages: Sequence[int]) -> str:
    return ", ".join(map(str, stages)) or NONE
