"""Layers that are alike are asked once, and each of them is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import build, load
from reportgen.diagnostics.alike import each, kinds, places
from reportgen.diagnostics.base import Study

if TYPE_CHECKING:
    from reportgen import Architecture
    from reportgen.ops.fitted import Fitted

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("architecture", load(ROOT / "architectures/resnet/resnet.yml"), ids=lambda one: one.id)
def test_what_is_asked_once_of_copies_is_what_each_layer_says(architecture: Architecture) -> None:
    study = Study(build(architecture), architecture)
    asked: list[Fitted] = []

    def macs(fitted: Fitted) -> int | None:
        asked.append(fitted)
        return fitted.op.macs(fitted.inputs, fitted.output)

    assert each(study, macs) == tuple(node.op.macs(node.input_shapes, node.shape) for node in study.layers)
    assert len(asked) == len(set(map(id, asked))) == len(study.get(kinds)) < len(study.layers)


def test_places_of_what_holds_stand_in_the_order_of_the_file() -> None:
    architecture = load(ROOT / "architectures/resnet/resnet.yml")[-1]
    study = Study(build(architecture), architecture)
    merges = [place for place, node in enumerate(study.graph.nodes) if len(node.inputs) > 1]
    assert merges
    assert places(study, lambda fitted: len(fitted.inputs) > 1) == merges
