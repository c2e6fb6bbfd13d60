"""The schema of the file: what the reader takes validates, and the usual slips do not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft7Validator
from made_networks import networks

from reportgen import ReportgenError, build, load
from reportgen.limits import Limits
from reportgen.ops import LAYERS
from reportgen.spec.blocks import standard_names
from reportgen.spec.nodes import Mapping, Sequence
from reportgen.spec.schema import file_schema
from reportgen.spec.yaml import read_yaml

if TYPE_CHECKING:
    from made_networks import Made

    from reportgen.spec.nodes import Node

ROOT = Path(__file__).parents[2]
CATALOGUE = sorted((ROOT / "architectures").rglob("*.yml"))
NET = "input: [3, 8, 8]\nlayers:\n"


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    described = file_schema()
    Draft7Validator.check_schema(described)
    return Draft7Validator(described)


def plain(node: Node) -> Any:
    """Give a node as an editor's YAML parser would."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return float(node.value) if isinstance(node.value, Fraction) else node.value


def parsed(text: str) -> Any:
    return plain(read_yaml(dedent(text), "net.yml", Limits()))


@pytest.mark.parametrize("file", CATALOGUE, ids=lambda file: file.stem)
def test_every_file_of_the_catalogue_validates(file: Path, schema: Draft7Validator) -> None:
    assert [error.message for error in schema.iter_errors(parsed(file.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("name", standard_names())
def test_every_standard_block_validates_as_a_block_of_a_file(name: str, schema: Draft7Validator) -> None:
    block = parsed((ROOT / "reportgen" / "blocks" / f"{name}.yml").read_text(encoding="utf-8"))
    file = {"input": [3, 8, 8], "blocks": {name: block}, "layers": [{name: 8}]}
    assert [error.message for error in schema.iter_errors(file)] == []


@settings(max_examples=40, deadline=None)
@given(made=networks())
def test_any_network_validates(made: Made) -> None:
    validator = Draft7Validator(file_schema())
    file = {"input": list(made.input), "layers": made.layers}
    assert [error.message for error in validator.iter_errors(file)] == []


GOOD = {
    "everything that can be said": """
        name: ResNet-${depth}
        family: x
        summary: A $depth layers deep net.
        year: 2015
        tags: [a, 1]
        owner: me
        status: draft
        extra: {seen: true, times: 3}
        links: {paper: "https://example.org/a", mail: "mailto:a@example.org"}
        inputs: {image: [3, $size, 8], meta: [16]}
        outputs: [out, 2]
        published: {parameters: 12M, macs: {value: 1.8e9, source: me, tolerance: 0.05%}}
        metrics: {top-1: {value: 69.7, unit: "%"}, top-5: 90}
        budgets: {depth: {value: 20}}
        allow: {dense-head: it is meant so}
        arguments: {depth: 18, size: 8, sizes: [1, 2]}
        variants: {a: , b: {depth: 34, name: B, input: $sizes}}
        layers:
          - relu
        """,
    "all forms of a layer": NET
    + """  - relu
  - relu:
  - relu: {}
  - dropout
  - dropout:
  - dropout: 0.2
  - conv: {filters: "${2 * 3}", kernel: [3, $channels], padding: [[0, 1], 2], bias: false}
  - max_pool: [2, 1]
  - crop: {size: 3}
  - activation: relu
  - norm: {norm: batch_norm}
  - pointwise: $channels
    name: a/b.1
    from: [x, 1]
    when: ${1 < 2}
    repeat: 3
    first: {stride: 2}
    allow: {narrow-channels: so be it}
""",
    "structures": NET
    + """  - stage: one
    layers:
      - residual: [relu]
      - residual: {body: , shortcut: [], skip: true, merge: concat}
        repeat: 2
  - branches: {paths: [[relu], []], merge: add}
  - branches: {paths: {left: [relu], right: }}
""",
    "blocks of its own": """
        input: [3, 8, 8]
        blocks:
          unit: {arguments: {filters: , kernel: 3}, layers: [{conv: {filters: $filters, kernel: $kernel}}]}
          größe: {layers: [{unit: {filters: 3, kernel: [1, 2]}, repeat: 2, first: {kernel: 3}}]}
        layers: [größe, {unit: 8, name: x}]
        """,
    "a block in the place of a standard one": """
        input: [3, 8, 8]
        blocks: {conv_bn: {arguments: {width: }, layers: [{pointwise: $width}]}}
        layers: [{conv_bn: {width: 3}}]
        """,
    "weights that are used again": """
        input: [3, 8, 8]
        layers: [{pointwise: 3, name: one}, {pointwise: 3, weights: one}]
        """,
    "inputs of the variants alone": """
        variants: {a: {input: [3]}, b: {inputs: {x: [3]}}}
        layers: [relu]
        """,
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_it_takes(text: str, schema: Draft7Validator) -> None:
    assert [error.message for error in schema.iter_errors(parsed(text))] == []


BROKEN = {
    "no layers": "input: [3, 8, 8]\n",
    "layers that are no list": "input: [3, 8, 8]\nlayers: {relu: }\n",
    "layers left empty": "input: [3, 8, 8]\nlayers:\n",
    "no input": "layers: [relu]\n",
    "no input in one of the variants": "variants: {a: {input: [3]}, b: {}}\nlayers: [relu]\n",
    "an input without channels": "input: []\nlayers: [relu]\n",
    "an input of five numbers": "input: [1, 2, 3, 4, 5]\nlayers: [relu]\n",
    "an input of zero": "input: [3, 0]\nlayers: [relu]\n",
    "an input that is a word": "input: big\nlayers: [relu]\n",
    "an unknown key": NET.replace("layers", "layer") + "  - relu\n",
    "a year that is a word": "year: long ago\n" + NET + "  - relu\n",
    "a status of one's own": "status: fine\n" + NET + "  - relu\n",
    "a link that runs": "links: {paper: 'javascript:alert(1)'}\n" + NET + "  - relu\n",
    "an unknown figure": "published: {params: 3}\n" + NET + "  - relu\n",
    "a figure that is a word": "published: {macs: many}\n" + NET + "  - relu\n",
    "an unknown part of a figure": "published: {macs: {value: 3, from: me}}\n" + NET + "  - relu\n",
    "a figure without a value": "budgets: {macs: {tolerance: 3%}}\n" + NET + "  - relu\n",
    "an argument that is no plain word": "arguments: {my-width: 3}\n" + NET + "  - relu\n",
    "an argument that the reader gives": "arguments: {channels: 3}\n" + NET + "  - relu\n",
    "no reason to allow": "allow: {dense-head: ''}\n" + NET + "  - relu\n",
    "an unknown word": NET + "  - cnov: {filters: 3, kernel: 3}\n",
    "an unknown word alone": NET + "  - rleu\n",
    "an unknown option": NET + "  - conv: {filters: 8, kernel: 3, strides: 2}\n",
    "a missing option": NET + "  - conv: {filters: 8}\n",
    "all options missing": NET + "  - conv\n",
    "all options missing behind a colon": NET + "  - dense:\n",
    "an option of the wrong type": NET + "  - conv: {filters: three, kernel: 3}\n",
    "an option that is no whole number": NET + "  - conv: {filters: 3.5, kernel: 3}\n",
    "an option below its least": NET + "  - conv: {filters: 0, kernel: 3}\n",
    "a truth value for a number": NET + "  - dense: true\n",
    "an unknown padding": NET + "  - conv: {filters: 8, kernel: 3, padding: full}\n",
    "kernels for four axes": NET + "  - max_pool: [2, 2, 2, 2]\n",
    "a rate above one": NET + "  - dropout: 1.5\n",
    "a bare value for a layer that takes none": NET + "  - relu: 3\n",
    "a bare value where two must be given": NET + "  - conv: 64\n",
    "an expression amid text": NET + "  - dense: 3 $x\n",
    "two layers in one entry": NET + "  - relu:\n    dense: 3\n",
    "an option beside its layer": NET + "  - max_pool: 3\n    stride: 2\n",
    "no layer, only what stands beside one": NET + "  - name: x\n",
    "a name with a blank": NET + "  - relu:\n    name: a b\n",
    "a name that is taken": NET + "  - relu:\n    name: input\n",
    "a negative repeat": NET + "  - relu:\n    repeat: -1\n",
    "a repeat past the cap": NET + "  - relu:\n    repeat: 1000000000\n",
    "first without repeat": NET + "  - dense: 3\n    first: {units: 4}\n",
    "an unknown option of the first": NET + "  - dense: 3\n    repeat: 2\n    first: {unit: 4}\n",
    "when that is a number": NET + "  - relu:\n    when: 3\n",
    "a stage without layers": NET + "  - stage: one\n",
    "layers without a stage": NET + "  - relu:\n    layers: [relu]\n",
    "a residual without a body": NET + "  - residual: {shortcut: [relu]}\n",
    "a slip inside a structure": NET + "  - residual: [{dense: {unit: 3}}]\n",
    "a slip inside a path": NET + "  - branches: {paths: [[relu], [{dense: }]]}\n",
    "branches that are a list": NET + "  - branches: [[relu], [relu]]\n",
    "a merge that is none": NET + "  - residual: {body: [relu], merge: plus}\n",
    "an activation that is none": NET + "  - activation: batch_norm\n",
    "an unknown argument of a standard block": NET + "  - conv_bn: {filters: 3, kernal: 1}\n",
    "a standard block without its argument": NET + "  - conv_bn\n",
    "a block without layers": "blocks: {b: {arguments: {x: }}}\n" + NET + "  - b: 3\n",
    "a block that takes a layer's name": "blocks: {conv: {layers: [relu]}}\n" + NET + "  - relu\n",
    "an unknown part of a block": "blocks: {b: {args: {x: }, layers: [relu]}}\n" + NET + "  - b\n",
    "a slip in a block": "blocks: {b: {layers: [{dense: {unit: 3}}]}}\n" + NET + "  - b\n",
    "a slip beside blocks": "blocks: {b: {layers: [relu]}}\n" + NET + "  - conv: {filters: 3}\n",
    "a slip beside another conv_bn": "blocks: {conv_bn: {layers: [relu]}}\n" + NET + "  - conv: {filters: 3}\n",
    "layers beside a block": "blocks: {b: {layers: [relu]}}\n" + NET + "  - b:\n    layers: [relu]\n",
    "inputs that are none": "inputs: {}\nlayers: [relu]\n",
    "weights beside a structure": NET + "  - residual: [relu]\n    weights: one\n",
    "weights beside a standard block": NET + "  - conv_bn: {filters: 3, kernel: 1}\n    weights: one\n",
    "weights of several": NET + "  - pointwise: 3\n    weights: [one, two]\n",
    "a word that is no word": "blocks: {b: {layers: [relu]}}\n" + NET + "  - max-pool: 2\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_it_refuses(text: str, schema: Draft7Validator) -> None:
    assert not schema.is_valid(parsed(text))


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_the_reader_takes_the_same(text: str, tmp_path: Path) -> None:
    (tmp_path / "net.yml").write_text(dedent(text), encoding="utf-8")
    assert load(tmp_path / "net.yml")


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_the_reader_refuses_the_same(text: str, tmp_path: Path) -> None:
    (tmp_path / "net.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ReportgenError):
        list(map(build, load(tmp_path / "net.yml")))


@pytest.mark.parametrize("word", [*LAYERS, *standard_names()])
@pytest.mark.parametrize("given", ["", "{}", "2", "[2]", "[[1, 1]]"])
def test_what_may_stand_behind_a_word(given: str, word: str, tmp_path: Path, schema: Draft7Validator) -> None:
    text = NET + f"  - {word}: {given}\n"
    (tmp_path / "net.yml").write_text(text, encoding="utf-8")
    try:
        taken = bool(load(tmp_path / "net.yml"))
    except ReportgenError as error:
        # That one of two options must be given is beyond the schema's kinds.
        taken = {problem.name for problem in error.problems} == {"conflicting-options"}
    assert schema.is_valid(parsed(text)) == taken


def test_every_word_and_option_is_explained() -> None:
    definitions = file_schema()["definitions"]
    for word, cls in LAYERS.items():
        assert definitions[word]["description"].startswith((cls.__doc__ or "").split("\n", 1)[0])
        options = definitions[f"{word}.options"]["properties"]
        assert {name: option["description"] for name, option in options.items()} == {
            name: option.doc for name, option in cls.options.items()
        }
