"""Which input sizes a network can make use of, by the least receptive field of its paths."""

from __future__ import annotations

from operator import ge
from typing import TYPE_CHECKING

from reportgen.diagnostics.alike import places
from reportgen.diagnostics.base import Diagnostic, Study, Total
from reportgen.diagnostics.field import each_axis
from reportgen.diagnostics.receptive_field import feature_sizes, main_input, receptive_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.field import AxisField
    from reportgen.diagnostics.fields import Field
    from reportgen.ops.base import Shape
    from reportgen.ops.window import Window


def _windowed(study: Study) -> list[tuple[int, Sequence[Window], Field]]:
    """List the layers with a window wider than one cell, each with the least field of what it reads."""
    fields = study.get(receptive_fields)
    found: list[tuple[int, Sequence[Window], Field]] = []
    for place in places(study, lambda fitted: fitted.wide):
        node = study.graph.nodes[place]
        windows, read = node.fitted.wide, fields[node.inputs[0]].least
        if read is not None and read.local and len(read.axes) == len(windows):
            found.append((place, windows, read))
    return found


def unproductive(study: Study) -> tuple[int, ...]:
    """List the layers with a window that reads only what has seen the whole input on every path and axis."""
    cells = main_input(study.graph).shape[1:]
    return tuple(place for place, _, read in study.get(_windowed) if all(map(ge, read.size, cells)))


def smallest_useful(study: Study) -> Shape | None:
    """Give the input that the last window can still add to: per axis the largest of all least fields read.

    And at least as large as each kernel, in input pixels. ``None`` for a network without windows.
    """
    pairs = {(id(windows), id(read)): (windows, read) for _, windows, read in study.get(_windowed)}
    rows = [each_axis(_least_useful, windows, read.axes) for windows, read in pairs.values()]
    return tuple(int(max(axis)) for axis in zip(*rows, strict=True)) if rows else None


def _least_useful(window: Window, axis: AxisField) -> Exact:
    return max(axis.size, window.kernel * (axis.jump or 1) if window.kernel > 1 else 1)


def largest_useful(study: Study) -> Shape | None:
    """Give the input that the widest cell just sees whole: the largest field per axis of a layer that is not global."""
    if not study.get(_windowed):
        return None
    return tuple(map(max, zip(*study.get(feature_sizes), strict=True)))


PIXELS = {"type": ["array", "null"], "items": {"type": "integer"}}

DIAGNOSTIC = Diagnostic(
    name="productivity",
    title="Useful input sizes",
    summary="Between which sizes of the input can every window add to what the network knows?",
    formula=r"\max_l \max\!\left(r^{\min}_{l-1},\; k_l\, j_{l-1}\right) \;\le\; n \;\le\; \max_l r^{\max}_l",
    source="Richter, Schöning, Wiedenroth and Krumnack, Should you go deeper?, ICMLA 2021",
    limits=(
        "On a smaller input the last windows read cells that have seen all of it already, and can add no context. On a "
        "larger one no cell sees it whole before it is pooled. Layers with one-cell windows are left out; shortcuts "
        "and paths side by side count by the one that reads least."
    ),
    totals=(
        Total(
            name="smallest_useful_input",
            title="Smallest useful input",
            unit="px",
            kind="pixels",
            doc="The largest, over all windows, of the least field that it reads and of its own kernel, per axis.",
            schema=PIXELS,
            value=lambda study: _shown(study.get(smallest_useful)),
        ),
        Total(
            name="largest_useful_input",
            title="Largest useful input",
            unit="px",
            kind="pixels",
            doc="The largest field of a layer that is not global, per axis.",
            schema=PIXELS,
            value=lambda study: _shown(study.get(largest_useful)),
        ),
    ),
)


def _shown(shape: Shape | None) -> list[int] | None:
    return None if shape is None else list(shape)
