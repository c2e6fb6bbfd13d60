"""Learning capacity and image coverage in the exact convention, the flags, and the verdict."""

from __future__ import annotations

from fractions import Fraction
from operator import gt
from typing import TYPE_CHECKING, Any, Final, Literal

from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.exact import least, plain
from reportgen.diagnostics.handing import Handed, makers, once
from reportgen.diagnostics.receptive_field import feature_field, main_input, receptive_fields
from reportgen.frozen import dataclass
from reportgen.ops.window import TransposedWindow, Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.field import AxisField
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node
    from reportgen.ops.reach import AxisReach

LEAST_CAPACITY: Final = Fraction(1, 6)
"""Cao's bound: a layer whose window is less than a sixth of its field learns little."""
_LEAST_TOP, _LEAST_BOTTOM = LEAST_CAPACITY.as_integer_ratio()

Filter = tuple["Exact | None", ...]
"""Input pixels that a window spans, per axis; ``None`` where it is one cell wide."""
_WINDOWS: Final = (Window, TransposedWindow)
Flag = Literal["magenta", "cyan", "red"]
"""nolearn's colours: capacity too low, coverage too high, both."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How one layer stands to its field, per axis of the input."""

    filter: tuple[Exact, ...]
    """Real filter: input pixels that the window itself spans; a layer that is not judged carries its input's."""
    seen: tuple[int, ...]
    """Input pixels of the field that this window ends in."""
    sizes: tuple[int, ...]
    """Input pixels of the layer's own field."""
    cells: tuple[int, ...]
    """Input pixels that there are."""

    @property
    def low(self) -> bool:
        """Whether the real filter is below its bound, a sixth of the field, along any axis."""
        return True in map(_low, self.filter, self.seen)

    @property
    def high(self) -> bool:
        """Whether the field is larger than the input along any axis."""
        return True in map(gt, self.sizes, self.cells)

    @property
    def flag(self) -> Flag | None:
        """The colour of its name."""
        low, high = self.low, self.high
        if low and high:
            return "red"
        return "magenta" if low else "cyan" if high else None


def _low(spanned: Exact, seen: int) -> bool:
    """Whether a window is less than a sixth of what it sees; told undivided: most layers are asked nothing else."""
    return spanned * _LEAST_BOTTOM < _LEAST_TOP * seen


@Handed
def capacities(study: Study) -> Mapping[int, Capacity | None]:
    """Work capacity and coverage out; ``None`` where the field is unknown."""
    fields = {place: f.ungated for place, f in study.get(receptive_fields.known).items()}
    windows, cells = study.get(real_filters), main_input(study.graph).shape[1:]
    one = (1,) * len(cells)
    everything, first = Capacity(cells, cells, cells, cells), Capacity(one, one, one, cells)
    found: dict[int, Capacity | None] = {
        place: first if cells and (own := fields[place]) and not own.elsewhere else None
        for place in range(len(study.graph.inputs))
    }
    for place, _, read in study.get(makers):
        own = fields[place]
        if own is None or own.elsewhere or not cells:
            found[place] = None
        elif own.everything:
            found[place] = everything
        else:
            known = [i for i in read if found[i]]
            found[place] = _behind(found[_speaker(known, fields)], windows.get(place), own) if known else None
    return found


def _behind(carried: Capacity | None, windows: Filter | None, own: Field) -> Capacity | None:
    """Give the capacity of a layer behind another; it is judged where it has windows."""
    if carried is None or (windows is None and own.size is carried.sizes):
        return carried
    if windows is None:
        return Capacity(carried.filter, carried.seen, own.size, carried.cells)
    spanned = tuple([window for window in windows if window is not None])
    if len(spanned) == len(windows):
        return Capacity(spanned, own.size, own.size, carried.cells)
    axes = list(zip(windows, own.size, carried.filter, carried.seen, strict=True))
    filters = tuple([kept if window is None else window for window, _, kept, _ in axes])
    seen = tuple([kept if window is None else size for window, size, _, kept in axes])
    return Capacity(filters, seen, own.size, carried.cells)


def _speaker(paths: Sequence[int], fields: Mapping[int, Field | None]) -> int:
    """Give the path that speaks for all that meet: the one with the largest field."""
    return paths[0] if len(paths) == 1 else max(paths, key=lambda i: own.extent if (own := fields[i]) else 0)


def real_filters(study: Study) -> Mapping[int, Filter]:
    """Give the real filter of each layer that is judged, by its place."""
    fields = study.get(receptive_fields)
    reads = [(place, node, fields[read[0]].ungated) for place, node, read in study.get(makers) if node.fitted.op.judged]
    return {place: found for place, node, before in reads if before and (found := real_filter(node, before))}


def real_filter(node: Node, before: Field) -> Filter | None:
    """Give the input pixels that a convolution's window spans, per axis; ``None`` for a layer that is not judged.

    The window's extent times the jump of the grid that it slides on: the input's, or for a transposed
    convolution the finer grid of its output. ``None`` on an axis along which the window is one cell wide.
    """
    fitted = node.fitted
    reach = fitted.reach if fitted.op.judged and before.local else ()
    if not isinstance(reach, tuple) or len(reach) != len(before.axes):
        return None
    found = tuple(map(_spanned, reach, before.axes))
    return found if any(found) else None


def _spanned(window: AxisReach, axis: AxisField) -> Exact | None:
    jump, extent = axis.jump, window.extent if isinstance(window, _WINDOWS) else 1
    if jump is None or extent == 1:
        return None
    return extent * (Fraction(jump, window.stride) if isinstance(window, TransposedWindow) else jump)


def judged(study: Study) -> tuple[tuple[Node, Capacity], ...]:
    """List the convolutions that capacity judges, in order."""
    nodes, found = study.graph.nodes, study.get(capacities.known)
    return tuple([(nodes[place], c) for place in study.get(real_filters) if (c := found[place])])


def percent(tops: Iterable[Exact], bottoms: Iterable[int]) -> list[int | float]:
    """Give ratios in percent, as JSON has them; the one division is the last step."""
    return list(map(_percent, tops, bottoms))


def _percent(top: Exact, bottom: int) -> int | float:
    top, bottom = 100 * top.numerator, top.denominator * bottom
    return top / bottom if top % bottom else top // bottom


@Handed
def _told(study: Study) -> Mapping[int, Mapping[str, Any]]:
    """Tell all columns by their name; empty where nothing is known."""
    found = study.get(capacities.known)
    return dict(zip(found, once(_columns, found.values()), strict=True))


def _columns(of: Capacity | None) -> Mapping[str, Any]:
    if of is None:
        return {}
    return {
        "real_filter": list(map(plain, of.filter)),
        "capacity": percent(of.filter, of.seen),
        "coverage": percent(of.sizes, of.cells),
        "flag": of.flag,
    }


def _least(study: Study) -> list[int | float] | None:
    found = [(c.filter, c.seen) for _, c in study.get(judged)]
    filters, seen = (zip(*parts, strict=True) for parts in zip(*found, strict=True)) if found else ((), ())
    return list(map(_lowest, filters, seen)) or None


def _lowest(filters: Sequence[Exact], seen: Sequence[int]) -> int | float:
    place = least(filters, seen)
    return _percent(filters[place], seen[place])


def _total_coverage(study: Study) -> list[int | float] | None:
    size, cells = study.get(feature_field), main_input(study.graph).shape[1:]
    return None if size is None else percent(size, cells)


PERCENT: Final[dict[str, Any]] = {"type": ["array", "null"], "items": {"type": "number"}}

DIAGNOSTIC = Diagnostic(
    name="capacity",
    title="Learning capacity and image coverage",
    summary="Is each window large enough for the field it must explain, and is the image seen whole?",
    formula=r"\mathrm{capacity}_l = \frac{e_l\, j_{l-1}}{r_l}, \quad \mathrm{coverage}_l = \frac{r_l}{n}",
    source="Xudong Cao, A practical theory for designing very deep convolutional neural networks, 2015; nolearn",
    limits=(
        "Only convolutions with a window wider than one cell are judged; all else carries its input's capacity. "
        "Global layers stand at 100%. Paths through gates are left apart. The bounds are an experience with "
        "networks without shortcuts: residual networks break them and train well."
    ),
    columns=(
        Column(
            name="real_filter",
            title="Real filter",
            unit="px",
            kind="pixels",
            doc="Input pixels that the layer's own window spans, per axis.",
            schema=PERCENT,
        ),
        Column(
            name="capacity",
            title="Capacity",
            unit="%",
            kind="percent",
            doc="Real filter over receptive field, per axis; below 16.67% is too low.",
            schema=PERCENT,
        ),
        Column(
            name="coverage",
            title="Coverage",
            unit="%",
            kind="percent",
            doc="Receptive field over input size, per axis; above 100% is too high.",
            schema=PERCENT,
        ),
        Column(
            name="flag",
            title="Flag",
            kind="object",
            doc="magenta: capacity below 1/6 on an axis; cyan: coverage above 100% on an axis; red: both.",
            schema={"enum": ["magenta", "cyan", "red", None]},
        ),
    ),
    told=_told,
    totals=(
        Total(
            name="capacity",
            title="Least capacity",
            unit="%",
            kind="percent",
            doc="The least capacity of a judged convolution, per axis.",
            schema=PERCENT,
            lower_is_better=False,
            value=_least,
        ),
        Total(
            name="coverage",
            title="Coverage",
            unit="%",
            kind="percent",
            doc="The largest field of a layer that is not global, over the input's size, per axis.",
            schema=PERCENT,
            value=_total_coverage,
        ),
    ),
)
