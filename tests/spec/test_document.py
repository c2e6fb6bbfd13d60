"""What is wrong in a file: each slip with its place, its name and what to do, and all of them at once."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from reportgen import ReportgenError, build, load

if TYPE_CHECKING:
    from pathlib import Path

NET = "input: [1, 8, 8]\nlayers:\n"

SLIPS: dict[str, tuple[str | bytes, list[str]]] = {
    "not UTF-8": ("name: caf\xe9\n".encode("latin-1"), ["net.yml:1:10: not-utf-8: byte 0xe9 is not UTF-8"]),
    "empty": ("", ["net.yml: empty-file: the file is empty"]),
    "not a mapping": ("- conv\n- relu\n", ["net.yml:1:1: not-a-mapping: "]),
    "an unknown layer": (
        NET + "  - cnov: {filters: 3, kernel: 3}\n",
        ["net.yml:3:5: unknown-layer: no layer or block is called 'cnov'; did you mean 'conv'?"],
    ),
    "an unknown option": (
        NET + "  - conv: {filters: 64, kernel: 3, strides: 2}\n",
        ["net.yml:3:36: unknown-option: conv has no option 'strides'; did you mean 'stride'?"],
    ),
    "another framework's option": (
        NET + "  - conv: {out_channels: 64, kernel_size: 3}\n",
        [
            "net.yml:3:12: unknown-option: conv has no option 'out_channels'; did you mean 'filters'?",
            "net.yml:3:30: unknown-option: conv has no option 'kernel_size'; did you mean 'kernel'?",
        ],
    ),
    "a missing option": (
        NET + "  - conv: {filters: 64}\n",
        ["net.yml:3:5: missing-option: conv must be given 'kernel', a whole number of at least 1"],
    ),
    "a wrong type": (
        NET + "  - conv: {filters: three, kernel: 3}\n",
        ["net.yml:3:21: wrong-value: conv.filters: expected a whole number of at least 1, got 'three'"],
    ),
    "a bare value for a layer that takes none": (
        NET + "  - relu: 3\n",
        ["net.yml:3:11: unknown-option: relu takes no bare value"],
    ),
    "a repeated key": (
        "name: a\nname: b\n" + NET + "  - relu\n",
        ["net.yml:2:1: repeated-key: 'name' stands here a second time, after line 1; keep one of them"],
    ),
    "a tag": (
        "name: !!python/object/apply:os.system [ls]\n" + NET + "  - relu\n",
        ["net.yml:1:7: explicit-tag: "],
    ),
    "an alias bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        ["net.yml:6:", "too-many-nodes"],
    ),
    "a huge repeat": (
        NET + "  - relu:\n    repeat: 1000000000\n",
        ["net.yml:4:13: too-many-repeats: one repeat makes at most 10,000 copies (repeats), not 1,000,000,000"],
    ),
    "an expression that is no arithmetic": (
        NET + "  - relu:\n    repeat: ${__import__('os').system('ls')}\n",
        ["net.yml:4:15: bad-expression: "],
    ),
    "an expression with an unknown name": (
        "arguments: {width: 2}\n" + NET + "  - pointwise: $widht\n",
        ["net.yml:4:17: unknown-name: no argument is called 'widht'; did you mean 'width'?"],
    ),
    "a key under a bare word": (
        NET + "  - relu\n    repeat: 2\n",
        ["net.yml:3:5: missing-colon: write `relu:` when something stands beside it or under it"],
    ),
    "an option beside its layer": (
        NET + "  - max_pool:\n    kernel: 3\n",
        [
            "net.yml:3:5: missing-option: max_pool must be given 'kernel'",
            "net.yml:4:5: unknown-key: 'kernel' cannot stand beside 'max_pool'; an option stands inside: max_pool: {",
        ],
    ),
    "an unquoted expression in braces": (
        "arguments: {f: 3}\n" + NET + "  - conv: {filters: ${f}, kernel: 3}\n",
        ["net.yml:4:21: unquoted-expression: "],
    ),
    "a tab": (NET + "\t- relu\n", ["net.yml:3:1: tab: "]),
    "a colon without its space": (
        NET + "  - conv: {filters:3, kernel: 3}\n",
        ["net.yml:3:12: missing-space: write `filters: 3`, with a space after the colon"],
    ),
    "a cycle of blocks": (
        "input: [1, 8, 8]\nblocks:\n  a: {layers: [b]}\n  b: {layers: [a]}\nlayers: [a]\n",
        ["net.yml:4:16: block-cycle: block a uses itself: a -> b -> a"],
    ),
    "a block named like a layer": (
        "input: [1, 8, 8]\nblocks:\n  conv: {layers: [relu]}\nlayers: [relu]\n",
        ["net.yml:3:3: bad-name: 'conv' cannot name a block"],
    ),
    "a block's missing and unknown arguments": (
        "input: [1, 8, 8]\nblocks:\n  b: {arguments: {f: }, layers: [{pointwise: $f}]}\nlayers:\n  - b: {g: 3}\n",
        [
            "net.yml:5:5: missing-option: b must be given f",
            "net.yml:5:9: unknown-option: b has no argument 'g'; it has f",
        ],
    ),
    "no input and no layers": (
        "name: x\n",
        ["net.yml:1: missing-layers: ", "net.yml:1: missing-input: "],
    ),
    "an input that is no shape": (
        "input: 3x224x224\nlayers: [relu]\n",
        ["net.yml:1:8: wrong-type: input: expected a list of one to four whole numbers"],
    ),
    "an unknown key": (
        "layer: [relu]\n" + NET + "  - relu\n",
        ["net.yml:1:1: unknown-key: a network has no 'layer'; did you mean 'layers'?"],
    ),
    "variants that are none": (
        "arguments: {w: 1}\nvariants: {a: {q: 3}, b: 3}\n" + NET + "  - relu\n",
        ["net.yml:2:16: unknown-key: variant a has no 'q'", "net.yml:2:26: wrong-type: variant b must be a mapping"],
    ),
    "a link that runs": (
        'links: {x: "javascript:alert(1)"}\n' + NET + "  - relu\n",
        ["net.yml:1:12: bad-link: links.x: expected an address that begins with https://"],
    ),
    "an allowance without its reason": (
        NET + "  - relu:\n    allow: {even-kernel: }\n",
        ["net.yml:4:26: missing-reason: allow.even-kernel needs its reason as text"],
    ),
    "figures that are none": (
        "published: {params: 3, macs: lots}\n" + NET + "  - relu\n",
        [
            "net.yml:1:13: unknown-figure: published has no figure 'params'; did you mean 'parameters'?",
            "net.yml:1:30: wrong-type: published.macs: expected a figure such as 25557032, 4.09e9 or 5.3M",
        ],
    ),
    "layers that are none": (
        NET + "  - [relu]\n  - 3\n  - stage: x\n  - residual: 3\n  - branches: {paths: 3}\n  - from: a\n",
        [
            "net.yml:3:5: wrong-type: ",
            "net.yml:4:5: wrong-type: ",
            "net.yml:5:5: missing-option: a stage needs 'layers' beside it",
            "net.yml:6:15: wrong-type: residual must be a list of layers, or a mapping with 'body'",
            "net.yml:7:23: wrong-type: paths must be a list of lists of layers, or a mapping",
            "net.yml:8:5: missing-layer: ",
        ],
    ),
    "a required option misspelt": (
        NET + "  - conv: {filters: 8, kernal: 3}\n",
        ["net.yml:3:24: unknown-option: conv has no option 'kernal'; did you mean 'kernel'?"],
    ),
    "an argument called as what enters": (
        "arguments: {channels: 4}\n" + NET + "  - relu\n",
        ["net.yml:1:13: bad-name: 'channels' is known already, as what enters; call the argument otherwise"],
    ),
    "a name that no file could find": (
        NET + "  - relu:\n    name: ../../etc\n",
        ["net.yml:4:11: bad-name: "],
    ),
}


def build_all(path: Path) -> None:
    for architecture in load(path):
        build(architecture)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_place_and_what_to_do(slip: str, tmp_path: Path) -> None:
    content, expected = SLIPS[slip]
    path = tmp_path / "net.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ReportgenError) as caught:
        build_all(path)
    found = [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]
    if slip == "an alias bomb":
        assert len(found) == 1
        assert all(part in found[0] for part in expected)
    else:
        assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_an_error_shows_its_line_and_a_caret_under_the_place(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(NET + "  - conv: {filters: 64, kernel: 3, strides: 2}\n")
    with pytest.raises(ReportgenError) as caught:
        load(path)
    assert caught.value.problems[0].explained() == (
        f"{path}:3:36: unknown-option: conv has no option 'strides'; did you mean 'stride'?\n"
        "    3 |   - conv: {filters: 64, kernel: 3, strides: 2}\n"
        "                                           ^^^^^^^"
    )


def test_variants_override_arguments_and_words(tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_text(
        dedent("""
        name: Net ${width}
        summary: Width ${width}.
        input: [1, $size, $size]
        arguments: {width: 1.0, size: 8}
        variants:
          thin: {width: 0.5}
          large: {size: 16, name: Large, input: [3, $size, $size]}
        layers:
          - pointwise: ${round_to(16 * width, 8)}
        """)
    )
    thin, large = load(path)
    assert (thin.id, thin.variant, thin.name, thin.summary, thin.inputs) == (
        "thin", "thin", "Net 0.5", "Width 0.5.", {"input": (1, 8, 8)},
    )  # fmt: skip
    assert (large.id, large.name, large.inputs) == ("large", "Large", {"input": (3, 16, 16)})
    assert [build(a).nodes[1].shape for a in (thin, large)] == [(8, 8, 8), (16, 16, 16)]


def test_a_file_without_a_name_takes_its_own(tmp_path: Path) -> None:
    path = tmp_path / "Small Net.yml"
    path.write_text(NET + "  - relu\n")
    (architecture,) = load(path)
    assert (architecture.id, architecture.name, architecture.family) == ("small-net", "Small Net", "Other")


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError, match="unreadable: no such file or directory; check the path"):
        load(tmp_path / "gone.yml")
