"""Every network of the catalogue, built by PyTorch: shapes, parameters, buffers and multiply-adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from torch_graph import counted

from reportgen import Architecture, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.cost import total_macs
from reportgen.diagnostics.parameters import parameters

ARCHITECTURES = [
    architecture
    for path in sorted((Path(__file__).parents[2] / "architectures").rglob("*.yml"))
    for architecture in load(path)
]


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=lambda a: a.id)
def test_pytorch_counts_the_same(architecture: Architecture) -> None:
    graph = build(architecture)
    study, oracle = Study(graph, architecture), counted(graph)
    assert [node.shape for node in graph.nodes] == oracle.shapes
    stored = [None, *study.get(parameters)]
    assert [p.trainable if p else 0 for p in stored] == oracle.parameters
    assert [p.buffers if p else 0 for p in stored] == oracle.buffers
    assert total_macs(study) == oracle.macs
