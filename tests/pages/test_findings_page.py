"""The page of all findings stays small and complete, however many networks there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen import Catalogue, analyse, load
from reportgen.pages import Page, pages
from reportgen.pages.views.all_findings import MOST

if TYPE_CHECKING:
    from pathlib import Path

NET = "name: Net\ninput: [3, 65, 65]\nlayers: [{conv: {filters: 4, kernel: 4, stride: 2}}, {max_pool: 2}]\n"


def slots(folder: Path, copies: int) -> dict[str, str]:
    (folder / "net.yml").write_text(NET)
    (network,) = (analyse(one) for one in load(folder / "net.yml"))
    assert network.findings
    many = tuple(replace(network, id=f"net-{number}", name=f"Net {number}") for number in range(copies))
    made = {item.path: item for item in pages(Catalogue(networks=many)) if isinstance(item, Page)}
    return {name: make() for name, make in made["findings/index.md"].slots.items()}


def test_a_rule_lists_few_networks_and_tells_how_many_there_are(tmp_path: Path) -> None:
    made = slots(tmp_path, MOST + 7)
    assert made["by-rule"].count('href="../networks/net-0/index.md#finding-') == made["by-rule"].count("<details")
    assert made["by-rule"].count("And in 7 more networks") == made["by-rule"].count("<details") > 0
    assert made["by-network"].count("<tr") == MOST + 7 + 1
    assert "more network" not in slots(tmp_path, MOST)["by-rule"]


def test_four_hundred_networks_make_no_heavy_page(tmp_path: Path) -> None:
    made = slots(tmp_path, 400)
    assert sum(map(len, made.values())) < 250_000
