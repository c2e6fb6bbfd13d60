"""What is measured apart from sites: one network, the start of the command, two processes, memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generated import write_catalogue
from measured import Ratio, cost, interleaved, machine
from sites import ARCHITECTURES, ROOT
from variants import write_variants

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE: Final = Path(__file__).parent
ROUNDS: Final = 5
SHARED: Final = 1000
"""Networks that two processes share."""
PAIRS: Final = 9
"""Rounds of what two processes share: nothing else here depends as much on what else the machine does."""
FEW: Final = 10
"""Files of a thousand networks, ten times as few as there are to compare with."""

FIRST: Final = "first"
"""torchinfo's time over ours on ResNet-152, the first time in a process."""
AGAIN: Final = "again"
"""The same where both have done it before."""
ROWS: Final = "rows"
"""The same where ours also tells of each layer, as it does when somebody looks."""
START: Final = "start"
"""``show`` on ResNet-50 over importing click and yaml."""
WORKERS: Final = "workers"
"""The time of one process over that of two, on the clock."""
COUNTING: Final = "counting"
"""The same of a loop that only counts."""
BOTH: Final = "both"
"""The work of two processes over that of one, in seconds of processors."""
MEMORY: Final = "memory"
"""Most memory of ``analyse`` over 100,000 networks, over that of 10,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """The ratios that were measured, by name."""

    machine: str
    ratios: Mapping[str, Ratio] = field(default_factory=dict)


def measure(work: Path, told: Callable[[str], None], keep: Callable[[Single], None], *, many: bool) -> None:
    """Measure all of them; ``many``: also what 100,000 networks take. ``keep`` is given what is known after each."""
    ratios: dict[str, Ratio] = {}
    steps: list[tuple[str, Callable[[], Mapping[str, Ratio]]]] = [
        ("ResNet-152", _resnet),
        ("show", _start),
        ("two processes", lambda: _workers(work)),
        *([("100,000 networks", lambda: {MEMORY: _memory(work)})] if many else []),
    ]
    for name, step in steps:
        ratios |= step()
        told(f"{name} done")
        keep(Single(machine=machine(), ratios=dict(ratios)))


def _resnet() -> Mapping[str, Ratio]:
    runs: list[list[tuple[float, ...]]] = [json.loads(cost(HERE / "resnet.py", "25").printed) for _ in range(2)]
    later = [turns for run in runs for turns in run[1:]]
    return {
        FIRST: Ratio(tuple((theirs, ours) for ours, theirs, *_ in (run[0] for run in runs))),
        AGAIN: Ratio(tuple((theirs, ours) for ours, theirs, _, _ in later)),
        ROWS: Ratio(tuple((theirs, rows) for _, _, rows, theirs in later)),
    }


def _start() -> Mapping[str, Ratio]:
    show = ("-m", "reportgen", "show", ARCHITECTURES / "resnet/resnet.yml:resnet-50")
    runs = [lambda: cost(*show, cwd=ROOT).cpu, lambda: cost("-c", "import click, yaml", cwd=ROOT).cpu]
    return {START: Ratio(tuple(interleaved(runs, ROUNDS)))}  # type: ignore[arg-type]  # pairs


def _workers(work: Path) -> Mapping[str, Ratio]:
    catalogue = write_catalogue(work / "some", SHARED)
    walls, cpus, counting = [], [], []
    for _ in range(PAIRS):
        one, two = (float(json.loads(cost(HERE / "counting.py", str(count)).printed)) for count in (1, 2))
        counting.append((one, two))
        found = {}
        for count in (1, 2):
            out = work / "some.jsonl"
            out.unlink(missing_ok=True)
            found[count] = cost(HERE / "workers.py", catalogue, out, str(count))
        one, two = (float(json.loads(found[count].printed)) for count in (1, 2))
        walls.append((one, two))
        cpus.append((found[2].cpu, found[1].cpu))
    return {WORKERS: Ratio(tuple(walls)), COUNTING: Ratio(tuple(counting)), BOTH: Ratio(tuple(cpus))}


def _memory(work: Path) -> Ratio:
    """Compare the most memory that a process has had; those that analyse are measured alike."""
    found = []
    for name, files in (("few", FEW), ("many", 10 * FEW)):
        folder = write_variants(work / name, files)
        run = cost("-m", "reportgen", "analyse", folder, "--out", work / f"{name}.jsonl", "--workers", "2")
        found.append(run.memory)
    return Ratio(((found[1], found[0]),))
