"""What the registry knows of a class of Keras: how a call of it becomes layers of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor


@dataclass(frozen=True, slots=True)
class Rule:
    """How calls of some classes become layers of ours."""

    kinds: tuple[str, ...]
    """Classes of Keras, as ``LayerRecord.kind`` has them."""
    becomes: tuple[str, ...]
    """Words of the vocabulary; empty where no layer is needed."""
    says: str
    """What a reader should know of it, in Markdown; empty: nothing."""
    read: Callable[[Call], Tensor | tuple[Tensor, ...]]
    """Add the layers; give what is put out, in a row where it may be several values."""


def rule(
    *kinds: str, becomes: str | tuple[str, ...] = ()
) -> Callable[[Callable[[Call], Tensor | tuple[Tensor, ...]]], Rule]:
    """Make a rule of a function; its docstring is what a reader should know, in the operator table."""

    def made(read: Callable[[Call], Tensor | tuple[Tensor, ...]]) -> Rule:
        words = (becomes,) if isinstance(becomes, str) else becomes
        return Rule(kinds, words, " ".join((read.__doc__ or "").split()), read)

    return made
