"""Text made small, and back: what comes back is never more than a bound, whoever packed it."""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import Final

MOST: Final = 1 << 29
"""Bytes that may come of a packed text; no entry of ours has a tenth of it."""
UNFIT: Final = (AttributeError, LookupError, TypeError, ValueError, RecursionError, zlib.error)
"""What reading an entry may raise that is not of our making."""
_LENGTH: Final = 8


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


def two(head: str, body: str) -> bytes:
    """Pack two texts so that the first can be read without the second, which may be long."""
    first = packed(head)
    return len(first).to_bytes(_LENGTH, "big") + first + packed(body)


class Two:
    """Two packed texts, each unpacked when it is first asked for; raises as ``unpacked`` does."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")

    @cached_property
    def head(self) -> str:
        """The first text."""
        return unpacked(self._content[_LENGTH : self._end])

    @cached_property
    def body(self) -> str:
        """The second text."""
        return unpacked(self._content[self._end :])
