"""``reportgen diff``: what it prints, and the exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository
from sites import ARCHITECTURES

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Diffed = Callable[..., tuple[int, str, str]]

WIDER = CONV.replace("filters: 8", "filters: 16")
OVERRUN = f"budgets: {{parameters: 10}}\n{CONV}"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository with one network committed, to be in."""
    repository = GitRepository.made(tmp_path / "project")
    repository.commit(net=CONV)
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.fixture
def diffed(capsys: pytest.CaptureFixture[str]) -> Diffed:
    """Run ``reportgen diff``; give exit code, output and error output."""

    def diff(*arguments: str) -> tuple[int, str, str]:
        code = run(["diff", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return diff


@pytest.mark.parametrize(
    ("text", "bounds", "code"),
    [
        (CONV, (), 0),
        (WIDER, (), 0),
        (WIDER, ("--fail-on", "macs: +5%"), 1),
        (WIDER, ("--fail-on", "macs: +100%"), 0),
        (WIDER, ("--fail-on", "macs: +100%", "--fail-on", "parameters: 3"), 1),
        (OVERRUN, (), 1),
        (OVERRUN, ("--fail-on", "macs: +5%"), 0),
        (OVERRUN, ("--fail-on", "macs: +5%, new-errors"), 1),
        (CONV.replace("relu", "rleu"), (), 2),
        (WIDER, ("--fail-on", "mac: +5%"), 2),
    ],
)
def test_the_exit_code(
    text: str, bounds: tuple[str, ...], code: int, repository: GitRepository, diffed: Diffed
) -> None:
    repository.write(net=text)
    assert diffed("HEAD", *bounds)[0] == code


def test_nothing_changed(repository: GitRepository, diffed: Diffed) -> None:
    assert repository.folder.is_dir()
    assert diffed("HEAD") == (
        0,
        "HEAD \N{RIGHTWARDS ARROW} the working tree: nothing changed\n1 file is the same on both sides.\n",
        "",
    )
    assert diffed("HEAD", "--format", "markdown") == (0, "", "")


def test_text_tells_figures_verdict_findings_and_layers(repository: GitRepository, diffed: Diffed) -> None:
    repository.write(net=WIDER, new=CONV)
    code, out, _ = diffed("HEAD", "--fail-on", "macs: +5%")
    lines = out.replace("\N{RIGHTWARDS ARROW}", "->").replace("\N{MULTIPLICATION SIGN}", "x").splitlines()
    assert code == 1
    assert lines[:2] == [
        "HEAD -> the working tree: 1 network changed, 1 added",
        "bound: net: macs 55,296 -> 110,592, past the bound 'macs: +5%'",
    ]
    assert "net (architectures/net.yml): changed" in lines
    assert ["MACs", "55.30", "k", "110.6", "k", "+55.30", "k", "+100.0%"] in [line.split() for line in lines]
    assert "  verdict: passes" in lines
    assert "  layers: 1 changed, 1 affected by that" in lines
    assert "  ~ conv.1: filters 8 -> 16" in lines
    assert "      8 x 16 x 16 -> 16 x 16 x 16, parameters 224 -> 448, MACs 55.30 k -> 110.6 k" in lines
    assert "new (architectures/new.yml): added" in lines


def test_broken_files_are_told_with_what_is_wrong(repository: GitRepository, diffed: Diffed) -> None:
    repository.write(net=CONV.replace("relu", "rleu"))
    code, out, _ = diffed("HEAD")
    assert code == 2
    assert "architectures/net.yml: broken (it holds net)" in out
    assert "  architectures/net.yml:4:5: unknown-layer: no layer or block is called 'rleu'; did you mean 'relu'?" in out


def test_json_is_the_same_each_time_and_holds_all(repository: GitRepository, diffed: Diffed) -> None:
    repository.write(net=WIDER)
    code, out, _ = diffed("HEAD", "--format", "json", "--fail-on", "parameters: 3")
    assert (code, out) == diffed("HEAD", "--format", "json", "--fail-on", "parameters: 3")[:2]
    found = json.loads(out)
    assert (found["schema"], found["base"], found["head"]) == ("reportgen-diff/1", "HEAD", "the working tree")
    assert len(found["failures"]) == 1
    (network,) = found["networks"]
    assert (network["kind"], network["id"], network["former_id"]) == ("changed", "net", "net")
    macs = next(figure for figure in network["figures"] if figure["name"] == "macs")
    assert macs == {
        "name": "macs",
        "title": "MACs",
        "unit": "",
        "before": 55296,
        "after": 110592,
        "change": 55296,
        "percent": 100.0,
        "better": False,
    }
    assert [(layer["kind"], layer["id"], layer["edits"]) for layer in network["layers"]] == [
        ("changed", "conv.1", [{"name": "filters", "before": 8, "after": 16}]),
        ("affected", "relu.1", []),
    ]


def test_the_two_resnets_by_their_stride(repository: GitRepository, diffed: Diffed) -> None:
    paper = (ARCHITECTURES / "resnet/resnet-paper.yml").read_text()
    repository.commit(resnet=paper)
    repository.write(resnet=paper.replace("first_stride: 2", "stride: 2"))
    _, out, _ = diffed("HEAD", "--format", "json")
    change = next(one for one in json.loads(out)["networks"] if one["id"] == "resnet-50-paper")
    figures = {figure["name"]: (figure["before"], figure["after"]) for figure in change["figures"]}
    assert figures["macs"] == (3_857_973_248, 4_089_184_256)
    assert figures["receptive_field"] == ([483, 483], [427, 427])
    assert figures["parameters"] == (25_557_032, 25_557_032)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://x.org/ y", "https://x.org/)[", "//x.org"])
def test_a_preview_that_is_no_address(address: str, repository: GitRepository, diffed: Diffed) -> None:
    repository.write(net=WIDER)
    code, _, err = diffed("HEAD", "--format", "markdown", "--preview", address)
    assert code == 2
    assert "give an address that begins with https://" in err
