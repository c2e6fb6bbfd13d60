"""What a table of layers is: headed columns, and rows of text with nolearn's colours."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.diagnostics.capacity import Flag
    from reportgen.report import NetworkReport

_AXES: Final = ("Z", "Y", "X")
MEANINGS: Final[Mapping[Flag, str]] = MappingProxyType(
    {
        "magenta": "capacity too low (<1/6)",
        "cyan": "image coverage too high (>100%)",
        "red": "capacity too low and coverage too high",
    }
)
"""What each colour says of a layer, in the order of nolearn's legend."""
LEGEND: Final = "; ".join(f"{flag}: {meaning}" for flag, meaning in MEANINGS.items())


@dataclass(frozen=True, slots=True)
class Row:
    """One layer, or one of the network's inputs."""

    cells: tuple[str, ...]
    """One text a column; the first is the layer's name."""
    flag: Flag | None = None
    """The colour of its name."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; all columns but the first hold numbers."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def axes(network: NetworkReport) -> tuple[str, ...]:
    """Name the axes along which fields are measured, those of the input with the most: ``("Y", "X")``."""
    rank = max(len(shape) for shape in network.inputs.values()) - 1
    return _AXES[len(_AXES) - rank :]


def percents(values: Sequence[float] | None, rank: int, unknown: str) -> tuple[str, ...]:
    """Write a percentage an axis, with nolearn's two decimals."""
    return (unknown,) * rank if values is None else tuple(f"{value:.2f}" for value in values)


def size(shape: Sequence[int]) -> str:
    """Write a shape as nolearn does: ``32x26x26``."""
    return "x".join(map(str, shape))
