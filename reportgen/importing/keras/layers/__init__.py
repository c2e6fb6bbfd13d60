"""The registry: for each class of Keras, one small function that makes layers of ours of a call.

A family is one module; it lists its rules in ``RULES``. The operator table of the documentation is made from them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers import (
    activation,
    applications,
    attention,
    convolution,
    core,
    cutting,
    einsum,
    merging,
    moves,
    normalisation,
    operations,
    pooling,
    preprocessing,
    recurrent,
    regularisation,
    reshaping,
    wrappers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.keras.rules import Rule

FAMILIES: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        "Core": (*core.RULES, *einsum.RULES),
        "Convolution": convolution.RULES,
        "Pooling": pooling.RULES,
        "Normalisation": normalisation.RULES,
        "Activation": activation.RULES,
        "Merging": merging.RULES,
        "Shape": reshaping.RULES,
        "Regularisation": regularisation.RULES,
        "Recurrent": recurrent.RULES,
        "Attention": attention.RULES,
        "Wrappers": wrappers.RULES,
        "Preprocessing": preprocessing.RULES,
        "Layers of Keras Applications": applications.RULES,
        "Operations": (*operations.RULES, *moves.RULES, *cutting.RULES),
    }
)
"""The rules of each family, in the order of the operator table."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {kind: rule for rules in FAMILIES.values() for rule in rules for kind in rule.kinds}
)
"""The rule of each class."""
