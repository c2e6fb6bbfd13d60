"""``reportgen import torch``: code that the user names, and what can be wrong with it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from reportgen.__main__ import run
from reportgen.importing.pytorch.live import argument

if TYPE_CHECKING:
    from pathlib import Path


def test_a_callable_is_run_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["import", "torch", "torch_models:residual", "--input", "3,16,16", "--arg", "width=4"]

    assert run(arguments) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# Written by `reportgen import` from torch_models:residual.\nname: residual\n")
    assert err.splitlines() == [
        "Running torch_models:residual(width=4), on tensors without values.",
        "19 layers: every shape and parameter count agrees with the source",
    ]


def test_inputs_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "torch", "torch_models:Two", "--input", "age=2", "--input", "image=3,8,8", "--flat"]) == 0
    assert "inputs:\n  age: [2]\n  image: [3, 8, 8]\noutputs: [fc, concat/flatten]\n" in capsys.readouterr().out


def test_control_flow_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "torch", "torch_models:Chooses", "--input", "3,8,8"]) == 2
    assert (
        "torch_models:Chooses: control-flow: it calls cond: control flow has no words here" in capsys.readouterr().err
    )


WRONG = {
    "no callable": (
        "torch_models",
        [],
        "bad-target: name what makes the network as PACKAGE.MODULE:CALLABLE, or a file",
    ),
    "no module": ("no_such_module:net", [], "no-module: no_such_module cannot be imported: ModuleNotFoundError"),
    "a slip": (
        "torch_models:residul",
        [],
        "no-callable: there is no residul in torch_models; did you mean 'residual'?",
    ),
    "an option it does not have": (
        "torch_models:residual",
        ["--arg", "depth=3"],
        "bad-argument: it cannot be called so: got an unexpected keyword argument 'depth'; give options as --arg NAME=",
    ),
    "an option twice": ("torch_models:residual", ["--arg", "a=3", "--arg", "a=3"], "is no NAME=VALUE with a name of"),
    "code that fails": ("torch_models:broken", [], "bad-call: calling it ends with ValueError: no such model\n"),
    "what is no network": ("torch_models:number", [], "no-network: it gives int, and must give a torch.nn.Module"),
    "sizes that do not fit": ("torch_models:Reused", [], "no-export: torch.export cannot follow it: RuntimeError: "),
}


@pytest.mark.parametrize(("target", "more", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told(target: str, more: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "torch", target, "--input", "3,16,16", *more]) == 2
    assert told in capsys.readouterr().err


def test_what_pytorch_logs_of_a_failure_is_kept_back(capfd: pytest.CaptureFixture[str]) -> None:
    layer = ["torch.nn:Linear", "--arg", "in_features=3", "--arg", "out_features=2", "--input", "4"]
    assert run(["import", "torch", *layer]) == 2
    assert "Traceback" not in capfd.readouterr().err


def test_sizes_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "torch", "torch_models:residual"]) == 2
    assert "give the sizes of its input: --input 3,224,224" in capsys.readouterr().err


def test_an_archive_takes_no_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "torch", "net.pt2", "--input", "3,16,16"]) == 2
    assert "an archive has its sizes and options already" in capsys.readouterr().err


def test_without_pytorch_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text("def net(): ...\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "torch", None)

    assert run(["import", "torch", "mine:net", "--input", "3"]) == 2
    assert 'install it with: pip install "reportgen[torch]"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("0.5", 0.5), ("true", True), ("None", None), ("gelu", "gelu"), ("[1, 2,3]", [1, 2, 3]), ("[]", [])],
)
def test_values_are_read_as_people_write_them(text: str, value: object) -> None:
    assert argument(text) == value
