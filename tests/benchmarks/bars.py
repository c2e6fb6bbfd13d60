"""What was set out to hold, and whether what was measured does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import single as apart
from measured import Ratio
from tables import more, pairs, table, walls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from single import Single
    from sized import Sized

FEW, SOME, SIZE, MANY = 10, 100, 1000, 3000
"""Networks that the bars are about: sites are held by a thousand, as the pages that every site has hide the others."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One of them."""

    words: str
    ratio: Ratio
    bound: float | None
    """``None`` where it is only told."""
    least: bool = False
    """Whether more is better."""

    @property
    def row(self) -> list[str]:
        """It as a row of a table."""
        told = "" if self.bound is None else f"at {'least' if self.least else 'most'} {self.bound:g}"
        if not self.ratio.pairs:
            return [self.words, "not measured", told, ""]
        found = self.ratio.middle
        if self.bound is None:
            return [self.words, str(self.ratio), "", ""]
        holds = found >= self.bound if self.least else found <= self.bound
        return [self.words, str(self.ratio), told, "holds" if holds else "**missed**"]


def report(sizes: Sequence[Sized], single: Single) -> str:
    """Tell all of them."""
    by_size = {size.networks: size for size in sizes}
    bars = (*_of_sites(by_size), *_of_growth(by_size), *_apart(single))
    return table(["ratio", "measured", "bar", ""], (bar.row for bar in bars))


def _of_sites(by_size: Mapping[int, Sized]) -> Iterator[Bar]:
    def at(ratio: Callable[[Sized, str, str], Ratio], one: str, other: str) -> Ratio:
        return ratio(by_size[SIZE], one, other) if SIZE in by_size else Ratio(())

    yield Bar("site stage / bare build of the same pages", at(pairs, "site", "bare"), 0.25)
    yield Bar("site stage / pages of one line", at(pairs, "site", "lines"), 2)
    yield Bar("cold build / bare build of the same pages, on the clock", at(walls, "cold", "bare"), 1.5)
    yield Bar("one changed / empty MkDocs build", at(pairs, "changed", "empty"), 2.5)
    yield Bar("nothing changed / empty MkDocs build", at(pairs, "warm", "empty"), 1)


def _of_growth(by_size: Mapping[int, Sized]) -> Iterator[Bar]:
    def cold(size: Sized) -> float | None:
        return size.seconds("cold")

    def between(few: int, many: int, of: Callable[[Sized], float | None]) -> float | None:
        return more(by_size[few], by_size[many], of) if {few, many} <= by_size.keys() else None

    for words, of, bound in (("time of a cold build", cold, 1.15), ("bytes of the site", lambda s: s.site, 1.05)):
        early, later, last = (between(*step, of) for step in ((FEW, SOME), (SOME, SIZE), (SIZE, MANY)))
        yield Bar(f"one more network, {words}: up to 1,000 / up to 100", _over(later, early), bound)
        yield Bar(f"one more network, {words}: up to 3,000 / up to 1,000", _over(last, later), bound)
    index = between(SOME, SIZE, lambda size: size.index)
    yield Bar("one more network, kB of the search index", _over(index, 1000), 1)


def _apart(single: Single) -> Iterator[Bar]:
    def of(name: str) -> Ratio:
        return single.ratios.get(name, Ratio(()))

    yield Bar("ResNet-152: torchinfo / reading and analysing, first in a process", of(apart.FIRST), 20, least=True)
    yield Bar("ResNet-152: the same, again in that process", of(apart.AGAIN), 20, least=True)
    yield Bar("ResNet-152: the same, again, and all that is told of each layer", of(apart.ROWS), None)
    yield Bar("`show` on ResNet-50 / importing click and yaml", of(apart.START), 3)
    yield Bar("analysis by one process / by two, on the clock", of(apart.WORKERS), 1.8, least=True)
    yield Bar("a loop that only counts, by one process / by two", of(apart.COUNTING), None)
    yield Bar("work of two processes / of one", of(apart.BOTH), 1.1)
    yield Bar("memory of `analyse`: 100,000 networks / 10,000", of(apart.MEMORY), 1.1)


def _over(one: float | None, other: float | None) -> Ratio:
    return Ratio(()) if one is None or not other else Ratio(((one, other),))
