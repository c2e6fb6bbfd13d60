"""A model without its weights: the same file in Protocol Buffers' wire format, large payloads left out.

Files hold weights by the gigabyte, and figures need none of them. The fields of a message are read one after the
other, by the numbers of ``onnx.proto``; what a tensor holds is passed over unread, unless it is small enough to be
the sizes of a reshape.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from mmap import mmap

MOST_BYTES: Final = 256 * 1024 * 1024
"""Bytes that a model may have without its weights."""
MOST_DEPTH: Final = 50
"""Levels of graphs within graphs, messages counted."""
KEPT_BYTES: Final = 4096
"""Bytes of a tensor that are kept."""

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_CONTINUED: Final = 0x80
_LONGEST_NUMBER: Final = 10

_WITHIN: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {
        "model": {7: "graph", 25: "function"},
        "graph": {1: "node", 5: "tensor", 15: "sparse tensor"},
        "function": {7: "node"},
        "node": {5: "attribute"},
        "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse tensor", 23: "sparse tensor"},
        "sparse tensor": {1: "tensor", 2: "tensor"},
        "tensor": {},
    }
)
"""For each message, the fields that may hold weights, and the message that each of them is."""

_PAYLOAD: Final = frozenset({4, 5, 6, 7, 9, 10, 11})
"""The fields of a tensor that hold its values."""


class MalformedError(Exception):
    """A file is no message, or a message past a limit; the message says which."""


def without_weights(data: mmap | bytes) -> bytes:
    """Give a model without the payloads of its tensors; raise ``MalformedError`` where it is none."""
    return bytes(_Slim(data).message(0, len(data), "model", 0))


class _Slim:
    """One file on its way through."""

    def __init__(self, data: mmap | bytes) -> None:
        self.data = data
        self.kept = 0

    def message(self, place: int, end: int, what: str, depth: int) -> bytearray:
        """Copy the fields of one message, those that are messages without their payloads."""
        if depth > MOST_DEPTH:
            raise MalformedError(f"its messages nest deeper than {MOST_DEPTH} levels")
        out = bytearray()
        while place < end:
            start = place
            key, place = self.number(place, end)
            field, wire = key >> 3, key & 7
            if wire == _BYTES:
                size, place = self.number(place, end)
                if size > end - place:
                    raise MalformedError(f"a {what} is said to go on {size:,} bytes, but {end - place:,} are left")
                self.field(out, field, (start, place, place + size), what, depth)
                place += size
            else:
                place = self.passed(place, end, wire)
                self.keep(out, self.data[start:place])
        return out

    def field(self, out: bytearray, field: int, at: tuple[int, int, int], what: str, depth: int) -> None:
        """Copy one field that has a length: its key starts ``at`` the first place, it itself from the second on."""
        start, place, end = at
        within = _WITHIN[what].get(field)
        if within is not None:
            inner = self.message(place, end, within, depth + 1)
            self.keep(out, number_bytes(field << 3 | _BYTES) + number_bytes(len(inner)))
            out += inner
        elif what != "tensor" or field not in _PAYLOAD or end - place <= KEPT_BYTES:
            self.keep(out, self.data[start:end])

    def keep(self, out: bytearray, data: bytes) -> None:
        """Copy bytes, up to the limit."""
        self.kept += len(data)
        if self.kept > MOST_BYTES:
            raise MalformedError(f"without its weights it has more than {MOST_BYTES // 1024 // 1024} MB")
        out += data

    def number(self, place: int, end: int) -> tuple[int, int]:
        """Read a number of variable length; give it and the place behind it."""
        value = 0
        for count in range(min(_LONGEST_NUMBER, end - place)):
            byte = self.data[place + count]
            value |= (byte & ~_CONTINUED) << 7 * count
            if byte < _CONTINUED:
                return value, place + count + 1
        raise MalformedError("it breaks off amid a number")

    def passed(self, place: int, end: int, wire: int) -> int:
        """Give the place behind a field without a length."""
        if wire == _VARINT:
            return self.number(place, end)[1]
        place += {_EIGHT: 8, _FOUR: 4}.get(wire, end)
        if place > end:
            raise MalformedError("it is no message of Protocol Buffers")
        return place


def number_bytes(value: int) -> bytes:
    """Write a number of variable length."""
    out = bytearray()
    while value >= _CONTINUED:
        out.append(value & ~_CONTINUED & 0xFF | _CONTINUED)
        value >>= 7
    out.append(value)
    return bytes(out)
