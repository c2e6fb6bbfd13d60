"""Every chart of every sample: sound SVG, the same bytes each time, nothing left of how it was drawn."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chart_samples import Sample, catalogue, drawings, networks, perceptron, pointwise, vgg

from reportgen.charts import CATALOGUE_CHARTS, FAMILY_CHARTS, NETWORK_CHARTS, families, plan, silhouette, svg
from reportgen.charts.style import PALETTE
from reportgen.report import Catalogue, NetworkReport

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {name: svg for name, svg, _ in drawings()}
BY_NAME = {chart.name: chart for chart in NETWORK_CHARTS}

ELSEWHERE = """
import hashlib, sys
from chart_samples import drawings
print(hashlib.sha256("".join(svg for _, svg, _ in drawings()).encode()).hexdigest())
print("matplotlib.pyplot" in sys.modules)
"""


@pytest.mark.parametrize("name", DRAWN)
def test_inline_svg_is_sound(name: str) -> None:
    root = ET.fromstring(DRAWN[name])  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    titles = [child for child in root if child.tag in {f"{SVG}title", f"{SVG}desc"}]
    assert root.get("aria-labelledby", "").split() == [child.get("id") for child in titles]
    assert all(child.text for child in titles)
    ids = [element.get("id", "") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(found.startswith(f"{name}-") for found in ids)
    assert {use.get("href", "")[1:] for use in root.iter(f"{SVG}use")} <= set(ids)
    assert all(words.text for words in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", DRAWN)
def test_every_colour_is_of_the_palette(name: str) -> None:
    markup = "".join(re.findall("<[^>]*>", DRAWN[name]))
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b(?=[;\"])", markup)
    assert set(re.findall(r"var\((--rg-[a-z0-9-]+)", markup)) <= {tone.variable for tone in PALETTE}
    assert "var(--rg-" in markup


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_left_of_how_it_was_drawn(name: str) -> None:
    drawn = DRAWN[name]
    for left in ("matplotlib", "DejaVu", "<!--", "<?xml", "DOCTYPE", "<metadata", "<style", "xlink", "\n"):
        assert left not in drawn


def test_another_process_draws_the_same_bytes_and_never_loads_pyplot() -> None:
    root = Path(__file__).parents[2]
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": f"{root}:{root}/tests/charts"}
    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", ELSEWHERE], env=environment, capture_output=True, text=True, check=True
    )
    own = hashlib.sha256("".join(svg for _, svg, _ in drawings()).encode()).hexdigest()
    assert ran.stdout.split() == [own, "False"]


@pytest.mark.parametrize("report", networks(), ids=lambda report: report.id)
def test_a_file_is_whole_and_says_what_its_alternative_says(report: NetworkReport) -> None:
    for chart in NETWORK_CHARTS:
        made = chart.make(report)
        assert (made is None) is not chart.shows(report)
        if made:
            root = ET.fromstring(made)  # noqa: S314 - our own
            assert [root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == [chart.title, chart.alt(report)]
            used = set(re.findall(r"var\((--rg-[a-z0-9-]+)\)", made))
            told = re.findall(r"(--rg-[a-z0-9-]+):#", made)
            assert sorted(told) == sorted([*used, *used])  # once for light, once for dark
            assert made.endswith("</svg>\n")


def test_what_has_nothing_to_show_is_left_out() -> None:
    flat, mixed = perceptron(), pointwise()
    shown = {chart.name for chart in NETWORK_CHARTS if chart.shows(flat)}
    assert shown == {"picture", "cost", "memory"}
    assert [chart.make(flat) for chart in NETWORK_CHARTS if chart.name not in shown] == [None] * 4
    assert [chart.alt(flat) for chart in NETWORK_CHARTS if chart.name not in shown] == [""] * 4
    assert {chart.name for chart in NETWORK_CHARTS if not chart.shows(mixed)} == {"profile", "plan"}


def test_one_network_is_not_compared() -> None:
    alone = Catalogue(networks=(vgg(),))
    assert not any(chart.shows(alone) for chart in CATALOGUE_CHARTS)
    (family,) = families(alone)
    assert not any(chart.shows(family) for chart in FAMILY_CHARTS)
    assert not any(chart.shows(Catalogue(networks=())) for chart in CATALOGUE_CHARTS)


@pytest.mark.parametrize("report", networks(), ids=lambda report: report.id)
def test_small_pictures_are_small_and_take_their_colour_from_the_page(report: NetworkReport) -> None:
    card = silhouette(report)
    assert len(card) < 8_000
    assert "currentColor" in card
    assert ET.fromstring(card).get("aria-hidden") == "true"  # noqa: S314 - our own
    assert "#5e00" not in card


def test_names_are_text_whatever_they_hold() -> None:
    hostile = '<b>&"$x^2$" #fff \N{CJK UNIFIED IDEOGRAPH-6B8B}'
    sample = Sample((3, 32, 32))
    sample.conv(hostile, 8, 3)
    sample.conv(f"{hostile}2/conv.1", 16, 3, 2)
    sample.dense("dense", 10)
    for chart in NETWORK_CHARTS:
        made = chart.make(sample.report(hostile, hostile))
        assert made
        words = [element.text or "" for element in ET.fromstring(made).iter(f"{SVG}text")]  # noqa: S314 - our own
        assert chart is plan.CHART or any("#fff" in word or "\N{HORIZONTAL ELLIPSIS}" in word for word in words)
        assert "<b>" not in made


def test_a_colour_outside_the_palette_is_refused() -> None:
    with pytest.raises(ValueError, match="#123456 is no colour of the palette"):
        svg.decoration('<svg><path fill="#123456"/></svg>')


def test_the_catalogue_keeps_each_family_its_colour() -> None:
    whole = catalogue()
    looks = {family.name: (family.tone, family.marker) for family in families(whole)}
    assert list(looks) == sorted(looks, key=str.casefold)
    assert len(set(looks.values())) == len(looks)
    fewer = Catalogue(networks=tuple(n for n in reversed(whole.networks) if n.name not in {"VGG-11", "ResNet-50"}))
    assert {f.name: (f.tone, f.marker) for f in families(fewer)} == looks
