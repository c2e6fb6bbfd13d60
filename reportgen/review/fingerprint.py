"""Whether two networks compute the same: a digest of the evaluated graph, blind to names and words."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.report import LayerReport, NetworkReport


def fingerprint(network: NetworkReport) -> str:
    """Give the SHA-256 of a network's graph: layers, options, what each reads, whose weights it uses, and all shapes.

    What layers are called, in which block or stage they stand, and every word about the network leave it as it is.
    """
    names = [*network.inputs, *(layer.id for layer in network.layers)]
    places = {name: place for place, name in enumerate(names)}
    graph = {
        "inputs": [list(shape) for shape in network.inputs.values()],
        "layers": [
            [layer.op, layer.options, [places[name] for name in layer.inputs], list(layer.output_shape)]
            + ([places[layer.weights]] if layer.weights else [])
            for layer in network.layers
        ],
        "outputs": [places[name] for name in network.outputs],
    }
    return hashlib.sha256(json.dumps(graph, sort_keys=True, default=float).encode()).hexdigest()


def meaning(layer: LayerReport) -> str:
    """Give what a layer is, apart from its name and its place: its word and its options."""
    return f"{layer.op} {json.dumps(layer.options, sort_keys=True, default=float)}"
