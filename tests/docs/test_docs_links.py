"""Every link of the pages leads somewhere: to a file of the repository, to a generated page, to a heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from literate import PAGES
from sites import ARCHITECTURES, ROOT

from reportgen import read_catalogue
from reportgen.pages import pages

if TYPE_CHECKING:
    from pathlib import Path

DOCS: Final = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def links(page: Path) -> list[str]:
    """Give the relative links of a page, those in code left out."""
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]


def headings(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as MkDocs and GitHub make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip()) for title in titles}


@pytest.fixture(scope="module")
def generated() -> set[Path]:
    """The pages and files that the site adds to those written by hand."""
    return {DOCS / item.path for item in pages(read_catalogue(ARCHITECTURES / "nolearn"))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page: Path, generated: set[Path]) -> None:
    lost = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        of_the_site = page.parent == DOCS and target in generated
        if not (target.is_file() or of_the_site) or (anchor and target.is_file() and anchor not in headings(target)):
            lost.append(link)

    assert lost == []


def test_every_page_written_by_hand_stands_in_the_navigation() -> None:
    configuration = (ROOT / "mkdocs.yml").read_text()

    assert [page.name for page in DOCS.glob("*.md") if page.name not in configuration] == []
