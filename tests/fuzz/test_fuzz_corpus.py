"""What fuzzing ever found is replayed; the slow suite goes on looking."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fuzz import CORPUS, HERE, outcome, stop_when_slow
from fuzz_targets import TARGETS
from sites import environment

if TYPE_CHECKING:
    from pathlib import Path

KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_is_mended(path: Path) -> None:
    stop_when_slow()

    assert not outcome(TARGETS[path.parent.name], path.read_bytes())


def test_what_is_looked_for_would_be_seen() -> None:
    def breaks(_: bytes) -> None:
        raise RecursionError("as a defect would")

    assert outcome(breaks, b"") == "RecursionError: as a defect would"


def test_every_kept_case_has_its_target() -> None:
    assert {path.parent.name for path in KEPT} <= TARGETS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_a_minute_of_any_bytes(target: str) -> None:
    seed = os.environ.get("REPORTGEN_FUZZ_SEED", "0")
    seconds = os.environ.get("REPORTGEN_FUZZ_SECONDS", "60")
    command = [sys.executable, str(HERE / "fuzz.py"), target, seconds, seed]

    done = subprocess.run(  # noqa: S603 - our own program
        command, capture_output=True, text=True, check=False, env=environment(PYTHONPATH=os.pathsep.join(sys.path))
    )

    assert done.returncode == 0, done.stdout + done.stderr
