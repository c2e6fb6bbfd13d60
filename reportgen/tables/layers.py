"""The layer table: nolearn's columns in the exact convention, and ours beside them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from reportgen.numbers import UNKNOWN, count
from reportgen.tables.table import Row, Table, axes, percents, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import LayerReport, NetworkReport


def layer_table(network: NetworkReport) -> Table:
    """Give every layer by its id, in file order, below the network's inputs."""
    names = axes(network)
    heads = ["name", "size", "total", *(f"cap.{axis}" for axis in names), *(f"cov.{axis}" for axis in names)]
    heads += ["field"] * bool(names) + ["parameters", "MACs"]
    inputs = [_input(name, shape, len(heads)) for name, shape in network.inputs.items()]
    cells = max(network.inputs.values(), key=len)[1:]
    return Table(tuple(heads), (*inputs, *(_layer(layer, cells) for layer in network.layers)))


def _input(name: str, shape: Sequence[int], columns: int) -> Row:
    known = (name, size(shape), str(prod(shape)))
    return Row((*known, *[""] * (columns - len(known))))


def _layer(layer: LayerReport, cells: Sequence[int]) -> Row:
    values, rank = layer.values, len(cells)
    stored = values["parameters"]
    return Row(
        (
            layer.id,
            size(layer.output_shape),
            str(values["activations"]),
            *percents(values["capacity"], rank, UNKNOWN),
            *percents(values["coverage"], rank, UNKNOWN),
            *[_field(values["receptive_field"], cells)] * bool(rank),
            count(stored and stored["trainable"]),
            count(values["macs"]),
        ),
        values["flag"],
    )


def _field(field: Any, cells: Sequence[int]) -> str:  # noqa: ANN401 - plain JSON
    """Write the field that capacity and coverage go by, which leaves gates apart: ``427``, ``31x7``, ``all``."""
    if field is None:
        return UNKNOWN
    seen = field["ungated"]
    if field["global"] and seen == list(cells):
        return "all"
    return size(seen if len(set(seen)) > 1 else seen[:1])
