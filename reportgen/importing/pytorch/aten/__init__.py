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
    others,
    products,
    recurrent,
    reductions,
    windows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call
    from reportgen.importing.pytorch.rules import Rule

FAMILIES: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        "Convolution, pooling and resampling": windows.RULES,
        "Products": products.RULES,
        "Attention": attention.RULES,
        "Recurrent layers and tables": recurrent.RULES,
        "Normalisation and dropout": norms.RULES,
        "Activations and functions": activations.RULES,
        "Arithmetic": arithmetic.RULES,
        "Means, sums and extremes": reductions.RULES,
        "Moves": moves.RULES,
        "Constants": constants.RULES,
        "What has no words": others.RULES,
    }
)
"""Rules by family; the overloads of one name, and its twin that works in place, are read alike."""

OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {name: rule.read for rules in FAMILIES.values() for rule in rules for name in rule.names}
)
"""What reads each operator, by its name."""
