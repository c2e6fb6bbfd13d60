"""What the reader refuses although it is YAML: the whole answer, with line, excerpt and caret."""

from __future__ import annotations

from textwrap import dedent

import pytest

from reportgen import ReportgenError
from reportgen.limits import Limits
from reportgen.spec.yaml import read_yaml


def refused(text: str, limits: Limits | None = None) -> str:
    with pytest.raises(ReportgenError) as caught:
        read_yaml(text, "net.yml", limits or Limits())
    return "\n".join(problem.explained() for problem in caught.value.problems) + "\n"


ANSWERS = {
    "repeated key": (
        "a: 1\nb: 2\na: 3\n",
        """\
        net.yml:3:1: repeated-key: 'a' stands here a second time, after line 1; keep one of them
            3 | a: 3
                ^
        """,
    ),
    "repeated key in quotes, in a flow": (
        "x: {stride: 1, 'stride': 2}\n",
        """\
        net.yml:1:16: repeated-key: 'stride' stands here a second time, after line 1; keep one of them
            1 | x: {stride: 1, 'stride': 2}
                               ^^^^^^^^
        """,
    ),
    "a key three times": (
        "a: 1\na: 2\na: 3\n",
        """\
        net.yml:2:1: repeated-key: 'a' stands here a second time, after line 1; keep one of them
            2 | a: 2
                ^
        net.yml:3:1: repeated-key: 'a' stands here a second time, after line 1; keep one of them
            3 | a: 3
                ^
        """,
    ),
    "tags": (
        "a: !x 1\nb: !!str 2\nc: !<tag:x> []\nd: ! {}\n",
        """\
        net.yml:1:4: explicit-tag: tags such as '!x' are not read; write the value alone
            1 | a: !x 1
                   ^^^^
        net.yml:2:4: explicit-tag: tags such as '!!str' are not read; write the value alone
            2 | b: !!str 2
                   ^^^^^^^
        net.yml:3:4: explicit-tag: tags such as 'tag:x' are not read; write the value alone
            3 | c: !<tag:x> []
                   ^^^^^^^^^^
        net.yml:4:4: explicit-tag: tags such as '!' are not read; write the value alone
            4 | d: ! {}
                   ^^^
        """,
    ),
    "a tag that would run code": (
        "a: !!python/object/apply:os.system [ls]\n",
        """\
        net.yml:1:4: explicit-tag: tags such as '!!python/object/apply:os.system' are not read; write the value alone
            1 | a: !!python/object/apply:os.system [ls]
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    "merge key": (
        "a: &a {b: 1}\nc:\n  <<: *a\n",
        """\
        net.yml:3:3: merge-key: mappings are not merged with '<<'; use a block with arguments
            3 |   <<: *a
                  ^^
        """,
    ),
    "keys that are no words": (
        "[a]: 1\n{b: c}: 2\n~: 3\n?\n: 4\n",
        """\
        net.yml:1:1: not-a-key: a key is a word, got a list; write `word: value`
            1 | [a]: 1
                ^
        net.yml:2:1: not-a-key: a key is a word, got a mapping; write `word: value`
            2 | {b: c}: 2
                ^
        net.yml:3:1: not-a-key: a key is a word, got nothing; write `word: value`
            3 | ~: 3
                ^
        net.yml:4:2: not-a-key: a key is a word, got nothing; write `word: value`
            4 | ?
                 ^
        """,
    ),
    "missing space in a flow": (
        "conv: {kernel:3, filters: 8}\n",
        """\
        net.yml:1:8: missing-space: write `kernel: 3`, with a space after the colon
            1 | conv: {kernel:3, filters: 8}
                       ^^^^^^^^
        """,
    ),
    "several documents": (
        "a: 1\n---\nb: 2\n",
        """\
        net.yml:2:1: several-documents: a file holds one document; use variants, or a file for each
            2 | ---
                ^^^
        """,
    ),
    "a list at the top": (
        "- conv\n",
        """\
        net.yml:1:1: not-a-mapping: expected lines such as `name: ResNet-18` at the top of the file
            1 | - conv
                ^
        """,
    ),
    "a word at the top": (
        "name:ResNet\n",
        """\
        net.yml:1:1: not-a-mapping: expected lines such as `name: ResNet-18` at the top of the file
            1 | name:ResNet
                ^^^^^^^^^^^
        """,
    ),
    "nothing": ("", "net.yml: empty-file: the file is empty; start it with `name: ...`\n"),
    "only comments": ("# here\n\n", "net.yml: empty-file: the file is empty; start it with `name: ...`\n"),
    "aliases without, within and after their anchors": (
        "a: *b\nc: &c [*c]\nd: &d 1\ne: &d 2\n",
        """\
        net.yml:1:4: unknown-alias: no anchor &b stands above this alias; a text that starts with '*' needs quotes
            1 | a: *b
                   ^^
        net.yml:2:8: recursive-alias: the alias *c stands inside what it stands for; write it out, or use a block
            2 | c: &c [*c]
                       ^^
        net.yml:4:4: repeated-anchor: the anchor &d is used twice; rename one
            4 | e: &d 2
                   ^^^^
        """,
    ),
    "a mapping that holds itself": (
        "&top\na: *top\n",
        """\
        net.yml:2:4: recursive-alias: the alias *top stands inside what it stands for; write it out, or use a block
            2 | a: *top
                   ^^^^
        """,
    ),
    "huge numbers": (
        "a: 1e999999999\nb: [1, 1234567890123456]\n",
        """\
        net.yml:1:4: number-too-large: '1e999999999' is past the limit of a number (magnitude); a text needs quotes
            1 | a: 1e999999999
                   ^^^^^^^^^^^
        net.yml:2:8: number-too-large: '1234567890123456' is past the limit of a number (magnitude); a text needs quotes
            2 | b: [1, 1234567890123456]
                       ^^^^^^^^^^^^^^^^
        """,
    ),
    "a control character": (
        "a: b\nc: d\x07e\n",
        """\
        net.yml:2:5: control-character: the character U+0007 cannot be seen and has no place here; remove it
            2 | c: d\ufffde
                    ^
        """,
    ),
    "a control character by escape": (
        'a: "\\x1b[31m"\n',
        """\
        net.yml:1:4: control-character: the character U+001B cannot be seen and has no place here; remove it
            1 | a: "\\x1b[31m"
                   ^^^^^^^^^^
        """,
    ),
    "text that reads backwards": (
        "a: x\u202ey\n",
        """\
        net.yml:1:5: control-character: the character U+202E cannot be seen and has no place here; remove it
            1 | a: x\ufffdy
                    ^
        """,
    ),
    "a byte order mark inside": (
        "a: \ufeffx\n",
        """\
        net.yml:1:4: control-character: the character U+FEFF cannot be seen and has no place here; remove it
            1 | a: \ufffdx
                   ^
        """,
    ),
}


@pytest.mark.parametrize(("text", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_answer(text: str, answer: str) -> None:
    assert refused(text) == dedent(answer)


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x7f", "\x85", "\u2028", "\u2029", "\u2066", "\ud800", "\uffff"])
def test_characters_without_a_place_in_a_file(character: str) -> None:
    assert f"control-character: the character U+{ord(character):04X} " in refused(f"a: x{character}\n")


@pytest.mark.parametrize("text", ["a: x\ty", "a:\tx", "# \t", "a: '\t'", 'a: "\\t\\n"', "a: \u00a0\u200f\U0001f600"])
def test_characters_that_may_stand_in_a_file(text: str) -> None:
    assert read_yaml(text + "\na2: 1\n", "net.yml", Limits()).get("a2")


def test_all_that_is_wrong_is_told_at_once() -> None:
    names = [
        line.split(": ")[1] for line in refused("a: !x 1\na: 2\n<<: 3\nd: *e\nf: 1e99\n").split("\n") if "net" in line
    ]
    assert names == ["explicit-tag", "repeated-key", "merge-key", "unknown-alias", "number-too-large"]


def test_what_was_found_before_a_syntax_error_is_told_with_it() -> None:
    assert [line.split(": ")[1] for line in refused("a: 1\na: 2\nb: @\n").split("\n") if "net" in line] == [
        "repeated-key",
        "unquoted-text",
    ]


class TestCaps:
    """Each cap of ``Limits`` that the reader holds, at its edge."""

    def test_depth(self) -> None:
        limits = Limits(depth=4)
        assert read_yaml("a: [[x]]", "net.yml", limits)
        assert read_yaml("a: {b: {c: x}}", "net.yml", limits)
        assert refused("a: [[[x]]]", limits) == (
            "net.yml:1:7: too-deep: lists and mappings nest more than 4 levels here (depth); use blocks\n"
            "    1 | a: [[[x]]]\n"
            "              ^\n"
        )

    def test_depth_counts_through_aliases(self) -> None:
        limits = Limits(depth=5)
        assert read_yaml("a: &a [[x]]\nb: [*a]", "net.yml", limits)
        assert refused("a: &a [[x]]\nb: [[*a]]", limits).startswith("net.yml:2:6: too-deep: ")

    def test_nodes(self) -> None:
        limits = Limits(nodes=5)
        assert read_yaml("a: [1, 2]", "net.yml", limits)
        assert refused("a: [1, 2, 3]", limits) == (
            "net.yml:1:11: too-many-nodes: the file has more than 5 values with its aliases (nodes); use repeat\n"
            "    1 | a: [1, 2, 3]\n"
            "                  ^\n"
        )

    def test_nodes_count_through_aliases(self) -> None:
        text = "a: &a [1, 2]\nb: *a"
        assert read_yaml(text, "net.yml", Limits(nodes=9))
        assert refused(text, Limits(nodes=8)).startswith("net.yml:2:4: too-many-nodes: ")
        assert refused(text + "\nc: *a", Limits(nodes=12)).startswith("net.yml:3:4: too-many-nodes: ")

    def test_problems(self) -> None:
        lines = refused("a: 1\n" * 1000, Limits(problems=3)).split("\n")
        told = [line.split(": ")[:2] for line in lines if line.startswith("net")]
        assert told == [
            ["net.yml:2:1", "repeated-key"],
            ["net.yml:3:1", "repeated-key"],
            ["net.yml:4:1", "repeated-key"],
            ["net.yml:4:1", "too-many-problems"],
        ]
