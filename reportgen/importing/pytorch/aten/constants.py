"""Constants that a network makes as it runs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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


OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {
        **dict.fromkeys(("zeros", "zeros_like", "new_zeros"), filled(0.0)),
        **dict.fromkeys(("ones", "ones_like", "new_ones"), filled(1.0)),
        **dict.fromkeys(("full", "full_like", "new_full", "scalar_tensor"), filled(None)),
        **dict.fromkeys(("arange", "linspace", "eye", "empty", "empty_like", "new_empty"), unknown_values),
    }
)
"""By the operator's name."""
