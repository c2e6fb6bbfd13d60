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
    from collections.abc import Callable, Sequence

TAG: Final = re.compile(
    r"""<[A-Za-z][^\s<>"]*+(?:\s++(?!(?:href|src|srcset)="[^"#])[^\s<>"]*+(?:"[^"]*+")?+)*+"""  # up to its first link
    r"""\s++(?=href|src)[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>"""
)
"""A tag with a link that leads to another page; most links of a page lead to a place on it, and most tags nowhere."""
LINK: Final = re.compile(r'(?<=\s)(href|srcset|src)="([^"#][^"]*)"')
_LIKELY: Final = tuple(re.compile(f'{name}="[^"#]') for name in ("href", "src", "srcset"))
"""What a link begins with, looked for by name: several times as quick as by a pattern with a choice."""


def filled(text: str, page: Page, address: Callable[[str], str]) -> str:
    """Put a page's slots where their markers stand, with every relative link in them resolved.

    Args:
        text: The page's Markdown, or the HTML that became of it.
        page: Whose slots to fill; links in them are relative to its path.
        address: Gives the URL, relative to the page as it is served, of a path under the docs folder.
    """
    rewritten = _rewriting(page.path, address)

    def linked(make: Callable[[], str]) -> Callable[[], str]:
        return lambda: _relinked(make(), rewritten)

    return fill(text, {name: linked(make) for name, make in page.slots.items()})


def relink(text: str, base: str, address: Callable[[str], str]) -> str:
    """Rewrite the relative ``href``, ``src`` and ``srcset`` of HTML; other hosts and mere fragments stay.

    Args:
        text: HTML with its attributes in double quotes.
        base: Path under the docs folder of the page that the links are relative to.
        address: As for ``filled``.
    """
    return _relinked(text, _rewriting(base, address))


def _rewriting(base: str, address: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """Give what rewrites a link of one page, and remembers it: half of them stand there before."""
    known: dict[str, str] = {}
    folders = _folders(base)

    def rewritten(found: re.Match[str]) -> str:
        if found[0] not in known:
            name, value = found[1], html.unescape(found[2])
            links = (_resolved(link, folders, address) for link in (value.split(", ") if name == "srcset" else [value]))
            known[found[0]] = f'{name}="{html.escape(", ".join(links))}"'
        return known[found[0]]

    return rewritten


def _relinked(text: str, rewritten: Callable[[re.Match[str]], str]) -> str:
    """Rewrite the links of HTML, from one to the next: far fewer tags have one than have none."""
    parts, end = [], 0
    for place in sorted(found.start() for link in _LIKELY for found in link.finditer(text)):
        if place < end or not text[place - 1].isspace():
            continue
        begin = text.rfind("<", end, place)
        tag = TAG.match(text, begin) if begin >= 0 else None
        if tag is None or tag.end() <= place:  # it stands in words, or behind words with the sign that tags begin with
            return TAG.sub(lambda tag: LINK.sub(rewritten, tag[0]), text)
        parts += [text[end : tag.start()], LINK.sub(rewritten, tag[0])]
        end = tag.end()
    return "".join([*parts, text[end:]])


def _resolved(link: str, folders: Sequence[str], address: Callable[[str], str]) -> str:
    """Resolve one link of a page in these folders; after a space, ``srcset`` tells for what screen it is."""
    url, space, screen = link.partition(" ")
    up, path, behind = _parts(url)
    if path is None:
        return link
    above = "../" * (up + 1 - len(folders))
    place = f"{above}{folders[min(up, len(folders) - 1)]}{path}".rstrip("/") or "."
    return address(place) + behind + space + screen


@lru_cache(maxsize=1024)
def _parts(url: str) -> tuple[int, str | None, str]:
    """Split a link into how many folders it goes up, the path that it takes from there, and what is behind that.

    There is no path where it leads to another host, or to a place on its page. Pages of one kind share most of their
    links.
    """
    parts = urlsplit(url)
    behind = parts._replace(path="").geturl()
    if parts.scheme or parts.netloc or parts.path[:1] in {"", "/"}:
        return 0, None, behind
    names = posixpath.normpath(unquote(parts.path)).split("/")
    up = names.count("..")
    return up, "/".join(name for name in names[up:] if name != "."), behind


def _folders(path: str) -> tuple[str, ...]:
    """Give the folder that a path lies in and those around it, with ``/`` behind each but the top, which is empty."""
    names = path.split("/")[:-1]
    return tuple("".join(f"{name}/" for name in names[:number]) for number in range(len(names), -1, -1))


def ways_from(url: str) -> Callable[[str], str]:
    """Give what tells the way from a page to any other address of its site, each from the top of the site.

    It comes out as MkDocs writes it, which splits and joins both addresses for every link.
    """
    folders = _folders(url.removeprefix("./"))

    def way(target: str) -> str:
        target = target.removeprefix("./")
        up = next(up for up, folder in enumerate(folders) if target.startswith(folder))
        return "../" * up + target[len(folders[up]) :] or "./"

    return way


def relative_url(path: str, base: str) -> str:
    """Give the URL of a path from a page's path, both under one folder, Markdown as the HTML it becomes.

    Right wherever a generator keeps ``folder/index.md`` as ``folder/index.html``, which all do.
    """
    target = re.sub(r"\.md$", ".html", path)
    return quote(posixpath.relpath(target, posixpath.dirname(base) or "."))
