"""A content security policy for a finished site: what a browser may load and run there, and nothing else.

Each page carries its own in a ``meta`` element, which works on any host. Scripts of a page may run from files of the
site. The few that the theme writes into every page are allowed by their hashes. Those are taken from the page for lost
addresses, which holds no word of an architecture file: what stands in a page alone is never allowed, so a script that
found its way through every escape would still not run.
"""

from __future__ import annotations

import re
from base64 import b64encode
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
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)


def protect(site: Path) -> tuple[str, ...]:
    """Write a policy into each page of a finished site.

    Returns:
        Pages, by their path in the site, that have a script of their own, which will not run.
    """
    theme = site / THEME_PAGE
    allowed = frozenset(map(_scopeless, _inline(theme.read_text("utf-8")))) if theme.is_file() else frozenset()
    return tuple(
        path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")) if not _protect(path, allowed)
    )


def policy(scripts: Iterable[str]) -> str:
    """Give the policy of a page whose inline scripts are these."""
    hashes = dict.fromkeys(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return "; ".join([*_ELSEWHERE, " ".join(["script-src 'self'", *hashes])])


def _protect(path: Path, allowed: Collection[str]) -> bool:
    """Write a page's policy; tell whether all its scripts are allowed."""
    page = path.read_text("utf-8")
    if _OURS_BEGINS in page:  # only where a page is protected a second time: looking for its end takes a while
        page = _OURS.sub("", page)
    scripts = list(_inline(page))
    known = [script for script in scripts if _scopeless(script) in allowed]
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(known), quote=False)}">'
    if before := _CHARSET.search(page) or _HEAD.search(page):
        path.write_text(page[: before.end()] + meta + page[before.end() :], "utf-8", newline="\n")
    return known == scripts


def _inline(page: str) -> Iterator[str]:
    """Give the scripts that a page holds itself and a browser would run."""
    return (text for attributes, text in _SCRIPT.findall(page) if not _NOT_RUN.search(attributes))


def _scopeless(script: str) -> str:
    return _SCOPE.sub("new URL()", script)
