"""Layers that are alike: copies on inputs of the same shapes, of which much is asked once for all."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.diagnostics.base import Study
    from reportgen.ops.fitted import Fitted

T = TypeVar("T")


def kinds(study: Study) -> tuple[tuple[Fitted, tuple[int, ...]], ...]:
    """Give each layer on inputs of some shapes, with the places where it stands; inputs of the network apart."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, node in enumerate(study.layers, len(study.graph.inputs)):
        found[id(node.fitted)].append(place)
    return tuple((study.graph.nodes[places[0]].fitted, tuple(places)) for places in found.values())


def _numbers(study: Study) -> tuple[int, ...]:
    """Give the number, among the kinds, of each layer's own."""
    first = len(study.graph.inputs)
    found = [0] * len(study.layers)
    for number, (_, there) in enumerate(study.get(kinds)):
        for place in there:
            found[place - first] = number
    return tuple(found)


def each(study: Study, work: Callable[[Fitted], T]) -> tuple[T, ...]:
    """Work something out of every layer; once for those that are alike."""
    known = [work(fitted) for fitted, _ in study.get(kinds)]
    return tuple(map(known.__getitem__, study.get(_numbers)))


def places(study: Study, holds: Callable[[Fitted], object]) -> list[int]:
    """List the places of the layers of which something holds, in order."""
    return sorted(chain.from_iterable(there for fitted, there in study.get(kinds) if holds(fitted)))
