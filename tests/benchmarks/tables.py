"""What was measured, as a page of Markdown."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from measured import Ratio
from sized import BUILDS

from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from single import Single
    from sized import Sized

LIBRARIES: Final = ("mkdocs", "mkdocs-material", "markdown", "matplotlib", "pygraphviz", "pyyaml", "torch", "torchinfo")
WORDS: Final = {
    "bare": "bare MkDocs: the same pages, finished",
    "lines": "bare MkDocs: as many pages of one line",
    "empty": "bare MkDocs: one page",
    "site": "site stage: everything else is made already",
    "cold": "`reportgen build`, cold",
    "warm": "`reportgen build`, nothing changed",
    "changed": "`reportgen build`, one network changed",
}
SIZE: Final = 1000
"""Networks that the bars are about."""


def machine() -> str:
    """Name the machine and the versions, in general terms."""
    cores = len(os.sched_getaffinity(0))
    found = ", ".join(f"{name} {version(name).partition('+')[0]}" for name in LIBRARIES)
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {platform.python_version()}; {found}."


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table, its first column of words and the others of figures."""
    rules = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rules, *rows))


def stages(sizes: Sequence[Sized]) -> str:
    """Tell what each stage takes for each network."""
    names = (*sizes[0].stages, "site")

    def each(size: Sized, stage: str) -> str:
        seconds = size.stages[stage] if stage in size.stages else min(size.cpu("site"))
        return f"{1000 * seconds / size.networks:,.1f}"

    return table(["stage", *_heads(sizes)], ([name, *(each(size, name) for size in sizes)] for name in names))


def growth(sizes: Sequence[Sized]) -> str:
    """Tell what each stage takes over what it takes for the next smaller catalogue, network by network."""
    names = (*sizes[0].stages, *BUILDS)

    def seconds(size: Sized, name: str) -> float:
        return size.stages[name] if name in size.stages else min(size.cpu(name))

    def ratio(few: Sized, many: Sized, name: str) -> str:
        return f"{seconds(many, name) / seconds(few, name) / (many.networks / few.networks):.2f}"

    heads = [f"{exact(many.networks)} / {exact(few.networks)}" for few, many in pairwise(sizes)]
    rows = ([WORDS.get(name, name), *(ratio(few, many, name) for few, many in pairwise(sizes))] for name in names)
    return table(["", *heads], rows)


def builds(sizes: Sequence[Sized]) -> str:
    """Tell what whole builds take."""

    def both(size: Sized, build: str) -> str:
        best = min(size.builds[build], key=lambda one: one.cpu)
        return f"{best.cpu:,.1f} / {best.wall:,.1f}"

    rows = ([WORDS[build], *(both(size, build) for size in sizes)] for build in BUILDS)
    return table(["seconds of processors / on the clock", *_heads(sizes)], rows)


def against(sizes: Sequence[Sized]) -> str:
    """Tell the ratios to plain MkDocs."""
    rows = (
        ["site stage / bare build", *(str(pairs(size, "site", "bare")) for size in sizes)],
        ["site stage / pages of one line", *(str(pairs(size, "site", "lines")) for size in sizes)],
        ["cold / bare build, on the clock", *(str(walls(size, "cold", "bare")) for size in sizes)],
        ["cold / bare build, processors", *(str(pairs(size, "cold", "bare")) for size in sizes)],
        ["nothing changed / empty build", *(str(pairs(size, "warm", "empty")) for size in sizes)],
        ["one changed / empty build", *(str(pairs(size, "changed", "empty")) for size in sizes)],
        ["search index, bytes a network", *(exact(round(size.index / size.networks)) for size in sizes)],
        ["site, kB a network", *(f"{size.site / size.networks / 1000:,.0f}" for size in sizes)],
        ["most memory, cold, MB", *(exact(max(one.memory for one in size.builds["cold"]) >> 20) for size in sizes)],
    )
    return table(["", *_heads(sizes)], rows)


def pairs(size: Sized, one: str, other: str) -> Ratio:
    """Compare two builds by seconds of processors."""
    return Ratio(tuple(zip(size.cpu(one), size.cpu(other), strict=True)))


def walls(size: Sized, one: str, other: str) -> Ratio:
    """Compare two builds by the clock."""
    found = zip(size.builds[one], size.builds[other], strict=True)
    return Ratio(tuple((first.wall, second.wall) for first, second in found))


def bars(sizes: Sequence[Sized], single: Single) -> str:
    """Hold what was measured against what was set out; sites only by a thousand networks, as fewer say little."""
    rows = [
        _row("ResNet-152: torchinfo / reading and analysing, first in a process", single.first, 20, least=True),
        _row("ResNet-152: the same, again in that process", single.again, 20, least=True),
        _row("`show` on ResNet-50 / importing click and yaml", single.start, 3),
        _row("analysis by one process / by two, on the clock", single.workers, 1.8, least=True),
        _row("work of two processes / of one", single.shared, 1.1),
    ]
    if single.memory:
        rows.append(_row("memory of `analyse`: 100,000 networks / 10,000", single.memory, 1.1))
    by_size = {size.networks: size for size in sizes}
    if SIZE in by_size:
        rows += _of_sites(by_size[SIZE], by_size)
    return table(["ratio", "measured", "bar", ""], rows)


def _of_sites(size: Sized, by_size: dict[int, Sized]) -> list[list[str]]:
    rows = [
        _row("site stage / bare build of the same pages", pairs(size, "site", "bare"), 0.25),
        _row("site stage / pages of one line", pairs(size, "site", "lines"), 2),
        _row("cold build / bare build of the same pages, on the clock", walls(size, "cold", "bare"), 1.5),
        _row("one changed / empty MkDocs build", pairs(size, "changed", "empty"), 2.5),
        _row("nothing changed / empty MkDocs build", pairs(size, "warm", "empty"), 1),
        _row("search index, kB a network", Ratio(((size.index / 1000, size.networks),)), 1),
    ]
    ordered = sorted(by_size)
    for before, few, many in zip(ordered, ordered[1:], ordered[2:], strict=False):
        more = Ratio(((_one_more(by_size[few], by_size[many]), _one_more(by_size[before], by_size[few])),))
        rows.append(_row(f"one more network, cold: at {exact(many)} / at {exact(few)}", more, 1.15))
    for few, many in pairwise(ordered[1:]):
        each = [by_size[count].site / count for count in (many, few)]
        rows.append(_row(f"bytes of the site for a network: {exact(many)} / {exact(few)}", Ratio((tuple(each),)), 1.05))
    return rows


def _one_more(few: Sized, many: Sized) -> float:
    """Give the seconds of processors that one more network takes between two sizes."""
    return (min(many.cpu("cold")) - min(few.cpu("cold"))) / (many.networks - few.networks)


def _row(what: str, ratio: Ratio, bar: float, *, least: bool = False) -> list[str]:
    holds: Callable[[float], bool] = (lambda found: found >= bar) if least else (lambda found: found <= bar)
    told = f"at {'least' if least else 'most'} {bar:g}"
    return [what, str(ratio), told, "holds" if holds(ratio.middle) else "**missed**"]


def _heads(sizes: Iterable[Sized]) -> list[str]:
    return [exact(size.networks) for size in sizes]
