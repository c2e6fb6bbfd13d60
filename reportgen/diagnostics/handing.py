"""Layers that hand on what they read: what is known of fields there is known of the layer that made them."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Generic, TypeVar

from reportgen.diagnostics.alike import picking

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from reportgen.diagnostics.alike import Picking
    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node

S = TypeVar("S")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Maker = tuple[int, "Node", tuple[int, ...]]
"""A layer that does not only hand on: its place, itself, and the places of the makers of what it reads."""


def _traced(study: Study) -> tuple[tuple[int, ...], tuple[Maker, ...]]:
    """Find for each node who made its cells, and all such layers."""
    found, made = list(range(len(study.graph.nodes))), []
    for place, node in enumerate(study.layers, len(study.graph.inputs)):
        if node.fitted.hands_on:
            found[place] = found[node.inputs[0]]
        else:
            made.append((place, node, tuple([found[i] for i in node.inputs])))
    return tuple(found), tuple(made)


def sources(study: Study) -> tuple[int, ...]:
    """Give, for each node, the place of the one whose cells it hands on; its own where it makes others of them."""
    return study.get(_traced)[0]


def makers(study: Study) -> tuple[Maker, ...]:
    """List the layers that make other cells of what they read, in order; inputs of the network apart."""
    return study.get(_traced)[1]


class Handed(Generic[T_co]):
    """A measure that layers hand on with the cells; of a study it gives what each node has, inputs included."""

    def __init__(self, known: Callable[[Study], Mapping[int, T_co]]) -> None:
        """Declare it by what gives that of the inputs and of each maker, by place and in order."""
        self.known = known
        update_wrapper(self, known)

    def __call__(self, study: Study) -> tuple[T_co, ...]:
        """Give what each node has."""
        return handed_on(study, study.get(self.known))


def handed_on(study: Study, made: Mapping[int, T]) -> tuple[T, ...]:
    """Give every node what the maker of its cells has, which is given by place; inputs of the network included."""
    return study.get(_of_sources)(made)


def _of_sources(study: Study) -> Picking:
    return picking(study.get(sources))


def once(work: Callable[[S], T], values: Collection[S]) -> list[T]:
    """Work something out of each value; once for those that are one and the same, as paths that meet share a field."""
    names = list(map(id, values))
    known = {name: work(value) for name, value in dict(zip(names, values, strict=True)).items()}
    return list(map(known.__getitem__, names))
