"""Learning capacity and image coverage in the exact convention, the flags, and the verdict."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal

from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.field import each_axis
from reportgen.diagnostics.receptive_field import feature_field, main_input, receptive_fields
from reportgen.frozen import cached_property, dataclass
from reportgen.ops.window import TransposedWindow, Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.field import AxisField
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node
    from reportgen.ops.reach import AxisReach

LEAST_CAPACITY: Final = Fraction(1, 6)
"""Cao's bound: a layer whose window is less than a sixth of its field learns little."""

Flag = Literal["magenta", "cyan", "red"]
"""nolearn's colours: capacity too low, coverage too high, both."""

Ratios = tuple[Fraction, ...]


@dataclass(frozen=True)
class Capacity:
    """How one layer stands to its field, per axis of the input."""

    filter: tuple[Exact, ...]
    """Real filter: input pixels that the window itself spans; a layer that is not judged carries its input's."""
    capacity: Ratios
    """Real filter over receptive field."""
    coverage: Ratios
    """Receptive field over input size; may exceed 1."""
    judged: bool
    """Whether it is a convolution with a window wider than one cell."""

    @cached_property
    def handed_on(self) -> Capacity:
        """Give that of a layer which sees the same and is not judged."""
        return Capacity(self.filter, self.capacity, self.coverage, judged=False) if self.judged else self

    @cached_property
    def least(self) -> Fraction:
        """The least capacity of its axes."""
        first, *others = self.capacity
        return min(first, *others) if any(other is not first for other in others) else first

    @cached_property
    def flag(self) -> Flag | None:
        """Give nolearn's colour; both bounds are strict."""
        return self.handed_on.flag if self.judged else flag_of(self.capacity, self.coverage)

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What columns tell of it, by their name; layers that carry it on share it."""
        if self.judged:
            return self.handed_on.told
        return {
            "real_filter": [plain(f) for f in self.filter] or None,
            "capacity": percent(self.capacity),
            "coverage": percent(self.coverage),
            "flag": self.flag,
        }


def flag_of(capacity: Sequence[Fraction], coverage: Sequence[Fraction]) -> Flag | None:
    """Judge a capacity and a coverage: on any axis, below 1/6 is magenta, above 1 cyan, both red."""
    low = any(c < LEAST_CAPACITY for c in capacity)
    high = any(c.numerator > c.denominator for c in coverage)
    if low and high:
        return "red"
    return "magenta" if low else "cyan" if high else None


def capacities(study: Study) -> tuple[Capacity | None, ...]:
    """Work capacity and coverage out for all nodes, inputs included; ``None`` where the field is unknown."""
    fields = [f.ungated for f in study.get(receptive_fields)]
    cells = main_input(study.graph).shape[1:]
    one = (Fraction(1),) * len(cells)
    everything = Capacity(tuple(cells), one, one, judged=False)
    found: list[Capacity | None] = []
    for node, own in zip(study.graph.nodes, fields, strict=True):
        if own is None or own.elsewhere or not cells:
            found.append(None)
        elif own.everything:
            found.append(everything)
        elif node.is_input:
            found.append(Capacity(one, one, _coverage(own, cells), judged=False))
        elif node.fitted.hands_on:
            before = found[node.inputs[0]]
            found.append(before and before.handed_on)
        else:
            found.append(_of(node, own, fields, found, cells))
    return tuple(found)


def _coverage(own: Field, cells: Sequence[int]) -> Ratios:
    return each_axis(Fraction, own.size, cells)


def _of(
    node: Node,
    own: Field,
    fields: Sequence[Field | None],
    done: Sequence[Capacity | None],
    cells: Sequence[int],
) -> Capacity | None:
    paths = [i for i in node.inputs if done[i] is not None]
    if not paths:
        return None
    # Where paths meet, the one with the largest field speaks for them.
    before = paths[0] if len(paths) == 1 else max(paths, key=lambda i: _extent(fields[i]))
    carried, source = done[before], fields[before]
    if carried is None or source is None:
        return None
    windows = real_filter(node, source) if own.placed else None
    if windows is None:
        return (
            carried.handed_on
            if own is source
            else Capacity(carried.filter, carried.capacity, _coverage(own, cells), judged=False)
        )
    return Capacity(
        tuple(kept if window is None else window for window, kept in zip(windows, carried.filter, strict=True)),
        each_axis(_ratio, windows, own.size, carried.capacity),
        _coverage(own, cells),
        judged=True,
    )


def _ratio(window: Exact | None, size: int, kept: Fraction) -> Fraction:
    return kept if window is None else Fraction(window, size)


def _extent(field: Field | None) -> int:
    return max(field.size, default=0) if field and not field.everything else 0


def real_filter(node: Node, before: Field) -> tuple[Exact | None, ...] | None:
    """Give the input pixels that a convolution's window spans, per axis; ``None`` for a layer that is not judged.

    The window's extent times the jump of the grid that it slides on: the input's, or for a transposed
    convolution the finer grid of its output. ``None`` on an axis along which the window is one cell wide.
    """
    reach = node.fitted.reach if node.op.judged and before.local else ()
    if not isinstance(reach, tuple) or len(reach) != len(before.axes):
        return None
    found = each_axis(_spanned, reach, before.axes)
    return found if any(found) else None


def _spanned(window: AxisReach, axis: AxisField) -> Exact | None:
    if axis.jump is None or not isinstance(window, Window | TransposedWindow) or window.extent == 1:
        return None
    step = Fraction(axis.jump, window.stride) if isinstance(window, TransposedWindow) else axis.jump
    return window.extent * step


def judged(study: Study) -> tuple[tuple[Node, Capacity], ...]:
    """List the convolutions that capacity judges, in order."""
    rows = zip(study.graph.nodes, study.get(capacities), strict=True)
    return tuple((node, c) for node, c in rows if c and c.judged)


def percent(ratios: Sequence[Fraction]) -> list[int | float]:
    """Give ratios in percent, as JSON has them; the one division is the last step."""
    return list(each_axis(_percent, ratios))


def _percent(ratio: Fraction) -> int | float:
    top, bottom = 100 * ratio.numerator, ratio.denominator
    return top / bottom if top % bottom else top // bottom


def _rows(study: Study) -> Sequence[Capacity | None]:
    return study.get(capacities)[len(study.graph.inputs) :]


def _least(study: Study) -> list[int | float] | None:
    found = [c.capacity for _, c in study.get(judged)]
    return percent(each_axis(min, zip(*found, strict=True))) if found else None


def _total_coverage(study: Study) -> list[int | float] | None:
    size, cells = study.get(feature_field), main_input(study.graph).shape[1:]
    return None if size is None else percent([Fraction(r, n) for r, n in zip(size, cells, strict=True)])


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
            values=lambda study: [c and c.told["real_filter"] for c in _rows(study)],
        ),
        Column(
            name="capacity",
            title="Capacity",
            unit="%",
            kind="percent",
            doc="Real filter over receptive field, per axis; below 16.67% is too low.",
            schema=PERCENT,
            values=lambda study: [c and c.told["capacity"] for c in _rows(study)],
        ),
        Column(
            name="coverage",
            title="Coverage",
            unit="%",
            kind="percent",
            doc="Receptive field over input size, per axis; above 100% is too high.",
            schema=PERCENT,
            values=lambda study: [c and c.told["coverage"] for c in _rows(study)],
        ),
        Column(
            name="flag",
            title="Flag",
            kind="object",
            doc="magenta: capacity below 1/6 on an axis; cyan: coverage above 100% on an axis; red: both.",
            schema={"enum": ["magenta", "cyan", "red", None]},
            values=lambda study: [c and c.flag for c in _rows(study)],
        ),
    ),
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
