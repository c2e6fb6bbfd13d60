"""The comment on a pull request: what it says, and that no word of a stranger's does anything in it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import cmarkgfm
import pytest
from comment_reading import Page, harmless
from git_repositories import CONV, GitRepository
from hypothesis import given
from hypothesis import strategies as st
from injections import INJECTIONS

from reportgen import Finding, Mark, NetworkReport, Problem
from reportgen.review.catalogues import FileChange, Review
from reportgen.review.markdown import LONGEST, MARKER, review_comment
from reportgen.review.networks import FindingChanges, NetworkChange, Silenced, added, network_change
from reportgen.review.revisions import review_revisions
from reportgen.review.safe import code, prose, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = [
    "<script>alert(1)</script>",
    "</details><img src=x onerror=alert(1)>",
    "<!-- reportgen review -->",
    "&lt;b&gt; &#64;octocat &amp;",
    "@octocat",
    "@org/team, a @b",
    "hey\u2060@octocat",
    "#1 and GH-1, gh-22",
    "owner/repo#12",
    "deadbeefcafe1234567890abcdef1234567890ab",
    "https://evil.example/x",
    "HTTP://evil.example",
    "www.evil.example",
    "me@evil.example",
    "mailto:me@evil.example xmpp:me@evil.example",
    "[text](https://evil.example)",
    "![image](https://evil.example/x.png)",
    "[ref][1]\n\n[1]: https://evil.example",
    "<https://evil.example>",
    "`code` ``more`` ```fence",
    "`",
    "``",
    "` `@octocat` `",
    "a | b | c",
    "a \\| b \\\\| c `|` @octocat",
    "\\`@octocat\\`",
    "line\nbreak\r\nand\ttab\n\n# heading\n\n- item",
    "\u2028separated\u2029by\u0085lines\x0b\x0c",
    "**bold** _it_ ~~gone~~",
    "> quote",
    "1. item",
    "| --- | --- |",
    "---",
    "$x^2$ $`y`$",
    ":tada: :+1:",
    "\u202egnp.exe\u202c \u2066hidden\u2069",
    "zero\u200bwidth\u200d\ufeff\u00ad",
    "\x00\x07\x1b[31mred",
    "a" * 5000,
    " leading and trailing ",
    "",
    "\ud800",
]


def hostile_change(network: NetworkReport, text: str) -> NetworkChange:
    """Give a change in which every word that a stranger can choose is the text."""
    finding = Finding(name="rule", severity="error", layer=text, line=1, message=text, advice=text)
    layers = tuple(replace(layer, id=f"{text}{layer.id}", inputs=()) for layer in network.layers[:3])
    before = replace(network, id=f"{text}old", name=text, source=text, layers=layers, outputs=())
    options = {"options": {"filters": text}, "op": text}
    after = replace(before, id=text, layers=(replace(layers[0], **options), *layers[1:]), summary=text)
    change = network_change(before, after)
    assert change is not None
    return replace(
        change,
        findings=FindingChanges(new=(finding,), fixed=(finding,), allowed=(Silenced(finding, text),)),
        words=(text,),
    )


@pytest.mark.parametrize("text", [*HOSTILE, *INJECTIONS])
def test_no_word_of_a_stranger_does_anything(text: str, resnet_50: NetworkReport) -> None:
    problem = Problem(text, text, Mark(text, 1, 1), text)
    review = Review(
        base=text,
        head=text,
        networks=(hostile_change(resnet_50, text), replace(hostile_change(resnet_50, text), kind="added", before=None)),
        files=(FileChange(kind="broken", source=text, problems=(problem,), networks=(text, text)),),
        unaffected=(text,),
        settings=True,
        notes=(text,),
    )
    page = harmless(review_comment(review, [text, text]))
    assert page.tags.count("details") == 2
    assert page.tags.count("h3") == 1
    assert page.tags.count("table") == 4  # networks; layers of the one; figures and layers of the other


@pytest.mark.parametrize("text", HOSTILE)
def test_each_way_to_write_a_text_is_harmless_alone_and_in_a_table(text: str) -> None:
    table = f"| a | b | c |\n| --- | --- | --- |\n| {code(text)} | {prose(text)} | x |\n"
    page = harmless(table)
    assert page.tags.count("td") == 3
    harmless(f"{code(text)} {prose(text)}\n\n- {prose(text)}\n\n<details><summary>{summary(text)}</summary>\n")


@given(st.text(alphabet=st.sampled_from("`|\\<>&@#[]()!*_~:/w.1aé\n\u202e \u200b$"), max_size=30))
def test_any_mixture_of_what_is_special_is_harmless(text: str) -> None:
    page = harmless(f"| a | b |\n| --- | --- |\n| {code(text)} | {prose(text)} |\n")
    assert page.tags.count("td") == 2


def test_a_name_is_shown_as_it_is() -> None:
    for text in ("ResNet-50", "a`b", "`a``", "a|b", "conv4_x/basic.2", "x < y & z", "\\|"):
        assert Cells(f"| a |\n| --- |\n| {code(text)} |\n").texts == [text]


class Cells(HTMLParser):
    """The text of each cell."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._cell = False
        self.feed(cmarkgfm.markdown_to_html_with_extensions(markdown, options=0, extensions=["table", "autolink"]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        if tag == "td":
            self.texts.append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.texts[-1] += data


def test_nothing_changed_is_no_comment() -> None:
    assert review_comment(Review(base="a", head="b", unread=5)) == ""


def test_the_first_line_is_the_marker_and_the_second_the_verdict(resnet_50: NetworkReport) -> None:
    lines = review_comment(Review(base="main", head="x", networks=(added(resnet_50),)), ["too much"]).splitlines()
    assert lines[:2] == [MARKER, "### 1 network added; 1 bound does not hold"]
    assert re.fullmatch("<!-- [a-z ]+ -->", MARKER)


def test_a_preview_is_the_only_link(resnet_50: NetworkReport) -> None:
    text = review_comment(Review(base="a", head="b", networks=(added(resnet_50),)), preview="https://x.org/pr/1/")
    assert Page(text).links == ["https://x.org/pr/1/"]


@pytest.mark.parametrize("networks", [1, 60, 3000])
def test_it_never_is_too_long_and_says_what_is_left_out(networks: int, resnet_50: NetworkReport) -> None:
    changes = tuple(
        added(replace(resnet_50, name=f"{number} " + "x" * 300, source="|" * 3000)) for number in range(networks)
    )
    broken = FileChange(kind="broken", source="y" * 999, problems=(Problem("a", "b" * 9999, Mark("c")),) * 99)
    review = Review(
        base="a", head="b", networks=changes, files=(broken,) * networks, unaffected=("z" * 999,) * networks
    )
    text = review_comment(review, ["f" * 9999] * 99)
    page = harmless(text)
    assert len(text) <= LONGEST
    rows, details = page.tags.count("tr"), page.tags.count("details")
    assert 1 <= details <= networks
    if networks > 60:
        shown = len(re.findall(r"^\| `\d+ ", text, re.MULTILINE))
        assert rows > shown
        assert f"and {networks - shown:,} networks more" in text
        assert f"and the details of {networks - details:,} networks more" in text


def test_the_comment_on_a_real_change(repository: GitRepository) -> None:
    repository.commit(net=CONV, gone=CONV, laid=CONV)
    repository.write(net=CONV.replace("filters: 8", "filters: 16"), laid=f"#\n{CONV}", wrong="layers: 3\n")
    (repository.folder / "architectures/gone.yml").unlink()
    text = review_comment(review_revisions("HEAD", None, Path()))
    rows = dict(_rows(text))
    assert rows["`net`"][:3] == [
        "changed",
        "224 \N{RIGHTWARDS ARROW} 448 \N{BLACK UP-POINTING TRIANGLE} 100.0%",
        "55.30 k \N{RIGHTWARDS ARROW} 110.6 k \N{BLACK UP-POINTING TRIANGLE} 100.0%",
    ]
    assert rows["`gone`"][:2] == ["removed", "224"]
    assert rows["`conv.1`"][0] == "filters 8 \N{RIGHTWARDS ARROW} 16"
    assert "- `architectures/wrong.yml`: **broken**" in text
    assert "No effect on any network: `architectures/laid.yml`" in text
    assert text.splitlines()[1] == "### 1 network changed, 1 removed, 1 file broken, 1 file edited without effect"


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        if line.startswith("| `"):
            first, *cells = line.strip("| ").split(" | ")
            yield first, cells
