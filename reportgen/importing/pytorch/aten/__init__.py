"""Operators of ATen, each as operations of a program: the table that the documentation is written from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.pytorch.aten import (
    activations,
    arithmetic,
    attention,
    constants,
    moves,
    norms,
    products,
    recurrent,
    reductions,
    windows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call

FAMILIES: Final[Mapping[str, Mapping[str, Callable[[Builder, Call], None]]]] = MappingProxyType(
    {
        "Convolution, pooling and resampling": windows.OPERATORS,
        "Products": products.OPERATORS,
        "Attention": attention.OPERATORS,
        "Recurrent layers and tables": recurrent.OPERATORS,
        "Normalisation and dropout": norms.OPERATORS,
        "Activations and functions": activations.OPERATORS,
        "Arithmetic": arithmetic.OPERATORS,
        "Means, sums and extremes": reductions.OPERATORS,
        "Moves, which are no layers": moves.OPERATORS,
        "Constants": constants.OPERATORS,
    }
)
"""Operators by family and name; the overloads of one name, and its twin that works in place, are read alike."""

OPERATORS: Final = MappingProxyType({name: make for family in FAMILIES.values() for name, make in family.items()})
"""All of them."""
