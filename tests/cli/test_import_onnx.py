"""``reportgen import onnx``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from onnx import helper
from onnx_files import LIGHT, made, stored

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Command = "Callable[..., tuple[int, str, str]]"


@pytest.fixture
def imported(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command; give its exit code, what it prints, and what it tells."""

    def called(*arguments: object) -> tuple[int, str, str]:
        code = run(["import", "onnx", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, " ".join(err.split())

    return called


@pytest.fixture
def open_sizes(tmp_path: Path) -> Path:
    path = tmp_path / "open.onnx"
    model = made(
        [helper.make_node("Conv", ["image", "w"], ["y"])], {"image": ["N", 3, "H", "W"]}, [stored("w", 8, 3, 3, 3)]
    )
    path.write_bytes(model.SerializeToString())
    return path


def test_a_network_is_printed_and_its_agreement_told(imported: Command) -> None:
    code, out, err = imported(LIGHT / "light_squeezenet.onnx", "--name", "SqueezeNet")
    assert code == 0
    assert "name: SqueezeNet\ninput: [3, 224, 224]" in out
    assert err == "66 layers: every shape and parameter count agrees with the source"


def test_sizes_that_a_model_leaves_open_are_asked_for(imported: Command, open_sizes: Path) -> None:
    code, _, err = imported(open_sizes)
    assert code == 2
    assert "its input image is Nx3xHxW; say which: --input image=3,224,224" in err


@pytest.mark.parametrize("sizes", ["3,32,40", "image=3,32,40"])
def test_sizes_are_given(imported: Command, open_sizes: Path, sizes: str) -> None:
    code, out, _ = imported(open_sizes, "--input", sizes)
    assert code == 0
    assert "input: [3, 32, 40]" in out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["3,x"], "'3,x' are no sizes"),
        (["3,0,4"], "'3,0,4' are no sizes"),
        (["1,2,3,4,5"], "are no sizes"),
        (["3,4,4", "3,4,4"], "an input is given sizes twice"),
        (["3,4"], "has 4 axes with the batch, but 2 sizes are given"),
        (["1,9,9"], "axis 1 of its input image has 3 cells, and cannot have 1"),
        (["picture=3,9,9"], "no input is called 'picture'; there are image"),
    ],
)
def test_sizes_that_do_not_fit(imported: Command, open_sizes: Path, given: list[str], told: str) -> None:
    code, _, err = imported(open_sizes, *(part for sizes in given for part in ("--input", sizes)))
    assert code == 2
    assert told in err


def test_what_has_no_word_is_told(imported: Command, tmp_path: Path) -> None:
    path = tmp_path / "odd.onnx"
    path.write_bytes(made([helper.make_node("Hardmax", ["x"], ["y"])], {"x": [1, 8]}).SerializeToString())
    code, _, err = imported(path)
    assert code == 1
    assert "Hardmax: the operator has no word: y" in err
