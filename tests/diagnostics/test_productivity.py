"""Which input sizes a network can make use of, as Richter et al. work them out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.productivity import largest_useful, smallest_useful, unproductive

if TYPE_CHECKING:
    from collections.abc import Callable

ARCHITECTURES = Path(__file__).parents[2] / "architectures"


def studied(path: Path, variant: str | None = None) -> Study:
    (architecture,) = [one for one in load(path) if variant in {None, one.variant}]
    return Study(build(architecture), architecture)


@pytest.fixture
def study(tmp_path: Path) -> Callable[[str], Study]:
    def read(text: str) -> Study:
        path = tmp_path / "network.yml"
        path.write_text(text)
        return studied(path)

    return read


SIX = "input: [3, 32, 32]\nlayers:\n  - conv: {filters: 8, kernel: 3, padding: half}\n    repeat: 6\n"


def test_six_convolutions(study: Callable[[str], Study]) -> None:
    assert study(SIX).get(smallest_useful) == (11, 11)
    assert study(SIX).get(largest_useful) == (13, 13)


def test_resnet_50_as_published() -> None:
    resnet = studied(ARCHITECTURES / "resnet" / "resnet.yml", "resnet-50")
    assert resnet.get(smallest_useful) == (96, 96)  # a 3x3 where a cell is 32 pixels
    assert resnet.get(largest_useful) == (427, 427)


@pytest.mark.parametrize(("size", "places"), [(12, ()), (11, (6,)), (9, (5, 6)), (3, (2, 3, 4, 5, 6))])
def test_windows_behind_the_border(study: Callable[[str], Study], size: int, places: tuple[int, ...]) -> None:
    assert study(SIX.replace("32, 32", f"{size}, {size}")).get(unproductive) == places


def test_axes_are_judged_together(study: Callable[[str], Study]) -> None:
    tall = study(SIX.replace("32, 32", "9, 32"))
    assert tall.get(unproductive) == ()
    lines = study(SIX.replace("kernel: 3", "kernel: [3, 1]"))
    assert lines.get(smallest_useful) == (11, 1)
    assert lines.get(largest_useful) == (13, 1)


def test_the_least_path_counts(study: Callable[[str], Study]) -> None:
    residual = "input: [3, 5, 5]\nlayers:\n" + "  - residual: [{conv: {filters: 3, kernel: 3, padding: half}}]\n" * 4
    assert study(residual).get(unproductive) == ()
    assert study(residual).get(smallest_useful) == (3, 3)
    assert study(residual).get(largest_useful) == (9, 9)


def test_without_windows_there_is_no_range(study: Callable[[str], Study]) -> None:
    for layers in ("[relu, {pointwise: 4}, {dense: 4}]", "[{dense: 4}, {reshape: [1, 2, 2]}]"):
        plain = study(f"input: [3, 8, 8]\nlayers: {layers}\n")
        assert plain.get(smallest_useful) is None
        assert plain.get(largest_useful) is None
        assert plain.get(unproductive) == ()
