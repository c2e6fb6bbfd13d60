"""Constants that a network makes as it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def unknown_values(b: Builder, call: Call) -> None:
    """Values that nobody needs."""
    b.put(call, b.constant(b.out(call)))


def filled(value: float | None) -> Callable[[Builder, Call], None]:
    """One value over and over; ``None``: the one that is given."""

    def made(b: Builder, call: Call) -> None:
        given = call.given.get("fill_value", call.given.get("s")) if value is None else value
        if b.out(call) == () and isinstance(given, int | float):
            b.put(call, b.number(float(given)))
            return
        b.put(call, b.constant(b.out(call)))

    return made


RULES: Final = (
    Rule(("zeros", "zeros_like", "new_zeros"), filled(0.0), (), "As a constant that a layer reads."),
    Rule(("ones", "ones_like", "new_ones"), filled(1.0), (), "As a constant that a layer reads."),
    Rule(("full", "full_like", "new_full", "scalar_tensor"), filled(None), (), "As a constant that a layer reads."),
    Rule(
        ("arange", "linspace", "eye", "empty", "empty_like", "new_empty"),
        unknown_values,
        (),
        "As a constant that a layer reads.",
    ),
)
"""In the order of the documentation."""
