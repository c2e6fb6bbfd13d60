"""What a program costs: processor time, which a busy machine changes least, time on the clock, and memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from sites import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

LIBRARIES: Final = ("mkdocs", "mkdocs-material", "markdown", "matplotlib", "pygraphviz", "pyyaml", "torch", "torchinfo")


def machine() -> str:
    """Name the machine and the versions, in general terms."""
    cores = len(os.sched_getaffinity(0))
    found = ", ".join(f"{name} {version(name).partition('+')[0]}" for name in LIBRARIES)
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {platform.python_version()}; {found}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of a program took, its own processes included."""

    cpu: float
    """Seconds of processors."""
    wall: float
    """Seconds on the clock."""
    memory: int
    """Most bytes that one process had."""
    printed: str = ""
    """What it wrote to its standard output."""


def cost(*command: str | Path, cwd: Path | None = None, **variables: str) -> Cost:
    """Run Python with these arguments, and give what that took.

    Raises:
        RuntimeError: where it fails, with what it said.
    """
    start = perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env=_environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {process.returncode}\n{printed}")
    wall = perf_counter() - start
    return Cost(cpu=used.ru_utime + used.ru_stime, wall=wall, memory=used.ru_maxrss * 1024, printed=printed)


def _environment(**variables: str) -> dict[str, str]:
    """Let programs find this project first, and keep what Python has compiled, as an installed one would."""
    found = environment(PYTHONHASHSEED="0", PYTHONPATH=os.pathsep.join((str(ROOT), str(ROOT / "tests"))), **variables)
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


@dataclass(frozen=True, slots=True)
class Ratio:
    """How often one cost holds another, in pairs that ran one after the other."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def each(self) -> list[float]:
        """The ratio of every pair, the least first."""
        return sorted(one / other for one, other in self.pairs)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.each)

    def __str__(self) -> str:
        least, *_, most = [*self.each, self.each[-1]]
        return f"{self.middle:.2f}" if len(self.pairs) == 1 else f"{self.middle:.2f} ({least:.2f} to {most:.2f})"


def interleaved(runs: Sequence[Callable[[], float]], times: int) -> list[tuple[float, ...]]:
    """Take every measure in turn, so many times over, so that what else the machine does falls on all alike."""
    return [tuple(run() for run in runs) for _ in range(times)]
