"""How much room text takes, without asking the host's fonts.

The reader's typeface is not known when a chart is drawn, so widths are an upper estimate: no letter is narrower
here than in DejaVu Sans, which is wider than the usual faces of screens. What is kept apart by it stays apart.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_EM: Final = (
    ("ijlI.,:;|'", 0.36),
    ('frt ()[]/-_`"!\N{EN DASH}', 0.5),
    ("mwMW%@\N{MULTIPLICATION SIGN}\N{HORIZONTAL ELLIPSIS}", 1.0),
    ("#&+<>=^~", 0.84),
)
_DIGIT, _SMALL, _CAPITAL, _WIDE, _BOLD = 0.64, 0.64, 0.79, 1.0, 1.13
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Give an upper estimate of the pixels that a line of text takes."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def _em(letter: str) -> float:
    for letters, em in _EM:
        if letter in letters:
            return em
    if letter.isdigit():
        return _DIGIT
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _SMALL if letter.islower() else _CAPITAL


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Cut a line in its middle until it takes no more than the room; both ends tell names apart."""
    if width(text, size, bold=bold) <= room:
        return text
    for kept in range(len(text) - 1, 1, -1):
        tail = kept // 2
        cut = f"{text[: kept - tail].rstrip()}{ELLIPSIS}{text[-tail:].lstrip()}"
        if width(cut, size, bold=bold) <= room:
            return cut
    return ELLIPSIS
