"""A new catalogue: it checks green and builds at once, and nothing that is there is ever overwritten."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from sites import ROOT, contents, run

from reportgen.__main__ import run as command
from reportgen.errors import ReportgenError
from reportgen.site.starting import starting_files, write_start

if TYPE_CHECKING:
    from pathlib import Path


def test_it_checks_green_and_builds_without_a_warning(tmp_path: Path) -> None:
    begun = run("reportgen", "init", cwd=tmp_path)
    checked = run("reportgen", "check", "--fail-on", "warning", cwd=tmp_path)
    built = run("reportgen", "build", "--strict", cwd=tmp_path)

    assert begun.returncode == 0, begun.stderr
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.endswith("1 network in 1 file: 1 info\n")
    assert (built.returncode, built.stderr) == (0, "")
    assert {"index.html", "about.html", "networks"} <= {path.name for path in (tmp_path / "site").iterdir()}


def test_plain_mkdocs_builds_it_too(tmp_path: Path) -> None:
    write_start(tmp_path)

    built = run("mkdocs", "build", "--strict", cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    assert (tmp_path / "site/index.html").exists()


def test_every_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["init", str(tmp_path / "new")]) == 0
    told, _, after = capsys.readouterr().out.partition("\n\n")
    assert sorted(told.splitlines()) == sorted(str(path) for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert after == f"Now, in {tmp_path / 'new'}: reportgen check, and reportgen serve\n"


def test_its_files_are_what_a_catalogue_needs() -> None:
    files = {str(path): text for path, text in starting_files().items()}
    assert set(files) == {
        ".github/workflows/pages.yml",
        ".github/workflows/review-comment.yml",
        ".github/workflows/review.yml",
        ".gitignore",
        ".pre-commit-config.yaml",
        "architectures/examples/small-resnet.yml",
        "docs/about.md",
        "mkdocs.yml",
        "reportgen.toml",
    }
    assert tomllib.loads(files["reportgen.toml"])
    [repository] = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"]
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [one["id"] for one in repository["hooks"]] == [hook["id"]]


@pytest.mark.parametrize("there", ["mkdocs.yml", ".github/workflows/review.yml"])
def test_nothing_is_overwritten_and_each_file_is_told(there: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    (tmp_path / "reportgen.toml").symlink_to("nowhere")

    with pytest.raises(ReportgenError) as caught:
        write_start(tmp_path)

    assert {problem.mark.file for problem in caught.value.problems} == {
        str(tmp_path / there),
        str(tmp_path / "reportgen.toml"),
    }
    assert contents(tmp_path) == {there: b"mine"}


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").parent.mkdir(exist_ok=True)
    (tmp_path / ".github").write_text("a file where a folder should be")
    (tmp_path / "docs").mkdir()

    with pytest.raises(ReportgenError, match="nothing was written"):
        write_start(tmp_path)

    assert sorted(path.name for path in tmp_path.rglob("*")) == [".github", "docs"]


def test_a_second_time_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_start(tmp_path)
    before = contents(tmp_path)

    assert command(["init", str(tmp_path)]) == 2

    assert len(capsys.readouterr().err.splitlines()) == len(before)
    assert contents(tmp_path) == before
