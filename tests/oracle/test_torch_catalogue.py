"""Every network of the catalogue, built by PyTorch: shapes, parameters, buffers and multiply-adds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from torch_graph import counted

from reportgen import Architecture, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.cost import total_macs
from reportgen.diagnostics.parameters import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _pytest.mark import ParameterSet

FILES = sorted((Path(__file__).parents[2] / "architectures").rglob("*.yml"))
MOST_STEPS = 32
"""Of a recurrent network: PyTorch goes step by step, and each is like the last."""


def networks() -> Iterator[ParameterSet]:
    """Give all networks of the catalogue; the first of each file is built by the fast suite too."""
    for path in FILES:
        for number, architecture in enumerate(load(path)):
            yield pytest.param(architecture, id=architecture.id, marks=pytest.mark.slow if number else ())


def shortened(architecture: Architecture) -> Architecture:
    """Give a recurrent network with an input of fewer steps."""
    if architecture.family != "Recurrent":
        return architecture
    inputs = {name: (channels, min(steps, MOST_STEPS)) for name, (channels, steps) in architecture.inputs.items()}
    return replace(architecture, inputs=inputs)


@pytest.mark.parametrize("architecture", list(networks()))
def test_pytorch_counts_the_same(architecture: Architecture) -> None:
    architecture = shortened(architecture)
    graph = build(architecture)
    study, oracle = Study(graph, architecture), counted(graph)
    assert [node.shape for node in graph.nodes] == oracle.shapes
    stored = [None, *study.get(parameters)]
    assert [p.trainable if p else 0 for p in stored] == oracle.parameters
    assert [p.buffers if p else 0 for p in stored] == oracle.buffers
    assert total_macs(study) == oracle.macs
