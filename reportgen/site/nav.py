"""The navigation: one small tree of generated and hand-written pages, made whole or where its owner says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import InclusionLevel, file_sort_key

from reportgen.frozen import dataclass
from reportgen.pages.escape import plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mkdocs.structure.files import Files

    from reportgen.site.contents import Contents

NavItem = Any
"""What MkDocs reads under ``nav``: a path, or one title with a path or a list of the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that the navigation is to hold."""

    path: str
    """Path under the docs folder, with ``/`` between parts."""
    title: str | None = None
    """Safe to print as it is, for themes do; ``None`` where the page itself knows it."""


def pages_of(contents: Contents, files: Files) -> list[Entry]:
    """Give the pages of a navigation: those generated that are listed, then the hand-written ones."""
    written = sorted(files.documentation_pages(), key=file_sort_key)
    paths = [file.src_uri for file in written if file.inclusion.value > InclusionLevel.NOT_IN_NAV.value]
    ours = [Entry(page.path, plain_title(page.title)) for page in contents.pages.values() if page.listed]
    return [*(entry for entry in ours if entry.path not in files.src_uris), *map(Entry, paths)]


def navigation(entries: Iterable[Entry]) -> list[NavItem]:
    """Nest pages by folder, in the order given, the home page first.

    A folder with one page is that page; a folder with more is a section, named by its index page.
    """
    ordered = sorted(entries, key=lambda entry: entry.path != "index.md")
    return _level([(entry.path.split("/"), entry) for entry in ordered])


def expanded(items: Iterable[NavItem], entries: Sequence[Entry]) -> list[NavItem]:
    """Give a hand-written navigation in which ``folder/``, with a title or without, stands for a folder's pages."""
    return [each for item in items for each in _expanded(item, entries)]


def titles(items: Iterable[NavItem]) -> Iterator[tuple[str, str]]:
    """Give path and title of each page that a navigation gives a title itself."""
    for item in items:
        for title, value in item.items() if isinstance(item, dict) else ():
            if isinstance(value, str):
                yield value, title
            else:
                yield from titles(value)


def _expanded(item: NavItem, entries: Sequence[Entry]) -> list[NavItem]:
    if isinstance(item, str):
        return (navigation(_inside(item, entries)) or [item]) if item.endswith("/") else [item]
    return [{title: _expanded_value(value, entries) for title, value in item.items()}]


def _expanded_value(value: NavItem, entries: Sequence[Entry]) -> NavItem:
    if isinstance(value, list):
        return expanded(value, entries)
    if not value.endswith("/"):
        return value
    depth = value.count("/")
    return _level([(entry.path.split("/")[depth:], entry) for entry in _inside(value, entries)]) or value


def _inside(folder: str, entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.path.startswith(folder)]


def _level(placed: Sequence[tuple[list[str], Entry]]) -> list[NavItem]:
    """Give the items of one folder; each entry comes with what is left of its path."""
    folders: dict[str, list[tuple[list[str], Entry]]] = {}
    for (name, *rest), entry in placed:
        folders.setdefault(name, []).append((rest or [name], entry))
    return [_item(name, members) for name, members in folders.items()]


def _item(name: str, members: Sequence[tuple[list[str], Entry]]) -> NavItem:
    if len(members) == 1:
        entry = members[0][1]
        return {entry.title: entry.path} if entry.title else entry.path
    return {_section_title(name, members): _level(members)}


def _section_title(name: str, members: Sequence[tuple[list[str], Entry]]) -> str:
    titles = (entry.title for rest, entry in members if rest == ["index.md"])
    return next(titles, None) or name.replace("-", " ").replace("_", " ").capitalize()
