"""A file while it is written: its text, and which layer of the source each of its layers is."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.graph.expand import input_lines, layer_lines, name_line, output_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.graph.node import Graph
    from reportgen.importing.source import SourceLayer, SourceNetwork

_WIDTH: Final = 118
_BARE: Final = re.compile(r"[A-Za-z][\w./+()-]*( [\w./+()-]+)+", re.ASCII)
"""Several words that YAML takes for text as they are."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An architecture file that nobody has checked yet."""

    text: str
    places: tuple[int, ...]
    """For each layer of the file's graph, in its order: its place in the graph of the source."""


def flat(network: SourceNetwork, graph: Graph) -> Draft:
    """Write every layer by itself, in the order of the source."""
    lines = [*head(network, graph), *output_lines(graph), "", "layers:", *layer_lines(graph)]
    return Draft("\n".join(lines) + "\n", tuple(range(len(network.inputs), len(graph.nodes))))


def head(network: SourceNetwork, graph: Graph) -> Iterator[str]:
    """Write what a file says before its layers: where it comes from, its name and its inputs."""
    yield from _comment(f"Written by `reportgen import` from {network.origin}.")
    told = customs(network)
    if told:
        yield from _comment("The vocabulary has no word for these; each stands as `custom`, with what is known of it:")
        for line in told:
            yield from _comment(f"- {line}")
    yield f"name: {network.name}" if _BARE.fullmatch(network.name) else name_line(network.name)
    yield from input_lines({node.id: node.shape for node in graph.inputs})


def customs(network: SourceNetwork) -> tuple[str, ...]:
    """Tell what became ``custom``: why, how often, and where first."""
    layers = [layer for layer in network.layers if layer.word == "custom"]
    counts = Counter(map(_reason, layers))
    first = {_reason(layer): layer.name for layer in reversed(layers)}
    return tuple(
        f"{reason}: {first[reason]}" if count == 1 else f"{reason}: {count} layers, the first {first[reason]}"
        for reason, count in counts.items()
    )


def _reason(layer: SourceLayer) -> str:
    return layer.remark or "no reason was given"


def _comment(text: str) -> Iterator[str]:
    """Write a comment; what cannot be seen is left out, so that it stays one."""
    for line in textwrap.wrap("".join(c if c.isprintable() else " " for c in text), _WIDTH):
        yield f"# {line}"
