"""Sparks say what the profile says, a letter a column."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from chart_samples import endless, networks, perceptron, pointwise, resnet, vgg

from reportgen.charts import profile
from reportgen.charts.spark import BOUND, COLUMNS, LETTERS, spark

if TYPE_CHECKING:
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


def test_a_column_of_many_layers_has_the_least_of_them() -> None:
    report = endless(7 * COLUMNS)
    data = profile.read(report)
    assert data
    runs = [data.capacity[start : start + 7] for start in range(0, len(data.capacity), 7)]
    assert len(runs) == COLUMNS
    falls = [min(a) > min(b) * 1.2 for a, b in pairwise(runs)]
    letters = spark(report)
    assert any(falls)
    assert all(a > b for (a, b), fell in zip(pairwise(letters), falls, strict=True) if fell and a != "0")


def test_few_layers_are_broad_steps() -> None:
    assert len(set(spark(vgg()))) <= len(profile.read(vgg()).capacity)  # type: ignore[union-attr]
    assert min(spark(vgg())) >= BOUND > min(spark(resnet()))
    assert spark(perceptron()) == spark(pointwise()) == ""
