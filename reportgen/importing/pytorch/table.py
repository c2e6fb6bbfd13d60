"""The operator table of the documentation, from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.importing.pytorch.aten import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def as_markdown() -> str:
    """Give the table, family by family: a row for each rule, and one for those that say the same."""
    return "\n".join(["| Operator of ATen | Becomes | When |", "| --- | --- | --- |", *_rows()])


def _rows() -> Iterator[str]:
    for family, rules in FAMILIES.items():
        yield f"| **{family}** | | |"
        found: dict[tuple[str, str], list[str]] = {}
        for rule in rules:
            found.setdefault((_quoted(rule.becomes) or "no layer", rule.says), []).extend(rule.names)
        for (words, says), names in found.items():
            yield f"| {_quoted(names)} | {words} | {says} |"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
