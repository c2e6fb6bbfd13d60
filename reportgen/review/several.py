"""Two networks or a few beside each other: key figures with the best of each, and aligned layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reportgen.frozen import dataclass
from reportgen.review.alignment import align
from reportgen.review.fingerprint import meaning
from reportgen.review.key_figures import KEY_FIGURES, key_figure, number
from reportgen.review.layers import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.base import Total
    from reportgen.report import Json, LayerReport, NetworkReport


RowKind = Literal["same", "affected", "different"]
"""``affected``: the same word and options everywhere, with another shape, cost or field. ``different``: other options
or another word, or a network has no such layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One key figure of every network."""

    total: Total
    values: tuple[Json, ...]
    """``None`` where it is unknown."""

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """Give the number that speaks for each."""
        return tuple(number(self.total, value) for value in self.values)

    @property
    def best(self) -> tuple[int, ...]:
        """Give the places of the best; none where all are alike, or no direction is the better."""
        known = [value for value in self.numbers if value is not None]
        if self.total.lower_is_better is None or len(set(known)) < 2:  # noqa: PLR2004 - one value has no better
            return ()
        best = min(known) if self.total.lower_is_better else max(known)
        return tuple(place for place, value in enumerate(self.numbers) if value == best)

    @property
    def percents(self) -> tuple[float | None, ...]:
        """Give how much more each is than the first, in percent; ``None`` where that is unknown."""
        first, *others = self.numbers
        return (None, *(None if value is None or not first else 100 * (value - first) / first for value in others))


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer of each network; ``None`` where a network has none to set beside the others."""

    layers: tuple[LayerReport | None, ...]

    @property
    def kind(self) -> RowKind:
        """Tell how far the networks agree on it."""
        first, *others = self.layers
        if first is None or any(other is None or meaning(other) != meaning(first) for other in others):
            return "different"
        same = all(of(first) == of(other) for other in others if other for of in EFFECTS.values())
        return "same" if same else "affected"

    @property
    def any(self) -> LayerReport:
        """Give the layer of the first network that has one."""
        return next(layer for layer in self.layers if layer)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A few networks beside each other."""

    networks: tuple[NetworkReport, ...]
    figures: tuple[FigureRow, ...]
    layers: tuple[LayerRow, ...]


def compare(networks: Sequence[NetworkReport]) -> Comparison:
    """Compare networks; differences are told from the first."""
    figures = tuple(
        FigureRow(total=total, values=tuple(key_figure(network, name) for network in networks))
        for name, total in KEY_FIGURES.items()
    )
    return Comparison(tuple(networks), figures, tuple(map(LayerRow, _rows([n.layers for n in networks]))))


def _rows(columns: Sequence[Sequence[LayerReport]]) -> list[tuple[LayerReport | None, ...]]:
    """Align each network with those before it, of which the first that has a layer speaks for its row."""
    rows: list[tuple[LayerReport | None, ...]] = [(layer,) for layer in columns[0]]
    for width, column in enumerate(columns[1:], 1):
        heads = [next(layer for layer in row if layer) for row in rows]
        rows = list(_widened(rows, heads, column, width))
    return rows


def _widened(
    rows: Sequence[tuple[LayerReport | None, ...]],
    heads: Sequence[LayerReport],
    column: Sequence[LayerReport],
    width: int,
) -> Iterator[tuple[LayerReport | None, ...]]:
    left = iter(rows)
    for one, other in align(heads, column):
        yield (*(next(left) if one else (None,) * width), other)
