"""Layers that are alike: copies on inputs of the same shapes, of which much is asked once for all."""

from __future__ import annotations

from collections import defaultdict
from functools import update_wrapper
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.ops.fitted import Fitted

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


Picking: TypeAlias = "Callable[[Any], tuple[Any, ...]]"
Kinds: TypeAlias = tuple[tuple["Fitted", tuple[int, ...]], ...]
"""Layers on inputs of some shapes, each with the places where it stands."""


def kinds(study: Study) -> Kinds:
    """Give each layer on inputs of some shapes, with the places where it stands; inputs of the network apart."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for place, node in enumerate(study.layers, len(study.graph.inputs)):
        found[id(node.fitted)].append(place)
    return tuple([(study.graph.nodes[places[0]].fitted, tuple(places)) for places in found.values()])


def _numbers(study: Study) -> list[int]:
    """Give the number, among the kinds, of each layer's own."""
    first = len(study.graph.inputs)
    found = [0] * len(study.layers)
    for number, (_, there) in enumerate(study.get(kinds)):
        for place in there:
            found[place - first] = number
    return found


def _of_kinds(study: Study) -> Picking:
    return picking(study.get(_numbers))


def picking(keys: Sequence[int]) -> Picking:
    """Give what picks entries by their keys, in a quarter of the time that a comprehension takes."""
    return itemgetter(*keys) if len(keys) > 1 else lambda known: tuple([known[key] for key in keys])


def spread(study: Study, known: Sequence[T]) -> tuple[T, ...]:
    """Give to each layer what is known of its kind."""
    return study.get(_of_kinds)(known)


def each(study: Study, work: Callable[[Fitted], T]) -> tuple[T, ...]:
    """Work something out of every layer; once for those that are alike."""
    return spread(study, [work(fitted) for fitted, _ in study.get(kinds)])


def places(study: Study, holds: Callable[[Fitted], object], among: Callable[[Study], Kinds] = kinds) -> list[int]:
    """List the places of the layers of which something holds, in order; where only some kinds may, among these."""
    return sorted(chain.from_iterable([there for fitted, there in study.get(among) if holds(fitted)]))


class Shared(Generic[T_co]):
    """A measure that all layers of a kind share; of a study it gives what each layer has, in order."""

    def __init__(self, known: Callable[[Study], Sequence[T_co]]) -> None:
        """Declare it by what gives that of each kind, in order."""
        self.known = known
        update_wrapper(self, known)

    def __call__(self, study: Study) -> tuple[T_co, ...]:
        """Give what each layer has."""
        return spread(study, study.get(self.known))

    def total(self: Shared[int | None], study: Study) -> int | None:
        """Sum what all layers have; ``None`` where it is unknown of one."""
        counts = study.get(self.known)
        rows = zip(counts, study.get(kinds), strict=True)
        known = [count * len(places) for count, (_, places) in rows if count is not None]
        return sum(known) if len(known) == len(counts) else None


def shared(work: Callable[[Fitted], T]) -> Shared[T]:
    """Make a function of a layer on its inputs a measure, worked out once for those that are alike."""

    def known(study: Study) -> list[T]:
        return [work(fitted) for fitted, _ in study.get(kinds)]

    return Shared(update_wrapper(known, work))
