"""Pages whose sections are rendered once come out as MkDocs itself would have made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from reportgen.site.rendering import AlikePage
from reportgen.site.surroundings import renders_blocks_apart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = (
    "# Net\n\nOne line.\n\n<!-- slot: about -->\n\n<!-- slot: verdict -->",
    "# Other\n\nNo slot, but [a link](b.md#layers) and `code`.",
    "# Bare",
    "---\ntitle: Meta\nhide: [toc]\n---\n\n# Meta\n\nWith *front* matter.\n\n<!-- slot: about -->",
    "Prose without a heading.",
)
SECTIONS = "\n\n## Findings\n\n<!-- slot: findings -->\n\n## The network\n\n<!-- slot: picture -->\n"
OTHERS = "\n\n## Layers\n\nProse.\n"


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[..., MkDocsPage]:
    """Render Markdown as one kind of page."""
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "Site",
            "docs_dir": str(tmp_path),
            "markdown_extensions": ["attr_list", {"toc": {"permalink": True}}],
        }
    )
    config.validate()

    def file(name: str, text: str) -> File:
        (tmp_path / name).write_text(text, "utf-8")
        return File(name, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)

    other = file("b.md", "")

    def run(kind: Callable[[File, MkDocsConfig], MkDocsPage], name: str, text: str) -> MkDocsPage:
        page = kind(file(name, text), config)
        page.read_source(config)
        page.render(config, Files([page.file, other]))
        return page

    return run


def test_every_page_is_what_mkdocs_makes_of_it(rendered: Callable[..., MkDocsPage]) -> None:
    known: dict[str, object] = {}
    for number, text in enumerate([own + rest for rest in (SECTIONS, OTHERS, "") for own in OWN]):
        one = rendered(lambda file, config: AlikePage(file, config, known), f"{number}.md", text)
        other = rendered(lambda file, config: MkDocsPage(None, file, config), f"{number}.md", text)
        assert one.content == other.content
        assert (str(one.toc), one.title, one.meta) == (str(other.toc), other.title, other.meta)
        assert one.present_anchor_ids == other.present_anchor_ids
        assert one.markdown == other.markdown
    assert len(known) == 8


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (OWN[0] + SECTIONS, "<p>One line.</p>"),
        (OWN[3] + SECTIONS, "front</em> matter.</p>"),
        (OWN[4] + SECTIONS, "<!-- slot: picture -->"),
        (OWN[1] + OTHERS, "<p>Prose.</p>"),
        (OWN[2], "</h1>"),
    ],
)
def test_sections_that_say_nothing_are_kept_from_the_search(
    rendered: Callable[..., MkDocsPage], text: str, kept: str
) -> None:
    page = rendered(lambda file, config: AlikePage(file, config, {}), "a.md", text)
    assert isinstance(page, AlikePage)
    whole = page.content or ""

    page.content = page.set_aside(whole)
    assert page.content.rstrip().endswith(kept)
    page.take_back()

    assert page.content == whole


@pytest.mark.parametrize(
    ("extension", "apart"),
    [("attr_list", True), ("pymdownx.superfences", True), ("pymdownx.snippets", False), ("numbered_headings", False)],
)
def test_only_known_extensions_let_sections_stand_for_those_of_other_pages(extension: str, apart: bool) -> None:  # noqa: FBT001 - a case
    config = MkDocsConfig()
    config.markdown_extensions = ["toc", extension]
    assert renders_blocks_apart(config) is apart
