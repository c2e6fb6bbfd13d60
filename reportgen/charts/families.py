"""Families of networks, each with the colour and marker that it keeps on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.style import FAMILY_MARKERS, FAMILY_TONES
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from reportgen.report import Catalogue, NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family of the catalogue."""

    name: str
    members: tuple[NetworkReport, ...]
    slot: int
    """Its place among the families by name."""

    @property
    def tone(self) -> str:
        """Give the name of its colour."""
        return FAMILY_TONES[self.slot % len(FAMILY_TONES)]

    @property
    def marker(self) -> str:
        """Give matplotlib's letter for its marker; the pair of colour and marker is its own among 49 families."""
        return FAMILY_MARKERS[(self.slot + self.slot // len(FAMILY_TONES)) % len(FAMILY_MARKERS)]

    @property
    def typical(self) -> NetworkReport:
        """Give the member that is drawn for all: the one in the middle of the family's costs."""
        by_cost = sorted(self.members, key=lambda network: (network.totals["macs"] or 0, network.id))
        return by_cost[len(by_cost) // 2]


def families(catalogue: Catalogue) -> tuple[Family, ...]:
    """List the families by name."""
    by_name = sorted(catalogue.families.items(), key=lambda item: (item[0].casefold(), item[0]))
    return tuple(Family(name=name, members=members, slot=slot) for slot, (name, members) in enumerate(by_name))
