"""The badge: one line that fits, told in words, harmless wherever it is pasted."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from chart_samples import perceptron, resnet, vgg
from markdown import markdown

from reportgen.charts import text
from reportgen.charts.badge import badge, badge_text
from reportgen.pages.views.badge import badge as worded
from reportgen.report import Verdict

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("report", [vgg(), resnet(), perceptron()], ids=lambda report: report.id)
def test_every_word_fits_its_field(report: object) -> None:
    root = ET.fromstring(badge(report))  # type: ignore[arg-type]  # noqa: S314 - our own
    grounds = [re.match(r"M(\d+) 0h(\d+)", path.get("d", "")) for path in root.iter(f"{SVG}path")]
    for ground, word in zip(grounds, root.iter(f"{SVG}text"), strict=True):
        assert ground
        left, across = map(int, ground.groups())
        assert left < int(word.get("x", "")) < left + across - text.width(word.text or "", 12)
    assert int(root.get("width", "")) == sum(int(ground[2]) for ground in grounds if ground)


@pytest.mark.parametrize(("passes", "word"), [(True, "within bounds"), (False, "out of bounds"), (None, "no bounds")])
def test_it_says_the_verdict_and_the_costs(passes: bool | None, word: str) -> None:  # noqa: FBT001 - a parameter
    report = replace(vgg(), verdict=Verdict(passes=passes, text=""))
    assert badge_text(report) == f"VGG-16: 138 M parameters, 15.5 G MACs, {word}"
    assert ET.fromstring(badge(report)).findtext(f"{SVG}title") == badge_text(report)  # noqa: S314 - our own


def test_what_is_not_known_is_not_zero() -> None:
    report = vgg()
    assert "unknown MACs" in badge(replace(report, totals={**report.totals, "macs": None}))


def test_pasted_markdown_is_one_picture_in_one_link_whatever_the_name() -> None:
    report = replace(vgg(), id="a b/c", name="x](javascript:alert(1)) ![y](z) <b>`_*\\ &")
    found = worded(report, "https://example.org/nets/")
    made = markdown(found.markdown)
    link = '<a href="https://example.org/nets/networks/a%20b/c/">'
    assert made.startswith(f"<p>{link}<img alt=")
    assert made.count("<a ") == made.count("<img ") == 1
    assert "<b>" not in made
    assert 'src="https://example.org/nets/networks/a%20b/c/badge.svg"' in made


def test_a_site_without_an_address_says_where_it_belongs() -> None:
    found = worded(vgg(), "")
    assert not found.public
    assert "https://YOUR-SITE/networks/vgg-16/badge.svg" in found.markdown
