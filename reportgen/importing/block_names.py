"""What a pattern is called: as the class of its module, or the module itself, or by what it is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.importing.names import unlike
from reportgen.importing.pieces import places_of
from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_names
from reportgen.spec.words import BESIDE, NAMED, STRUCTURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.importing.pieces import Pieces
    from reportgen.importing.source import SourceLayer

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNFIT: Final = re.compile(r"[^a-z0-9]+")
_NUMBER: Final = re.compile(r"[\d_]+$")
_VAGUE: Final = frozenset({"sequential", "module", "module_list", "functional", "model", "layers", "layer", "features"})
"""Names that say nothing of what they name."""


class BlockNames:
    """Names the blocks of one file, each its own."""

    def __init__(self, layers: Mapping[int, SourceLayer]) -> None:
        self.layers = layers
        """The source's layers, by place."""
        self.taken = {*LAYERS, *STRUCTURES, *NAMED, *BESIDE, *standard_names(), "channels", "input"}

    def name(self, runs: Sequence[Pieces]) -> str:
        """Give the name of a pattern with these uses."""
        wanted = next(
            (name for name in self._names(runs) if name and name[0].isalpha() and name not in _VAGUE), "block"
        )
        name = unlike(wanted, self.taken)
        self.taken.add(name)
        return name

    def _names(self, runs: Sequence[Pieces]) -> Iterator[str]:
        layers = [[self.layers[place] for place in places_of(run)] for run in runs]
        depths = [_shared([layer.scope for layer in group]) for group in layers]
        classes = {
            group[0].modules[depth - 1]
            for group, depth in zip(layers, depths, strict=True)
            if 0 < depth <= len(group[0].modules)
        }
        if len(classes) == 1 and all(depths):
            yield _snake(classes.pop())
        stems = {_stem(group[0].scope[:depth]) for group, depth in zip(layers, depths, strict=True)}
        if len(stems) == 1:
            yield stems.pop()
        words = [piece.word for piece in runs[0]]
        yield "residual_unit" if "residual" in words else "module" if "branches" in words else "unit"


def _shared(scopes: Sequence[tuple[str, ...]]) -> int:
    """Count the modules that some layers share."""
    parts = list(zip(*scopes, strict=False))
    return next((depth for depth, names in enumerate(parts) if len(set(names)) > 1), len(parts))


def _stem(scope: tuple[str, ...]) -> str:
    """Give the innermost name of a scope without its number; of ``blocks.3``, one of the blocks."""
    found = [stem for part in reversed(scope) if (stem := _NUMBER.sub("", _snake(part)))]
    return (found[0].removesuffix("s") if scope and not _NUMBER.sub("", scope[-1]) else found[0]) if found else ""


def _snake(name: str) -> str:
    return _UNFIT.sub("_", _CAPITAL.sub("_", name).lower()).strip("_")
