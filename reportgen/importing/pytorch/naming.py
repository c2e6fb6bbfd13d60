"""What operations are called: after the module that makes them, or after what a module's own code does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.importing.pytorch.exported import Call

LAYERS: Final = "torch.nn.modules."
"""Where the classes of PyTorch's own layers stand."""
CONTAINERS: Final = (
    "Sequential",
    "ModuleList",
    "ModuleDict",
    "Transformer",
    "TransformerEncoder",
    "TransformerDecoder",
)
HOLDERS: Final = (*CONTAINERS, "TransformerEncoderLayer", "TransformerDecoderLayer")
"""PyTorch's own modules that are made of others."""
MOVES: Final = frozenset({"reshape", "permute", "slice", "expand", "concat", "identity", "pad", "unknown"})
"""Kinds of operations that rarely are what a module is for."""
ATTENTION: Final = "MultiheadAttention"


class Place(NamedTuple):
    """Where an operation stands."""

    name: str
    scope: tuple[str, ...]
    """Modules around it, outermost first."""
    modules: tuple[str, ...]
    """Class of each; empty for one that is never called, such as a list."""


class Names:
    """Names that are given so far."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def unlike(self, wanted: str) -> str:
        """Give a name that nothing has: itself, or with a number behind it."""
        name = wanted
        while name in self._taken:
            self._counts[wanted] = self._counts.get(wanted, 1) + 1
            name = f"{wanted}.{self._counts[wanted]}"
        self._taken.add(name)
        return name

    def place(self, call: Call, kind: str) -> Place:
        """Name an operation of a call."""
        classes = {path: kind.rsplit(".", 1)[-1] for path, kind in call.modules}
        path, kind_of = call.modules[-1] if call.modules else ("", "")
        own = kind_of.startswith(LAYERS) and classes[path] not in HOLDERS and path != ""
        main = kind == "attention" if classes.get(path) == ATTENTION else kind not in MOVES
        *around, last = path.split(".") if path else [""]
        if not own and last:
            around.append(last)
        prefix = "/".join(around)
        wanted = last if own and main else f"{last}/{kind}" if own else kind
        scope = tuple(around)
        paths = [".".join(scope[: place + 1]) for place in range(len(scope))]
        name = self.unlike(f"{prefix}/{wanted}" if prefix else wanted)
        return Place(name, scope, tuple(classes.get(one, "") for one in paths))
