"""Results that come again and again while one file is read."""

from __future__ import annotations

import pytest

from reportgen.spec.memo import Memo


def test_each_argument_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(length)
    assert [lengths[word] for word in ("conv", "relu", "conv", "pool", "relu")] == [4, 4, 4, 4, 4]
    assert asked == ["conv", "relu", "pool"]


def test_what_cannot_be_worked_out_is_asked_again() -> None:
    numbers: Memo[str, int] = Memo(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="conv"):
            numbers["conv"]
    assert not numbers
