"""Pages whose sections are alike: their headings and markers are rendered once for all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

HEADING: Final = "top"
"""Id of the first heading of every generated page."""
_ALIKE: Final = re.compile(r"\n(?=\n(?:<!-- slot: |## ))")
"""What a page's own words end with: a slot or a section comes next."""
_BETWEEN: Final = "\n"
"""What Markdown puts between two blocks."""
_UNSAID: Final = re.compile(r"<h([2-6])\b[^<>]*>.*?</h\1>|<!--.*?-->", re.DOTALL)
"""Headings and comments, of which a search keeps nothing that could tell one page from another."""


@dataclass(frozen=True, slots=True)
class Sections:
    """What comes of the Markdown of some sections."""

    html: str
    headings: tuple[tuple[str, str, int], ...]
    """Title, id and level of each."""
    anchors: frozenset[str]
    silent: bool
    """Whether there is nothing but headings and markers."""


class AlikePage(MkDocsPage):
    """A page of one heading, some prose, and sections that other pages have too.

    Markdown is what a page of slots costs most. It looks at one block after the other, and so the sections come out
    alike below any prose; where a heading's id would be that of the page's, the plugin gives it to the section anyway.
    """

    def __init__(self, file: File, config: MkDocsConfig, known: MutableMapping[str, Sections]) -> None:
        super().__init__(None, file, config)
        self._known = known
        self._silent = self._aside = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render what is the page's own, and take over the rest."""
        whole = self.markdown or ""
        own, *alike = _ALIKE.split(whole, maxsplit=1)
        if not alike:
            super().render(config, files)
            return
        sections = self._known.get(alike[0])
        if sections is None:
            self._render(alike[0], config, files)
            sections = self._known[alike[0]] = _sections(self)
        self._render(own, config, files)
        self.markdown = whole
        top = next(iter(self.toc), None)
        links = [AnchorLink(*heading) for heading in sections.headings]
        self.toc = TableOfContents([top] if top else links)
        if top:
            top.children.extend(links)
        self.content = f"{self.content or ''}{_BETWEEN}{sections.html}"
        self.present_anchor_ids = {*(self.present_anchor_ids or ()), *sections.anchors}
        self._silent = sections.html if top and sections.silent else ""

    def set_aside(self, html: str) -> str:
        """Give what the page was rendered to without sections that say nothing, below a heading that does."""
        self._aside = self._silent if self._silent and html.endswith(self._silent) else ""
        return html.removesuffix(self._aside)

    def take_back(self) -> None:
        """Put what was set aside where it was."""
        self.content, self._aside = f"{self.content or ''}{self._aside}", ""

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
    html = page.content or ""
    return Sections(html, headings, frozenset(page.present_anchor_ids or ()), silent=not _UNSAID.sub("", html).strip())
