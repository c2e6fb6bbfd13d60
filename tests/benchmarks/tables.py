"""What was measured, as a page of Markdown; what was not is never said to hold."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from measured import Ratio
from sized import BUILDS

from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from single import Single
    from sized import Sized

WORDS: Final = {
    "lines": "bare MkDocs: as many pages of one line",
    "empty": "bare MkDocs: one page",
    "site": "site stage: everything else is made already",
    "cold": "`reportgen build`, cold",
    "warm": "`reportgen build`, nothing changed",
    "changed": "`reportgen build`, one network changed",
    "bare": "bare MkDocs: the same pages, finished",
}
GROWTH: Final = """\
## Growth

What one more network takes: what two sizes differ by, over the networks that they differ by. In a straight line it is
the same everywhere.\
"""
SERVED: Final = """\
## An edit that is served

Seconds on the clock from writing a layer to a file until the server has told a page to load itself again, and has given
it: the median of some edits, with the least and the most of them. What a browser then takes to show it is not in it.\
"""
UNKNOWN: Final = "not measured"


def machines(sizes: Sequence[Sized], single: Single) -> str:
    """Name the machines that it was measured on: one, unless results of several were put together."""
    return "\n\n".join(dict.fromkeys(filter(None, (*(size.machine for size in sizes), single.machine))))


def report(sizes: Sequence[Sized]) -> str:
    """Tell all that was measured of sites; ``sizes`` from the smallest."""
    return "\n\n".join(
        (
            "## Against plain MkDocs\n\nMedians, with the least and the most where there are several pairs.",
            _against(sizes),
            "## Stages\n\nThousandths of a second of one processor, for each network.",
            _stages(sizes),
            "## Whole builds\n\nThe least of the runs.",
            _builds(sizes),
            SERVED,
            _served(sizes),
            GROWTH,
            _growth(sizes),
        )
    )


def pairs(size: Sized, one: str, other: str) -> Ratio:
    """Compare two builds by seconds of processors."""
    return Ratio(tuple(zip(size.cpu(one), size.cpu(other), strict=False)))


def walls(size: Sized, one: str, other: str) -> Ratio:
    """Compare two builds by the clock."""
    found = zip(size.builds.get(one, ()), size.builds.get(other, ()), strict=False)
    return Ratio(tuple((first.wall, second.wall) for first, second in found))


def more(few: Sized, many: Sized, of: Callable[[Sized], float | None]) -> float | None:
    """Give what one more network takes between two sizes; ``None`` where one was not measured."""
    before, after = of(few), of(many)
    return None if before is None or after is None else (after - before) / (many.networks - few.networks)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table, its first column of words and the others of figures."""
    rules = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rules, *rows))


def _stages(sizes: Sequence[Sized]) -> str:
    """Tell what each stage takes for each network."""

    def each(size: Sized, stage: str) -> str:
        seconds = size.seconds(stage)
        return UNKNOWN if seconds is None else f"{1000 * seconds / size.networks:,.1f}"

    return table(["stage", *_heads(sizes)], ([name, *(each(size, name) for size in sizes)] for name in _names(sizes)))


def _builds(sizes: Sequence[Sized]) -> str:
    """Tell what whole builds take."""

    def both(size: Sized, build: str) -> str:
        best = min(size.builds.get(build, ()), key=lambda one: one.cpu, default=None)
        return f"{best.cpu:,.1f} / {best.wall:,.1f}" if best else UNKNOWN

    rows = ([WORDS[build], *(both(size, build) for size in sizes)] for build in BUILDS)
    return table(["seconds of processors / on the clock", *_heads(sizes)], rows)


def _served(sizes: Sequence[Sized]) -> str:
    """Tell how soon edits are on the screen."""

    def seconds(size: Sized, page: int) -> str:
        found = sorted(edit[page] for edit in size.served)
        return f"{median(found):.1f} ({found[0]:.1f} to {found[-1]:.1f})" if found else UNKNOWN

    words = ("the network's own page", "the page of all networks")
    rows = ([name, *(seconds(size, page) for size in sizes)] for page, name in enumerate(words))
    return table(["", *_heads(sizes)], rows)


def _against(sizes: Sequence[Sized]) -> str:
    """Tell the ratios to plain MkDocs."""
    memory = [max((one.memory for one in size.builds.get("cold", ())), default=None) for size in sizes]
    rows = (
        ["site stage / bare build", *(_told(pairs(size, "site", "bare")) for size in sizes)],
        ["site stage / pages of one line", *(_told(pairs(size, "site", "lines")) for size in sizes)],
        ["cold / bare build, on the clock", *(_told(walls(size, "cold", "bare")) for size in sizes)],
        ["cold / bare build, processors", *(_told(pairs(size, "cold", "bare")) for size in sizes)],
        ["nothing changed / empty build", *(_told(pairs(size, "warm", "empty")) for size in sizes)],
        ["one changed / empty build", *(_told(pairs(size, "changed", "empty")) for size in sizes)],
        ["search index, bytes a network", *(_each(size.index, size.networks) for size in sizes)],
        ["site, bytes a network", *(_each(size.site, size.networks) for size in sizes)],
        ["most memory, cold, MB", *(_each(bytes_, 1 << 20) for bytes_ in memory)],
    )
    return table(["", *_heads(sizes)], rows)


def _growth(sizes: Sequence[Sized]) -> str:
    """Tell what one more network takes, and how that grows."""
    steps = list(pairwise(sizes))
    heads = [f"{exact(few.networks)} to {exact(many.networks)}" for few, many in steps]

    def row(words: str, of: Callable[[Sized], float | None], decimals: int) -> list[str]:
        found = [more(few, many, of) for few, many in steps]
        told = [UNKNOWN if each is None else f"{each:,.{decimals}f}" for each in found]
        last = [_over(after, before) for before, after in pairwise(found)]
        return [words, *told, *(_told(ratio) for ratio in last)]

    rows = [row(f"{WORDS.get(name, name)}, ms", _thousandths(name), 1) for name in _names(sizes)]
    rows += [row(f"{WORDS[name]}, ms", _thousandths(name), 1) for name in ("lines", "cold", "bare")]
    rows += [row("site, bytes", lambda size: size.site, 0), row("search index, bytes", lambda size: size.index, 0)]
    ratios = [f"{later} / {earlier}" for earlier, later in pairwise(heads)]
    return table(["for one more network", *heads, *ratios], rows)


def _thousandths(name: str) -> Callable[[Sized], float | None]:
    """Give what tells the thousandths of a second of a stage or a build."""

    def found(size: Sized) -> float | None:
        seconds = size.seconds(name)
        return None if seconds is None else 1000 * seconds

    return found


def _over(after: float | None, before: float | None) -> Ratio:
    return Ratio(()) if after is None or not before else Ratio(((after, before),))


def _names(sizes: Sequence[Sized]) -> list[str]:
    """List the stages."""
    return [*dict.fromkeys(stage for size in sizes for stage in size.stages), "site"]


def _each(value: float | None, count: float) -> str:
    return UNKNOWN if value is None else exact(round(value / count))


def _told(ratio: Ratio) -> str:
    return str(ratio) if ratio.pairs else UNKNOWN


def _heads(sizes: Iterable[Sized]) -> list[str]:
    return [exact(size.networks) for size in sizes]
