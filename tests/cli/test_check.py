"""``reportgen check``: every finding with its place, every broken file, and the exit code."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Checked = Callable[..., tuple[int, str, str]]

SOUND = "input: [8, 8, 8]\nlayers: [{conv: {filters: 8, kernel: 3, padding: half}}, relu]\n"
"""Its only finding is for information: it does not see the whole image."""
WARNED = "input: [8, 9, 9]\nlayers:\n  - conv: {filters: 8, kernel: 3, padding: half}\n  - max_pool: 2\n"
"""A window that does not fit."""
OVERRUN = "budgets: {parameters: 10}\n" + SOUND
BROKEN = "input: [8, 8, 8]\nlayers: [{conv: {filters: 8}}, rleu]\n"


@pytest.fixture
def checked(capsys: pytest.CaptureFixture[str]) -> Checked:
    """Run ``reportgen check``; give exit code, output and error output."""

    def check(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["check", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return check


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, to be in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "architectures").mkdir()
    return tmp_path / "architectures"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")


def test_a_finding_is_a_line_with_its_place(folder: Path, checked: Checked) -> None:
    write(folder, warned=WARNED)
    code, out, err = checked()
    lines = out.splitlines()
    assert lines[0].startswith("architectures/warned.yml:4: warning: stride-does-not-fit: max_pool.1: ")
    assert lines[0].endswith("reads them.")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"1 network in 1 file: 1 warning, \d info", lines[-1])


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (SOUND, None, 0),
        (SOUND, "warning", 0),
        (SOUND, "info", 1),
        (WARNED, None, 0),
        (WARNED, "error", 0),
        (WARNED, "warning", 1),
        (WARNED, "info", 1),
        (OVERRUN, None, 1),
        (BROKEN, None, 2),
        (BROKEN, "info", 2),
    ],
)
def test_the_exit_code(text: str, fail_on: str | None, code: int, folder: Path, checked: Checked) -> None:
    write(folder, net=text)
    assert checked(*(["--fail-on", fail_on] if fail_on else []))[0] == code


def test_an_exceeded_budget_is_an_error(folder: Path, checked: Checked) -> None:
    write(folder, net=OVERRUN)
    _, out, _ = checked()
    assert "architectures/net.yml:1: error: budget-exceeded: " in out
    assert "1 network in 1 file: 1 error, " in out


def test_all_broken_files_are_told_and_the_rest_is_checked(folder: Path, checked: Checked) -> None:
    write(folder, a=BROKEN, b=WARNED, c="nothing: here\n")
    code, out, err = checked()
    assert code == 2
    lines = err.splitlines()
    assert lines[0].startswith("architectures/a.yml:2:11: missing-option: conv must be given 'kernel', a whole number")
    assert lines[1:3] == [
        "    2 | layers: [{conv: {filters: 8}}, rleu]",
        "                  ^^^^",
    ]
    assert "architectures/a.yml:2:32: unknown-layer: no layer or block is called 'rleu'; did you mean 'relu'?" in lines
    assert any(line.startswith("architectures/c.yml:1:1: unknown-key") for line in lines)
    assert "architectures/b.yml:4: warning: stride-does-not-fit" in out
    assert out.splitlines()[-1].endswith("; 2 files could not be read")


def test_files_folders_and_what_is_not_there(folder: Path, checked: Checked) -> None:
    write(folder, a=SOUND)
    (folder / "deep").mkdir()
    write(folder / "deep", b=SOUND)
    write(folder.parent, mkdocs="site_name: not ours\n")
    empty = folder.parent / "empty"
    empty.mkdir()
    assert checked(folder / "deep" / "b.yml")[1].endswith("1 network in 1 file: 1 info\n")
    assert checked(folder, folder / "a.yml")[1].endswith("2 networks in 2 files: 2 info\n")
    assert checked(".")[1].endswith("2 networks in 2 files: 2 info\n")
    code, out, err = checked(folder / "a.yml", "gone.yml", empty)
    assert code == 2
    assert "gone.yml: unreadable: no such file or directory; check the path" in err
    assert f"{empty}: no-files: no architecture file (.yml or .yaml) lies below this folder" in err
    assert "1 network in 2 files: 1 info; 2 files could not be read" in out


def test_without_a_folder_of_architectures_it_checks_where_it_stands(folder: Path, checked: Checked) -> None:
    write(folder, a=SOUND)
    os.chdir(folder)
    assert checked()[1].startswith("a.yml:2: info: image-not-covered: relu.1: ")


def test_an_unreadable_file_does_not_hide_the_others(folder: Path, checked: Checked) -> None:
    write(folder, b=SOUND)
    code, out, err = checked(folder / "a" / "b" / "c.yml", folder / "b.yml")
    assert code == 2
    assert "unreadable" in err
    assert "1 network in 2 files" in out


def test_two_files_of_one_name_elsewhere_are_two_networks(tmp_path: Path, checked: Checked) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, net=SOUND)
    assert checked(tmp_path / "one/net.yml", tmp_path / "two/net.yml")[0] == 0


def test_two_networks_of_one_id_are_an_error(folder: Path, checked: Checked) -> None:
    write(folder, net=SOUND)
    (folder / "net.yaml").write_text(SOUND)
    code, _, err = checked()
    assert code == 2
    assert "repeated-id" in err


def test_variants_are_told_apart(folder: Path, checked: Checked) -> None:
    write(folder, net="variants: {small: {input: [8, 9, 9]}, large: {input: [8, 8, 8]}}\nlayers: [{max_pool: 2}]\n")
    _, out, _ = checked()
    assert "architectures/net.yml:2: warning: stride-does-not-fit: small max_pool.1: " in out
    assert "stride-does-not-fit: large" not in out


def test_json_holds_findings_and_problems(folder: Path, checked: Checked) -> None:
    write(folder, a=BROKEN, b=WARNED)
    code, out, _ = checked("--format", "json")
    found = json.loads(out)
    assert code == 2
    assert (found["schema"], found["files"], found["networks"]) == ("reportgen-check/1", 2, 1)
    (finding,) = [finding for finding in found["findings"] if finding["severity"] == "warning"]
    assert {key: finding[key] for key in ("file", "line", "network", "variant", "name", "layer")} == {
        "file": "architectures/b.yml",
        "line": 4,
        "network": "b",
        "variant": None,
        "name": "stride-does-not-fit",
        "layer": "max_pool.1",
    }
    assert [(p["file"], p["line"], p["column"], p["name"]) for p in found["problems"]] == [
        ("architectures/a.yml", 2, 11, "missing-option"),
        ("architectures/a.yml", 2, 32, "unknown-layer"),
    ]


def test_settings_of_the_project_hold(folder: Path, checked: Checked) -> None:
    write(folder, net=WARNED)
    (folder.parent / "pyproject.toml").write_text('[tool.reportgen.severity]\nstride-does-not-fit = "error"\n')
    code, out, _ = checked()
    assert code == 1
    assert "net.yml:4: error: stride-does-not-fit" in out
    (folder.parent / "pyproject.toml").write_text('[tool.reportgen]\nignore = ["stride-dose-not-fit"]\n')
    code, _, err = checked()
    assert code == 2
    assert "did you mean 'stride-does-not-fit'?" in err


def test_for_github_nothing_is_printed_but_commands_and_the_summary(folder: Path, checked: Checked) -> None:
    write(folder, a=BROKEN + "# ##[stop-commands]x\n", b=WARNED)
    (folder.parent / ".git").mkdir()
    os.chdir(folder)
    code, out, err = checked("--format", "github")
    assert (code, err) == (2, "")
    lines = out.splitlines()
    assert lines[0].startswith("::error file=architectures/a.yml,line=2,col=11,endColumn=15,title=missing-option::conv")
    assert lines[2].startswith("::warning file=architectures/b.yml,line=4,title=stride-does-not-fit%3A max_pool.1::max")
    assert all(line.startswith("::") for line in lines[:-1])
    assert re.fullmatch(r"1 network in 2 files: 1 warning, \d info; 1 file could not be read", lines[-1])


def test_for_code_scanning_paths_are_those_of_the_repository(
    folder: Path, checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, b=WARNED)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder.parent))
    os.chdir(folder)
    code, out, err = checked("--format", "sarif", "--fail-on", "warning")
    assert (code, err) == (1, "")
    [run_] = json.loads(out)["runs"]
    assert run_["results"][0]["ruleId"] == "stride-does-not-fit"
    assert '"uri": "architectures/b.yml"' in out


def test_a_name_that_cannot_be_printed_is_shown_by_its_codes(folder: Path, checked: Checked) -> None:
    (folder / "a\n::error::x\x1b[31m.yml").write_text(WARNED)
    (folder / "b\n.yml").write_text(BROKEN)
    _, out, err = checked()
    assert "architectures/a\\n::error::x\\x1b[31m.yml:4: warning: stride-does-not-fit" in out
    assert "architectures/b\\n.yml:2:11: missing-option" in err
    assert not [line for line in (out + err).splitlines() if line.startswith("::")]
