"""Small networks as a reader would tell them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reportgen.importing.source import SourceLayer, SourceNetwork


def layer(name: str, word: str, *reads: str, **options: Any) -> SourceLayer:
    return SourceLayer(name=name, word=word, reads=reads, options=options)


CONV = replace(
    layer("conv1", "conv", "image", filters=8, kernel=3, padding=(1, 1)), shape=(8, 6, 6), trainable=224, buffers=0
)
ACTIVATION = replace(layer("act", "leaky_relu", "conv1", slope=0.2), shape=(8, 6, 6), trainable=0, buffers=0)
HEAD = replace(layer("fc:0", "dense", "act", units=10), shape=(10,), trainable=2890, buffers=0)


def network(*layers: SourceLayer, **other: Any) -> SourceNetwork:
    found = layers or (CONV, ACTIVATION, HEAD)
    told: dict[str, Any] = {
        "name": "Small",
        "origin": "small.bin",
        "inputs": {"image": (3, 6, 6)},
        "layers": found,
        "outputs": (found[-1].name,),
    }
    return SourceNetwork(**(told | other))
