"""Comments as GitHub renders them, read for anything in them that works."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

KNOWN = frozenset(
    {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "ul", "li", "strong", "a"}
)
TRIGGERS = re.compile(r"(?<![\w`])@\w|#\d|\bgh-\d|://|\bwww\.|\b[0-9a-f]{7,}\b|\w@\w|:[\w+-]+:", re.IGNORECASE)
"""What GitHub makes links, mentions and pictures of in rendered text, except in code."""
UNSEEN = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2061-\u206f\ufeff]")


class Page(HTMLParser):
    """Reads rendered Markdown: its tags, its links, and the text that stands in no code."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.plain: list[str] = []
        self.attributes: set[str] = set()
        self._inside: list[str] = []
        options = Options.CMARK_OPT_UNSAFE  # as GitHub has it, which sanitises later
        self.feed(
            cmarkgfm.markdown_to_html_with_extensions(
                markdown, options=options, extensions=["table", "autolink", "strikethrough", "tagfilter", "tasklist"]
            )
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "code" not in self._inside:
            self.plain.append(data)


def harmless(markdown: str) -> Page:
    """Read Markdown, and hold that nothing in it works."""
    page = Page(markdown)
    assert set(page.tags) <= KNOWN
    assert page.links == []
    assert page.attributes <= {"align"}
    assert [found[0] for text in page.plain for found in TRIGGERS.finditer(text)] == []
    assert UNSEEN.search(markdown) is None
    return page
