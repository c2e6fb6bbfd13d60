"""ONNX's operators: one function for each, that says what it does in a program over tensors."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.onnx.operators import arithmetic, channels, einsum, moves, sequences, windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.onnx.operators.table import Operator

OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {row.name: row for module in (arithmetic, channels, einsum, moves, sequences, windows) for row in module.OPERATORS}
)
"""Every operator that is read, by its name; what is not here becomes ``custom``."""


def as_markdown() -> str:
    """Give the table of operators as Markdown, those with the same row in one."""
    rows: dict[tuple[str, str], list[str]] = {}
    for operator in OPERATORS.values():
        rows.setdefault((operator.becomes, operator.note), []).append(f"`{operator.name}`")
    lines = [f"| {', '.join(names)} | {becomes} | {note} |" for (becomes, note), names in rows.items()]
    return "\n".join(["| Operator | Becomes | When |", "| --- | --- | --- |", *sorted(lines)])
