"""The member of a family that comes nearest in cost: found for all at once, and the same as for each by itself."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from reportgen.pages.views.comparison import nearest, neighbour
from reportgen.report import NetworkReport, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence


def family(costs: Sequence[int | None]) -> list[NetworkReport]:
    return [
        NetworkReport(
            id=f"net-{place}",
            name=f"Net {place}",
            family="Some",
            source="net.yml",
            inputs={},
            outputs=(),
            totals={"macs": cost},
            layers=(),
            findings=(),
            verdict=Verdict(passes=None, text=""),
        )
        for place, cost in enumerate(costs)
    ]


def by_itself(network: NetworkReport, members: Sequence[NetworkReport]) -> str | None:
    """Look through the whole family."""
    cost = network.totals["macs"]
    others = [(m.totals["macs"], m.id) for m in members if cost and m.totals["macs"] and m.totals["macs"] != cost]
    return min(others, key=lambda other: max(cost, other[0]) / min(cost, other[0]), default=(0, None))[1]


@pytest.mark.parametrize("seed", range(20))
def test_the_nearest_is_the_first_of_the_whole_family(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - any costs will do
    members = family([draw.choice([None, 0, 1, 2, 4, 8, 16, draw.randint(1, 40)]) for _ in range(seed)])

    found = nearest(members)

    for network in members:
        other = found.get(network.totals["macs"] or 0)
        assert (other and other.id) == by_itself(network, members)


def test_a_network_without_neighbours_has_none() -> None:
    unknown, one, same = family([None, 5, 5])
    found = nearest([unknown, one, same])
    assert [neighbour(network, found, "networks/a/index.md") for network in (unknown, one, same)] == [None] * 3


def test_a_neighbour_is_named_and_leads_to_the_comparison() -> None:
    small, large = family([5, 6])
    found = neighbour(small, nearest([small, large]), "networks/net-0/index.md")
    assert found
    assert (found.first, found.second) == ("Net 0", "Net 1")
    assert found.href == "../../compare/index.md?networks=net-0,net-1"
