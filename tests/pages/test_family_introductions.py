"""A family's page begins with what stands beside its files, whoever wrote that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import read_catalogue
from reportgen.pages import Page, pages
from reportgen.pages.page import fill

if TYPE_CHECKING:
    from pathlib import Path


def family_page(folder: Path) -> str:
    found = {item.path: item for item in pages(read_catalogue(folder)) if isinstance(item, Page)}
    page = found["families/a/index.md"]
    return fill(page.markdown, page.slots)


def made(folder: Path) -> Path:
    (folder / "a").mkdir()
    (folder / "a" / "net.yml").write_text("input: [1, 8, 8]\nlayers: [{conv: {filters: 2, kernel: 3}}]\n")
    return folder


def test_markdown_becomes_html_and_nothing_in_it_runs(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "a" / "family.md").write_text("They *add*.\n\n<script>alert(1)</script><img src=x onerror=alert(1)>")
    text = family_page(tmp_path)
    assert "They <em>add</em>." in text
    assert "<script" not in text
    assert "onerror" not in text


def test_a_family_without_words_of_its_own_has_no_introduction(tmp_path: Path) -> None:
    assert "rg-introduction" not in family_page(made(tmp_path))
