"""Modules, read from names: Keras has none, but people and Keras Applications number them into the names of layers.

``conv2_block1_1_conv`` stands in ``block1`` of ``conv2``, ``block2a_expand_conv`` in ``a`` of ``block2``. What looks
like a module must stand together; names that Keras made up say nothing, and take the module that they stand in.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.layers import RULES
from reportgen.ops import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.importing.source import SourceLayer

Scope = tuple[str, ...]

MOST_DEEP: Final = 4
"""Modules within each other that a name tells."""
_NUMBERED: Final = re.compile(r"[A-Za-z_.]+\d+")
_LETTERED: Final = re.compile(r"([A-Za-z_.]+\d+)([a-z])")
_FOLLOWING: Final = frozenset(
    layer.word for family in ("merge", "activation", "normalisation") for layer in FAMILIES[family]
)
"""Layers that belong to what they follow."""


def scoped(layers: Sequence[SourceLayer], model: str) -> tuple[SourceLayer, ...]:
    """Give layers the modules that their names tell, within the models that they stand in."""
    told = [_told(layer, model) for layer in layers]
    modules = {scope for scope in told if scope}
    told = [
        scope if scope is None else _entered(layer, model, scope, modules)
        for layer, scope in zip(layers, told, strict=True)
    ]
    kept = _together(_surrounded(layers, told), [_own(layer) for layer in layers])
    return tuple(replace(layer, scope=scope) for layer, scope in zip(layers, kept, strict=True))


def _own(layer: SourceLayer) -> str:
    """Give what Keras calls a layer, without the models around it, and without the part of it that it is."""
    return layer.name.split("/")[len(layer.scope)]


def _entered(layer: SourceLayer, model: str, scope: Scope, modules: set[Scope]) -> Scope:
    """Let a layer into the module that is called as it: ``conv_dw_1``, before ``conv_dw_1_bn``."""
    whole = _module(_parts(_own(layer).removeprefix(f"{model}_")), layer.scope)
    return whole if whole in modules else scope


def _told(layer: SourceLayer, model: str) -> Scope | None:
    """Read the modules from a name; ``None`` where Keras made the name up."""
    own = _own(layer)
    if _made_up(own):
        return None
    parts = _parts(own.removeprefix(f"{model}_"))
    return _module(parts[:-1], layer.scope)


def _module(parts: Sequence[str], around: Scope) -> Scope:
    """Give the modules that words tell: up to the first number, and whatever is numbered behind it."""
    first = next((place for place, part in enumerate(parts) if _is_numbered(part)), None)
    if first is None:
        return (*around, *parts[:1])
    numbered = list(takewhile(_is_numbered, parts[first : first + MOST_DEEP]))
    head = "_".join([*parts[:first], *numbered[:1]])
    return (*around, *(piece for part in [head, *numbered[1:]] for piece in _pieces(part)))


def _parts(name: str) -> list[str]:
    """Divide a name at its underscores; a number goes with the word before it, if that has none."""
    parts: list[str] = []
    for word in filter(None, name.split("_")):
        if word.isdigit() and parts and not parts[-1][-1].isdigit():
            parts[-1] += f"_{word}"
        else:
            parts.append(word)
    return parts


def _is_numbered(part: str) -> bool:
    return bool(_NUMBERED.fullmatch(part) or _LETTERED.fullmatch(part))


def _pieces(part: str) -> tuple[str, ...]:
    """Take the letter off ``block2a``, the first block of the second stage."""
    found = _LETTERED.fullmatch(part)
    return found.groups() if found else (part,)


def _made_up(name: str) -> bool:
    return re.sub(r"_\d+$", "", name) in _MADE_UP


def _snake(kind: str) -> str:
    """Give the name that Keras makes of a class: ``max_pooling2d`` of ``MaxPooling2D``."""
    words = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", kind.removeprefix("ops."))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()


_MADE_UP: Final = frozenset(map(_snake, RULES))


def _surrounded(layers: Sequence[SourceLayer], told: Sequence[Scope | None]) -> list[Scope]:
    """Give layers whose names say nothing the module of what they follow, or the one on both sides of them."""
    behind: list[Scope] = []
    following: Scope = ()
    for scope in reversed(told):
        following = following if scope is None else scope
        behind.append(following)
    behind.reverse()
    found: list[Scope] = []
    for place, (layer, scope) in enumerate(zip(layers, told, strict=True)):
        before = found[-1] if found else ()
        if scope is not None:
            found.append(scope)
        elif place and layer.word in _FOLLOWING and layers[place - 1].name in layer.reads:
            found.append(before if before[: len(layer.scope)] == layer.scope else layer.scope)
        else:
            shared = _shared(before, behind[place])
            found.append(shared if shared[: len(layer.scope)] == layer.scope else layer.scope)
    return found


def _shared(one: Scope, other: Scope) -> Scope:
    return tuple(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _together(scopes: Sequence[Scope], names: Sequence[str]) -> list[Scope]:
    """Keep modules of two layers of Keras' or more that stand together, at every depth."""
    kept: list[Scope] = [()] * len(scopes)
    for depth in range(max(map(len, scopes), default=0)):
        at = [
            scope[: depth + 1] if len(scope) > depth and before == scope[:depth] else None
            for scope, before in zip(scopes, kept, strict=True)
        ]
        sizes = Counter(scope for scope, _ in set(zip(at, names, strict=True)) if scope)
        runs = Counter(scope for scope, _ in groupby(at) if scope)
        good = {scope for scope in sizes if sizes[scope] > 1 and runs[scope] == 1}
        kept = [scope if scope in good else before for scope, before in zip(at, kept, strict=True)]
    return kept
