from __future__ import annotations

import pytest
from mkdocs.utils import get_relative_url

from reportgen.pages.page import Page
from reportgen.site.links import filled, relative_url, relink, ways_from


def shouted(path: str) -> str:
    return path.upper()


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("capacity.svg", "NETWORKS/VGG/CAPACITY.SVG"),
        ("../../index.md", "INDEX.MD"),
        ("../alexnet/index.md#layers", "NETWORKS/ALEXNET/INDEX.MD#layers"),
        ("../index.md?sort=macs&amp;up=1", "NETWORKS/INDEX.MD?sort=macs&amp;up=1"),
        ("a%20b.svg", "NETWORKS/VGG/A B.SVG"),
        ("./b/../a.svg", "NETWORKS/VGG/A.SVG"),
        ("./", "NETWORKS/VGG"),
        ("..", "NETWORKS"),
        ("../..", "."),
        ("../../../x.md", "../X.MD"),
        ("../../../../x.md", "../../X.MD"),
    ],
)
def test_relative_link_is_resolved_from_the_pages_own_path(link: str, expected: str) -> None:
    text = f'<a title="x > y" href="{link}">x</a>'

    assert relink(text, "networks/vgg/index.md", shouted) == f'<a title="x > y" href="{expected}">x</a>'


@pytest.mark.parametrize(
    "text",
    [
        '<a href="#layers">layers</a>',
        '<a href="https://arxiv.org/abs/1512.03385">paper</a>',
        '<a href="//example.org/x">x</a>',
        '<a href="mailto:a@example.org">mail</a>',
        '<a href="/absolute/">x</a>',
        '<img src="data:image/svg+xml,x">',
        '<code>write href="x.md" or src="y.svg"</code>',
        '<td data-href="x.md">1 &lt; 2</td>',
        'write href="x.md" or src="y.svg"',
        '<use xlink:href="#mark"/>',
    ],
)
def test_what_is_no_relative_link_stays_as_it_is(text: str) -> None:
    assert relink(text, "index.md", shouted) == text


@pytest.mark.parametrize(
    "text",
    [
        '<a href="x.md">x</a> write href="y.md" <a href="z.md">z</a>',
        '<a title="x < y" href="x.md">x</a><a href="z.md">z</a>',
        '<a data-href="y.md" href="x.md">x</a>\n<img alt="href" src="z.md">',
        '<a\n  href="x.md"\n  title="src">x</a><image href="z.md"/>',
        '<img alt="an href=" src="x.md"><a title="x > y" href="z.md">z</a>',
        '<video src="x.md" title=" src=" href="z.md"></video>',
        '<img alt="an-href=" src="x.md"><a title="-href=" href="z.md">z</a>',
    ],
)
def test_links_are_resolved_whatever_stands_between_them(text: str) -> None:
    assert relink(text, "networks/index.md", shouted) == text.replace("x.md", "NETWORKS/X.MD").replace(
        "z.md", "NETWORKS/Z.MD"
    )


def test_a_link_is_resolved_once_however_often_a_page_has_it() -> None:
    asked: list[str] = []
    page = Page(path="a.md", title="", markdown="", slots=dict.fromkeys("ab", lambda: '<a href="x.md"><a href="x.md">'))

    filled("<!-- slot: a --><!-- slot: b -->", page, lambda path: asked.append(path) or path)

    assert asked == ["x.md"]


def test_every_candidate_of_a_srcset_is_resolved() -> None:
    text = '<source srcset="a.svg 1x, ../b.svg 2x">'

    assert relink(text, "networks/index.md", shouted) == '<source srcset="NETWORKS/A.SVG 1x, B.SVG 2x">'


def test_slots_are_filled_with_resolved_links_and_prose_is_left_alone() -> None:
    page = Page(
        path="networks/vgg/index.md",
        title="VGG",
        markdown="",
        slots={"a": lambda: '<div><img src="a.svg"></div>', "b": lambda: "<div>b</div>"},
    )
    text = '<a href="kept.md">x</a>\n<!-- slot: b -->\n<!-- slot: a -->\n'

    assert filled(text, page, shouted) == (
        '<a href="kept.md">x</a>\n<div>b</div>\n<div><img src="NETWORKS/VGG/A.SVG"></div>\n'
    )


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        ("index.md", "index.md", "index.html"),
        ("networks/vgg/index.md", "index.md", "networks/vgg/index.html"),
        ("index.md", "networks/vgg/index.md", "../../index.html"),
        ("networks/vgg/a.svg", "networks/vgg/index.md", "a.svg"),
        ("data/a b.json", "guide/index.md", "../data/a%20b.json"),
    ],
)
def test_relative_url_names_the_html_that_markdown_becomes(path: str, base: str, expected: str) -> None:
    assert relative_url(path, base) == expected


def test_ways_are_those_that_mkdocs_would_take() -> None:
    pages = ("./", "404.html", "a/", "a/b/index.html", "a/b/c/", "b/b/c/d.html")
    targets = (*pages, "a/x.svg", "a/b/", "a/b/c/x.svg", "a/bc/x.svg", "ab/x.svg", "b/a/b/x%20y.svg")

    for page in pages:
        way = ways_from(page)
        assert [way(target) for target in targets] == [get_relative_url(target, page) for target in targets]
