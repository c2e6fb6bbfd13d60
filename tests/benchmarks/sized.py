"""A catalogue of one size, measured: its stages, its whole builds, and the plain sites that they are held against."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bare_sites
from generated import write_catalogue
from measured import Cost, cost
from prepared import DOCS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE: Final = Path(__file__).parent
PLAIN: Final = ("-m", "mkdocs", "build", "--quiet", "--clean")
BUILDS: Final = ("bare", "lines", "empty", "site", "cold", "warm", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """What one size of catalogue took."""

    networks: int
    stages: Mapping[str, float]
    """Seconds of processors by stage, up to the site's."""
    builds: Mapping[str, tuple[Cost, ...]]
    """What each build took, in order; those of one place in every list ran one after the other."""
    index: int
    """Bytes of the search index."""
    site: int
    """Bytes of the site."""

    def cpu(self, build: str) -> list[float]:
        """Seconds of processors of each run of a build."""
        return [one.cpu for one in self.builds[build]]


def measure(networks: int, work: Path, times: int, told: Callable[[str], None]) -> Sized:
    """Build everything of so many networks, so many times over."""
    catalogue = write_catalogue(work / "catalogue", networks)
    prepared = work / "prepared"
    stages = json.loads(cost(HERE / "prepared.py", catalogue, prepared).printed.splitlines()[-1])
    told(", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in stages.items()))
    bare_sites.write_lines(prepared / DOCS, work / "lines")
    bare_sites.write_empty(work / "empty")
    (work / "bare").mkdir()
    (prepared / DOCS).rename(work / "bare" / "docs")
    bare_sites.write_config(work / "bare")
    runs: dict[str, list[Cost]] = {build: [] for build in BUILDS}
    for time in range(times):
        for build, run in _runs(work, time).items():
            runs[build].append(run())
            told(f"{build}: {runs[build][-1].cpu:.1f} s")
    return Sized(
        networks=networks,
        stages=stages,
        builds={build: tuple(costs) for build, costs in runs.items()},
        index=sum(path.stat().st_size for path in (work / "whole" / "search").glob("*.json")),
        site=sum(path.stat().st_size for path in (work / "whole").rglob("*") if path.is_file()),
    )


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
        "bare": lambda: fresh(*PLAIN, cwd=work / "bare"),
        "lines": lambda: fresh(*PLAIN, cwd=work / "lines"),
        "empty": lambda: fresh(*PLAIN, cwd=work / "empty"),
        "site": lambda: fresh(HERE / "site_stage.py", "prepared", "site"),
        "cold": cold,
        "warm": whole,
        "changed": changed,
    }
