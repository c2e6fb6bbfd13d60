"""Measure what reportgen costs: ``python tests/benchmarks``, three quarters of an hour on a quiet machine.

Prints ratios. With ``--write`` results are kept as soon as they are there, and become the page of the manual. No test
asserts a time.
"""

from __future__ import annotations

import compileall
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

import bars
import kept
import single as apart
import sized
import tables
from sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- measured -->\n"
"""Behind it stands what a run has written."""


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for as long as the block runs."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        yield Path(folder)


@click.command()
@click.option(
    "--networks", multiple=True, type=int, default=(10, 100, 1000), help="Sizes of the catalogue; 0 for none."
)
@click.option("--single/--no-single", default=True, help="Whether to measure what is no matter of sites.")
@click.option("--many/--no-many", default=True, help="Whether 100,000 networks are analysed too.")
@click.option("--write", is_flag=True, help=f"Keep each result, and write {PAGE.relative_to(ROOT)} of all there are.")
def main(networks: tuple[int, ...], *, single: bool, many: bool, write: bool) -> None:
    """Measure what reportgen costs, as ratios."""
    start = perf_counter()

    def told(what: str) -> None:
        click.echo(f"{perf_counter() - start:7.0f} s  {what}", err=True)

    with ExitStack() as stack:
        results = kept.RESULTS if write else stack.enter_context(scratch())

        def keep(found: sized.Sized | apart.Single) -> None:
            kept.keep(results, found)
            if write:
                before, mark, _ = PAGE.read_text("utf-8").partition(MARK)
                PAGE.write_text(f"{before}{mark}\n{report(results)}\n", "utf-8")

        compileall.compile_dir(ROOT / "reportgen", quiet=1)
        for count in filter(None, sorted(networks)):
            told(f"{count:,} networks")
            with scratch() as work:
                sized.measure(count, work, told, keep)
        if single:
            with scratch() as work:
                apart.measure(work, told, keep, many=many)
        click.echo(report(results))


def report(results: Path) -> str:
    """Tell all that was measured so far, and how it stands."""
    sizes, single = kept.sizes(results), kept.single(results)
    return "\n\n".join((tables.machines(sizes, single), bars.report(sizes, single), tables.report(sizes)))


if __name__ == "__main__":
    main()
