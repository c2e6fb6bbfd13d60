"""The arithmetic of fields along one axis, worked by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen.diagnostics.field import CELL, AxisField, hull, merged, whole
from reportgen.diagnostics.spans import Spans
from reportgen.ops.reach import Adaptive, Blocks, Past
from reportgen.ops.window import TransposedWindow, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.ops.reach import AxisReach

THREE = AxisField(((-1, 1),), 2)
"""A window of three cells, half padded, of stride 2."""
DOUBLED = AxisField(((-1, 0), (0, 0)), 1)
"""A transposed window of three cells and stride 2: cells 0, 2, .. read two, those between read one."""
THIRDS = AxisField(((0, 2), (2, 4), (4, 6)), 7)
"""Three adaptive cells of seven."""
LISTED = AxisField(((0, 2), (4, 6)), 10, regular=False)


@pytest.mark.parametrize(
    ("field", "size", "jump", "start", "centre"),
    [
        (AxisField(((2, 6),), 3), 5, 3, 2, 4),
        (THREE, 3, 2, -1, 0),
        (DOUBLED, 2, Fraction(1, 2), -1, Fraction(-1, 2)),
        (AxisField(((0, 0), (-1, 1)), 1), 3, Fraction(1, 2), 0, Fraction(-1, 4)),
        (THIRDS, 3, Fraction(7, 3), 0, Fraction(2, 3)),  # middles 1, 3, 5 are 1, 2/3, 1/3 when moved to cell 0
        (AxisField(((0, 0), None), 1), 1, Fraction(1, 2), 0, 0),
        (AxisField((None, (3, 4)), 5), 2, Fraction(5, 2), None, 1),
        (AxisField((None,), 1), 0, 1, None, 0),
        (LISTED, 3, None, 0, Fraction(1, 2)),
        (CELL, 1, 1, 0, 0),
    ],
)
def test_what_is_told_of_a_field(
    field: AxisField, size: int, jump: Fraction | None, start: int | None, centre: Fraction
) -> None:
    assert (field.size, field.jump, field.start, field.centre) == (size, jump, start, centre)


@pytest.mark.parametrize(
    ("field", "cell", "span"),
    [
        (THREE, 4, (7, 9)),
        (THREE, -1, (-3, -1)),
        (DOUBLED, 0, (-1, 0)),
        (DOUBLED, 5, (2, 2)),
        (DOUBLED, -2, (-2, -1)),
        (AxisField((None, (3, 4)), 5), 4, None),
        (AxisField((None, (3, 4)), 5), 5, (13, 14)),
    ],
)
def test_what_a_cell_reads(field: AxisField, cell: int, span: tuple[int, int] | None) -> None:
    assert field.span(cell) == span


@pytest.mark.parametrize(
    ("field", "reach", "count", "expected"),
    [
        (CELL, Window(3, 2, before=1), 8, THREE),
        (THREE, Window(3), 6, AxisField(((-1, 5),), 2)),
        (THREE, Window(2, 2, dilation=3, before=1), 6, AxisField(((-3, 5),), 4)),
        (CELL, TransposedWindow(3, 2), 9, DOUBLED),
        (THREE, TransposedWindow(3, 2), 9, AxisField(((-3, 1), (-1, 1)), 2)),
        (DOUBLED, Window(2, 2), 4, AxisField(((-1, 0),), 1)),
        (DOUBLED, Window(1, 3), 3, AxisField(((-1, 0), (1, 1)), 3)),
        (DOUBLED, TransposedWindow(2, 2), 18, AxisField(((-1, 0), (-1, 0), (0, 0), (0, 0)), 1)),
        # With a dilation of 2 every other cell is written by nothing, and is not read.
        (CELL, TransposedWindow(2, 2, 2), 9, AxisField(((-1, 0), None), 1)),
        (AxisField(((-1, 0), None), 1), Window(2), 8, AxisField(((-1, 0), (0, 1)), 1)),
        (CELL, Adaptive(7, 3), 3, THIRDS),
        # A list of cells: they look at what does not lie around them.
        (CELL, Past(3), 3, AxisField(((0, 0), (0, 1), (0, 2)), 3, centred=False)),
        (AxisField(((0, 0),), 1, centred=False), Window(3, 2, before=1), 3, AxisField(((-1, 1),), 2, centred=False)),
        # Two of three cells are left: one step is 14/3, two are 28/3, rounded up to whole cells.
        (THIRDS, Window(1, 2), 2, LISTED),
        # As many steps as there are cells are known, though the list would end only after more.
        (
            AxisField(((0, 0), (1, 3), (1, 3), (1, 3), (4, 5), (4, 5)), 6),
            Window(1, 4),
            2,
            AxisField(((0, 0), (4, 5)), 8),
        ),
        (CELL, Blocks(6, 3, 1), 6, AxisField(((0, 0), *[(1, 3)] * 3, *[(4, 5)] * 2), 6, centred=False)),
        # What has no step gets none.
        (LISTED, Window(2, 2), 1, AxisField(((0, 6),), 10, regular=False)),
    ],
)
def test_a_field_through_a_layer(field: AxisField, reach: AxisReach, count: int, expected: AxisField) -> None:
    assert field.through(reach, count, Spans(10_000)) == expected


EVERY_OTHER, EVERY_THIRD = AxisField(((0, 0), (1, 1)), 2), AxisField(((0, 1), (1, 2), (2, 2)), 3)
TOGETHER = ((0, 1), (1, 2), (2, 2), (3, 4), (4, 5), (5, 5))


@pytest.mark.parametrize(
    ("fields", "cells", "expected"),
    [
        ([LISTED, LISTED], 2, LISTED),
        ([EVERY_OTHER, AxisField(((0, 0), (1, 1)), 2)], 1, EVERY_OTHER),
        ([CELL, AxisField(((-1, 1),), 1)], 8, AxisField(((-1, 1),), 1)),
        ([AxisField(((-3, 1),), 2), THREE, AxisField(((0, 2),), 2)], 8, AxisField(((-3, 2),), 2)),
        ([DOUBLED, AxisField(((0, 0), (0, 1)), 1)], 8, AxisField(((-1, 0), (0, 1)), 1)),
        ([AxisField(((0, 0), None), 1), AxisField((None, None), 1)], 8, AxisField(((0, 0), None), 1)),
        ([AxisField(((0, 0), None), 1), AxisField((None, (2, 2)), 1)], 8, AxisField(((0, 0), (2, 2)), 1)),
        # Both repeat after six cells; where there are but five, the five are listed.
        ([EVERY_OTHER, EVERY_THIRD], 6, AxisField(TOGETHER, 6)),
        ([EVERY_OTHER, EVERY_THIRD], 5, AxisField(TOGETHER[:5], 5, regular=False)),
        # Steps of 1 and 2 pixels: there is no step.
        ([CELL, AxisField(((0, 2),), 2)], 4, AxisField(((0, 2), (1, 4), (2, 6), (3, 8)), 8, regular=False)),
        # Steps of 7/2 and 3: three cells on are 21/2 pixels on, rounded up.
        (
            [AxisField(((1, 1),), 3), AxisField(((0, 2), (4, 6)), 7)],
            3,
            AxisField(((0, 2), (4, 6), (7, 9)), 11, regular=False),
        ),
        (
            [AxisField(((0, 0), (3, 3)), 5, regular=False), AxisField(((1, 1), (3, 3)), 5, regular=False)],
            2,
            AxisField(((0, 1), (3, 3)), 5, regular=False),
        ),
        ([CELL, AxisField(((0, 3),), 1, centred=False)], 4, AxisField(((0, 3),), 1, centred=False)),
    ],
)
def test_fields_that_meet(fields: Sequence[AxisField], cells: int, expected: AxisField) -> None:
    assert merged(fields, cells, Spans(10_000)) == expected
    assert merged(fields[::-1], cells, Spans(10_000)) == expected


def test_the_hull_of_spans() -> None:
    assert hull([(3, 4), None, (-2, 0), (1, 2)]) == (-2, 4)
    assert hull([None, None]) is None


def test_the_field_of_what_reads_the_whole_input() -> None:
    assert whole(5) == AxisField(((0, 4),), 0)


def test_a_field_is_regular_and_looks_around_itself_unless_it_is_told() -> None:
    assert AxisField(((0, 0),), 1, regular=True, centred=True) == CELL


@pytest.mark.parametrize(
    ("other", "held"),
    [
        (AxisField(((-1, 1),), 2), True),
        (AxisField(((0, 1),), 2), True),
        (AxisField(((-2, 1),), 2), False),
        (AxisField(((-1, 2),), 2), False),
        (AxisField(((0, 1),), 1), False),
        (AxisField(((0, 1),), 2, regular=False), False),
        (AxisField(((0, 1),), 2, centred=False), False),
        (AxisField((None,), 2), False),
        (DOUBLED, False),
    ],
)
def test_a_field_that_holds_another_is_the_hull_of_both(other: AxisField, *, held: bool) -> None:
    assert THREE.holds(other) is held
    if held:
        assert merged([other, THREE], 8, Spans(0)) == merged([THREE, other], 8, Spans(0)) == THREE
