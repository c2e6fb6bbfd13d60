"""What frames a page, where it comes out alike on many: a page of a network is no part of the navigation.

Such a part is written for nobody in particular, and shared by all pages that are as deep and leave the ways to its
links at the same folder. A part that asks what pages differ in is written for each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from reportgen.site.house import THEME
from reportgen.site.rendering import AlikePage
from reportgen.site.surroundings import has_only_known_plugins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

_BENEATH: Final = "beneath"
"""What our templates name those of the theme by that they stand before."""
_ANY: Final = "\x01"
"""Stands for what each page has of its own, its title or a folder: a character that no HTML may hold."""


class Once:
    """Lets a part of a page's frame be written once for all pages of networks on which it reads the same."""

    def __init__(self, targets: Iterable[str]) -> None:
        """Begin.

        Args:
            targets: what links of a frame may lead to, the navigation apart.
        """
        self._targets = tuple(targets)
        self._written: dict[tuple[str, str], str | None] = {}
        self._kind = cache(self._place)
        self._ways: frozenset[str] = frozenset()

    def __call__(
        self, part: str, page: MkDocsPage | None, nav: Navigation, caller: Callable[[AnyPage | MkDocsPage | None], str]
    ) -> str:
        """Give what the caller writes for a page, or wrote for another.

        Args:
            part: a name for what is written.
            page: the page; none for a template that is none.
            nav: the site's navigation.
            caller: writes it for a page.
        """
        if not isinstance(page, AlikePage):
            return caller(page)
        self._ways = self._ways or frozenset(_ways([*self._targets, *_urls(nav.items)]))
        key = part, self._kind(page.url.rpartition("/")[0])
        if key not in self._written:
            self._written[key] = _for_any(caller, key[1])
        text = self._written[key]
        return caller(page) if text is None else text.replace(_ANY, str(page.meta.get("title") or page.title))

    def _place(self, folder: str) -> str:
        """Give a place from which every link reads as from a folder: its own names do not matter off all ways."""
        names = folder.split("/") if folder else []
        shared = next(number for number in range(len(names), -1, -1) if "/".join(names[:number]) in self._ways)
        return "".join(f"{name}/" for name in (*names[:shared], *[_ANY] * (len(names) - shared)))


class AnyPage:
    """Any page of a network, as far as they are alike."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.title = _ANY
        self.meta = _AnyMeta(title=_ANY)
        self.previous_page = self.next_page = self.parent = None

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse to tell what pages differ in."""
        raise _DiffersError(name)


class _AnyMeta(dict[str, Any]):
    def __missing__(self, name: str) -> NoReturn:
        raise _DiffersError(name)


class _DiffersError(Exception):
    """A part of a frame asks for what pages differ in; no error that a template would take for an empty value."""


def furnish(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Let our templates use those of the theme that they stand before, and write once what is alike.

    Where templates or plugins of others take part, nobody knows what is alike: there all is written for each page.
    """
    known = has_only_known_plugins(config) and not config.theme.custom_dir
    env.globals["once"] = Once(_targets(config, files)) if known else _each
    beneath = config.theme.dirs[config.theme.dirs.index(THEME) + 1 :]
    loaders = (env.loader, PrefixLoader({_BENEATH: FileSystemLoader(beneath)}))
    env.loader = ChoiceLoader([loader for loader in loaders if loader])


def _each(_part: str, page: MkDocsPage | None, _nav: Navigation, caller: Callable[[MkDocsPage | None], str]) -> str:
    return caller(page)


def _for_any(caller: Callable[[AnyPage], str], place: str) -> str | None:
    """Write a part for nobody in particular; nothing where that cannot be."""
    try:
        return caller(AnyPage(place))
    except _DiffersError:
        return None


def _targets(config: MkDocsConfig, files: Files) -> Iterator[str]:
    """Give what a theme leads to besides the navigation: its own files, those of the docs folder, and what is set."""
    yield from (file.url for file in files if file.generated_by is None)
    yield from map(str, (*config.extra_css, *config.extra_javascript))
    yield from (config.extra.get("homepage") or "", config.theme.get("logo") or "")


def _ways(urls: Iterable[str]) -> Iterator[str]:
    """Give every path that leads to one of some addresses, from the top of the site on."""
    yield ""
    for url in urls:
        names = url.strip("/").split("/")
        yield from ("/".join(names[:number]) for number in range(1, len(names) + 1))


def _urls(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        yield getattr(item, "url", None) or ""
        yield from _urls(item.children or ())
