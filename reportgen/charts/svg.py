"""SVG as it leaves this package: sentinel colours turned into custom properties, ids made unique, a name and a text.

A chart is drawn once, as SVG whose colours are the sentinels of ``style.py``. It is given away in one of two
forms: *standalone*, a file that carries its palette and its letters, and follows the reader's colour scheme by itself,
or *inline*, an element for an HTML page that has ``palette_css`` in its style sheet.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from reportgen.charts import style
from reportgen.charts.face import BOLD, FAMILY, REGULAR, face_css

_TAG: Final = re.compile(r"(<[^>]*>)")
_HEX: Final = re.compile(r"(?<=[\":\s])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_ID: Final = re.compile(r'( id="|href="#|url\(#)([^")]+)')
_TEXT_RULES: Final = (
    f"text{{font-family:var(--rg-font,{FAMILY},{style.FONT});font-variant-numeric:tabular-nums;"
    "paint-order:stroke;stroke:var(--rg-surface);stroke-width:3px;stroke-linejoin:round}"
)


def standalone(drawn: str, title: str, alt: str) -> str:
    """Give a whole SVG file, with its palette for light and dark inside."""
    root, body = _split(drawn)
    css = _faces(body) + style.scheme_css(_tones(body) | {"surface"}) + _TEXT_RULES
    named = f"<title>{escape(title)}</title><desc>{escape(alt)}</desc><style>{css}</style>"
    return f'{root[:-1]} role="img">{named}{_coloured(body)}\n'


def inline(drawn: str, prefix: str, title: str, alt: str) -> str:
    """Give an ``<svg>`` element for a page; its ids begin with the prefix, which must be unique on the page."""
    root, body = _split(drawn)
    named = f'<title id="title">{escape(title)}</title><desc id="desc">{escape(alt)}</desc>'
    opening = f'{root[:-1]} class="rg-svg" role="img" aria-labelledby="{prefix}-title {prefix}-desc">'
    return opening + _ID.sub(rf"\g<1>{prefix}-\g<2>", named + _coloured(body))


def decoration(drawn: str) -> str:
    """Give an ``<svg>`` element for a page that stands beside the figures it draws, and so needs no text."""
    return _coloured(drawn)


def text_css() -> str:
    """Give the rule that inline charts need for their text."""
    return f"svg.rg-svg {_TEXT_RULES}\n"


def _split(drawn: str) -> tuple[str, str]:
    """Part the root's opening tag from what follows it."""
    end = drawn.index(">") + 1
    return drawn[:end], drawn[end:]


def _faces(drawn: str) -> str:
    """Give the rules of the weights that a drawing writes with."""
    return face_css(REGULAR) + (face_css(BOLD) if f'font-weight="{BOLD}"' in drawn else "")


def _tones(drawn: str) -> set[str]:
    return {tone.name for found, tone in style.TONE_OF_SENTINEL.items() if found in drawn}


def _coloured(drawn: str) -> str:
    """Put custom properties where the sentinels stand, in tags only: a layer may be called ``#fff``.

    Raises:
        ValueError: for a colour that is not of the palette.
    """
    parts = _TAG.split(drawn)
    return "".join(_HEX.sub(_variable, part) if part.startswith("<") else part for part in parts)


def _variable(found: re.Match[str]) -> str:
    tone = style.TONE_OF_SENTINEL.get(found[0])
    if tone is None:
        raise ValueError(f"{found[0]} is no colour of the palette")
    return f"var({tone.variable})"
