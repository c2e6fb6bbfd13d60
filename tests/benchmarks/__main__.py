"""Measure what reportgen costs: ``python tests/benchmarks``, an hour on a quiet machine.

Prints ratios; with ``--write`` they become the page of the manual. No test asserts a time.
"""

from __future__ import annotations

import compileall
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

import single as apart
import sized
import tables
from sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from single import Single
    from sized import Sized

PAGE = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- measured -->\n"
"""Behind it stands what a run has written."""


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for as long as the block runs."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        yield Path(folder)


@click.command()
@click.option("--networks", multiple=True, type=int, default=(10, 100, 1000, 3000), help="Sizes of the catalogue.")
@click.option("--times", default=3, help="Rounds of builds; one for what takes longer than a thousand networks.")
@click.option("--many/--no-many", default=True, help="Whether 100,000 networks are analysed too.")
@click.option("--write", is_flag=True, help=f"Keep the results of each size in {PAGE.relative_to(ROOT)}.")
def main(networks: tuple[int, ...], times: int, *, many: bool, write: bool) -> None:
    """Measure what reportgen costs, as ratios."""
    start = perf_counter()

    def told(what: str) -> None:
        click.echo(f"{perf_counter() - start:7.0f} s  {what}", err=True)

    compileall.compile_dir(ROOT / "reportgen", quiet=1)
    with scratch() as work:
        single = apart.measure(work, told, many=many)
    sizes = []
    for count in sorted(networks):
        told(f"{count} networks")
        with scratch() as work:
            sizes.append(sized.measure(count, work, times if count <= tables.SIZE else 1, told))
        if write:
            before, mark, _ = PAGE.read_text().partition(MARK)
            PAGE.write_text(f"{before}{mark}\n{report(sizes, single)}\n")
    click.echo(report(sizes, single))


def report(sizes: Sequence[Sized], single: Single) -> str:
    """Tell all that was measured so far."""
    return "\n\n".join(
        (
            tables.machine(),
            tables.bars(sizes, single),
            "## Stages\n\nThousandths of a second of one processor, for each network.",
            tables.stages(sizes),
            "## Whole builds\n\nThe least of the runs.",
            tables.builds(sizes),
            "## Against plain MkDocs\n\nMedians, with the least and the most of the pairs.",
            tables.against(sizes),
            "## Growth\n\nFor one network, over what it is in the next smaller catalogue: 1 is a straight line.",
            tables.growth(sizes),
        )
    )


if __name__ == "__main__":
    main()
