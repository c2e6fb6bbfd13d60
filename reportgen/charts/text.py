"""How much room text takes: the widths of the face that charts carry along.

A letter that the face lacks is shown in one that nobody knows here, so its width is an upper estimate.
"""

from __future__ import annotations

from typing import Final

from reportgen.charts.face import BOLD, REGULAR, advances

_OTHER, _OTHER_BOLD = 1.1, 1.25
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the pixels that a line of text takes; no fewer than it will where the face lacks a letter."""
    known, other = (advances(BOLD), _OTHER_BOLD) if bold else (advances(REGULAR), _OTHER)
    return size * sum(known.get(letter, other) for letter in text)


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
