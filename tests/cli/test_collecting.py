from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from reportgen import __main__
from reportgen.cli.collecting import collecting_seldom


def test_all_is_as_before_when_the_block_ends_however_it_ends() -> None:
    before = gc.get_threshold()

    def fail() -> None:
        with collecting_seldom():
            assert gc.get_threshold()[0] > before[0]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.get_threshold() == before


def test_every_command_collects_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    real = __main__.run

    def heard(arguments: list[str]) -> int:
        found.append(gc.get_threshold())
        return real(arguments)

    monkeypatch.setattr(__main__, "run", heard)
    monkeypatch.setattr(sys, "argv", ["reportgen", "--version"])
    monkeypatch.setattr(gc, "freeze", lambda: None)  # this process goes on
    before = gc.get_threshold()
    with pytest.raises(SystemExit):
        __main__.main()

    assert [threshold > before for threshold in found] == [True]
    assert gc.get_threshold() == before


@pytest.mark.parametrize(("leaving", "told"), [("leave(3)", "told\n"), ("sys.exit(3)", "told\nlooked through\n")])
def test_at_the_end_nobody_looks_through_what_is_left(leaving: str, told: str) -> None:
    script = (
        "import sys\nfrom reportgen.cli.collecting import leave\n"
        "class Node:\n    def __del__(self): print('looked through')\n"
        f"node = Node()\nnode.itself = node\ndel node\nprint('told')\n{leaving}\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (done.returncode, done.stdout) == (3, told)
