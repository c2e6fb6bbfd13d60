"""One row of the table of operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.onnx.node import Node


class Operator(NamedTuple):
    """One operator of ONNX."""

    name: str
    convert: Callable[[Node], None]
    """Adds to the program what it does; its docstring says when it can."""
    becomes: str
    """Words of ours, in Markdown."""

    @property
    def note(self) -> str:
        """Give what a reader should know."""
        return " ".join((self.convert.__doc__ or "").split())
