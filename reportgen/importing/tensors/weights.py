"""Which layer stores what: weights that are used again belong to the first that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.graph.node import Node
from reportgen.graph.sharing import misfit
from reportgen.ops.base import Parameters
from reportgen.ops.fitted import Fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.importing.tensors.program import Constant
    from reportgen.ops.base import Layer, Shape


class Weights:
    """Stored tensors so far, and the layers that have them; only ``Layers`` keeps one."""

    def __init__(self) -> None:
        self._owners: dict[frozenset[str], Node | None] = {}
        self._held: dict[str, str] = {}

    def stored(self, constants: Iterable[Constant]) -> Parameters:
        """Count what constants are made of, each stored tensor once."""
        return Parameters(_sum(constants, "trainable"), _sum(constants, "buffers"))

    def fresh(self, constants: Iterable[Constant]) -> Parameters:
        """Count what constants are made of, less what a layer has already."""
        return Parameters(*(_sum(constants, kind, self._held) for kind in ("trainable", "buffers")))

    def keep(
        self, name: str, constants: Iterable[Constant], made: tuple[Layer, tuple[Shape, ...], Shape] | None
    ) -> None:
        """Note that a layer stores what of constants nobody has yet; ``made`` is what others may share."""
        origins = _origins(constants)
        if origins and not any(origin in self._held for origin in origins):
            self._owners[origins] = None if made is None else Node(name, Fitted(*made), ())
        for origin in origins:
            self._held.setdefault(origin, name)

    def same(self, constants: Iterable[Constant]) -> Node | None:
        """Give the layer that stores just these; ``None`` where there is none so far."""
        return self._owners.get(_origins(constants))

    def owner(self, constants: Iterable[Constant], made: tuple[Layer, tuple[Shape, ...], Shape]) -> tuple[str, str]:
        """Find the layer whose weights these are already.

        Returns:
            Its name, or nothing where they are new; and why they cannot be used again, or nothing where they can.
        """
        origins = _origins(constants)
        holders = {self._held[origin] for origin in origins if origin in self._held}
        if not holders:
            return "", ""
        owner = self._owners.get(origins)
        if owner is None:
            return "", f"it shares a part of its weights with {', '.join(sorted(holders))}"
        why = misfit(Node("", Fitted(*made), ()), owner)
        return owner.id, why and f"it shares its weights with {owner.id}, but {why.split(';')[0]}"


def _sum(constants: Iterable[Constant], kind: str, less: Iterable[str] = ()) -> int:
    found: dict[str, int] = {}
    for constant in constants:
        found |= getattr(constant, kind)
    return sum(size for origin, size in found.items() if origin not in less)


def _origins(constants: Iterable[Constant]) -> frozenset[str]:
    return frozenset(origin for constant in constants for origin in (*constant.trainable, *constant.buffers))
