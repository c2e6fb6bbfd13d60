"""Ids that are safe as a file name, in an address and as an HTML id."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_OF_DEVICES: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")
"""Names that are no files on Windows, wherever they stand."""
_LONGEST: Final = 200
"""File systems take 255 bytes of a name, with its ending."""


def slug(text: str) -> str:
    """Give lower-case ASCII letters, digits and single hyphens, at most 200; ``x`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].rstrip("-") or "x"
    return f"{made}-x" if _OF_DEVICES.fullmatch(made) else made
