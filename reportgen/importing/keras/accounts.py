"""What a file tells of stored values: HDF5 files have, for each layer, the shapes of its weights.

They are the source's own account of its parameters, and tell those of layers that nobody here knows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.importing.graph import graph_of
from reportgen.importing.keras.records import MalformedError
from reportgen.ops.base import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.importing.source import SourceLayer, SourceNetwork

Weights = tuple[tuple[str, tuple[int, ...]], ...]
"""Name and shape of all that a layer stores."""

_KEPT: Final = frozenset({"moving_mean", "moving_variance", "moving_stddev", "mean", "variance", "count"})
"""What is stored and not trained, by its name."""
_SEED: Final = "seed_generator"
"""A state of chance, which Keras keeps with the weights."""


def accounted(network: SourceNetwork, weights: Mapping[str, Weights]) -> SourceNetwork:
    """Give each layer its parameters by the file's account, where that can be told apart.

    Raises:
        MalformedError: where all that a layer of Keras stores is not all that its layers here do.
    """
    layers = list(network.layers)
    ours: defaultdict[str, list[int]] = defaultdict(list)
    for place, layer in enumerate(layers):
        if not layer.weights:
            ours[layer.name.split("/")[0]].append(place)
    counts = [node.fitted.parameters for node in graph_of(network).layers]
    for name, stored in weights.items():
        places = ours.get(name, [])
        told = _shared_out(name, _counted(stored), [counts[place] for place in places])
        for place, count in zip(places, told, strict=True):
            layers[place] = _with_count(layers[place], count)
    return replace(network, layers=tuple(layers))


def _counted(stored: Weights) -> Parameters:
    total = Parameters()
    for name, shape in stored:
        last = name.split("/")[-1].split(":")[0]
        if _SEED not in name:
            total += Parameters(buffers=prod(shape)) if last in _KEPT else Parameters(prod(shape))
    return total


def _shared_out(name: str, told: Parameters, counts: Sequence[Parameters | None]) -> list[Parameters | None]:
    """Give each of the layers that one of Keras became what it stores; one that is not known stores the rest."""
    known = sum((count for count in counts if count is not None), Parameters())
    rest = Parameters(told.trainable - known.trainable, told.buffers - known.buffers)
    if min(rest.trainable, rest.buffers) < 0 or (None not in counts and rest != Parameters()):
        raise MalformedError(f"{name}: the file stores {_words(told)} for it, and its words here {_words(known)}")
    alone = counts.count(None) == 1
    return [rest if count is None and alone else count for count in counts]


def _words(count: Parameters) -> str:
    return f"{count.trainable:,} trained values and {count.buffers:,} others"


def _with_count(layer: SourceLayer, count: Parameters | None) -> SourceLayer:
    if count is None:
        return layer
    options = layer.options
    if layer.word == "custom" and "parameters" not in options:
        kept = {"buffers": count.buffers} if count.buffers else {}
        options = {**options, "parameters": count.trainable, **kept}
    return replace(layer, options=options, trainable=count.trainable, buffers=count.buffers)
