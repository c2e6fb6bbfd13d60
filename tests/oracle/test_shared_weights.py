"""Layers that use the weights of another, held against modules of PyTorch that are called twice."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from torch_graph import Network, counted

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.cost import total_macs
from reportgen.diagnostics.parameters import parameters, total_parameters

if TYPE_CHECKING:
    from pathlib import Path

TWICE = {
    "a convolution at two sizes": """
        input: [3, 20, 24]
        layers:
          - conv: {filters: 8, kernel: 3, padding: half}
            name: stem
          - conv: {filters: 8, kernel: 3, padding: half}
            name: head
          - batch_norm:
            name: norm
          - max_pool: 2
            from: stem
          - conv: {filters: 8, kernel: [3, 3], padding: half}
            weights: head
          - batch_norm:
            weights: norm
        """,
    "a convolution at three dilations": """
        input: [4, 16, 16]
        layers:
          - conv: {filters: 4, kernel: 3, padding: half, groups: 2}
            name: near
          - conv: {filters: 4, kernel: 3, padding: half, groups: 2, dilation: 2}
            weights: near
            name: far
          - conv: {filters: 4, kernel: 3, groups: 2, stride: 2}
            weights: far
        """,
    "a recurrent layer and attention, over and over": """
        input: [8, 12]
        layers:
          - lstm: 8
            name: read
          - self_attention: 2
            name: look
          - layer_norm:
            name: norm
          - lstm: 8
            weights: read
          - self_attention: 2
            weights: look
            repeat: 3
          - layer_norm:
            weights: norm
          - lstm: {units: 8, sequence: false}
            weights: read
        """,
    "two towers": """
        inputs: {left: [3, 12, 12], right: [3, 12, 12]}
        layers:
          - stage: one
            layers:
              - conv: {filters: 4, kernel: 3}
                name: conv
              - dense: 5
                name: dense
          - conv: {filters: 4, kernel: 3}
            from: right
            weights: one/conv
          - dense: 5
            weights: one/dense
            name: two
          - add:
            from: [one, two]
        """,
}


@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_pytorch_counts_a_module_once_that_is_called_twice(tmp_path: Path, text: str) -> None:
    path = tmp_path / "net.yml"
    path.write_text(dedent(text))
    (architecture,) = load(path)
    graph = build(architecture)
    study, oracle = Study(graph, architecture), counted(graph)

    stored = study.get(parameters)
    total = study.get(total_parameters)
    assert [p and p.trainable for p in stored] == oracle.parameters[len(graph.inputs) :]
    assert [p and p.buffers for p in stored] == oracle.buffers[len(graph.inputs) :]
    assert [node.shape for node in graph.nodes] == oracle.shapes
    assert total_macs(study) == oracle.macs
    assert total
    assert total.trainable == sum(p.numel() for p in Network(graph).parameters())
    assert 0 in oracle.parameters[len(graph.inputs) :]
