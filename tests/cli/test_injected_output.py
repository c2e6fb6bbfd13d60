"""What commands print of an attacker's files does nothing to a terminal, a log, a spreadsheet or a parser."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from injections import INJECTIONS, UNSEEN, sound, write_catalogue

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMMAND: Final = re.compile(r"\s*(::|##\w*\[)")
"""How a line begins that a log of GitHub or Azure takes for a command."""
OURS: Final = re.compile(r"::(error|warning|notice) (?:(?:file|line|col|endColumn|endLine|title)=[^,:]*,?)+::[^:]?.*")
FORMULA: Final = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
MULTILINE: Final = ("x\n::error::pwned\ny", "x\r\n##[set-env name=x]pwned", "x\n=1+1")
"""Lines of their own, which a name or a file's name may have."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files with every injection, in their names too."""
    made = tmp_path_factory.mktemp("hostile")
    write_catalogue(made, dict(enumerate((*INJECTIONS, *MULTILINE))))
    for number, text in enumerate(UNSEEN):
        (made / f"unseen {number} {text}.yml").write_text(f"name: {text}\n", "utf-8")
        (made / f"quoted {number}.yml").write_text(f"name: {json.dumps(text)}\n", "utf-8")
    return made


@pytest.fixture
def say(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Run a command in the folder, and give what it prints on both streams."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder))

    def said(*arguments: str) -> list[str]:
        run(arguments)
        printed = capsys.readouterr()
        return [printed.out, printed.err]

    return said


def files(folder: Path) -> list[str]:
    """Give the sound files, as a user names them."""
    found = [str(path.relative_to(folder)) for path in sorted(folder.glob("*/x *.yml"))]
    assert len(found) == len((*INJECTIONS, *MULTILINE))
    return found


def nothing_happens(text: str) -> None:
    """Hold that a text moves no terminal and tells no log what to do."""
    unseen = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}} - {"\n"}
    assert unseen == set()
    assert [line for line in text.split("\n") if COMMAND.match(line)] == []


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_show(folder: Path, say: Callable[..., list[str]], form: str) -> None:
    for file in files(folder):
        out, err = say("show", "--format", form, "--", file)
        nothing_happens(out)
        assert out
        assert not err


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_check(say: Callable[..., list[str]], form: str) -> None:
    out, err = say("check", "--format", form, ".")
    assert len(out) > 10_000
    for printed in (out, err):
        nothing_happens(printed)


def test_annotations_are_the_only_commands_to_github(say: Callable[..., list[str]]) -> None:
    out, err = say("check", "--format", "github", ".")
    nothing_happens(err)
    commands = [line for line in out.split("\n") if COMMAND.match(line)]
    assert len(commands) >= 10
    assert [line for line in commands if not OURS.fullmatch(line)] == []
    nothing_happens("\n".join(line for line in out.split("\n") if line not in commands))


@pytest.mark.parametrize("command", ["expand", "compare"])
def test_other_commands(folder: Path, say: Callable[..., list[str]], command: str) -> None:
    known = files(folder)
    for one, other in pairwise(known):
        out, err = say(command, "--", one, *[other] * (command == "compare"))
        nothing_happens(out)
        assert out
        assert not err


def test_what_is_expanded_is_read_back_as_it_was(folder: Path, say: Callable[..., list[str]]) -> None:
    for number, (file, text) in enumerate(
        zip(sorted(files(folder), key=_number), (*INJECTIONS, *MULTILINE), strict=True)
    ):
        out, _ = say("expand", "--", file)
        assert yaml.safe_load(out)["name"] == text.replace("$", "$$"), number


def _number(file: str) -> int:
    return int(file.split(maxsplit=1)[0])


def test_json_holds_every_text(folder: Path, say: Callable[..., list[str]]) -> None:
    names = [
        json.loads(say("show", "--format", "json", "--", file)[0])["networks"][0]["name"] for file in files(folder)
    ]
    assert sorted(names) == sorted((*INJECTIONS, *MULTILINE))


def test_no_cell_is_a_formula(tmp_path: Path, say: Callable[..., list[str]]) -> None:
    for number, text in enumerate((*INJECTIONS, *MULTILINE, "\uff1d1+1", "\t=1+1", "@x")):
        path = tmp_path / f"{number}.yml"
        path.write_text(json.dumps(sound(text, number, "x"), ensure_ascii=False), "utf-8")
        out, _ = say("show", "--format", "csv", "--", str(path))
        rows = list(csv.reader(io.StringIO(out)))
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            cells = [cell for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)]
            assert [cell for cell in cells if FORMULA.match(cell)] == []
