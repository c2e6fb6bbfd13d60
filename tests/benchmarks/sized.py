"""A catalogue of one size, measured: its stages, its whole builds, and the plain sites that they are held against."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bare_sites
from generated import write_catalogue
from measured import Cost, cost, machine
from prepared import DOCS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE: Final = Path(__file__).parent
PLAIN: Final = ("-m", "mkdocs", "build", "--quiet", "--clean")
BUILDS: Final = ("lines", "empty", "site", "cold", "warm", "changed", "bare")
"""In the order of a round: the last one takes longer than all the rest."""
ROUNDS: Final = 5
OFTEN: Final = 100
"""Networks up to which each round has all builds: above that what takes minutes is built once."""
EDITS: Final = 7
"""Edits that are served."""
LARGEST: Final = 1000
"""Networks up to which plain MkDocs builds the same pages too: a quarter of an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """What one size of catalogue took, as far as it was measured."""

    networks: int
    machine: str
    stages: Mapping[str, float]
    """Seconds of processors by stage, up to the site's."""
    builds: Mapping[str, tuple[Cost, ...]]
    """What each build took, in order; those of one place in every list ran one after the other."""
    index: int | None = None
    """Bytes of the search index."""
    site: int | None = None
    """Bytes of the site."""
    served: tuple[tuple[float, float], ...] = ()
    """Seconds on the clock from an edit to its network's page, and to the page of all, while it is served."""

    def cpu(self, build: str) -> list[float]:
        """Seconds of processors of each run of a build."""
        return [one.cpu for one in self.builds.get(build, ())]

    def seconds(self, name: str) -> float | None:
        """Seconds of processors of a stage, or the least of a build's runs; ``None`` where it was not measured."""
        return self.stages[name] if name in self.stages else min(self.cpu(name), default=None)


def measure(networks: int, work: Path, told: Callable[[str], None], keep: Callable[[Sized], None]) -> None:
    """Build everything of so many networks.

    Args:
        networks: how many.
        work: an empty folder.
        told: hears what is done.
        keep: is given what is known after each step.
    """
    catalogue = write_catalogue(work / "catalogue", networks)
    stages = json.loads(cost(HERE / "prepared.py", catalogue, work / "prepared").printed.splitlines()[-1])
    told(", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in stages.items()))
    _write_plain(work)
    found = Sized(networks=networks, machine=machine(), stages=stages, builds={})
    keep(found)
    for time in range(ROUNDS):
        for build, run in _runs(work, time).items():
            if not _due(build, networks, time):
                continue
            took = replace(run(), printed="")
            found = replace(found, builds={**found.builds, build: (*found.builds.get(build, ()), took)})
            if build == "cold":
                found = replace(found, index=_size(work / "whole/search", "*.json"), site=_size(work / "whole", "*"))
            told(f"{build}: {took.cpu:.1f} s of processors, {took.wall:.1f} s")
            keep(found)
    found = replace(found, served=serve(catalogue, work / "cache"))
    told("edits that were served")
    keep(found)


def _due(build: str, networks: int, time: int) -> bool:
    """Whether a round has a build: of many networks the first alone has the cold one, and the last the bare one."""
    if build == "bare":
        return networks <= OFTEN or (networks <= LARGEST and time == ROUNDS - 1)
    return build != "cold" or networks <= OFTEN or time == 0


def serve(catalogue: Path, cache: Path) -> tuple[tuple[float, float], ...]:
    """Edit a catalogue while it is served."""
    printed = cost(HERE / "served.py", catalogue, str(EDITS), REPORTGEN_CACHE=str(cache)).printed
    return tuple(map(tuple, json.loads(printed)))


def _write_plain(work: Path) -> None:
    """Write what plain MkDocs is to build."""
    bare_sites.write_lines(work / "prepared" / DOCS, work / "lines")
    bare_sites.write_empty(work / "empty")
    (work / "bare").mkdir()
    (work / "prepared" / DOCS).rename(work / "bare" / "docs")
    bare_sites.write_config(work / "bare")


def _size(folder: Path, names: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(names) if path.is_file())


def _runs(work: Path, time: int) -> Mapping[str, Callable[[], Cost]]:
    """Give the builds of one round, in their order; each starts without the site that it makes."""
    cache = work / "cache"

    def fresh(*command: str | Path, cwd: Path = work, site: str = "site") -> Cost:
        shutil.rmtree(cwd / site, ignore_errors=True)
        return cost(*command, cwd=cwd)

    def whole() -> Cost:
        return cost("-m", "reportgen", "build", "catalogue", "--out", "whole", cwd=work, REPORTGEN_CACHE=str(cache))

    def cold() -> Cost:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(work / "whole", ignore_errors=True)
        return whole()

    def changed() -> Cost:
        edited = min((work / "catalogue").rglob("*.yml"))
        kept = [line for line in edited.read_text().splitlines() if not line.startswith("extra:")]
        edited.write_text("\n".join([*kept, f"extra: {{round: '{time}'}}", ""]))
        return whole()

    return {
        "lines": lambda: fresh(*PLAIN, cwd=work / "lines"),
        "empty": lambda: fresh(*PLAIN, cwd=work / "empty"),
        "site": lambda: fresh(HERE / "site_stage.py", "prepared", "site"),
        "cold": cold,
        "warm": whole,
        "changed": changed,
        "bare": lambda: fresh(*PLAIN, cwd=work / "bare"),
    }
