"""The operator table of the documentation, from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.importing.keras.rules import Rule

_MOST: Final = 6
"""Words that are told of one rule; of more, that there are more."""


def as_markdown() -> str:
    """Give the table: a row for each rule, family by family."""
    return "\n".join(["| Layer of Keras | Becomes | Remarks |", "| --- | --- | --- |", *_rows()])


def _rows() -> Iterator[str]:
    for family, rules in FAMILIES.items():
        yield f"| **{family}** | | |"
        for rule in rules:
            kinds = ", ".join(f"`{kind}`" for kind in rule.kinds)
            yield f"| {kinds} | {_words(rule)} | {rule.says} |"


def _words(rule: Rule) -> str:
    told = [f"`{word}`" for word in rule.becomes[:_MOST]]
    more = ["…"] if len(rule.becomes) > _MOST else []
    return ", ".join([*told, *more]) or "no layer"
