"""The deepest plan for an image, against the published table and against trying every plan."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
import yaml

from reportgen import analyse, load
from reportgen.diagnostics.plan import CONVENTIONS, Convention, Goal, Plan, plan

TABLE = yaml.safe_load((Path(__file__).parents[1] / "golden" / "arithmetic.yml").read_text())["plans"]
CATALOGUE = Path(__file__).parents[2] / "architectures"


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("row", TABLE, ids=lambda r: str(r["input"]))
def test_the_published_plans(row: dict, convention: Convention) -> None:
    assert list(plan(Goal(row["input"], convention)).stages) == row[convention]


def walked(stages: tuple[int, ...], convention: Convention, kernel: int) -> Plan:
    """Walk a plan layer by layer."""
    field, pooling = CONVENTIONS[convention]
    least, jump = Fraction(1), 1
    for number, layers in enumerate(stages):
        if number:
            field, jump = field + (pooling - 1) * jump, jump * 2
        for _ in range(layers):
            field += (kernel - 1) * jump
            least = min(least, Fraction(kernel * jump, field))
    return Plan(stages, field, least)


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize(("size", "kernel"), [(6, 3), (13, 3), (21, 2), (30, 3), (40, 5)])
def test_no_other_plan_is_better(size: int, kernel: int, convention: Convention) -> None:
    every = [
        found
        for stages in range(1, 4 if size < 40 else 5)
        for layers in product(range(1, 13), repeat=stages)
        if (found := walked(layers, convention, kernel)).field <= size and found.least >= Fraction(1, 6)
    ]
    best = max(every, key=lambda p: (p.depth, p.field, p.least, -len(p.stages)))
    assert plan(Goal(size, convention, kernel)) == best


@pytest.mark.parametrize(
    ("file", "variant", "expected"),
    [
        ("vgg/vgg.yml", "vgg-16", {1: 2, 2: 2, 4: 3, 8: 3, 16: 3}),
        ("resnet/resnet.yml", "resnet-18", {1: 1, 4: 5, 8: 4, 16: 4, 32: 3}),
        ("nolearn/deep-net.yml", None, {1: 10}),
    ],
)
def test_stages_are_counted_by_resolution(file: str, variant: str | None, expected: dict[int, int]) -> None:
    (found,) = (a for a in load(CATALOGUE / file) if a.variant == variant)
    against = analyse(found).totals["plan"]
    assert dict(zip(against["jumps"], against["stages"], strict=True)) == expected


def test_a_scale_finer_than_the_image_is_a_fraction_of_a_pixel(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    layers = "[{upsample: 2}, {conv: {filters: 4, kernel: 3}}, {conv: {filters: 4, kernel: 3, stride: 2}}]"
    path.write_text(f"input: [3, 8, 8]\nlayers: {layers}\n")
    against = analyse(*load(path)).totals["plan"]
    assert (against["jumps"], against["stages"]) == ([0.5], [2])


def test_a_network_without_windows_has_no_stages(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text("input: [3, 8, 8]\nlayers: [{dense: 3}]\n")
    assert analyse(*load(path)).totals["plan"] is None


def test_an_image_smaller_than_a_window_has_no_plan() -> None:
    assert plan(Goal(2)).stages == ()
