"""``reportgen compare``: networks by every name that they have, beside each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Compared = Callable[..., tuple[int, str, str]]

FAMILY = """\
arguments: {width: 8}
variants: {small: {name: Small}, large: {name: Large, width: 16}}
input: [3, 16, 16]
layers: [{conv: {filters: $width, kernel: 3}}, relu]
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository with a family and a network, to be in."""
    repository = GitRepository.made(tmp_path / "project")
    repository.commit(nets__family=FAMILY, net=CONV)
    repository.write(net=CONV.replace("kernel: 3", "kernel: 5"))
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.fixture
def compared(capsys: pytest.CaptureFixture[str], repository: GitRepository) -> Compared:
    """Run ``reportgen compare`` in the repository; give exit code, output and error output."""
    assert repository.folder.is_dir()

    def compare(*arguments: str) -> tuple[int, str, str]:
        code = run(["compare", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return compare


@pytest.mark.parametrize(
    ("targets", "ids"),
    [
        (["architectures/nets/family.yml"], ["nets/small", "nets/large"]),
        (["architectures/nets/family.yml:large", "architectures/net.yml"], ["nets/large", "net"]),
        (["architectures/nets/family.yml#large", "net"], ["nets/large", "net"]),
        (["nets/small", "nets/large", "net"], ["nets/small", "nets/large", "net"]),
        (["HEAD:architectures/net.yml", "architectures/net.yml"], ["net", "net"]),
        (["HEAD:architectures/nets/family.yml:small", "main:architectures/nets/family.yml#large"], ["small", "large"]),
    ],
)
def test_what_a_network_may_be_called(targets: list[str], ids: list[str], compared: Compared) -> None:
    code, out, err = compared(*targets, "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["schema"] == "reportgen-compare/1"
    assert [network["id"] for network in found["networks"]] == ids


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        (["net"], "two to 4 networks can be compared, not 1"),
        (["net"] * 5, "two to 4 networks can be compared, not 5"),
        (["net", "nowhere"], "nowhere: unknown-network: there is no such file, nor a network of that id"),
        (["net", "nets/family.yml"], "nets/family.yml: unknown-network"),
        (["net", "HEAD:gone.yml"], "gone.yml: no-file: HEAD has no such file"),
        (["net", "nothing:architectures/net.yml"], "nothing: unknown-revision"),
        (["net", "architectures/nets/family.yml:larg"], "no variant is called 'larg'; did you mean 'large'?"),
        (["net", "HEAD:architectures/nets/family.yml:larg"], "did you mean 'large'?"),
    ],
)
def test_what_is_called_otherwise(targets: list[str], said: str, compared: Compared) -> None:
    code, _, err = compared(*targets)
    assert code == 2
    assert said in err


def test_text_marks_the_best_and_counts_what_is_alike(compared: Compared) -> None:
    _, out, _ = compared("nets/small", "nets/large")
    lines = [line.replace("\N{MULTIPLICATION SIGN}", "x") for line in out.splitlines()]
    assert lines[0].split() == ["Small", "Large"]
    assert lines[1].split() == ["Parameters", "*", "224", "448", "(+100.0%)"]
    assert "* the best of those that differ; percentages are from Small" in lines
    assert lines[lines.index("conv.1") :] == [
        "conv.1",
        "  Small  conv filters 8, kernel 3: 8 x 14 x 14, parameters 224, MACs 42.34 k, field 3",
        "  Large  conv filters 16, kernel 3: 16 x 14 x 14, parameters 448, MACs 84.67 k, field 3",
        "1 layer alike, with another shape, cost or field",
    ]


def test_networks_of_one_name_are_told_apart_by_letters(compared: Compared) -> None:
    _, out, _ = compared("HEAD:architectures/net.yml", "net")
    assert out.splitlines()[:2] == ["A: net (HEAD:architectures/net.yml)", "B: net (architectures/net.yml)"]


def test_markdown_is_two_tables(compared: Compared) -> None:
    _, out, _ = compared("nets/small", "nets/large", "--format", "markdown")
    lines = out.splitlines()
    assert lines[:2] == ["|  | `Small` | `Large` |", "| --- | ---: | ---: |"]
    assert "| Parameters | **224** | 448 (+100.0%) |" in lines
    assert "| Layer | `Small` | `Large` |" in lines
