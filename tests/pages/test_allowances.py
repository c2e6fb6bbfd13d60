"""What a file allows stands on its network's page, with the reason, as text and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_reading import as_html, read

from reportgen import read_catalogue
from reportgen.pages import Page, PageOptions, pages

if TYPE_CHECKING:
    from pathlib import Path

FILE = """
input: [3, 9, 9]
allow: {dense-head: the head is <b>small</b>}
layers:
  - conv: {filters: 8, kernel: 2, padding: same}
    allow: {even-kernel: as printed}
  - dense: 10
"""


def page_of(folder: Path, text: str) -> str:
    (folder / "net.yml").write_text(text)
    (page,) = (p for p in pages(read_catalogue(folder), PageOptions()) if p.path == "networks/net/index.md")
    assert isinstance(page, Page)
    return as_html(page, {name: make() for name, make in page.slots.items()})


def test_reasons_stand_below_the_findings(tmp_path: Path) -> None:
    words = " ".join(read(page_of(tmp_path, FILE)).text.split())
    assert "Allowed by the file 2 rules, each with its reason" in words
    assert "dense-head 1 layer the head is <b>small</b>" in words
    assert "even-kernel 1 layer as printed" in words


def test_a_file_that_allows_nothing_says_nothing_of_it(tmp_path: Path) -> None:
    kept = "".join(line for line in FILE.splitlines(keepends=True) if "allow:" not in line)
    assert "Allowed by the file" not in read(page_of(tmp_path, kept)).text
