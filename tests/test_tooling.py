"""The strict tools find nothing: the linter, the formatter, the type checker; and no slip that they do not know."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy"])
def test_a_strict_tool_finds_nothing(tool: str) -> None:
    found = subprocess.run(  # noqa: S603 - our own tools
        [sys.executable, "-m", *tool.split()], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_exception_from_a_rule_has_its_reason() -> None:
    files = [path for folder in ("reportgen", "tests") for path in (ROOT / folder).rglob("*.py")]
    excepted = re.compile(r"# noqa(?!: [A-Z]+\d+(?:, [A-Z]+\d+)* - [\w`])")

    assert len(files) > 200
    found = [
        (str(path), line) for path in files for line in path.read_text("utf-8").splitlines() if excepted.search(line)
    ]
    assert [place for place in found if "re.compile" not in place[1]] == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 takes part of what such a group may not; an atomic group says the same and is right."""
    files = {path.name: path.read_text("utf-8") for path in (ROOT / "reportgen").rglob("*.py")}
    assert len(files) > 200
    assert [name for name, text in files.items() if re.search(r"\)[*+?]\+[^ ]", text)] == []
