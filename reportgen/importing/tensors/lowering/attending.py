"""Attention: positions that read each other, within heads, and within windows where there are some."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.importing.source import along
from reportgen.importing.tensors.layers import InexpressibleError
from reportgen.importing.tensors.views import BATCH, Axis, Digit, count, digits, joined

if TYPE_CHECKING:
    from reportgen.importing.tensors.lowering.tools import Tools
    from reportgen.importing.tensors.program import Operation
    from reportgen.importing.tensors.views import View
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value


def attention(tools: Tools, op: Operation) -> View:
    """Queries, keys and values of [..., L, D], all of them views of channels and positions."""
    if len(tools.worked_out(op)) > 3:  # noqa: PLR2004 - queries, keys and values
        raise InexpressibleError("what is added to its matches is worked out")
    views = [tools.layers.settled(tools.view(op, place), op) for place in range(3)]
    queries, keys, values = views
    heads = {_heads(view) for view in views}
    if len(heads) != 1 or len({view.turned for view in views}) != 1 or keys.axes[-2] != values.axes[-2]:
        raise InexpressibleError("its queries, keys and values do not stand alike")
    count_of_heads = heads.pop()
    options = {"heads": count_of_heads, **_window(views)}
    added = tools.layers.constants(op)
    if any(constant.trainable for constant in added):
        options["relative_position"] = True
    each = count(values.axes[-1])
    shape = (count_of_heads * each, *queries.base[1:])
    reads = [_in_order(tools, op, view) for view in views]
    layer = tools.layers.attention(op, reads, shape, options, constants=added)
    axes = tuple(tuple(_head(digit, each) for digit in axis) for axis in queries.axes[:-1])
    return replace(queries, layer=layer, base=shape, axes=(*axes, joined([Digit(0, each, 1)])))


def _head(digit: Digit, each: int) -> Digit:
    return Digit(0, digit.size, each) if digit.axis == 0 else digit


def _heads(view: View) -> int:
    """Count the heads: the digit of the channels in front, where the last axis holds the rest of them."""
    leading = [digit for axis in view.axes[:-2] for digit in axis if digit.axis == 0]
    if len(leading) > 1 or any(d.axis != 0 for d in view.axes[-1]) or any(d.axis < 1 for d in view.axes[-2]):
        raise InexpressibleError("its heads, positions and channels do not stand apart")
    return leading[0].size if leading else 1


def _in_order(tools: Tools, op: Operation, view: View) -> str:
    """Give a layer of queries, keys or values with its cells in their places, head after head."""
    leading: Axis = tuple(digit for axis in view.axes[:-2] for digit in axis if digit.axis == 0)
    plain = replace(
        view, axes=(joined((*leading, *view.axes[-1])), *digits(view.base)[1:]), turned=(0,) * len(view.base)
    )
    return tools.layers.ordered(plain, range(len(plain.axes)), op)


def _window(views: list[View]) -> dict[str, Value]:
    """Say within what windows, or over what grid, positions read each other; nothing where all do."""
    queries = views[0]
    apart = [digit for view in views for axis in view.axes[:-2] for digit in axis if digit.axis not in {0, BATCH}]
    if not apart:
        return {}
    if any(view.base[1:] != queries.base[1:] or view.axes[:-1] != queries.axes[:-1] for view in views):
        raise InexpressibleError("its queries and keys stand in different windows")
    cells = queries.base[1:]
    inside = [_inside(queries, axis) for axis in range(1, len(queries.base))]
    sizes = [digit.size for digit in inside]
    if all(d.stride == 1 or d.size == 1 for d in inside):
        return {"window": along(sizes), **_shift(queries, cells)}
    if all(d.stride * d.size == n for d, n in zip(inside, cells, strict=True)) and not any(queries.turned):
        return {"grid": along(sizes)}
    raise InexpressibleError("its windows are neither of neighbours nor spread evenly")


def _inside(view: View, axis: int) -> Digit:
    """Give the digit of an axis that counts within a window."""
    found = [digit for digit in view.axes[-2] if digit.axis == axis]
    if len(found) > 1:
        raise InexpressibleError("its windows have parts")
    return found[0] if found else Digit(axis, 1, 1)


def _shift(view: View, cells: Shape) -> dict[str, Value]:
    """Give the cells by which windows are moved: as many as the values were moved the other way."""
    shifts = [(n - turned) % n for n, turned in zip(cells, view.turned[1:], strict=True)]
    return {"shift": along(shifts)} if any(shifts) else {}
