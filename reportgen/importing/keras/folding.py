"""Functions that Keras Applications spell out: ``relu6(x + 3) / 6`` is a hard sigmoid, and times ``x`` a hard swish."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.importing.source import SourceLayer

_SIXTH: Final = Fraction(1, 6)
_NEAR: Final = Fraction(1, 10**6)
"""How far a sixth that was written as a decimal may be off."""


def folded(layers: Sequence[SourceLayer], outputs: Sequence[str]) -> tuple[SourceLayer, ...]:
    """Put one layer where several compute a hard sigmoid or a hard swish that nothing else reads parts of."""
    uses = Counter((*(read for layer in layers for read in layer.reads), *outputs))
    kept: dict[str, SourceLayer] = {}
    for layer in layers:
        parts = _hard_sigmoid(layer, kept) or _hard_swish(layer, kept)
        if parts and all(uses[part.name] == 1 for part in parts):
            word = "hard_sigmoid" if layer.word == "rescale" else "hard_swish"
            kept[layer.name] = replace(layer, word=word, options={}, reads=parts[-1].reads)
            for part in parts:
                del kept[part.name]
        else:
            kept[layer.name] = layer
    return tuple(kept.values())


def _hard_sigmoid(layer: SourceLayer, made: Mapping[str, SourceLayer]) -> tuple[SourceLayer, ...]:
    """Find the parts behind a last one that divides by six, the latest first; empty where there are none."""
    scale = layer.options.get("scale")
    if layer.word != "rescale" or not isinstance(scale, Fraction) or set(layer.options) != {"scale"}:
        return ()
    bound = made.get(layer.reads[0])
    shifted = made.get(bound.reads[0]) if bound is not None and bound.word == "relu6" else None
    if bound is None or shifted is None or shifted.word != "rescale" or shifted.options != {"offset": 3}:
        return ()
    return (bound, shifted) if abs(scale - _SIXTH) < _NEAR else ()


def _hard_swish(layer: SourceLayer, made: Mapping[str, SourceLayer]) -> tuple[SourceLayer, ...]:
    """Find the hard sigmoid that is multiplied with what it reads; empty where there is none."""
    if layer.word != "multiply" or len(layer.reads) != 2:  # noqa: PLR2004 - a value and its gate
        return ()
    one, other = (made.get(read) for read in layer.reads)
    for gate, value in ((one, layer.reads[1]), (other, layer.reads[0])):
        if gate is not None and gate.word == "hard_sigmoid" and not gate.options and gate.reads == (value,):
            return (gate,)
    return ()
