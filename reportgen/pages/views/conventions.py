"""The two conventions of capacity and coverage, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages.views.words import percents

if TYPE_CHECKING:
    from reportgen.report import LayerReport, NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One layer by both conventions; nothing where nolearn prints no row."""

    layer: str
    kind: str
    shape: str
    exact: tuple[str, str]
    nolearn: tuple[str, str]
    differs: bool


def rows(network: NetworkReport) -> tuple[Row, ...]:
    """Compare the layers that nolearn prints."""
    return tuple(_row(layer) for layer in network.layers if layer.values["nolearn"])


def _row(layer: LayerReport) -> Row:
    values, theirs = layer.values, layer.values["nolearn"]
    exact = (_shown(values["capacity"]), _shown(values["coverage"]))
    nolearn = (_shown(theirs["capacity"]), _shown(theirs["coverage"]))
    return Row(
        layer=layer.id,
        kind=layer.op,
        shape=numbers.shape(layer.output_shape),
        exact=exact,
        nolearn=nolearn,
        differs=exact != nolearn,
    )


def _shown(value: list[float] | None) -> str:
    return numbers.UNKNOWN if value is None else percents(value, unit="")


def first_difference(network: NetworkReport) -> str:
    """Say in a sentence where the two part, and why; empty where they do not."""
    found = next((row for row in rows(network) if row.exact[0] != row.nolearn[0]), None)
    if found is None:
        return ""
    return (
        f"Their capacities part at {found.layer}: {found.exact[0]}% exactly, {found.nolearn[0]}% by nolearn; its "
        f"coverage is {found.exact[1]}% and {found.nolearn[1]}%."
    )
