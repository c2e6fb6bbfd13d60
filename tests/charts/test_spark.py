"""Sparks say what the profile says, a letter a column."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from chart_samples import networks, perceptron, pointwise, resnet, vgg

from reportgen.charts import profile
from reportgen.charts.spark import BOUND, COLUMNS, LETTERS, spark
from reportgen.stored import StoredLayers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.report import NetworkReport


@pytest.mark.parametrize("report", networks(), ids=lambda report: report.id)
def test_letters_follow_capacity_and_meet_the_bound_where_it_does(report: NetworkReport) -> None:
    data, letters = profile.read(report), spark(report)
    if data is None:
        assert letters == ""
        return
    assert len(letters) == COLUMNS
    assert (min(letters) < BOUND) == (min(data.capacity) < profile.LEAST_CAPACITY)
    lowest = (len(LETTERS) - 1) * math.log(max(min(data.capacity), 1), 100)
    assert LETTERS.index(min(letters)) == pytest.approx(lowest, abs=1)


@pytest.fixture
def along(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[float]], str]:
    """Give the spark of a network whose layers have these capacities."""
    data = profile.read(vgg())
    assert data

    def letters(capacity: Sequence[float]) -> str:
        monkeypatch.setattr("reportgen.charts.spark.read", lambda _: replace(data, capacity=tuple(capacity)))
        return spark(vgg())

    return letters


def test_rounding_lifts_nothing_onto_the_bound(along: Callable[[Sequence[float]], str]) -> None:
    least, below = profile.LEAST_CAPACITY, LETTERS[LETTERS.index(BOUND) - 1]
    third = COLUMNS // 3
    assert along([least - least / 1000, least, least + least / 1000]) == below * third + BOUND * 2 * third


def test_a_column_has_the_least_of_its_own_layers(along: Callable[[Sequence[float]], str]) -> None:
    one, low = [100.0] * 7, [100.0] * 6 + [1.0]
    assert along((one + low) * (COLUMNS // 2)) == "z0" * (COLUMNS // 2)
    assert along([100.0, 1.0]) == "z" * (COLUMNS // 2) + "0" * (COLUMNS // 2)


def test_what_was_kept_is_not_read_again() -> None:
    def text() -> str:
        raise AssertionError("the layers are read")

    assert spark(replace(vgg(), layers=StoredLayers(1, {"conv.1": 1}, text, "kept"))) == "kept"


def test_few_layers_are_broad_steps() -> None:
    assert len(set(spark(vgg()))) <= len(profile.read(vgg()).capacity)  # type: ignore[union-attr]
    assert min(spark(vgg())) >= BOUND > min(spark(resnet()))
    assert spark(perceptron()) == spark(pointwise()) == ""
