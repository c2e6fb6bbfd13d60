"""Published facts on fields that belong to no network of the catalogue: a rectangle, a centre, a useful range."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from reportgen import NetworkReport, analyse, load
from reportgen.diagnostics.field import AxisField

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
FACTS: Mapping[str, Any] = yaml.safe_load((ROOT / "tests" / "golden" / "receptive_fields.yml").read_text())


def analysed(folder: Path, text: str) -> NetworkReport:
    path = folder / "net.yml"
    path.write_text(text)
    return analyse(*load(path))


def test_a_rectangle_is_worked_out_axis_by_axis(tmp_path: Path) -> None:
    fact = FACTS["rectangle"]
    layers = [{"conv": {"filters": 1, "kernel": kernel, "stride": fact["stride"]}} for kernel in fact["kernels"]]
    last = analysed(tmp_path, yaml.safe_dump({"input": [1, 40, 40], "layers": layers})).layers[-1]
    found = last.values["receptive_field"]
    assert (found["size"], found["jump"], found["start"]) == (fact["size"], [fact["jump"]] * 2, [fact["start"]] * 2)


def test_the_centre_of_a_cell_is_half_a_field_from_its_start() -> None:
    fact = FACTS["centre"]
    axis = AxisField(((-fact["padding"], -fact["padding"] + fact["size"] - 1),), fact["stride"])
    assert axis.jump is not None
    assert [axis.centre + axis.jump * cell for cell in fact["cell"]] == fact["centre"]


@pytest.mark.parametrize("row", FACTS["useful_inputs"], ids=lambda r: r["network"])
def test_the_useful_range_of_a_published_network(row: dict[str, Any]) -> None:
    folder, variant = row["network"].split("/")
    (found,) = (a for a in load(ROOT / "architectures" / folder / f"{folder}.yml") if a.variant == variant)
    totals = analyse(found).totals
    assert totals["smallest_useful_input"] == [row["smallest"]] * 2
    assert totals["largest_useful_input"] == [row["largest"]] * 2


def test_the_useful_range_of_six_convolutions(tmp_path: Path) -> None:
    layers = [{"conv": {"filters": 1, "kernel": 3, "padding": "half"}, "repeat": 6}]
    totals = analysed(tmp_path, yaml.safe_dump({"input": [1, 40, 40], "layers": layers})).totals
    assert totals["smallest_useful_input"] == [FACTS["six_3x3"]["smallest"]] * 2
    assert totals["largest_useful_input"] == [FACTS["six_3x3"]["largest"]] * 2
