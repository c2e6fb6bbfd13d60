"""Ids that are safe as a file name, in an address and as an HTML id."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_DEVICES: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")
"""Names that are no files on Windows, wherever they stand."""
_NEITHER: Final = re.compile("[^a-z0-9]+")
"""What is neither letter nor digit in lower-case ASCII."""
_HYPHENS: Final = re.compile("-+")
_LONGEST: Final = 200
"""File systems take 255 bytes of a name, with its ending."""


def slug(text: str) -> str:
    """Give lower-case letters of any script, digits and single hyphens, at most 200 bytes; ``x`` where nothing is left.

    Latin letters lose their accents, and one text has one slug however its letters are composed.
    """
    if text.isascii():  # as most are: none has an accent, or is composed of others
        letters = _NEITHER.sub("-", text.lower())
    else:
        letters = _HYPHENS.sub("-", unicodedata.normalize("NFC", "".join(_letters(text))))
    made = letters.strip("-").encode()[:_LONGEST].decode(errors="ignore").rstrip("-") or "x"
    return f"{made}-x" if _OF_DEVICES.fullmatch(made) else made


def _letters(text: str) -> Iterator[str]:
    """Give letters and digits, marks of letters that are not ASCII, and a hyphen for each other character."""
    base = ""
    for character in unicodedata.normalize("NFKD", text).lower():
        kind = unicodedata.category(character)[0]
        if kind == "M":
            if not base.isascii():
                yield character
            continue
        base = character if kind in "LN" else ""
        yield base or "-"
