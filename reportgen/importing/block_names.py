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

    def name(self, runs: Sequence[Pieces], *, modules: bool) -> str:
        """Give the name of a pattern with these uses; ``modules`` says whether each is all of a module."""
        names = [*(self._modules(runs) if modules else ()), _kind(runs[0])]
        fit = [name for name in names if name[:1].isalpha() and name not in _VAGUE]
        name = next((name for name in fit if name not in self.taken), "") or unlike(fit[-1], self.taken)
        self.taken.add(name)
        return name

    def _modules(self, runs: Sequence[Pieces]) -> Iterator[str]:
        """Give the class that the modules of all uses have, and then the name, if there is one."""
        layers = [[self.layers[place] for place in places_of(run)] for run in runs]
        scopes = [group[0].scope[: _shared([layer.scope for layer in group])] for group in layers]
        classes = {
            "".join(group[0].modules[len(scope) - 1 : len(scope)]) for group, scope in zip(layers, scopes, strict=True)
        }
        stems = set(map(_stem, scopes))
        if all(scopes):
            yield from (_snake(names.pop()) for names in (classes, stems) if len(names) == 1)


def _kind(run: Pieces) -> str:
    """Say what a pattern is by what it is made of."""
    merges = [piece.options.get("merge", "add") for piece in run if piece.word == "residual"]
    if merges:
        return {"concat": "dense_unit", "multiply": "gate"}.get(str(merges[0]), "residual_unit")
    return "parallel" if any(piece.word == "branches" for piece in run) else "unit"


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
