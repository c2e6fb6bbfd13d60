"""What ``expand`` writes reads back to the same graph, whatever the network."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_networks import networks

from reportgen import Architecture, Graph, build, load
from reportgen.graph.expand import expand
from reportgen.spec.blocks import standard_block, standard_names

if TYPE_CHECKING:
    from made_networks import Made

CATALOGUE = sorted((Path(__file__).parents[2] / "architectures").rglob("*.yml"))


def architecture_of(folder: Path, text: str) -> Architecture:
    path = folder / "net.yml"
    path.write_text(dedent(text), encoding="utf-8")
    (architecture,) = load(path)
    return architecture


def facts(graph: Graph) -> list[tuple[Any, ...]]:
    """Everything a graph is, but the lines it came from."""
    nodes = [(n.id, n.op, n.inputs, n.input_shapes, n.shape, dict(n.allow)) for n in graph.nodes]
    return [*nodes, graph.outputs]


def assert_reads_back(folder: Path, architecture: Architecture) -> str:
    flat = expand(architecture)
    again = architecture_of(folder, flat)
    assert facts(build(again)) == facts(build(architecture))
    assert (again.name, again.family, again.allow) == (architecture.name, architecture.family, architecture.allow)
    assert expand(again) == flat
    return flat


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.stem)
def test_every_network_of_the_catalogue_reads_back(file: Path, tmp_path: Path) -> None:
    for architecture in load(file):
        assert_reads_back(tmp_path, architecture)


@pytest.mark.parametrize("name", standard_names())
def test_every_standard_block_reads_back(name: str, tmp_path: Path) -> None:
    block = standard_block(name)
    assert block is not None
    required = {argument: 8 for argument, default in block.arguments.items() if default is None}
    written = f"input: [8, 8, 8]\nlayers:\n  - {name}: {required}\n    name: unit\n"
    assert "    name: unit/" in assert_reads_back(tmp_path, architecture_of(tmp_path, written))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=networks(), outputs=st.data())
def test_any_network_reads_back(made: Made, outputs: st.DataObject, tmp_path: Path) -> None:
    described: dict[str, Any] = {"input": list(made.input), "layers": made.layers}
    names = [f"n.{i}" for i in range(len(made.layers))]
    ends = outputs.draw(st.lists(st.sampled_from(names), unique=True, max_size=3))
    if ends:
        layers = [layer if isinstance(layer, dict) else {layer: None} for layer in made.layers]
        named = [{**layer, "name": name} for layer, name in zip(layers, names, strict=True)]
        described |= {"layers": named, "outputs": ends}
    assert_reads_back(tmp_path, architecture_of(tmp_path, yaml.safe_dump(described, sort_keys=False)))


def test_it_reads_as_a_person_would_write_it(tmp_path: Path) -> None:
    flat = expand(
        architecture_of(
            tmp_path,
            """
            name: Small
            family: Tests
            input: [3, 8, 8]
            layers:
              - conv: {filters: 4, kernel: 3, stride: 1, padding: half}
                name: stem
              - residual:
                  - activation: relu
                  - pointwise: 4
              - max_pool: {kernel: [2, 1], padding: 0}
              - dense: 10
                allow: {dense-head: "it is a test"}
            """,
        )
    )
    lines = [" ".join(line.split()) for line in flat.splitlines()]
    assert lines == [
        "name: Small",
        "family: Tests",
        "input: [3, 8, 8]",
        "",
        "layers:",
        "- conv: {filters: 4, kernel: 3, padding: half} # 4x8x8",
        "name: stem",
        "- relu: # 4x8x8",
        "name: activation.1",
        "- pointwise: 4 # 4x8x8",
        "name: pointwise.1",
        "- add: # 4x8x8",
        "name: add.1",
        "from: [pointwise.1, stem]",
        "- max_pool: [2, 1] # 4x4x8",
        "name: max_pool.1",
        "- dense: 10 # 10",
        "name: dense.1",
        "allow:",
        'dense-head: "it is a test"',
    ]


NETS = {
    "several inputs and outputs": """
        inputs: {image: [3, 8, 8], meta-data: [16], 3d: [1, 4, 4, 4]}
        outputs: [joined, side, image]
        layers:
          - conv: {filters: 2, kernel: 3}
            name: side
          - dense: 4
            name: left
          - dense: 4
            name: right
            from: meta-data
          - concat:
            from: [left, right]
            name: joined
        """,
    "an only input with a name of its own": """
        inputs: {signal: [1, 30]}
        layers:
          - conv: {filters: 2, kernel: 3}
            name: once
          - add:
            from: [once, once]
        """,
    "no layer at all": """
        inputs: {a: [1, 30], b: [2]}
        layers:
          - relu:
            repeat: 0
        """,
    "a dead end at the end": """
        input: [1, 8]
        outputs: early
        layers:
          - conv: {filters: 2, kernel: 3}
            name: early
          - relu
        """,
    "names that YAML would take for something else": """
        input: [1, 8]
        layers:
          - relu:
            name: "null"
          - relu:
            name: "1e3"
          - relu:
            name: "0x10"
          - relu:
            name: "010"
          - add:
            from: ["null", "010"]
            name: "1.50"
          - relu:
            name: "99999999999999999999"
        """,
    "words of strangers": r"""
        name: "costs $$5: 'a' # \"b\" \\ caf\u00e9 {x}"
        family: "[x]: $1"
        input: [1, 8]
        allow: {dense-head: "why: 'not' # so $x"}
        layers:
          - relu:
            allow: {redundant-bias: "line\nbreak"}
        """,
    "fractions that no decimal holds": """
        name: Thirds
        input: [4, 8, 8]
        arguments: {part: "${1 / 3}"}
        layers:
          - dropout: $part
          - leaky_relu: 0.0000000000001
          - elu: 1e3
          - leaky_relu: ${1 / 1024}
        """,
    "padding in every form": """
        input: [4, 8, 8]
        layers:
          - conv: {filters: 4, kernel: 3, padding: [[0, 1], 2]}
          - conv: {filters: 4, kernel: 3, padding: [1, 2]}
          - conv: {filters: 4, kernel: 3, padding: same}
          - pad: [[1, 2], [3, 4]]
          - crop: {size: [4, 5]}
          - max_pool: {kernel: 2, stride: 1, padding: valid}
        """,
}


@pytest.mark.parametrize("text", NETS.values(), ids=NETS)
def test_it_reads_back(text: str, tmp_path: Path) -> None:
    assert_reads_back(tmp_path, architecture_of(tmp_path, text))


def test_names_of_deep_blocks_read_back(tmp_path: Path) -> None:
    long = "x" * 70
    blocks = "".join(
        f"  b{i}: {{layers: [{{{f'b{i + 1}' if i < 5 else 'relu'}: , name: {long}}}]}}\n" for i in range(6)
    )
    text = f"input: [1, 8]\nblocks:\n{blocks}layers:\n  - b0:\n    name: {long}\n"
    assert_reads_back(tmp_path, architecture_of(tmp_path, text))
