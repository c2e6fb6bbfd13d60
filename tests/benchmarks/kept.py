"""Results that stay when a run is stopped: a file for each size, and one for what is measured apart."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from measured import Cost, Ratio
from single import Single
from sized import Sized

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULTS: Final = Path(__file__).parent / "results"
APART: Final = "apart.json"


def keep(results: Path, found: Sized | Single) -> None:
    """Write what was measured so far, in place of what the last run has measured of the same."""
    results.mkdir(parents=True, exist_ok=True)
    name = APART if isinstance(found, Single) else f"{found.networks}.json"
    fresh = results / f"{name}.new"
    fresh.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")
    fresh.replace(results / name)


def sizes(results: Path) -> list[Sized]:
    """Read the results of all sizes, the smallest first."""
    paths = (path for path in results.glob("*.json") if path.name != APART)
    return sorted((_sized(_read(path)) for path in paths), key=lambda size: size.networks)


def single(results: Path) -> Single:
    """Read what was measured apart."""
    found = _read(results / APART) if (results / APART).is_file() else {}
    ratios = {name: Ratio(tuple(map(tuple, told["pairs"]))) for name, told in found.get("ratios", {}).items()}
    return Single(machine=found.get("machine", ""), ratios=ratios)


def _sized(found: Mapping[str, object]) -> Sized:
    builds = {build: tuple(Cost(**cost) for cost in costs) for build, costs in found["builds"].items()}
    served = tuple(map(tuple, found.get("served", ())))
    return Sized(**{**found, "builds": builds, "served": served})


def _read(path: Path) -> dict[str, object]:
    return json.loads(path.read_text("utf-8"))
