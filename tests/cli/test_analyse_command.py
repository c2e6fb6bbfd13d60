"""``reportgen analyse``: what it says, what it ends with, and that it imports nothing that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reportgen.__main__ import run

if TYPE_CHECKING:
    from pathlib import Path

SOUND = "input: [8, 8, 8]\nlayers: [{conv: {filters: 8, kernel: 3, padding: half}}, relu]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    nets = tmp_path / "architectures"
    nets.mkdir()
    (nets / "net.yml").write_text(SOUND)
    return nets


def test_a_run_says_what_it_did_and_ends_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "--out", "out.jsonl", "--workers", "1"]) == 0
    assert capsys.readouterr().out == "1 network in 1 file\n"
    (folder / "more.yml").write_text(SOUND)
    assert run(["analyse", "--out", "out.jsonl", "--workers", "1"]) == 0
    assert capsys.readouterr().out == "2 networks in 2 files, 1 as before\n"


def test_broken_files_end_with_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.yml").write_text("layers: [rleu]\n")
    assert run(["analyse", str(folder), "--out", "out.jsonl", "--workers", "1"]) == 2
    assert capsys.readouterr().out == "1 network in 2 files; 1 could not be read\n"


def test_settings_of_the_project_hold(folder: Path) -> None:
    (folder.parent / "reportgen.toml").write_text("ignore = ['image-not-covered']\n")
    assert run(["analyse", "--out", "out.jsonl", "--workers", "1"]) == 0
    assert json.loads((folder.parent / "out.jsonl").read_text())["network"]["findings"] == []


def test_no_charts_nor_site_nor_dask_are_imported(folder: Path) -> None:
    code = (
        "import sys; from reportgen.__main__ import run; run(['analyse', '--out', 'out.jsonl', '--workers', '1']); "
        "print(sorted({'matplotlib', 'mkdocs', 'numpy', 'distributed'} & set(sys.modules)))"
    )
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, cwd=folder.parent, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.splitlines()[-1] == "[]"
