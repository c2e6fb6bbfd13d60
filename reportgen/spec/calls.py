"""What a layer or a block is given: names and values of its options, checked as far as they stand in the file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reportgen.errors import did_you_mean, listed
from reportgen.ops import LAYERS
from reportgen.ops.reading import OptionProblems, make
from reportgen.spec.memo import Memo
from reportgen.spec.model import Block, Marked
from reportgen.spec.nodes import Mapping, Scalar
from reportgen.spec.values import is_open, marked, plain
from reportgen.spec.words import NAMED, STRUCTURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from reportgen.errors import Mark
    from reportgen.ops.base import Layer
    from reportgen.spec.nodes import Node
    from reportgen.spec.problems import Problems

Signature = tuple[str, ...]
"""Names of a block's arguments, those that must be given marked by a trailing ``!``."""


class CallReader:
    """Reads what words are given; ``names`` are those that expressions may use."""

    def __init__(
        self, problems: Problems, find: Callable[[str], Block | Signature | None], names: AbstractSet[str]
    ) -> None:
        self.problems, self.names = problems, names
        self._find = find
        self._takes = Memo(partial(_takes, find))

    def signature(self, word: str, mark: Mark) -> dict[str, bool] | None:
        """Give the names that a word takes and whether each must be given; ``None`` for an unknown word."""
        known = self._takes[word]
        if known is None:
            near = did_you_mean(word, [*LAYERS, *STRUCTURES, *NAMED]) or "; see the reference for the words there are"
            self.problems.add("unknown-layer", f"no layer or block is called '{word}'{near}", mark)
        return known

    def arguments(self, word: str, mark: Mark, value: Node | None, known: dict[str, bool]) -> dict[str, Marked]:
        """Read what stands behind a word: a mapping of options, or the main value alone."""
        given: dict[str, Marked] = {}
        if isinstance(value, Mapping):
            given = self._options(word, value, known)
        elif value is not None and not (isinstance(value, Scalar) and value.value is None):
            main = LAYERS[word].main if self.is_layer(word) else next(iter(known), "")
            if main:
                given[main] = marked(value, self.names, self.problems)
            else:
                takes = f"; its options are {listed(known)}" if known else ""
                self.problems.add("unknown-option", f"{word} takes no bare value{takes}", value.mark)
        missing = [name for name, required in known.items() if required and name not in given]
        if missing and not self.is_layer(word):
            self.problems.add("missing-option", f"{word} must be given {' and '.join(missing)}", mark)
        return given

    def is_layer(self, word: str) -> bool:
        """Say whether a word is a layer's, and not a block's or a structure's."""
        return word in LAYERS and self._find(word) is None

    def _options(self, word: str, value: Mapping, known: Iterable[str]) -> dict[str, Marked]:
        given = {}
        for key, node in value.entries:
            name = str(key.value)
            if name in known:
                given[name] = marked(node, self.names, self.problems)
            elif self.is_layer(word):
                given[name] = Marked(None, key.mark)  # the layer itself refuses it, and knows other spellings
            else:
                hint = did_you_mean(name, known) or f"; it has {listed(known) or 'none'}"
                self.problems.add("unknown-option", f"{word} has no argument '{name}'{hint}", key.mark)
        return given

    def first(self, word: str, beside: dict[str, tuple[Scalar, Node]]) -> dict[str, Marked]:
        """Read in what the first of the repeats differs."""
        if "first" not in beside:
            return {}
        key, value = beside["first"]
        if "repeat" not in beside:
            self.problems.add(
                "unknown-key", "'first' says how the first of the repeats differs: give 'repeat'", key.mark
            )
        if not isinstance(value, Mapping):
            self.problems.add("wrong-type", "first must be a mapping of options", value.mark)
            return {}
        known = {} if word in STRUCTURES else self.signature(word, key.mark) or {}
        return self._options(word, value, known)

    def layer(self, word: str, mark: Mark, given: dict[str, Marked], first: dict[str, Marked]) -> Layer | None:
        """Check constant options now, and give the layer where none waits for an expression."""
        if not self.is_layer(word):
            return None
        made = self._made(word, mark, given)
        return made if not first else self._made(word, mark, {**given, **first}) and None

    def _made(self, word: str, mark: Mark, given: dict[str, Marked]) -> Layer | None:
        constant = {name: plain(value) for name, value in given.items() if not is_open(value)}
        waiting = len(constant) < len(given)
        try:
            made = make(LAYERS[word], constant)
        except OptionProblems as error:
            for problem in error.problems:
                # What is missing or in conflict may only wait for its expression.
                if problem.name in ("wrong-value", "unknown-option") or not waiting:
                    place = given[problem.option].mark if problem.option in given else mark
                    self.problems.add(problem.name, problem.message, place)
            return None
        return None if waiting else made


def _takes(find: Callable[[str], Block | Signature | None], word: str) -> dict[str, bool] | None:
    block = find(word)
    if isinstance(block, Block):
        return {name: default is None for name, default in block.arguments.items()}
    if block is not None:
        return {name.rstrip("!"): name.endswith("!") for name in block}
    if word in NAMED:
        return {word: True}
    return {o.name: o.required for o in LAYERS[word].options.values()} if word in LAYERS else None
