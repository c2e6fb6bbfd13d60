"""Annotations of GitHub: their form, their number, and that no text of a file becomes a command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.checks.annotations import as_annotations, command
from reportgen.checks.checked import Checked
from reportgen.checks.places import from_root, repository_root
from reportgen.errors import Mark, Problem, printable
from reportgen.report import BrokenFile, Finding, NetworkReport, Severity, Verdict

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def network(*findings: Finding, source: str = "architectures/net.yml", variant: str | None = None) -> NetworkReport:
    return NetworkReport(
        id="net",
        name="Net",
        family="Other",
        source=source,
        variant=variant,
        inputs={"input": (1,)},
        outputs=(),
        totals={},
        layers=(),
        findings=findings,
        verdict=Verdict(passes=None, text=""),
    )


def finding(severity: Severity = "warning", line: int = 1, **other: str) -> Finding:
    said = {"name": "even-kernel", "layer": "conv.1", "message": "It is even.", "advice": "Take 3."} | other
    return Finding(severity=severity, line=line, **said)


def broken(*problems: Problem) -> BrokenFile:
    return BrokenFile(source="net.yml", text="", problems=problems)


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as GitHub's runner does."""
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(part.split("=", 1) for part in found[2].split(","))
    marks = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def plain(text: str, *known: str) -> str:
        return re.sub("|".join(known), lambda code: marks[code[0]], text)

    return found[1], {k: plain(v, *marks) for k, v in properties.items()}, plain(found[3], "%0D", "%0A", "%25")


def annotations(*networks: NetworkReport, problems: tuple[Problem, ...] = ()) -> list[tuple[str, dict[str, str], str]]:
    files = (broken(*problems),) if problems else ()
    *lines, _summary = as_annotations(Checked(1, networks, files, Path.cwd())).splitlines()
    return [read(line) for line in lines]


def test_a_finding_stands_at_its_line() -> None:
    assert annotations(network(finding(line=4), variant="small")) == [
        (
            "warning",
            {"file": "architectures/net.yml", "line": "4", "title": "even-kernel: small conv.1"},
            "It is even. Take 3.",
        )
    ]


def test_a_problem_is_an_error_under_its_word() -> None:
    found = annotations(problems=(Problem("unknown-layer", "no such layer", Mark("net.yml", 3, 5, 4)),))

    place = {"file": "net.yml", "line": "3", "col": "5", "endColumn": "9"}
    assert found == [("error", {**place, "title": "unknown-layer"}, "no such layer")]


def test_what_is_about_a_whole_file_has_no_line() -> None:
    [(_, properties, _)] = annotations(problems=(Problem("unreadable", "no such file", Mark("net.yml")),))

    assert properties == {"file": "net.yml", "title": "unreadable"}


def test_the_worst_come_first() -> None:
    found = annotations(network(finding("info", 1), finding("error", 2), finding("warning", 3)))

    assert [level for level, _, _ in found] == ["error", "warning", "notice"]


def test_no_level_has_more_than_github_shows_and_the_rest_is_counted() -> None:
    many = [finding(severity, line) for severity in ("error", "warning", "info") for line in range(1, 14)]
    found = annotations(network(*many))

    levels = [level for level, _, _ in found]
    assert {level: levels.count(level) for level in levels} == {"error": 10, "warning": 10, "notice": 10}
    assert found[-1] == (
        "notice",
        {"title": "reportgen"},
        "3 errors, 3 warnings, 4 notices more; `reportgen check` tells all of them.",
    )


def test_ten_of_a_level_are_all_shown() -> None:
    found = annotations(network(*[finding("info", line) for line in range(1, 11)]))

    assert [properties["line"] for _, properties, _ in found] == [str(line) for line in range(1, 11)]


def test_copies_of_a_block_share_an_annotation() -> None:
    found = annotations(network(*[finding(line=7, layer=f"block.{copy}/conv.1") for copy in range(1, 4)]))

    [(_, properties, text)] = found
    assert properties["title"] == "even-kernel: block.1/conv.1"
    assert text == "It is even. Take 3. The same of 2 more from this line."


HOSTILE = (
    "two\nlines",
    "two\r\nlines",
    "a::error title=b::c",
    "\n::add-mask::a",
    "100%",
    "%0A::error::x",
    "%250A",
    "a,line=1,title=b",
    "\x1b[31mred\x1b]0;title\x07",
    "##[add-mask]a",
    "left\u202eright\u2028below",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    told = as_annotations(Checked(1, (network(finding(layer=text, message=text), source=text),), (), Path.cwd()))

    lines = told.splitlines()
    assert len(lines) == 2, "one remark is one line, and the summary another"
    level, properties, data = read(lines[0])
    assert (level, set(properties)) == ("warning", {"file", "line", "title"})
    assert properties["line"] == "1"
    as_one = "\n".join(map(printable, text.replace("\r\n", "\n").split("\n")))
    assert data == f"{as_one} Take 3."
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", lines[0])


def test_a_command_is_escaped_by_githubs_rules() -> None:
    assert command("error", {"file": "a:b,c%d\ne"}, "x: y, 5%\r\nz") == "::error file=a%3Ab%2Cc%25d%0Ae::x: y, 5%25%0Az"


def test_paths_are_told_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    inner = tmp_path / "repository" / "models" / "vision"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)

    root = repository_root(Path(), {})

    assert root == tmp_path / "repository"
    assert from_root("net.yml", root) == "models/vision/net.yml"
    assert from_root("../net.yml", root) == "models/net.yml"
    assert from_root(str(tmp_path / "net.yml"), root) is None


def test_the_workspace_that_github_names_is_the_root(tmp_path: Path) -> None:
    inner = tmp_path / "repository"
    (inner / ".git").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    assert repository_root(inner, {"GITHUB_WORKSPACE": str(tmp_path)}) == tmp_path
    assert repository_root(elsewhere, {"GITHUB_WORKSPACE": str(inner)}) == elsewhere


def test_a_link_is_a_file_of_the_repository(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    (tmp_path / "net.yml").touch()
    (root / "link.yml").symlink_to(tmp_path / "net.yml")

    assert from_root(str(root / "link.yml"), root) == "link.yml"
