"""The words of a list of layers that are no layers themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.ops import FAMILIES, LAYERS

if TYPE_CHECKING:
    from reportgen.ops.base import Layer

BESIDE: Final = ("name", "from", "weights", "when", "repeat", "first", "allow")
"""What may stand beside a word; ``weights`` only beside a layer's."""
STRUCTURES: Final = ("stage", "residual", "branches")
NAMED: Final = {"activation": ("activation",), "norm": ("normalisation",)}
"""Words that name a layer by an argument, with the families it may come from; ``identity`` always may."""
NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*(/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*")
"""A layer's name; ``/`` stands between the parts of an expanded one."""


def layer_for(word: str, value: object) -> type[Layer] | None:
    """Give the layer class that ``activation: value`` or ``norm: value`` names; ``None`` where it names none."""
    cls = LAYERS.get(value) if isinstance(value, str) else None
    return cls if cls and (cls.word == "identity" or cls.family in NAMED[word]) else None


def choices(word: str) -> tuple[str, ...]:
    """List the words that ``activation:`` or ``norm:`` may be given."""
    return tuple(cls.word for family in NAMED[word] for cls in FAMILIES[family])
