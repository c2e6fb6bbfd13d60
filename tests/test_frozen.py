"""What our dataclasses do is what the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import pickle
from dataclasses import field
from typing import Any

import pytest

from reportgen.frozen import Keeping, cached_property, dataclass, of_columns
from reportgen.ops.base import Layer

DECORATORS = {"ours": dataclass, "theirs": dataclasses.dataclass}


@dataclass(frozen=True, slots=True)
class Point:
    """As modules declare it, so that it can be pickled."""

    x: int
    y: int = 0
    name: str = field(default="", compare=False)
    tags: dict[str, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Named:
    """One with a dictionary of its own, and fields by name only."""

    name: str
    size: int = 3


@dataclass(frozen=True)
class Longer(Named):
    """One that inherits."""

    length: int


@dataclass(frozen=True)
class Coloured(Point):
    """One with slots of its base and a dictionary of its own."""

    colour: str = "red"


@dataclass(frozen=True, slots=True)
class Square(Keeping):
    """One that keeps its field in a slot, and what is cached in a dictionary."""

    side: int

    @cached_property
    def area(self) -> int:
        """What is worked out once."""
        return self.side**2


@pytest.fixture(params=DECORATORS.values(), ids=DECORATORS)
def declared(request: pytest.FixtureRequest) -> Any:
    """Give a class as one of the decorators makes it."""

    class Sample:
        a: int
        b: str = field(default="b", repr=False)
        c: list[int] = field(default_factory=list, compare=False)
        d: int = field(default=4, kw_only=True)

    return request.param(frozen=True, slots=True)(Sample)


def test_a_value_shows_its_fields(declared: Any) -> None:
    assert repr(declared(1)).endswith("Sample(a=1, c=[], d=4)")


def test_a_value_is_compared_by_its_fields(declared: Any) -> None:
    assert declared(1, c=[1]) == declared(1, c=[2])
    assert hash(declared(1, c=[1])) == hash(declared(1))
    assert declared(1) != declared(2)
    assert declared(1) != declared(1, d=5)
    assert declared(1) != (1, "b", 4)


def test_a_value_does_not_change(declared: Any) -> None:
    value = declared(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'a'"):
        value.a = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'a'"):
        del value.a
    assert value.a == 1


def test_each_value_gets_a_default_of_its_own(declared: Any) -> None:
    assert declared(1).c is not declared(1).c


@pytest.mark.parametrize("arguments", [(), (1, "b", [], 4)])
def test_what_is_not_given_rightly_is_refused(declared: Any, arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        declared(*arguments)


def test_what_is_worked_out_of_a_value_is_kept_with_it_and_no_part_of_it() -> None:
    asked: list[int] = []

    @dataclass(frozen=True)
    class Square:
        side: int

        @cached_property
        def area(self) -> int:
            """Count its cells."""
            asked.append(self.side)
            return self.side**2

    one, other = Square(3), Square(3)
    assert (one.area, one.area, other.area, asked) == (9, 9, 9, [3, 3])
    assert one == Square(3)
    assert copy.copy(one).area == 9
    assert asked == [3, 3, 3]
    assert Square.area.__doc__ == "Count its cells."


def test_a_value_matches_by_place(declared: Any) -> None:
    match declared(1, "two"):
        case declared(a, b):
            assert (a, b) == (1, "two")


def pickled(value: object) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - what was written here


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("value", [Point(1, 2, "n", {"t": 1}), Longer(1, name="n"), Coloured(1, colour="blue")])
def test_a_value_is_copied_and_pickled_whole(value: Any, again: Any) -> None:
    assert dataclasses.asdict(again(value)) == dataclasses.asdict(value)
    assert again(value) == value


def test_fields_are_inherited_and_replaced() -> None:
    longer = dataclasses.replace(Longer(1, name="n"), size=5)
    assert repr(longer) == "Longer(name='n', size=5, length=1)"
    assert longer != Named(name="n", size=5)


def test_each_field_is_kept_where_its_class_keeps_it() -> None:
    value = Coloured(1, tags={"t": 1}, colour="blue")
    assert (value.x, value.y, value.tags, value.colour) == (1, 0, {"t": 1}, "blue")
    assert vars(value) == {"colour": "blue"}


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_what_is_cached_stands_beside_the_slots(again: Any) -> None:
    square = again(Square(3))
    assert vars(square) == {}
    assert (square.area, square.area, vars(square)) == (9, 9, {"area": 9})
    assert square == Square(3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        square.side = 4


def test_a_class_that_adds_no_fields_makes_values_of_its_own() -> None:
    class Corner(Point):
        """One with a dictionary of its own, which no field is kept in."""

    corner: Any = Corner(1, name="n")
    assert (corner.x, corner.y, corner.name, corner.tags, vars(corner)) == (1, 0, "n", {}, {})
    assert type(corner) is Corner
    assert corner != Point(1, name="n")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        corner.x = 2


def test_a_value_keeps_its_class() -> None:
    point: Any = Point(1)
    assert type(point) is Point
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.__class__ = Coloured


def test_those_told_apart_by_identity_stay_so() -> None:
    @dataclass(frozen=True, slots=True, eq=False)
    class Alone:
        number: int

    assert Alone(1) != Alone(1)
    assert len({Alone(1), Alone(1)}) == 2


def test_theirs_may_be_declared_upon_a_base_without_fields() -> None:
    @dataclasses.dataclass(frozen=True)
    class Shift(Layer):
        """As other distributions declare layers."""

        shared: bool = False

    assert Shift(shared=True) == Shift(shared=True) != Shift()


def test_values_of_columns_are_those_that_their_class_makes() -> None:
    found = of_columns(Point, [1, 2, 3], itertools.cycle([4, 5]), ["a", "b", "c"], [{}, {"t": 1}, {}])
    assert found == [Point(1, 4, "a"), Point(2, 5, "b", {"t": 1}), Point(3, 4, "c")]
    assert [(point.name, type(point)) for point in found] == [("a", Point), ("b", Point), ("c", Point)]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found[0].x = 2  # type: ignore[misc]
    with pytest.raises(ValueError, match="not enough values"):
        of_columns(Point, [1])
