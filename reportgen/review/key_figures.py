"""The figures of a network by which a review judges it, each from the registry of totals."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.registry import TOTALS
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.base import Total
    from reportgen.report import Json, NetworkReport

NAMES: Final = (
    "parameters",
    "macs",
    "weight_bytes",
    "activations",
    "peak_activation_bytes",
    "depth",
    "layers",
    "receptive_field",
    "coverage",
    "capacity",
)
"""Totals that a review shows, in order; those that only follow from another are left out."""
KEY_FIGURES: Final[Mapping[str, Total]] = MappingProxyType(
    {name: next(total for total in TOTALS if total.name == name) for name in NAMES}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One key figure on both sides; ``None`` where it is unknown."""

    total: Total
    before: Json
    """A number, or one an axis."""
    after: Json

    @property
    def changed(self) -> bool:
        """Whether it is another now."""
        return bool(self.before != self.after)

    @property
    def change(self) -> float | None:
        """Give by how much it rose; of a figure per axis the one that speaks for it; ``None`` where unknown."""
        before, after = number(self.total, self.before), number(self.total, self.after)
        return None if before is None or after is None else after - before

    @property
    def percent(self) -> float | None:
        """Give by how much it rose, in percent of what it was; ``None`` where that is unknown or was nothing."""
        before, change = number(self.total, self.before), self.change
        return 100 * change / before if before and change is not None else None

    @property
    def better(self) -> bool | None:
        """Whether the change is for the better; ``None`` where there is none, or neither direction is."""
        if not self.change or self.total.lower_is_better is None:
            return None
        return (self.change < 0) == self.total.lower_is_better


def key_figure(network: NetworkReport, name: str) -> Json:
    """Give a key figure of a network: a number, or a list with one an axis; ``None`` where it is unknown."""
    value = network.totals[name]
    return value["trainable"] if isinstance(value, dict) else value


def number(total: Total, value: Json) -> Any:  # noqa: ANN401 - a whole number or a float
    """Give the number that speaks for a figure per axis: the largest, or the least where more is better."""
    if isinstance(value, list):
        return (min if total.lower_is_better is False else max)(value, default=None)
    return value


def figure_changes(before: NetworkReport | None, after: NetworkReport | None) -> tuple[FigureChange, ...]:
    """Compare all key figures of two networks; those of a network that is not there are unknown."""
    return tuple(
        FigureChange(
            total=total,
            before=before and key_figure(before, name),
            after=after and key_figure(after, name),
        )
        for name, total in KEY_FIGURES.items()
    )
