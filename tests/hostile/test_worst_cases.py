"""The worst files within the limits: what they take is bounded, and grows no faster than they do."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from reportgen.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMITS: Final = Limits()
MOST: Final = 500
"""Megabytes that one file may take."""
CHILD: Final = """
import resource, sys, time
from pathlib import Path
from reportgen import Catalogue, analyse, load
from reportgen.pages import Page, pages
path = Path(sys.argv[1])
start = time.process_time()
networks = tuple(map(analyse, load(path)))
if sys.argv[2] == "pages":
    for item in pages(Catalogue(networks=networks, sources={networks[0].source: path.read_text()})):
        if isinstance(item, Page):
            for slot in item.slots.values():
                slot()
        else:
            item.content()
unit = 2**20 if sys.platform == "darwin" else 2**10
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
"""
"""Reads and analyses a file, and makes its pages; prints seconds of CPU time and the most megabytes held."""


def repeated(layer: str, times: int) -> str:
    """Repeat a layer beyond what one ``repeat`` may."""
    counts = [min(LIMITS.repeats, times - done) for done in range(0, times, LIMITS.repeats)]
    return "".join(f"  - {layer}\n    repeat: {count}\n" for count in counts)


def chain(share: float) -> str:
    return "input: [3, 64, 64]\nlayers:\n" + repeated(
        "conv: {filters: 8, kernel: 3, padding: half}", int(LIMITS.layers * share)
    )


def alternating(share: float) -> str:
    block = (
        "blocks: {two: {layers: [{conv: {filters: 8, kernel: 3, padding: half}}, {conv: {filters: 9, kernel: 1}}]}}\n"
    )
    return f"{block}input: [3, 64, 64]\nlayers:\n" + repeated("two:", int(LIMITS.layers * share) // 3)


def residuals(share: float) -> str:
    body = "residual: [{conv: {filters: 3, kernel: 3, padding: half}}, relu]"
    return "input: [3, 64, 64]\nlayers:\n" + repeated(body, int(LIMITS.layers * share) // 4)


def growing(share: float) -> str:
    return "input: [3, 64, 64]\nlayers:\n" + repeated("dense_layer: {growth: 1}", int(LIMITS.layers * share) // 12)


def merges(share: float) -> str:
    wide = f"blocks: {{wide: {{layers: [{{add: , from: [{', '.join(['input'] * LIMITS.items)}]}}]}}}}\n"
    return f"{wide}input: [3, 64, 64]\nlayers:\n" + repeated("wide:", int(LIMITS.reads * share) // (LIMITS.items + 1))


def variants(share: float) -> str:
    count = int(LIMITS.variants * share)
    names = "".join(f"  v{place}: {{wide: {place + 1}}}\n" for place in range(count))
    layers = "layers:\n  - conv: {filters: $wide, kernel: 3}\n    repeat: 10\n"
    return f"input: [3, 64, 64]\narguments: {{wide: 1}}\nvariants:\n{names}{layers}"


def cells(share: float) -> str:
    pools = ("  - adaptive_avg_pool: {size: 99991}\n", "  - adaptive_avg_pool: {size: 99989}\n")
    return "input: [1, 100000]\nlayers:\n" + "".join(pools[: int(2 * share)])


WORST: Final[tuple[tuple[Callable[[float], str], str], ...]] = (
    (chain, "pages"),
    (alternating, "pages"),
    (residuals, "pages"),
    (growing, "pages"),
    (merges, "pages"),
    (variants, "reports"),
    (cells, "pages"),
)


def taken(text: str, what: str, folder: Path) -> tuple[float, float]:
    """Give the seconds of CPU time and the megabytes that a file takes."""
    path = folder / "net.yml"
    path.write_text(text)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", CHILD, str(path), what], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


@pytest.mark.slow
@pytest.mark.parametrize(("made", "what"), WORST, ids=lambda value: getattr(value, "__name__", value))
def test_the_worst_file_takes_no_more_than_is_promised(made: Callable[[float], str], what: str, tmp_path: Path) -> None:
    half, _ = taken(made(0.5), what, tmp_path)
    whole, megabytes = taken(made(1), what, tmp_path)
    print(f"{half:.1f} s, {whole:.1f} s, {megabytes:.0f} MB")  # noqa: T201 - what is measured
    assert megabytes < MOST
    assert whole < 3 * half + 1
