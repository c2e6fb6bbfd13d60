"""Layers that hand on what they read: what is known of fields there is known of the layer that made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node

S = TypeVar("S")
T = TypeVar("T")
Maker = tuple[int, "Node", tuple[int, ...]]
"""A layer that does not only hand on: its place, itself, and the places of the makers of what it reads."""


def sources(study: Study) -> tuple[int, ...]:
    """Give, for each node, the place of the one whose cells it hands on; its own where it makes others of them."""
    found = list(range(len(study.graph.inputs)))
    for place, node in enumerate(study.layers, len(found)):
        found.append(found[node.inputs[0]] if node.fitted.hands_on else place)
    return tuple(found)


def makers(study: Study) -> tuple[Maker, ...]:
    """List the layers that make other cells of what they read, in order; inputs of the network apart."""
    source = study.get(sources)
    first = len(study.graph.inputs)
    return tuple(
        [
            (place, node, tuple([source[i] for i in node.inputs]))
            for place, node in enumerate(study.layers, first)
            if source[place] == place
        ]
    )


def handed_on(study: Study, made: Mapping[int, T]) -> tuple[T, ...]:
    """Give every node what the maker of its cells has, which is given by place; inputs of the network included."""
    return tuple(map(made.__getitem__, study.get(sources)))


def once(work: Callable[[S], T], values: Sequence[S]) -> list[T]:
    """Work something out of each value; once for those that are one and the same, as nodes share what is handed on."""
    names = list(map(id, values))
    known = {name: work(value) for name, value in dict(zip(names, values, strict=True)).items()}
    return list(map(known.__getitem__, names))
