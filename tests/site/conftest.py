"""What tests of sites begin with."""

from __future__ import annotations

from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest
from workshop import Workshop

from reportgen.__main__ import run

if TYPE_CHECKING:
    from pathlib import Path

    from in_process import Command


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return Workshop(tmp_path / "project", tmp_path / "cache")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")

    def command(*arguments: str, cwd: Path) -> CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        return CompletedProcess(arguments, run(arguments), *capsys.readouterr())

    return command
