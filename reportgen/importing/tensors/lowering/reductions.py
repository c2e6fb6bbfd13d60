"""One value for many: means, sums and extremes along axes."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.source import along
from reportgen.importing.tensors.elementwise import exact
from reportgen.importing.tensors.layers import InexpressibleError
from reportgen.importing.tensors.views import View, reshaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation

GLOBAL: Final[Mapping[str, str]] = MappingProxyType({"mean": "global_avg_pool", "max": "global_max_pool"})
"""The pooling that a reduction over all cells is."""
POOLS: Final[Mapping[str, str]] = MappingProxyType({"mean": "avg_pool", "max": "max_pool"})
"""The pooling that a reduction over some axes of cells is, with a window as long as they are."""


def reduce(tools: Tools, op: Operation) -> View:
    """Pooling over all cells, or one value for the channels of each position."""
    view, how = tools.layers.settled(tools.view(op), op), op.options["how"]
    if how == "sum" and not any(digit.axis == 0 for place in op.options["axes"] for digit in view.axes[place]):
        return _sum(tools, op)
    over = {digit.axis for place in op.options["axes"] for digit in view.axes[place]}
    kept = {digit.axis for place, axis in enumerate(view.axes) if place not in op.options["axes"] for digit in axis}
    if over & kept:
        raise InexpressibleError(f"it takes the {how} over a part of an axis")
    axes = tuple(() if place in op.options["axes"] else axis for place, axis in enumerate(view.axes))
    if over == {0}:
        shape = (1, *view.base[1:])
        layer = tools.layers.add(op, "reduce_channels", [view.layer], shape, {"how": how})
    elif how in GLOBAL and 0 not in over and over == {axis for axis, n in enumerate(view.base) if axis and n > 1}:
        shape = (view.base[0], *(1 for _ in view.base[1:]))
        layer = tools.layers.add(op, GLOBAL[how], [view.layer], shape)
    elif not over:
        return reshaped(view, op.shape) or view
    elif 0 not in over and how in POOLS:
        kernel = [n if axis in over else 1 for axis, n in enumerate(view.base) if axis]
        shape = (view.base[0], *(n // size for n, size in zip(view.base[1:], kernel, strict=True)))
        layer = tools.layers.add(op, POOLS[how], [view.layer], shape, {"kernel": along(kernel)})
    else:
        raise InexpressibleError(f"it takes the {how} over axes of which there is no word")
    return reshaped(View(layer, shape, axes, (0,) * len(shape), (0,) * len(shape)), op.shape) or view


def _sum(tools: Tools, op: Operation) -> View:
    """A sum over cells is their mean, as often as there are cells."""
    before = tools.view(op).shape
    mean = reduce(tools, replace(op, name=f"{op.name}/mean", options={**op.options, "how": "mean"}))
    return tools.each(op, mean, "rescale", {"scale": exact(prod(before[place] for place in op.options["axes"]))})
