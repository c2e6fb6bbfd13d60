"""The table that nolearn's PrintLayerInfo prints: its rows, its names, its figures."""

from __future__ import annotations

import re
from itertools import count
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.tables.table import Row, Table, axes, percents, size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.report import LayerReport, NetworkReport

_NUMBERED: Final = re.compile(r"\d+")
_LASAGNE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conv": "conv{rank}d",
        "depthwise_conv": "conv{rank}d",
        "pointwise": "conv{rank}d",
        "conv_transpose": "transposedconv{rank}d",
        "max_pool": "maxpool{rank}d",
        "avg_pool": "pool{rank}d",
        "global_max_pool": "globalpool",
        "global_avg_pool": "globalpool",
        "spatial_dropout": "dropout",
        "drop_path": "dropout",
        "add": "elemwisesum",
        "multiply": "elemwisemerge",
        "average": "elemwisemerge",
        "maximum": "elemwisemerge",
        "upsample": "upscale{rank}d",
        "split": "slice",
    }
)
"""The class of Lasagne that a layer would be, in lower case and without ``Layer``; any other keeps its word."""


def nolearn_table(network: NetworkReport) -> Table:
    """Give the rows that nolearn prints, the inputs first; a layer without a name is called by class and place."""
    names = axes(network)
    rank, place = len(names), count()
    heads = ("name", "size", "total", *(f"cap.{axis}" for axis in names), *(f"cov.{axis}" for axis in names))
    rows = [
        Row((f"input{next(place)}", size(shape), str(prod(shape)), *["100.00"] * (2 * rank)))
        for shape in network.inputs.values()
    ]
    rows += [_layer(layer, next(place), rank) for layer in network.layers if layer.values["nolearn"]]
    return Table(heads, tuple(rows))


def _layer(layer: LayerReport, place: int, rank: int) -> Row:
    nolearn = layer.values["nolearn"]
    figures = (*percents(nolearn["capacity"], rank, ""), *percents(nolearn["coverage"], rank, ""))
    return Row(
        (_name(layer, place), size(layer.output_shape), str(prod(layer.output_shape)), *figures), nolearn["flag"]
    )


def _name(layer: LayerReport, place: int) -> str:
    """Give the name in the file, or else Lasagne's class and the place among the rows: ``conv2d1``."""
    word, _, number = layer.id.rpartition("/")[2].rpartition(".")
    if word != layer.op or not _NUMBERED.fullmatch(number):
        return layer.id
    plain = _LASAGNE.get(word, word.replace("_", "")).format(rank=len(layer.output_shape) - 1)
    return f"{plain}{place}"
