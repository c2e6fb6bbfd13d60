from __future__ import annotations

import gc

import pytest

from reportgen.site.collecting import collecting_seldom


def test_all_is_as_before_when_the_block_ends_however_it_ends() -> None:
    before = gc.get_threshold()

    def fail() -> None:
        with collecting_seldom():
            assert gc.get_threshold()[0] > before[0]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.get_threshold() == before
