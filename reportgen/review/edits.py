"""The cheapest edit of one list into another, with costs of the caller's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LARGEST: Final = 2_000_000
"""Cells of a table that takes a few seconds: two lists of 1,400."""
WINDOW: Final = 500

T = TypeVar("T")
Step = tuple[T | None, T | None]
"""A pair, or what stands on one side only, with ``None`` for the other."""


def edits(
    before: Sequence[T], after: Sequence[T], cost: Callable[[T, T], int | None], alone: Callable[[T], int]
) -> Iterator[Step[T]]:
    """Walk the cheapest edit of one list into another, in the order of both.

    Of edits that cost the same it is the one that pairs earliest, and leaves out before it puts in. Lists whose table
    would be too large are gone through in windows, and what is cheapest in each is taken: then another edit may be
    cheaper on the whole.

    Args:
        before: one list.
        after: the other.
        cost: what pairing two costs, 0 where they are the same; ``None`` where they cannot be paired.
        alone: what it costs to leave one out, or to put it in.
    """
    head = _same(before, after, cost)
    tail = _same(before[head:][::-1], after[head:][::-1], cost)
    yield from zip(before[:head], after[:head], strict=True)
    yield from _windowed(before[head : len(before) - tail], after[head : len(after) - tail], cost, alone)
    yield from zip(before[len(before) - tail :], after[len(after) - tail :], strict=True)


def _same(before: Sequence[T], after: Sequence[T], cost: Callable[[T, T], int | None]) -> int:
    """Count the pairs at the start that cost nothing: no edit is cheaper than one that keeps them."""
    both = enumerate(zip(before, after, strict=False))
    return next((place for place, pair in both if cost(*pair) != 0), min(len(before), len(after)))


def _windowed(
    before: Sequence[T], after: Sequence[T], cost: Callable[[T, T], int | None], alone: Callable[[T], int]
) -> Iterator[Step[T]]:
    """Walk an edit, the cheapest one where its table is small enough; of each window only the first half is kept."""
    row = column = 0
    while (len(before) - row) * (len(after) - column) > LARGEST:
        walk = _cheapest(before[row : row + WINDOW], after[column : column + WINDOW], cost, alone)
        steps = list(walk)
        for one, other in steps[: len(steps) // 2]:
            row, column = row + (one is not None), column + (other is not None)
            yield one, other
    yield from _cheapest(before[row:], after[column:], cost, alone)


def _cheapest(
    before: Sequence[T], after: Sequence[T], cost: Callable[[T, T], int | None], alone: Callable[[T], int]
) -> Iterator[Step[T]]:
    """Walk the cheapest edit by Wagner and Fischer's table (1974), which is filled from the end."""
    left_out, put_in = [alone(one) for one in before], [alone(other) for other in after]
    paired = [[cost(one, other) for other in after] for one in before]
    rest = _costs_of_rests(left_out, put_in, paired)
    row = column = 0
    while row < len(before) or column < len(after):
        pair = paired[row][column] if row < len(before) and column < len(after) else None
        if pair is not None and rest[row][column] == pair + rest[row + 1][column + 1]:
            yield before[row], after[column]
            row, column = row + 1, column + 1
        elif row < len(before) and rest[row][column] == left_out[row] + rest[row + 1][column]:
            yield before[row], None
            row += 1
        else:
            yield None, after[column]
            column += 1


def _costs_of_rests(left_out: list[int], put_in: list[int], paired: list[list[int | None]]) -> list[list[int]]:
    """Give, for each two places, what the cheapest edit of all that stands from there on costs."""
    below = [0]
    for price in reversed(put_in):
        below.append(below[-1] + price)
    rows = [below[::-1]]
    for price, pairs in zip(reversed(left_out), reversed(paired), strict=True):
        under, row = rows[-1], [price + rows[-1][-1]]
        for column in range(len(put_in) - 1, -1, -1):
            best = min(price + under[column], put_in[column] + row[-1])
            pair = pairs[column]
            row.append(best if pair is None else min(best, pair + under[column + 1]))
        rows.append(row[::-1])
    return rows[::-1]
