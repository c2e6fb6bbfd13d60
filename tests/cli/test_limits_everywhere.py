"""Limits of the settings reach every command that reads architecture files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository

from reportgen.__main__ import run

if TYPE_CHECKING:
    from pathlib import Path

FILE = "architectures/net.yml"
COMMANDS = {
    "show": ("show", FILE),
    "check": ("check",),
    "expand": ("expand", FILE),
    "diff": ("diff", "main"),
    "compare files": ("compare", FILE, FILE),
    "compare ids": ("compare", "sound", "net"),
    "compare revisions": ("compare", f"main:{FILE}", f"main:{FILE}"),
    "pages": ("pages", "out"),
}
FOLDERS = ("check", "diff", "compare ids", "pages")
"""Commands that look through the whole folder."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository to be in, with two networks of two layers on its first commit and one of three now."""
    repository = GitRepository.made(tmp_path)
    repository.commit(sound=CONV, net=CONV)
    repository.git("tag", "first")
    repository.commit(net=CONV + "  - relu\n")
    repository.git("tag", "second")
    monkeypatch.chdir(tmp_path)
    return repository


def limited(project: GitRepository, limit: str) -> None:
    project.file("reportgen.toml", f"[limits]\n{limit}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_layers_are_limited(command: str, project: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write(net=CONV + "  - relu\n  - relu\n")
    limited(project, "layers = 2")

    code = run(COMMANDS[command])

    assert code == 2
    said = "".join(capsys.readouterr())
    assert "net.yml:5:5: " in said or "net.yml:5" in said
    assert "too-many-layers" in said


@pytest.mark.parametrize("command", FOLDERS)
def test_files_are_limited(command: str, project: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    limited(project, "files = 1")

    code = run(COMMANDS[command])

    assert code == 2
    assert "too-many-files: more than 1 architecture files lie below this folder (files)" in capsys.readouterr().err


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "compare ids"])  # a broken file has no id
def test_bytes_are_limited_before_they_are_read(
    command: str, project: GitRepository, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write(net=CONV + "# " + "x" * 200)
    project.commit()
    project.write(net=CONV + "# " + "y" * 200)
    limited(project, "file_bytes = 150")

    code = run(COMMANDS[command])

    assert code == 2
    assert "file-too-large: the file has more than 150 bytes (file_bytes)" in "".join(capsys.readouterr())


def test_an_analysis_is_limited_and_goes_by_the_limits_of_today(
    project: GitRepository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ("analyse", "--out", str(out), "--workers", "1")
    assert run(arguments) == 0

    limited(project, "layers = 2")

    assert run(arguments) == 2
    assert "1 could not be read" in capsys.readouterr().out
    [problems] = [line["problems"] for line in map(json.loads, out.read_text().splitlines()) if "problems" in line]
    assert [problem["name"] for problem in problems] == ["too-many-layers"]


def test_a_wrong_limit_is_told_by_every_command(project: GitRepository, capsys: pytest.CaptureFixture[str]) -> None:
    limited(project, "layers = 0")

    for command in COMMANDS.values():
        assert run(command) == 2
        assert "reportgen.toml:2: bad-settings: limits.layers: expected a whole number" in capsys.readouterr().err
