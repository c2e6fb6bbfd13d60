"""Whole pages of two small networks, slots filled, as they stood when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import Catalogue, analyse, load
from reportgen.pages import Page, PageOptions, pages
from reportgen.pages.page import fill

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["plain", "branching"])
def test_page_of_a_network(name: str, *, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    networks = tuple(map(analyse, load(Path(f"{name}.yml"))))
    catalogue = Catalogue(networks=networks, sources={f"{name}.yml": (GOLDEN / f"{name}.yml").read_text()})
    options = PageOptions(edit_url="https://example.org/edit/")
    made = pages(catalogue, options)
    (page,) = (item for item in made if isinstance(item, Page) and item.path == f"networks/{name}/index.md")

    text = fill(page.markdown, page.slots)
    kept = GOLDEN / f"{name}.md"
    if update_golden:
        kept.write_text(text)
    assert text == kept.read_text()
