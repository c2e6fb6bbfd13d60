"""A hundred thousand networks go through, and take no more memory than ten thousand."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from variants import VARIANTS, write_variants

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CODE = """
import resource, sys
from reportgen.__main__ import run
code = run(["analyse", sys.argv[1], "--out", sys.argv[2], "--workers", "2"])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def analysed(folder: Path, out: Path) -> int:
    """Analyse a folder; give the memory that the process had at the most."""
    program = [sys.executable, "-c", CODE, str(folder), str(out)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    code, memory = done.stdout.splitlines()[-1].split()
    assert code == "0"
    return int(memory)


def test_memory_does_not_grow_with_the_number_of_networks(tmp_path: Path) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    least = analysed(write_variants(tmp_path / "few", 10), few)
    most = analysed(write_variants(tmp_path / "many", 100), many)
    with many.open("rb") as lines:
        assert sum(1 for _ in lines) == 100 * VARIANTS
    assert most <= 1.1 * least
