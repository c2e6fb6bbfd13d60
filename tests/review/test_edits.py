"""The cheapest edit of two lists, against trying every edit."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from reportgen.review.edits import edits

WORDS = st.lists(st.sampled_from("abcA"), max_size=7)
ALONE = 3


def cost(one: str, other: str) -> int | None:
    """Letters that differ only in size are nearly the same; others cannot be paired."""
    return 0 if one == other else 1 if one.lower() == other.lower() else None


def price(steps: list[tuple[str | None, str | None]]) -> int:
    return sum(ALONE if one is None or other is None else cost(one, other) or 0 for one, other in steps)


def cheapest(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    @cache
    def rest(row: int, column: int) -> int:
        found = []
        if row < len(before):
            found.append(ALONE + rest(row + 1, column))
        if column < len(after):
            found.append(ALONE + rest(row, column + 1))
        if row < len(before) and column < len(after) and (pair := cost(before[row], after[column])) is not None:
            found.append(pair + rest(row + 1, column + 1))
        return min(found, default=0)

    return rest(0, 0)


@given(WORDS, WORDS)
def test_no_edit_is_cheaper_and_both_lists_are_kept_whole(before: list[str], after: list[str]) -> None:
    steps = list(edits(before, after, cost, lambda _: ALONE))
    assert [one for one, _ in steps if one is not None] == before
    assert [other for _, other in steps if other is not None] == after
    assert price(steps) == cheapest(tuple(before), tuple(after))


def test_long_lists_are_gone_through_in_windows() -> None:
    words = [f"{number}" for number in range(4000)]
    after = ["new", *words[:1000], *words[1010:2500], "more", *words[2500:-1]]
    steps = list(edits(["first", *words], [*after, "last"], cost, lambda _: ALONE))
    assert [one for one, _ in steps if one is not None] == ["first", *words]
    assert [other for _, other in steps if other is not None] == [*after, "last"]
    assert price(steps) == ALONE * (1 + 1 + 10 + 1 + 1 + 1)


def test_of_equal_edits_the_one_that_pairs_earliest_is_taken() -> None:
    assert list(edits("aa", "aaa", cost, lambda _: ALONE)) == [("a", "a"), ("a", "a"), (None, "a")]
    assert list(edits("b", "c", cost, lambda _: ALONE)) == [("b", None), (None, "c")]
