"""What operations are given: by place, by name, or in their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reportgen.importing.keras.call import Call

PREFIX: Final = "ops."
"""In front of the class of an operation, in ``LayerRecord.kind``."""


def given(call: Call, *names: str, behind: bool = True) -> Any:  # noqa: ANN401 - whatever a file holds
    """Give an argument by the names that it may have, else what stands behind the first; ``None``: there is none."""
    for name in names:
        if call.kwargs.get(name) is not None:
            return call.kwargs[name]
        if call.config.raw(name) is not None:
            return call.config.raw(name)
    return next((value for value in call.args[1:] if value is not None), None) if behind else None


def axes_of(value: Any) -> list[int]:  # noqa: ANN401 - whatever a file holds
    """Give axes as a list, be they one or several; empty where they are none."""
    found = value if isinstance(value, list) else [value]
    return found if all(isinstance(axis, int) and not isinstance(axis, bool) for axis in found) else []
