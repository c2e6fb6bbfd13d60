"""``reportgen import``: what all sources have in common."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reportgen import build, load
from reportgen.__main__ import run
from reportgen.cli.import_ import SOURCES

VGG = Path(__file__).parents[2] / "architectures/vgg/vgg.yml"
ODD = """
input: [3, 8, 8]
layers:
  - custom: {output: [4, 8, 8], parameters: 12}
  - relu
"""


def test_what_is_printed_is_a_file_of_the_same_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "architecture", f"{VGG}:vgg-11", "--name", "Eleven"]) == 0
    out, err = capsys.readouterr()
    (tmp_path / "again.yml").write_text(out)
    (again,) = load(tmp_path / "again.yml")
    original = next(one for one in load(VGG) if one.variant == "vgg-11")
    assert again.name == "Eleven"
    assert [(node.op, node.shape) for node in build(again).nodes] == [
        (node.op, node.shape) for node in build(original).nodes
    ]
    assert err == "28 layers: every shape and parameter count agrees with the source\n"


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "vgg.yml"
    arguments = ["import", "architecture", f"{VGG}:vgg-11", "--out", str(out)]

    assert run(arguments) == 0
    written = out.read_text()
    assert run([*arguments, "--name", "Other"]) == 2
    assert f"{out}: exists: it is there already" in capsys.readouterr().err
    assert out.read_text() == written
    assert run([*arguments, "--name", "Other", "--force"]) == 0
    assert "name: Other\n" in out.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["vgg.yml"]
    assert stat.S_IMODE(out.stat().st_mode) & 0o044


def test_what_became_custom_shows_in_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.yml").write_text(ODD)
    arguments = ["import", "architecture", str(tmp_path / "odd.yml")]

    assert run(arguments) == 1
    out, err = capsys.readouterr()
    assert "- custom: {output: [4, 8, 8], parameters: 12}" in out
    assert err.endswith("each became `custom`:\n  it is custom in the file: custom.1\n")

    assert run([*arguments, "--strict"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "odd.yml: no-word: it is custom in the file: custom.1" in err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "architecture", f"{VGG}:vgg-11", "--out", str(tmp_path / "no/vgg.yml")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_a_source_that_is_not_there_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "architectur", "x"]) == 2
    assert "no source is called 'architectur'; did you mean 'architecture'?" in capsys.readouterr().err


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_has_its_help(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", source, "--help"]) == 0
    out = capsys.readouterr().out
    assert all(flag in out for flag in ("--out", "--name", "--strict", "--force"))


def test_what_is_written_is_within_the_limits_that_hold_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "reportgen.toml").write_text("[limits]\nlayers = 20\n")
    arguments = ["import", "architecture", f"{VGG}:vgg-11", "--out"]

    assert run([*arguments, str(tmp_path / "small" / "vgg.yml")]) == 2
    assert "too-many-layers: " in capsys.readouterr().err
    assert run([*arguments, str(tmp_path / "vgg.yml")]) == 0
