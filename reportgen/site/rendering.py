"""Pages whose sections are alike: their headings and markers are rendered once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

HEADING: Final = "top"
"""Id of the first heading of every generated page."""
_SECTION: Final = "\n\n## "
_SLOT_ENDS: Final = "-->"
_BEHIND_HTML: Final = "\n\n"
_BEHIND_TEXT: Final = "\n"
"""What Markdown puts between two blocks."""


@dataclass(frozen=True, slots=True)
class Sections:
    """What comes of the Markdown of some sections."""

    html: str
    headings: tuple[tuple[str, str, int], ...]
    """Title, id and level of each."""
    anchors: frozenset[str]


class AlikePage(MkDocsPage):
    """A page of one heading, some prose, and sections that other pages have too.

    Markdown is what a page of slots costs most. It looks at one block after the other, and so the sections come out
    alike below any prose; where a heading's id would be that of the page's, the plugin gives it to the section anyway.
    """

    def __init__(self, file: File, config: MkDocsConfig, known: MutableMapping[str, Sections]) -> None:
        super().__init__(None, file, config)
        self._known = known

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render what is the page's own, and take over the rest."""
        whole = self.markdown or ""
        own, mark, rest = whole.partition(_SECTION)
        if not mark:
            super().render(config, files)
            return
        sections = self._known.get(rest)
        if sections is None:
            self._render(mark + rest, config, files)
            sections = self._known[rest] = _sections(self)
        self._render(own, config, files)
        self.markdown = whole
        top = next(iter(self.toc), None)
        links = [AnchorLink(*heading) for heading in sections.headings]
        self.toc = TableOfContents([top] if top else links)
        if top:
            top.children.extend(links)
        text = self.content or ""
        self.content = f"{text}{_BEHIND_HTML if text.endswith(_SLOT_ENDS) else _BEHIND_TEXT}{sections.html}"
        self.present_anchor_ids = {*(self.present_anchor_ids or ()), *sections.anchors}

    def _render(self, markdown: str, config: MkDocsConfig, files: Files) -> None:
        self.markdown = markdown
        super().render(config, files)


def share(files: Iterable[File], config: MkDocsConfig) -> None:
    """Have the generated pages among some files render once what they have in common."""
    known: dict[str, Sections] = {}
    for file in files:
        if file.generated_by and type(file.page) is MkDocsPage:
            AlikePage(file, config, known)


def with_own_heading(html: str, page: MkDocsPage) -> str:
    """Give what a page was rendered to with an id of its own for its first heading.

    Markdown makes one of its text, which a file may choose so that it takes the id of another part of the page.
    """
    heading = next(iter(page.toc), None)
    if heading is None:
        return html
    taken, heading.id = heading.id, HEADING
    html = html.replace(f'<h1 id="{taken}"', f'<h1 id="{HEADING}"', 1)
    for part in heading.children:
        if part.id == f"{taken}_1":  # what Markdown calls the second of one name
            html = html.replace(f'<h2 id="{part.id}"', f'<h2 id="{taken}"', 1)
            part.id = taken
    return html


def _sections(page: MkDocsPage) -> Sections:
    """Keep what a page was rendered to that has nothing but sections."""
    headings = tuple((link.title, link.id, link.level) for link in page.toc)
    return Sections(page.content or "", headings, frozenset(page.present_anchor_ids or ()))
