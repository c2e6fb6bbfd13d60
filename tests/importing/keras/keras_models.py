"""Models of Keras for the tests: configurations as Keras writes them, made in a few words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.importing.graph import graph_of
from reportgen.importing.keras.dialects import model_of
from reportgen.importing.keras.reading import network_of
from reportgen.ops.base import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.source import SourceNetwork
    from reportgen.ops.base import Shape

MODELS = Path(__file__).parent / "models"


def layer(kind: str, name: str = "", **config: Any) -> dict[str, Any]:
    """A layer as Keras 3 writes it."""
    found = name or kind.lower()
    return {"module": "keras.layers", "class_name": kind, "config": {"name": found, **config}, "name": found}


def sequential(shape: list[int | None], *layers: dict[str, Any], name: str = "net") -> dict[str, Any]:
    first = layer("InputLayer", "image", batch_shape=[None, *shape])
    config = {"name": name, "layers": [first, *layers]}
    return {"module": "keras", "class_name": "Sequential", "config": config, "name": name}


def tensor(name: str, node: int = 0, place: int = 0, shape: list[int | None] | None = None) -> dict[str, Any]:
    """A value of the network as an argument of Keras 3."""
    told = None if shape is None else [None, *shape]
    return {"class_name": "__keras_tensor__", "config": {"shape": told, "keras_history": [name, node, place]}}


def called(entry: dict[str, Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """A layer with a call on values of the network."""
    nodes = [*entry.get("inbound_nodes", []), {"args": list(args), "kwargs": kwargs}]
    return {**entry, "inbound_nodes": nodes}


def functional(
    inputs: Mapping[str, list[int | None]], layers: list[dict[str, Any]], outputs: list[str], name: str = "net"
) -> dict[str, Any]:
    ins = [layer("InputLayer", name, batch_shape=[None, *shape]) for name, shape in inputs.items()]
    config = {
        "name": name,
        "layers": [*ins, *layers],
        "input_layers": [[name, 0, 0] for name in inputs],
        "output_layers": [[name, 0, 0] for name in outputs],
    }
    return {"module": "keras", "class_name": "Functional", "config": config, "name": name}


def read(data: dict[str, Any], *, old: bool = False, sizes: Mapping[str, Shape] | None = None) -> SourceNetwork:
    return network_of(model_of(data, old=old), "net.json", sizes or {})


def stored(network: SourceNetwork) -> Parameters | None:
    """Count what a network stores, weights that are used again once; ``None`` where it is unknown."""
    layers = zip(network.layers, graph_of(network).layers, strict=True)
    counts = [node.op.parameters(node.input_shapes, node.shape) for source, node in layers if not source.weights]
    return None if None in counts else sum((count for count in counts if count is not None), Parameters())


def told(network: SourceNetwork) -> list[str]:
    """Write each layer in a line: its name, word and options, what it reads and its shape."""
    return [
        f"{source.name}: {source.word} {dict(source.options)} {','.join(source.reads)} {'x'.join(map(str, node.shape))}"
        for source, node in zip(network.layers, graph_of(network).layers, strict=True)
    ]


def packed(name: str) -> dict[str, Any]:
    """Give a configuration that Keras wrote, without what says nothing of shapes and counts."""
    found: dict[str, Any] = json.loads(gzip.decompress((MODELS / f"{name}.json.gz").read_bytes()))
    return found
