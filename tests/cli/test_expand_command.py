"""``reportgen expand``: what it prints is a file that can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import build, load
from reportgen.__main__ import run

if TYPE_CHECKING:
    import pytest

RESNET = Path(__file__).parents[2] / "architectures/resnet/resnet.yml"


def test_what_is_printed_is_a_file_of_the_same_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expand", f"{RESNET}:resnet-18"]) == 0
    (tmp_path / "flat.yml").write_text(capsys.readouterr().out, encoding="utf-8")
    (flat,) = load(tmp_path / "flat.yml")
    original = next(architecture for architecture in load(RESNET) if architecture.variant == "resnet-18")
    assert [(n.id, n.op, n.inputs, n.shape) for n in build(flat).nodes] == [
        (n.id, n.op, n.inputs, n.shape) for n in build(original).nodes
    ]


def test_a_file_of_several_networks_must_be_told_which(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expand", str(RESNET)]) == 2
    out, err = capsys.readouterr()
    count = len(load(RESNET))
    told = f"{RESNET}: several-networks: the file has {count} networks; name one of them, such as {RESNET}:resnet-18"
    assert told in err
    assert out == ""
