"""Links inside slots: Markdown never sees their HTML, so whoever fills a slot also resolves its links."""

from __future__ import annotations

import html
import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from reportgen.pages.page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Callable

TAG: Final = re.compile(
    r"""<[A-Za-z][^\s<>"]*+(?:\s++(?!(?:href|src|srcset)="[^"#])[^\s<>"]*+(?:"[^"]*+")?+)*+"""  # up to its first link
    r"""\s++(?=href|src)[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>"""
)
"""A tag with a link that leads to another page; most links of a page lead to a place on it, and most tags nowhere."""
LINK: Final = re.compile(r'(?<=\s)(href|srcset|src)="([^"#][^"]*)"')


def filled(text: str, page: Page, address: Callable[[str], str]) -> str:
    """Put a page's slots where their markers stand, with every relative link in them resolved.

    Args:
        text: The page's Markdown, or the HTML that became of it.
        page: Whose slots to fill; links in them are relative to its path.
        address: Gives the URL, relative to the page as it is served, of a path under the docs folder.
    """

    def linked(make: Callable[[], str]) -> Callable[[], str]:
        return lambda: relink(make(), page.path, address)

    return fill(text, {name: linked(make) for name, make in page.slots.items()})


def relink(text: str, base: str, address: Callable[[str], str]) -> str:
    """Rewrite the relative ``href``, ``src`` and ``srcset`` of HTML; other hosts and mere fragments stay.

    Args:
        text: HTML with its attributes in double quotes.
        base: Path under the docs folder of the page that the links are relative to.
        address: As for ``filled``.
    """

    def rewritten(found: re.Match[str]) -> str:
        name, value = found[1], html.unescape(found[2])
        links = (_resolved(link, base, address) for link in (value.split(", ") if name == "srcset" else [value]))
        return f'{name}="{html.escape(", ".join(links))}"'

    return TAG.sub(lambda tag: LINK.sub(rewritten, tag[0]), text)


def _resolved(link: str, base: str, address: Callable[[str], str]) -> str:
    """Resolve one link; after a space, ``srcset`` tells for what screen it is."""
    url, space, screen = link.partition(" ")
    path, rest = _parts(url)
    if not path:
        return link
    return address(posixpath.normpath(posixpath.join(posixpath.dirname(base), path))) + rest + space + screen


@lru_cache(maxsize=1024)
def _parts(url: str) -> tuple[str, str]:
    """Split a link into the path that it takes from its page, empty where it takes none, and what is behind that.

    Pages of one kind share most of their links.
    """
    parts = urlsplit(url)
    relative = not (parts.scheme or parts.netloc or parts.path.startswith("/"))
    return (unquote(parts.path) if relative else ""), parts._replace(path="").geturl()


def relative_url(path: str, base: str) -> str:
    """Give the URL of a path from a page's path, both under one folder, Markdown as the HTML it becomes.

    Right wherever a generator keeps ``folder/index.md`` as ``folder/index.html``, which all do.
    """
    target = re.sub(r"\.md$", ".html", path)
    return quote(posixpath.relpath(target, posixpath.dirname(base) or "."))
