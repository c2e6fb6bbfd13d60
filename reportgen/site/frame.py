"""What frames a page, where it comes out alike on many: the navigation, to which a page of a network is no part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from mkdocs.utils import normalize_url

from reportgen.site.rendering import AlikePage
from reportgen.site.surroundings import has_only_known_plugins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage

_BENEATH: Final = "beneath"
"""What our templates name those of the theme by that they stand before."""


class Once:
    """Lets a part of a page's frame be written once for all pages that stand in no navigation and share its links."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._written: dict[tuple[str, ...], str] = {}

    def __call__(self, part: str, page: MkDocsPage | None, nav: Navigation, caller: Callable[[], str]) -> str:
        """Give what the caller writes for a page, or wrote for another.

        Args:
            part: a name for what is written.
            page: the page; none for a template that is none.
            nav: the site's navigation.
            caller: writes it.
        """
        if not isinstance(page, AlikePage):
            return caller()
        key = (part, *self._links(page, nav))
        if key not in self._written:
            self._written[key] = caller()
        return self._written[key]

    def _links(self, page: MkDocsPage, nav: Navigation) -> Iterator[str]:
        """Give every link that the navigation may have, as it reads on a page."""
        homepage = nav.homepage.url if nav.homepage else ""
        for url in (*_urls(nav.items), homepage, self._config.extra.get("homepage"), self._config.theme.get("logo")):
            yield normalize_url(str(url), page) if url else ""


def furnish(env: Environment, config: MkDocsConfig) -> None:
    """Let our templates use those of the theme that they stand before, and write once what is alike.

    Where templates or plugins of others take part, nobody knows what is alike: there all is written for each page.
    """
    known = has_only_known_plugins(config) and not config.theme.custom_dir
    env.globals["once"] = Once(config) if known else _each
    ours = str(Path(__file__).with_name("theme"))
    beneath = config.theme.dirs[config.theme.dirs.index(ours) + 1 :]
    loaders = (env.loader, PrefixLoader({_BENEATH: FileSystemLoader(beneath)}))
    env.loader = ChoiceLoader([loader for loader in loaders if loader])


def _each(_part: str, _page: MkDocsPage | None, _nav: Navigation, caller: Callable[[], str]) -> str:
    return caller()


def _urls(items: Iterable[Any]) -> Iterator[str | None]:
    for item in items:
        yield getattr(item, "url", None)
        yield from _urls(item.children or ())
