"""What is made when somebody first looks at it: once, and held no longer than it takes."""

from __future__ import annotations

import pickle
import weakref
from typing import TYPE_CHECKING

import pytest

from reportgen.late import LateMapping, LateTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_late_mapping_is_made_once_and_only_when_it_is_read() -> None:
    made: list[int] = []
    late = LateMapping(lambda: made.append(1) or {"a": 1, "b": 2})  # type: ignore[func-returns-value]
    assert made == []
    assert (list(late), len(late), late["b"], late.get("c"), "a" in late, "c" in late) == (
        ["a", "b"],
        2,
        2,
        None,
        True,
        False,
    )
    assert dict(late) == {"a": 1, "b": 2}
    assert made == [1]


class Numbers:
    """Numbers that can be watched, and how often somebody asked for them."""

    def __init__(self, *numbers: int) -> None:
        self.numbers, self.asked = numbers, 0

    def __call__(self) -> Iterator[int]:
        self.asked += 1
        return iter(self.numbers)


def test_a_late_tuple_knows_its_length_before_it_is_made() -> None:
    numbers = Numbers(5, 6, 7)
    late = LateTuple(numbers, 3)
    assert (len(late), bool(late), numbers.asked) == (3, True, 0)
    assert (late[-1], late[1:], list(late), 6 in late, len(late)) == (7, (6, 7), [5, 6, 7], True, 3)
    assert numbers.asked == 1


def test_a_late_tuple_of_unknown_length_is_made_to_count_it() -> None:
    numbers = Numbers(5, 6)
    assert (len(LateTuple(numbers)), numbers.asked) == (2, 1)


def test_what_a_late_tuple_is_made_of_is_held_until_it_is_made() -> None:
    numbers = Numbers(5)
    watched = weakref.ref(numbers)
    late = LateTuple(numbers, 1)
    del numbers
    assert watched() is not None
    assert tuple(late) == (5,)
    assert watched() is None
    assert (late[0], len(late)) == (5, 1)


def test_a_late_tuple_is_compared_and_told_as_what_it_comes_to() -> None:
    late = LateTuple(Numbers(5, 6), 2)
    assert late == (5, 6)
    assert (5, 6) == late  # noqa: SIM300 - the other way round
    assert late == LateTuple(Numbers(5, 6))
    assert late != (5, 7)
    assert late != {5, 6}
    assert repr(late) == "(5, 6)"
    with pytest.raises(TypeError, match="unhashable"):
        hash(late)


def test_another_process_gets_a_plain_tuple() -> None:
    found = pickle.loads(pickle.dumps(LateTuple(Numbers(5, 6), 2)))  # noqa: S301 - what was written here
    assert type(found) is tuple
    assert found == (5, 6)


def test_what_fails_to_be_made_can_be_asked_for_again() -> None:
    def fail() -> tuple[int, ...]:
        raise OSError("gone")

    late = LateTuple(fail, 1)
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            tuple(late)
