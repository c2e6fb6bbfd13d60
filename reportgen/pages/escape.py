"""Text of strangers, made harmless for the place where it stands.

HTML text and attributes are escaped by the templates; this is for all other places: Markdown, titles that
generators print unescaped, addresses, descriptions that are Markdown themselves.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>&|~^=$#!:@\"'+]")
_OPENS_LIST: Final = re.compile(r"^(\d*)([-.)])")
_BLANK_LINE: Final = re.compile(r"\n(?=[ \t]*\n)")
_QUOTED: Final = re.compile(r"`+([^`]+)`+")
_SCHEMES: Final = ("http", "https", "mailto")
_TAGS: Final = frozenset(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


def markdown(text: str) -> Markup:
    """Write plain text so that no Markdown or HTML in it works, wherever in a line it stands.

    Each special character becomes a numeric reference, which every dialect takes for the bare character.
    """
    line = " ".join(text.split())
    line = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", line)
    return Markup(_OPENS_LIST.sub(lambda found: f"{found[1]}&#{ord(found[2])};", line))  # noqa: S704 - just escaped


def prose(text: str) -> Markup:
    """Write a sentence of our own code, whose `quoted` words become code, for Markdown and HTML alike."""
    parts = _QUOTED.split(text)
    words = (f"<code>{markdown(part)}</code>" if place % 2 else _spaced(part) for place, part in enumerate(parts))
    return Markup("".join(words))  # noqa: S704 - just escaped


def _spaced(text: str) -> str:
    """Escape a part of a sentence without losing the spaces at its ends."""
    inner = text.strip()
    return text.replace(inner, markdown(inner)) if inner else text


def plain_title(text: str) -> str:
    """Write a title for themes that print it raw, in an attribute, or with its references resolved.

    Resolving would undo an escape, so angle brackets and quotes become characters that only look like them.
    """
    line = " ".join(text.split()).replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
    line = line.replace(">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
    return line.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}").replace("&", "&amp;")


def safe_url(url: str) -> str | None:
    """Give an address of the web or of a mailbox as it is, and nothing for any other."""
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return None
    return url.strip() if scheme in _SCHEMES else None


def description(text: str) -> Markup:
    """Turn a description, which is Markdown, into HTML without anything that runs, loads or poses as the page."""
    import nh3  # noqa: PLC0415 - most pages have no description, and starting is to be quick
    from markdown import markdown as to_html  # type: ignore[import-untyped]  # noqa: PLC0415 - same

    html = to_html(text, extensions=["fenced_code", "tables"])
    clean = nh3.clean(
        html, tags=set(_TAGS), attributes={"a": {"href"}}, url_schemes=set(_SCHEMES), link_rel="noopener nofollow"
    )
    return one_block(clean)


def one_block(html: str) -> Markup:
    """Give HTML without blank lines, which would end a raw block of Markdown; text keeps its line breaks."""
    return Markup(_BLANK_LINE.sub("&#10;", html.strip()))  # noqa: S704 - only line breaks change
