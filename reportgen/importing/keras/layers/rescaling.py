"""A number times each value, and a number added: one place that says how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


def rescaled(call: Call, x: Tensor, scale: Fraction, offset: Fraction, part: str = "") -> Tensor:
    """Multiply each value by a number, then add one; nothing where neither changes it."""
    if scale == 1 and offset == 0:
        return x
    return call.emit("rescale", x, options={"scale": scale, "offset": offset}, part=part)
