"""Small networks, written as a person would, and edited as a person would."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reportgen import Finding, NetworkReport, Settings


class Report(Protocol):
    """The fixture that analyses the one network that a text describes."""

    def __call__(self, text: str, settings: Settings = ...) -> NetworkReport: ...


class Tell(Protocol):
    """The fixture that lists what some rules find in it."""

    def __call__(self, text: str, *rules: str) -> tuple[Finding, ...]: ...


def network(shape: str, layers: str, head: str = "") -> str:
    """Write a file; its layers begin in line 3, or behind the lines of ``head``."""
    return f"input: {shape}\n{dedent(head).lstrip(chr(10))}layers:\n{dedent(layers).lstrip(chr(10))}"


def edited(text: str, old: str, new: str) -> str:
    """Change the one place of a file that reads ``old``."""
    assert text.count(old) == 1, f"{text.count(old)} places read {old!r}"
    return text.replace(old, new)


def convolutions(count: int, options: str = "filters: 8, kernel: 3, padding: half") -> str:
    """Write that many convolutions in a row."""
    return f"- conv: {{{options}}}\n" * count
