"""A content security policy for a finished site: what a browser may load and run there, and nothing else.

Each page carries its own in a ``meta`` element, which works on any host. Scripts of a page may run from files of the
site. The few that the theme writes into every page are allowed by their hashes. Those are taken from the page for lost
addresses, which holds no word of an architecture file: what stands in a page alone is never allowed, so a script that
found its way through every escape would still not run.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from functools import cache, cached_property
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

THEME_PAGE: Final = "404.html"
"""The page that is the theme's alone."""
_ELSEWHERE: Final = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
"""All but scripts; the theme's style sheets hold its icons as ``data:``, ours the faces of its letters."""
_SCRIPT: Final = re.compile(r"""<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</script\s*>""", re.DOTALL | re.IGNORECASE)
_NOT_RUN: Final = re.compile(r"""\bsrc\s*=|\btype\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
_SCOPE: Final = re.compile(r'\bnew URL\("[^"\\<]*",location\)')
"""Where the theme names the top of the site, which is another for every depth of pages."""
_OURS_BEGINS: Final = '<meta http-equiv="Content-Security-Policy" content="'
_OURS: Final = re.compile(_OURS_BEGINS + '[^"]*">')
_CHARSET: Final = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_LINE_END: Final = re.compile("\r\n?")
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


class Guard:
    """Writes policies into the pages of one site, and notes those with a script of their own, which will not run."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._guarded: set[str] = set()
        self._held: set[str] = set()
        self._element = cache(self._element_for)

    def guarded(self, page: str, path: str) -> str:
        """Give a page with its policy, before it is written; the theme's page is to be there by then.

        Args:
            page: its HTML.
            path: where it goes, in the site.
        """
        self._guarded.add(path)
        return self._with_policy(_LINE_END.sub("\n", page) if "\r" in page else page, path)

    def finish(self) -> tuple[str, ...]:
        """Write a policy into each other page of the site, which is finished.

        Returns:
            Pages, by their path in the site, that have a script of their own.
        """
        for path in sorted(set(_pages(str(self._site), "")) - self._guarded):
            file = self._site / path
            page = file.read_text("utf-8")
            if (guarded := self._with_policy(page, path)) != page:
                file.write_text(guarded, "utf-8", newline="\n")
        return tuple(sorted(self._held))

    @cached_property
    def _allowed(self) -> Collection[str]:
        theme = self._site / THEME_PAGE
        return frozenset(map(_scopeless, _inline(theme.read_text("utf-8")))) if theme.is_file() else frozenset()

    def _with_policy(self, page: str, path: str) -> str:
        if _OURS_BEGINS in page:  # only where a page is protected a second time: looking for its end takes a while
            page = _OURS.sub("", page)
        element, held = self._element(tuple(_inline(page)))
        if held:
            self._held.add(path)
        before = _CHARSET.search(page) or _HEAD.search(page)
        return f"{page[: before.end()]}{element}{page[before.end() :]}" if before else page

    def _element_for(self, scripts: tuple[str, ...]) -> tuple[str, bool]:
        """Give what a page with these scripts is to hold, and whether one of them will not run."""
        known = [script for script in scripts if _scopeless(script) in self._allowed]
        return f'{_OURS_BEGINS}{escape(policy(known), quote=False)}">', len(known) < len(scripts)


def protect(site: Path) -> tuple[str, ...]:
    """Write a policy into each page of a finished site; gives what ``Guard.finish`` does."""
    return Guard(site).finish()


def policy(scripts: Iterable[str]) -> str:
    """Give the policy of a page whose inline scripts are these."""
    hashes = dict.fromkeys(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return "; ".join([*_ELSEWHERE, " ".join(["script-src 'self'", *hashes])])


def _pages(folder: str, under: str) -> Iterator[str]:
    """Give the path of each page below a folder, by its path there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _pages(entry.path, f"{under}{entry.name}/")
            elif entry.name.endswith(".html"):
                yield under + entry.name


def _inline(page: str) -> Iterator[str]:
    """Give the scripts that a page holds itself and a browser would run."""
    return (text for attributes, text in _SCRIPT.findall(page) if not _NOT_RUN.search(attributes))


def _scopeless(script: str) -> str:
    return _SCOPE.sub("new URL()", script)
