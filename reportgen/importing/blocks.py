"""Patterns that recur, as blocks of the file: whichever saves most lines, until none saves any."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.importing.layout import line_count
from reportgen.importing.patterns import Pattern, Unlike, pattern_of, skeleton
from reportgen.importing.pieces import GROUP, Piece, entry_of, inside, places_of, references, ties_of
from reportgen.importing.repeats import Repeats, alike
from reportgen.importing.units import cuts_unit, is_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.graph.node import Graph
    from reportgen.importing.block_names import BlockNames
    from reportgen.importing.pieces import Pieces

_LONGEST: Final = 10
"""Pieces of a pattern, at most."""
_LEAST_LINES: Final = 3
_MOST_ARGUMENTS: Final = 6
_FEW_ARGUMENTS: Final = 3
"""As many any pattern may have; a longer one has fewer than layers and calls."""
_MOST_BLOCKS: Final = 12
_TRIED: Final = 12
"""Patterns that are drawn in each round, those first that promise most."""
_UNITS: Final = 6
"""Uses that a layer with its activation must have to get a name."""
_ARGUMENT_COST: Final = 0.25
"""Lines that a value at a call counts as: reading it is work too."""
_CALL_COST: Final = 1.2
"""Lines of a call: one, and sometimes another for ``repeat``."""
_MODULE: Final = 1.5
"""How much more a pattern is worth that is a module of the source."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the file."""

    name: str
    pattern: Pattern

    @property
    def arguments(self) -> dict[str, object]:
        """Names and defaults; ``None`` where a value must be given."""
        return {one.name: one.default for one in self.pattern.arguments}

    @property
    def defaults(self) -> dict[str, object]:
        """The values that a call may leave out."""
        return {one.name: one.default for one in self.pattern.arguments if one.default is not None}


@dataclass(frozen=True, slots=True)
class _Use:
    """A run of pieces that may become a call."""

    run: Pieces
    key: tuple[str, ...]
    """The skeletons of its pieces."""
    reads: tuple[tuple[int, ...], ...]
    whole: bool
    """Whether it is all that a module of the source holds."""
    again: bool
    """Whether it stands, or stands in what stands, behind its like: then it takes no line, as ``repeat`` has it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A pattern with its uses, and the lines that it saves."""

    pattern: Pattern
    uses: tuple[_Use, ...]
    saved: float


class Blocks:
    """Looks for the patterns of one network."""

    def __init__(
        self,
        graph: Graph,
        defaults: Callable[[str], Mapping[str, object]],
        names: BlockNames,
    ) -> None:
        self.graph, self.standard_defaults, self.names = graph, defaults, names
        self.blocks: list[Block] = []
        self._look_at(())

    def folded(self, pieces: Pieces) -> Pieces:
        """Give a list with calls in place of what recurs; ``blocks`` are what they call, each behind what it uses."""
        self._look_at(pieces)
        units = True  # the smallest come first: what is made of them is then shorter
        while len(self.blocks) < _MOST_BLOCKS:
            found = self._best(pieces, units=units)
            if found is None and not units:
                break
            if found is None:
                units = False
                continue
            modules = all(use.whole or (len(use.run) == 1 and use.run[0].remark) for use in found.uses)
            block = Block(self.names.name([use.run for use in found.uses], modules=modules), found.pattern)
            self.blocks.append(block)
            calls = {places_of(use.run): _call(block, number, use) for number, use in enumerate(found.uses)}
            pieces = _replaced(pieces, calls, len(found.pattern.layers))
            self._look_at(pieces)
        return pieces

    def _look_at(self, pieces: Pieces) -> None:
        """Take a list as it stands now."""
        self.ties = ties_of(self.graph, pieces)
        self.repeats = Repeats(self.ties, self.defaults)

    def defaults(self, word: str) -> Mapping[str, object]:
        """Give the values of a word's options where they are not given, as far as they are constant."""
        own = next((block for block in self.blocks if block.name == word), None)
        return own.defaults if own else self.standard_defaults(word)

    def lines(self, pieces: Pieces) -> int:
        """Count the lines that a list takes when what repeats in it is folded."""
        return line_count(self.repeats.folded(pieces))

    def _best(self, pieces: Pieces, *, units: bool) -> _Found | None:
        buckets: defaultdict[object, list[_Use]] = defaultdict(list)
        for use in self._uses(pieces):
            if is_unit(use.run) or not units:
                buckets[use.key, use.reads].append(use)
        least = _UNITS if units else 2
        often = (self._worth(uses) for uses in buckets.values() if len(uses) >= least)
        likely = sorted((uses for uses in often if len(uses) >= least), key=self._promise, reverse=True)
        drawn = [found for uses in likely[:_TRIED] if (found := self._drawn(uses))]
        best = max(drawn, key=lambda found: found.saved, default=None)
        return best if best and best.saved > 0 else None

    def _worth(self, uses: list[_Use]) -> tuple[_Use, ...]:
        """Give those of the uses of one pattern that do not overlap; of a low one only those that are modules."""
        first = uses[0]
        high = is_unit(first.run) or (not _is_periodic(first.key) and self.lines(first.run) >= _LEAST_LINES)
        return _apart(uses if high else [use for use in uses if use.whole])

    def _uses(self, pieces: Pieces, *, module: bool = False, again: bool = False) -> Iterator[_Use]:
        """Give every run that may be a use, in all lists."""
        drawn = tuple(map(skeleton, pieces))
        likes = [again or (at > 0 and alike(pieces[at - 1], piece)) for at, piece in enumerate(pieces)]
        for at in range(len(pieces)):
            for end in range(at + 1, min(at + _LONGEST, len(pieces)) + 1):
                if pieces[end - 1].word == GROUP:
                    break
                if not (_cuts(pieces, at, end) or _cuts(pieces, end, at)):
                    whole = module and end - at == len(pieces) > 1
                    like = likes[at] if end - at == 1 else again
                    yield from self._use(pieces[at:end], drawn[at:end], whole=whole, again=like)
        if module and len(pieces) > _LONGEST and not any(piece.word == GROUP for piece in pieces):
            yield from self._use(pieces, drawn, whole=True, again=again)
        for piece, like in zip(pieces, likes, strict=True):
            for part in piece.lists.values():
                yield from self._uses(part, module=piece.word == GROUP, again=like)

    def _use(self, run: Pieces, key: tuple[str, ...], *, whole: bool, again: bool) -> Iterator[_Use]:
        """Give a run as a use, if it can be one: closed but for its first and its last, and more than a layer."""
        if len(run) == 1 and not run[0].lists:
            return
        if not self.ties.shared.isdisjoint(places_of(run)) or self.ties.hides(run):
            return
        reads = references(self.graph, run)
        if reads is not None:
            yield _Use(run, key, reads, whole, again)

    def _promise(self, uses: Sequence[_Use]) -> float:
        """Give the lines that a pattern saves if its values cost nothing."""
        height = self.lines(uses[0].run)
        count = sum(not use.again for use in uses)
        return ((count - 1) * height - count) * (_MODULE if _is_module(uses) else 1)

    def _drawn(self, uses: tuple[_Use, ...]) -> _Found | None:
        runs = [use.run for use in uses]
        channels = tuple(self.graph.nodes[entry_of(self.graph, run)].shape[0] for run in runs)
        try:
            pattern = pattern_of(runs, uses[0].reads, channels, self.defaults)
        except Unlike:
            return None
        height = self.lines(pattern.layers)
        if len(pattern.arguments) > min(_MOST_ARGUMENTS, max(_FEW_ARGUMENTS, _calls(pattern.layers) - 1)):
            return None
        before = self.lines(runs[0]) * sum(not use.again for use in uses)
        saved = before - self._after(uses, pattern) - (height + 2 + bool(pattern.arguments))
        return _Found(pattern, uses, saved * (_MODULE if _is_module(uses) else 1))

    def _after(self, uses: tuple[_Use, ...], pattern: Pattern) -> float:
        """Count the lines that calls take, those in a row of equals once, and what reading their values costs."""
        lines = 0.0
        above: tuple[int, dict[str, object]] = (-1, {})
        for number, use in enumerate(uses):
            given = pattern.given(number)
            follows = entry_of(self.graph, use.run) == above[0] and given == above[1]
            above = (use.run[-1].end, given)
            if not use.again:
                lines += 0 if follows else _CALL_COST + _ARGUMENT_COST * len(given)
        return lines


def _cuts(pieces: Pieces, at: int, other: int) -> bool:
    """Say whether a run with this end, and another elsewhere, parts what belongs together: a unit, or equals."""
    if cuts_unit(pieces, at):
        return True
    inner = 0 < at < len(pieces) and abs(at - other) > 1
    return inner and alike(pieces[at - 1], pieces[at]) and not pieces[at].reads


def _is_periodic(key: tuple[str, ...]) -> bool:
    """Say whether a run is a shorter one several times over, in which the pattern is to be looked for."""
    return any(len(key) % size == 0 and key == key[:size] * (len(key) // size) for size in range(1, len(key)))


def _calls(pieces: Pieces) -> int:
    """Count the layers and calls of a list."""
    return sum(sum(map(_calls, piece.lists.values())) if piece.lists else 1 for piece in pieces)


def _is_module(uses: Sequence[_Use]) -> bool:
    return all(use.whole for use in uses)


def _apart(uses: list[_Use]) -> tuple[_Use, ...]:
    """Give those of some uses that do not overlap, from the first on."""
    taken: set[int] = set()
    found: list[_Use] = []
    for use in uses:
        places = places_of(use.run)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(use)
    return tuple(found)


def _call(block: Block, number: int, use: _Use) -> Piece:
    remarks = [piece.remark for piece in use.run if piece.remark]
    return Piece(
        word=block.name,
        options=block.pattern.given(number),
        places=places_of(use.run),
        reads=use.run[0].reads,
        remark=remarks[0] if len(use.run) == 1 and remarks else "",
    )


def _replaced(pieces: Pieces, calls: Mapping[tuple[int, ...], Piece], length: int) -> Pieces:
    """Put calls in place of the runs that they stand for."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        run = pieces[at : at + length]
        call = calls.get(places_of(run)) if len(run) == length else None
        found.append(call or inside(pieces[at], lambda part: _replaced(part, calls, length)))
        at += length if call else 1
    return tuple(found)
