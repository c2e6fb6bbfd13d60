"""Text made small, and back: what comes back is never more than a bound, whoever packed it."""

from __future__ import annotations

import zlib
from typing import Final

MOST: Final = 1 << 29
"""Bytes that may come of a packed text; no entry of ours has a tenth of it."""


def packed(text: str) -> bytes:
    """Pack a text."""
    return zlib.compress(text.encode(), 1)


def unpacked(content: bytes) -> str:
    """Give what was packed.

    Raises:
        ValueError, zlib.error: that was no text, or it is too long.
    """
    reader = zlib.decompressobj()
    data = reader.decompress(content, MOST)
    if not reader.eof:
        message = "it is cut short, or too long"
        raise ValueError(message)
    return data.decode()
