from __future__ import annotations

import gc
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
    before = gc.get_threshold()
    with pytest.raises(SystemExit):
        __main__.main()

    assert [threshold > before for threshold in found] == [True]
    assert gc.get_threshold() == before
