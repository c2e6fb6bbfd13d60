"""Layers as CSV: one row a layer, one column a plain value, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.registry import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.report import LayerReport, NetworkReport

AXES: Final = ("z", "y", "x")
"""Names of the axes of space, the last standing for the innermost."""
_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "::", "##")
"""How text begins that a spreadsheet runs, in some countries in wide characters too, or the log of a CI."""

_Path = tuple[str | int, ...]


def layers_csv(*networks: NetworkReport) -> str:
    """Give the layer table with a header, every layer's network first where there are several.

    A column is called by the keys that lead to its value in JSON, such as ``receptive_field.size.y``; an unknown
    value is an empty cell.
    """
    rank = max(len(shape) for network in networks for shape in network.inputs.values()) - 1
    names = AXES[len(AXES) - rank :]
    columns = [found for column in COLUMNS for found in _flat(column.name, column.schema, names)]
    several = len(networks) > 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [*["network"] * several, "id", "op", "line", "inputs", "output_shape", *(name for name, _ in columns)]
    )
    for network in networks:
        own = max(map(len, network.inputs.values())) - 1
        for layer in network.layers:
            values = (_at(layer.values, _on_own_axes(path, rank - own)) for _, path in columns)
            writer.writerow(map(cell, [*[network.id] * several, *_named(layer), *values]))
    return out.getvalue()


def cell(value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    """Write one cell in one line; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return str(value)
    line = " ".join(value.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _named(layer: LayerReport) -> tuple[Any, ...]:
    shape = "x".join(map(str, layer.output_shape))
    return layer.id, layer.op, layer.line, " ".join(layer.inputs), shape


def _flat(name: str, schema: Mapping[str, Any], axes: tuple[str, ...]) -> Iterator[tuple[str, _Path]]:
    """Name the plain values that a column's schema holds, each with the path that leads to it."""
    if "properties" in schema:
        for key, inner in schema["properties"].items():
            for label, path in _flat(f"{name}.{key}", inner, axes):
                yield label, (name, key, *path[1:])
    elif "items" in schema:
        yield from ((f"{name}.{axis}", (name, place)) for place, axis in enumerate(axes))
    else:
        yield name, (name,)


def _on_own_axes(path: _Path, missing: int) -> _Path:
    """Lead to the same axis in a network with fewer of them: the innermost is the last in all."""
    *start, end = path
    return (*start, end - missing) if isinstance(end, int) else path


def _at(values: Any, path: _Path) -> Any:  # noqa: ANN401 - walks plain JSON
    """Follow a path; nothing where something on it is missing."""
    for key in path:
        if values is None or (isinstance(key, int) and not 0 <= key < len(values)):
            return None
        values = values[key]
    return values
