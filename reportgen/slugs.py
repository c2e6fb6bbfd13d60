"""Ids that are safe as a file name, in an address and as an HTML id."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 200
"""File systems take 255 bytes of a name, with its ending."""


def slug(text: str) -> str:
    """Give lower-case ASCII letters, digits and single hyphens, at most 200; ``x`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].rstrip("-") or "x"
