"""What YAML's own parser refuses, answered in our words: the answer, and the text under the caret."""

from __future__ import annotations

import pytest

from reportgen import ReportgenError
from reportgen.limits import Limits
from reportgen.spec.yaml import read_yaml

SLIPS = {
    "a word with something under it": (
        "layers:\n  - relu\n    repeat: 2\n",
        "net.yml:2:5: missing-colon: write `relu:` when something stands beside it or under it",
        "relu",
    ),
    "the same past comments": (
        "layers:\n  - relu  # twice\n    # really\n    repeat: 2\n",
        "net.yml:2:5: missing-colon: write `relu:` when something stands beside it or under it",
        "relu",
    ),
    "a structure without colon": (
        "layers:\n  - residual\n      body: []\n",
        "net.yml:2:5: missing-colon: write `residual:` when something stands beside it or under it",
        "residual",
    ),
    "a key without colon, with more under it": (
        "blocks\n  basic: {}\n",
        "net.yml:1:1: missing-colon: write `blocks:` when something stands beside it or under it",
        "blocks",
    ),
    "a word among keys": (
        "name: x\nfamily\nyear: 2015\n",
        "net.yml:2:1: missing-colon: expected `key: value`; write a colon and a value after 'family'",
        "family",
    ),
    "an expression in a flow": (
        "conv: {filters: ${a}, kernel: 3}\n",
        "net.yml:1:17: unquoted-expression: inside { } and [ ] an expression needs quotes; write '${a}'",
        "${a}",
    ),
    "an expression with commas in a flow": (
        "input: [${max(a, b)}, 3]\n",
        "net.yml:1:9: unquoted-expression: inside { } and [ ] an expression needs quotes; write '${max(a, b)}'",
        "${max(a, b)}",
    ),
    "a subscript in a flow": (
        "conv: {filters: $depths[0]}\n",
        "net.yml:1:17: unquoted-expression: inside { } and [ ] an expression needs quotes; write '${depths[0]}'",
        "$depths[0]",
    ),
    "a tab": (
        "a:\n\tb: 1\n",
        "net.yml:2:1: tab: lines are indented with spaces only; replace this tab by two spaces for each level",
        " ",
    ),
    "a tab after spaces": (
        "a: 1\n  \tb: 2\n",
        "net.yml:2:3: tab: lines are indented with spaces only; replace this tab by two spaces for each level",
        " ",
    ),
    "a tab in a text block": (
        "a: |\n\tb\n",
        "net.yml:2:1: tab: lines are indented with spaces only; replace this tab by two spaces for each level",
        " ",
    ),
    "a tab in a longer text": (
        "a: b\n\tc\n",
        "net.yml:2:1: tab: lines are indented with spaces only; replace this tab by two spaces for each level",
        " ",
    ),
    "no space after the first colon": (
        "name:x\nyear: 2015\n",
        "net.yml:1:1: missing-space: write `name: x`, with a space after the colon",
        "name:x",
    ),
    "no space after a colon, deeper": (
        "- conv:\n    kernel:3\n    stride: 2\n",
        "net.yml:2:5: missing-space: write `kernel: 3`, with a space after the colon",
        "kernel:3",
    ),
    "no space after a colon, between entries": (
        "name: x\nyear:2015\nowner: me\n",
        "net.yml:2:1: missing-space: write `year: 2015`, with a space after the colon",
        "year:2015",
    ),
    "no space after the last colon": (
        "layers:\n  - conv: {}\n    repeat:2\n  - relu\n",
        "net.yml:3:5: missing-space: write `repeat: 2`, with a space after the colon",
        "repeat:2",
    ),
    "a colon in a text above another slip": (
        "tags:\n  - task:vision\n  - @home\n",
        "net.yml:3:5: unquoted-text: a text that starts with '@' needs quotes",
        "@",
    ),
    "a colon in a text": (
        "summary: Deep: very deep\n",
        "net.yml:1:14: unquoted-text: this colon would start another value; put the whole text in quotes",
        ":",
    ),
    "a key under a finished value": (
        "name: x\n  year: 2015\n",
        "net.yml:2:3: indentation: this line stands deeper than the one above, which has its value; indent both alike",
        "year: 2015",
    ),
    "at sign": ("owner: @vision\n", "net.yml:1:8: unquoted-text: a text that starts with '@' needs quotes", "@"),
    "back quote": ("summary: `conv`\n", "net.yml:1:10: unquoted-text: a text that starts with '`' needs quotes", "`"),
    "percent sign": ("tolerance: %5\n", "net.yml:1:12: unquoted-text: a text that starts with '%' needs quotes", "%"),
    "star": (
        "summary: *very* deep\n",
        "net.yml:1:10: unquoted-text: '*' starts an anchor or an alias here; a text with it needs quotes",
        "*",
    ),
    "ampersand": (
        "summary: & more\n",
        "net.yml:1:10: unquoted-text: '&' starts an anchor or an alias here; a text with it needs quotes",
        "&",
    ),
    "an open list": (
        "input: [3, 224\nyear: 2015\n",
        "net.yml:1:8: unclosed-bracket: this '[' is not closed; write ']' where it ends",
        "[",
    ),
    "an open mapping": (
        "layers:\n  - conv: {filters: 64\n  - relu\n",
        "net.yml:2:11: unclosed-bracket: this '{' is not closed; write '}' where it ends",
        "{",
    ),
    "a list open to the end": (
        "input: [\n",
        "net.yml:1:1: unclosed-bracket: the file ends inside brackets; write the ']' or '}' that is missing",
        "input: [",
    ),
    "a mapping closed as a list": (
        "a: {b: [1, 2}\n",
        "net.yml:1:13: missing-comma: a ',' is missing before this, or the ']' for the '[' of column 8",
        "}",
    ),
    "no comma": (
        "conv: {filters: 64 kernel: 3}\n",
        "net.yml:1:26: missing-comma: a ',' is missing before this, or the '}' for the '{' of column 7",
        ":",
    ),
    "an open quote": (
        "name: 'x\nyear: 2015\n",
        "net.yml:1:7: unclosed-quote: this ' has no partner; close the quotes",
        "'",
    ),
    "an open double quote": ('name: "x\n', 'net.yml:1:7: unclosed-quote: this " has no partner; close the quotes', '"'),
    "text after quotes": (
        "name: 'Le' Net\n",
        "net.yml:1:12: unquoted-text: nothing may follow a finished value; quote the whole text, or take this away",
        "N",
    ),
    "one bracket too many": (
        "input: [3]]\n",
        "net.yml:1:11: stray-bracket: this ']' closes nothing; take it away, or quote the whole text",
        "]",
    ),
    "a bracket alone": (
        "a: 1\n]\n",
        "net.yml:2:1: stray-bracket: this ']' closes nothing; take it away, or quote the whole text",
        "]",
    ),
    "indented by too little": (
        "a:\n  b: 1\n c: 2\n",
        "net.yml:3:2: indentation: this line is indented by 1, unlike all it could belong to; line 1 is indented by 0",
        "c: 2",
    ),
    "a list indented by too little": (
        "a:\n    - b\n  - c\n",
        "net.yml:3:3: indentation: this line is indented by 2, unlike all it could belong to; line 1 is indented by 0",
        "- c",
    ),
    "a list among keys": (
        "a: 1\n- b\n",
        "net.yml:2:1: indentation: a list and `key: value` lines cannot be mixed; line 1 began the other kind",
        "- b",
    ),
    "keys among a list": (
        "- a\nb: 1\n",
        "net.yml:2:1: indentation: a list and `key: value` lines cannot be mixed; line 1 began the other kind",
        "b: 1",
    ),
    "a list on the line of its key": (
        "a: - b\n",
        "net.yml:1:4: indentation: a list starts on a line of its own; put this '-' on the next line, or write [a, b]",
        "-",
    ),
    "a comma too many": (
        "input: [3,,4]\n",
        "net.yml:1:11: missing-value: expected a value before ','; a text that starts so needs quotes",
        ",",
    ),
    "a comma first": (
        "summary: , then\n",
        "net.yml:1:10: missing-value: expected a value before ','; a text that starts so needs quotes",
        ",",
    ),
    "a colon without key": (
        "a: 1\n: 2\n",
        "net.yml:2:1: not-a-key: a key is a word, got nothing; write `word: value`",
        ":",
    ),
    "an unknown tag handle": (
        "a: !e!x b\n",
        "net.yml:1:4: explicit-tag: tags such as !name are not read; write the value alone, or quote it",
        "!",
    ),
    "a version": (
        "%YAML 3.0\n---\na: 1\n",
        "net.yml:1:1: several-documents: a file holds one document without directives; take '---' and '%YAML' away",
        "%",
    ),
    "a document end inside": (
        "a: 1\n...\nb: 2\n",
        "net.yml:3:1: several-documents: a file holds one document without directives; take '---' and '%YAML' away",
        "b",
    ),
    "an escape that is none": (
        'a: "\\d"\n',
        "net.yml:1:5: bad-escape: this is no escape in double quotes; write \\\\ for a backslash, or use single quotes",
        "\\",
    ),
    "a colon before a comma": (
        "conv: {stride:, kernel: 3}\n",
        "net.yml:1:14: missing-space: write a space or a value after this colon, or put the text in quotes",
        ":",
    ),
    "a colon before a bracket": (
        "a: [b:]\n",
        "net.yml:1:6: missing-space: write a space or a value after this colon, or put the text in quotes",
        ":",
    ),
    "half an escape": (
        'a: "\\x1"\n',
        "net.yml:1:7: bad-escape: this is no escape in double quotes; write \\\\ for a backslash, or use single quotes",
        "1",
    ),
    "half a tag": (
        "a: !%x b\n",
        "net.yml:1:5: explicit-tag: tags such as !name are not read; write the value alone, or quote it",
        "%",
    ),
    "half a directive": (
        "%A{\n--- 1\n",
        "net.yml:1:3: several-documents: a file holds one document without directives; take '---' and '%YAML' away",
        "{",
    ),
    "a text block with text beside it": (
        "a: | b\n  c\n",
        "net.yml:1:6: unquoted-text: the text starts on the line below '|' or '>'; nothing else may stand beside them",
        "b",
    ),
    "a text block indented by nothing": (
        "a: |0\n  c\n",
        "net.yml:1:5: syntax: not YAML (found an indentation indicator equal to 0); check quotes and indentation",
        "0",
    ),
}


@pytest.mark.parametrize(("text", "answer", "marked"), SLIPS.values(), ids=SLIPS)
def test_slip(text: str, answer: str, marked: str) -> None:
    with pytest.raises(ReportgenError) as caught:
        read_yaml(text, "net.yml", Limits())
    (problem,) = caught.value.problems
    assert str(problem) == answer
    start = problem.mark.column - 1
    assert problem.excerpt[start : start + problem.mark.length] == marked


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(end: str) -> None:
    with pytest.raises(ReportgenError) as caught:
        read_yaml(f"layers:{end}  - relu{end}    repeat: 2{end}", "net.yml", Limits())
    (problem,) = caught.value.problems
    assert (problem.name, problem.mark.line, problem.excerpt) == ("missing-colon", 2, "  - relu")
