"""Ids that are safe as a file name, in an address and as an HTML id."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """Give lower-case ASCII letters, digits and single hyphens; ``x`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "x"
