"""A network's page where there is little to show, and where there is much: no axes, one, three, long names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_reading import as_html, read

from reportgen import Catalogue, analyse, load
from reportgen.pages import Page, pages

if TYPE_CHECKING:
    from pathlib import Path

    from page_reading import Read

LONG = "w".ljust(80, "x")
SMALL = "input: [1, 28, 28]\nlayers:\n  - conv: {filters: 8, kernel: 5}\n  - max_pool: 2\n  - dense: 10\n"
FLAT = "input: [784]\nlayers:\n  - dense: 64\n  - relu\n  - dense: 10\n"
SIGNAL = "input: [1, 16000]\nlayers:\n  - conv: {filters: 8, kernel: 9}\n  - global_avg_pool\n  - dense: 10\n"
VOLUME = "input: [1, 16, 24, 32]\nlayers:\n  - conv: {filters: 8, kernel: 3}\n  - global_avg_pool\n  - dense: 2\n"
WORDY = f"input: [3, 32, 32]\nlayers:\n  - stage: {LONG}\n    layers: [{{conv: {{filters: 8, kernel: 3}}}}, relu]\n"


def page_of(text: str, folder: Path, name: str = "Made") -> tuple[str, Read]:
    """Give the headings and the read page of a network."""
    source = folder / "made.yml"
    source.write_text(f"name: {name}\n{text}")
    networks = tuple(map(analyse, load(source)))
    made = pages(Catalogue(networks=networks, sources={networks[0].source: source.read_text()}))
    page = next(item for item in made if isinstance(item, Page) and item.path == "networks/made/index.md")
    return page.markdown, read(as_html(page, {slot: make() for slot, make in page.slots.items()}))


@pytest.mark.parametrize("text", [SMALL, FLAT, SIGNAL, VOLUME, WORDY], ids=["small", "flat", "1-d", "3-d", "wordy"])
def test_each_state_has_its_graph_and_its_table(text: str, tmp_path: Path) -> None:
    markdown, found = page_of(text, tmp_path)

    assert "## Graph" in markdown
    assert found.values("id").count("stage-1") == 1
    assert {href[1:] for href in found.values("href") if href.startswith("#")} <= set(found.values("id"))


def test_a_network_without_layers_has_no_graph(tmp_path: Path) -> None:
    markdown, found = page_of("input: [3, 8, 8]\nlayers: []\n", tmp_path)

    assert "## Graph" not in markdown
    assert "## Layers" in markdown
    assert {href[1:] for href in found.values("href") if href.startswith("#")} <= set(found.values("id"))


def test_a_network_without_axes_shows_nothing_that_needs_an_image(tmp_path: Path) -> None:
    markdown, found = page_of(FLAT, tmp_path)

    assert "Stages against the plan" not in markdown
    assert "Capacity and coverage" not in found.text
    assert "unknown" not in found.text
    assert "Not judged" in found.text
    assert any("rg-layers--unseen" in value for value in found.values("class"))


def test_the_plan_goes_by_the_shortest_axis(tmp_path: Path) -> None:
    markdown, found = page_of(VOLUME, tmp_path)

    assert "## Stages against the plan" in markdown
    assert "that 16 px bear" in found.text


def test_names_of_eighty_characters_are_told_whole_and_drawn_cut(tmp_path: Path) -> None:
    _, found = page_of(WORDY, tmp_path, "A" * 80)

    assert "A" * 80 in found.text
    assert LONG in found.text
    assert "\N{HORIZONTAL ELLIPSIS}" in found.text
