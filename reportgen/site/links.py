"""Links inside slots: Markdown never sees their HTML, so whoever fills a slot also resolves its links."""

from __future__ import annotations

import html
import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from reportgen.pages.page import Page, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TAG: Final = re.compile(
    r"""<[A-Za-z][^\s<>"]*+"""
    r"""(?>(?:\s++(?!(?:href|src|srcset)="[^"#])[^\s<>"]*+(?>(?:"[^"]*+")?))*)"""  # up to its first link
    r"""\s++(?=href|src)[^<>"]*+(?>(?:"[^"]*+"[^<>"]*+)*)>"""
)
"""A tag with a link that leads to another page; most links of a page lead to a place on it, and most tags nowhere."""
ATTRIBUTE: Final = re.compile(r'(?<=\s)[^\s<>"=]++="[^"]*+"')
LINK: Final = re.compile(r'(?:href|srcset|src)="[^"#][^"]*+"')
"""An attribute that is one."""
_LIKELY: Final = tuple(re.compile(f'{name}="(?=([^"#][^"]*+"))') for name in ("href", "src", "srcset"))
"""What is most likely a link, looked for by name: several times as quick as by a pattern with a choice."""
_WITHIN: Final = re.compile(r"""<[A-Za-z][^<>"]*+(?>(?:"[^"]*+"[^<>"]*+)*)""")
"""A tag up to one of its attributes."""


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


def _rewriting(base: str, address: Callable[[str], str]) -> Callable[[str], str]:
    """Give what rewrites an attribute of one page, and remembers it: half of its links stand there before."""
    known: dict[str, str] = {}
    folders = _folders(base)

    def rewritten(attribute: str) -> str:
        text = known.get(attribute)
        if text is None:
            name, _, value = attribute[:-1].partition('="')
            links = ", ".join([_resolved(link, folders, address) for link in _links(name, value)])
            text = known[attribute] = f'{name}="{html.escape(links)}"'
        return text

    return rewritten


def _relinked(text: str, rewritten: Callable[[str], str]) -> str:
    """Rewrite the links of HTML, from one to the next: far fewer tags have one than have none."""

    def rewritten_link(found: re.Match[str]) -> str:
        return rewritten(found[0]) if LINK.fullmatch(found[0]) else found[0]

    parts, end = [], 0
    likely = [(found.start(), found[0] + found[1]) for name in _LIKELY for found in name.finditer(text)]
    for place, attribute in sorted(likely):
        if not text[place - 1].isspace():
            continue
        begin = text.rfind("<", 0, place)
        if begin < 0 or not _WITHIN.fullmatch(text, begin, place):  # it stands in words, or a tag holds that sign
            return TAG.sub(lambda tag: ATTRIBUTE.sub(rewritten_link, tag[0]), text)
        parts += [text[end:place], rewritten(attribute)]
        end = place + len(attribute)
    return "".join([*parts, text[end:]])


class _Link(NamedTuple):
    """A link that leads to another page or file of the site, or anywhere."""

    up: int
    """How many folders it goes up."""
    path: str | None
    """Where it leads from there; ``None`` where it does not stay on the site, or on its page."""
    rest: str
    """What stands behind the path."""


@lru_cache(maxsize=16384)
def _links(name: str, value: str) -> tuple[_Link, ...]:
    """Read what an attribute holds: pages of one kind share most of their links."""
    value = html.unescape(value)
    return tuple(map(_link, value.split(", ") if name == "srcset" else [value]))


def _link(text: str) -> _Link:
    """Read one link; after a space, ``srcset`` tells for what screen it is."""
    url, space, screen = text.partition(" ")
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or parts.path[:1] in {"", "/"}:
        return _Link(0, None, text)
    names = posixpath.normpath(unquote(parts.path)).split("/")
    up = names.count("..")
    path = "/".join(name for name in names[up:] if name != ".")
    return _Link(up, path, f"{parts._replace(path='').geturl()}{space}{screen}")


def _resolved(link: _Link, folders: Sequence[str], address: Callable[[str], str]) -> str:
    """Give where a link of a page in these folders leads."""
    up, path, rest = link
    if path is None:
        return rest
    above = up + 1 - len(folders)
    if above > 0:
        return address("../" * above + path) + rest
    return address((folders[up] + path).rstrip("/") or ".") + rest


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
        target, up = target.removeprefix("./"), 0
        while not target.startswith(folders[up]):  # all begin with the top, whose name is empty
            up += 1
        return "../" * up + target[len(folders[up]) :] or "./"

    return way


def relative_url(path: str, base: str) -> str:
    """Give the URL of a path from a page's path, both under one folder, Markdown as the HTML it becomes.

    Right wherever a generator keeps ``folder/index.md`` as ``folder/index.html``, which all do.
    """
    target = re.sub(r"\.md$", ".html", path)
    return quote(posixpath.relpath(target, posixpath.dirname(base) or "."))
