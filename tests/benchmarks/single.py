"""What is measured apart from sites: one network, the start of the command, two processes, memory."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generated import write_catalogue
from measured import Ratio, cost, interleaved
from sites import ARCHITECTURES, ROOT
from variants import write_variants

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent
ROUNDS: Final = 5
FEW: Final = 10
"""Files of a thousand networks, ten times as few as there are to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """The ratios."""

    first: Ratio
    """torchinfo's time over ours on ResNet-152, the first time in a process."""
    again: Ratio
    """The same where both have done it before."""
    start: Ratio
    """``show`` on ResNet-50 over importing click and yaml."""
    workers: Ratio
    """The time of one process over that of two, on the clock."""
    shared: Ratio
    """The work of two processes over that of one, in seconds of processors."""
    memory: Ratio | None
    """Most memory of ``analyse`` over 100,000 networks, over that of 10,000; ``None`` where that was left out."""


def measure(work: Path, told: Callable[[str], None], *, many: bool) -> Single:
    """Measure all of them."""
    runs: list[list[tuple[float, float]]] = [json.loads(cost(HERE / "resnet.py", "5").printed) for _ in range(2)]
    turned = [[(theirs, ours) for ours, theirs in run] for run in runs]
    told("ResNet-152 done")
    show = ("-m", "reportgen", "show", ARCHITECTURES / "resnet/resnet.yml:resnet-50")
    starts = interleaved(
        [lambda: cost(*show, cwd=ROOT).cpu, lambda: cost("-c", "import click, yaml", cwd=ROOT).cpu], ROUNDS
    )
    told("show done")
    walls, cpus = _workers(work)
    told("two processes done")
    return Single(
        first=Ratio(tuple(run[0] for run in turned)),
        again=Ratio(tuple(pair for run in turned for pair in run[1:])),
        start=Ratio(tuple(starts)),  # type: ignore[arg-type]  # pairs
        workers=walls,
        shared=cpus,
        memory=_memory(work) if many else None,
    )


def _workers(work: Path) -> tuple[Ratio, Ratio]:
    catalogue = write_catalogue(work / "some", 100)
    walls, cpus = [], []
    for _ in range(ROUNDS):
        found = {}
        for count in (1, 2):
            out = work / "some.jsonl"
            out.unlink(missing_ok=True)
            found[count] = cost(HERE / "workers.py", catalogue, out, str(count))
        one, two = (float(json.loads(found[count].printed)) for count in (1, 2))
        walls.append((one, two))
        cpus.append((found[2].cpu, found[1].cpu))
    return Ratio(tuple(walls)), Ratio(tuple(cpus))


def _memory(work: Path) -> Ratio:
    """Compare the most memory that a process has had; those that analyse are measured alike."""
    found = []
    for name, files in (("few", FEW), ("many", 10 * FEW)):
        folder = write_variants(work / name, files)
        run = cost("-m", "reportgen", "analyse", folder, "--out", work / f"{name}.jsonl", "--workers", "2")
        found.append(run.memory)
    return Ratio(((found[1], found[0]),))
