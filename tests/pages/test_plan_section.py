"""The section that holds a network's stages against the plans of all three conventions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from reportgen import analyse, load
from reportgen.cli.plan import plan as command
from reportgen.pages.views import plans

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import Catalogue
    from reportgen.pages.page import Page


def test_the_table_says_what_the_command_says(catalogue: Catalogue) -> None:
    network = next(n for n in catalogue.networks if n.id.endswith("vgg-16"))
    own, *planned = plans.rows(network)
    said = json.loads(CliRunner().invoke(command, ["224", "--format", "json"]).output)

    assert (own.stages, own.depth) == ("2, 2, 3, 3, 3", "13")
    assert [row.stages for row in planned] == [", ".join(map(str, one["stages"])) for one in said.values()]
    assert [row.depth for row in planned] == [str(one["depth"]) for one in said.values()]
    assert [row.field for row in planned] == [str(one["receptive_field"]) for one in said.values()]
    assert [row.least for row in planned] == [f"{one['least_capacity']:.1f}%" for one in said.values()]


def test_an_image_too_small_for_any_plan_says_so(tmp_path: Path) -> None:
    (tmp_path / "tiny.yml").write_text("input: [3, 2, 2]\nlayers:\n  - conv: {filters: 4, kernel: 3, padding: same}\n")
    _, *planned = plans.rows(analyse(load(tmp_path / "tiny.yml")[0]))

    assert {(row.stages, row.field, row.least) for row in planned if row.depth == "0"} == {("none", "none", "none")}


def test_a_network_that_nothing_is_planned_for_has_no_such_section(
    made: dict[str, Page], slots: dict[str, dict[str, str]]
) -> None:
    assert "## Stages against the plan" in made["networks/vgg/vgg-16/index.md"].markdown
    assert 'id="chart-plan"' in slots["networks/vgg/vgg-16/index.md"]["plan"]
