"""Capacity and coverage exactly as nolearn's PrintLayerInfo prints them.

nolearn walks the list of layers, whatever the graph, and knows two-dimensional convolutions and max pooling. It
ignores padding, convolution strides and pooling windows; the first layer of another kind ends the walk, and that
layer and all after it show the image. Activations and normalisations live inside nolearn's layers: no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.alike import each
from reportgen.diagnostics.base import Column, Diagnostic, Study
from reportgen.diagnostics.capacity import Capacity, percent
from reportgen.diagnostics.receptive_field import main_input
from reportgen.frozen import cached_property, dataclass
from reportgen.ops.convolution import Conv, DepthwiseConv, Pointwise
from reportgen.ops.pooling import MaxPool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.graph.node import Node

CONVOLUTIONS: Final = (Conv, DepthwiseConv, Pointwise)
INSIDE: Final = ("activation", "normalisation")
"""Families that nolearn's layers carry inside."""
NOT_FINITE: Final = 1
"""nolearn prints a capacity that is not finite as 1.00 percent."""


@dataclass(frozen=True)
class Row:
    """One row of nolearn's table, per axis."""

    filter: tuple[int, ...]
    field: tuple[int, ...]
    cells: tuple[int, ...]

    @cached_property
    def json(self) -> Mapping[str, Any]:
        """What is told of it; many layers share one row."""
        coverage = percent(self.field, self.cells)
        if not any(self.field):  # nothing but poolings so far
            return {"capacity": [NOT_FINITE] * len(coverage), "coverage": coverage, "flag": "magenta"}
        flag = Capacity(self.filter, self.field, self.field, self.cells).flag
        return {"capacity": percent(self.filter, self.field), "coverage": coverage, "flag": flag}


def nolearn_rows(study: Study) -> tuple[Row | None, ...]:
    """Give nolearn's row of each layer; ``None`` where it prints none."""
    cells = main_input(study.graph).shape[1:]
    zero = (0,) * len(cells)
    last, scale, first = Row(zero, zero, cells), (1,) * len(cells), True
    found: list[Row | None] = []
    inside = each(study, lambda fitted: not cells or fitted.op.family in INSIDE)
    for node, hidden in zip(study.layers, inside, strict=True):
        if hidden:
            found.append(None)
            continue
        windows = _windows(node, len(cells))
        if windows is None:
            break
        if isinstance(node.op, MaxPool):
            scale = tuple(e * k for e, k in zip(scale, windows, strict=True))
        else:
            field = (
                windows if first else tuple(r + e * (k - 1) for r, e, k in zip(last.field, scale, windows, strict=True))
            )
            last = Row(tuple(k * e for k, e in zip(windows, scale, strict=True)), field, cells)
            first = False
        found.append(last)
    image = Row(cells, cells, cells)
    return (*found, *[None if hidden else image for hidden in inside[len(found) :]])


def _windows(node: Node, rank: int) -> tuple[int, ...] | None:
    """Give the kernel of a convolution or max pooling; ``None`` for a layer that ends the walk."""
    if not isinstance(node.op, (*CONVOLUTIONS, MaxPool)) or len(node.shape) != rank + 1:
        return None
    return tuple(window.kernel for window in node.fitted.windows)


def _column(study: Study) -> Sequence[Any]:
    return [row and row.json for row in study.get(nolearn_rows)]


DIAGNOSTIC = Diagnostic(
    name="nolearn",
    title="nolearn's convention",
    summary="What would nolearn's PrintLayerInfo have printed?",
    formula=r"f_l = k_l E, \quad r_l = r_{l-1} + E\,(k_l - 1), \quad E \leftarrow E\, k_{\mathrm{pool}}",
    source="nolearn 0.6, lasagne.util.get_conv_infos",
    limits=(
        "Padding, strides of convolutions and the windows of pooling are ignored; a network with branches is read as "
        "a list; the first layer that is no convolution or max pooling, and all after it, show the image."
    ),
    columns=(
        Column(
            name="nolearn",
            title="nolearn",
            unit="%",
            kind="object",
            doc="Capacity, coverage and flag by nolearn's convention; null where nolearn prints no row.",
            schema={
                "type": ["object", "null"],
                "properties": {
                    "capacity": {"type": "array", "items": {"type": "number"}},
                    "coverage": {"type": "array", "items": {"type": "number"}},
                    "flag": {"enum": ["magenta", "cyan", "red", None]},
                },
                "required": ["capacity", "coverage", "flag"],
            },
            values=_column,
        ),
    ),
)
