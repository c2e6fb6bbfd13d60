"""The palette: readable on both backgrounds, and told to pages and files alike."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from reportgen.charts import palette_css, style
from reportgen.charts.families import Family

GROUNDS = {"light": "#ffffff", "dark": "#1e2129"}
TEXT = {
    "fg",
    "muted",
    "magenta",
    "cyan",
    "red",
    "capacity",
    "coverage",
    "field",
    "least",
    "effective",
    "parameters",
    "macs",
    "activations",
}
FAINT = {"grid", "surface"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("tone", style.PALETTE, ids=lambda tone: tone.name)
def test_each_tone_stands_out(tone: style.Tone, scheme: str) -> None:
    if tone.name in FAINT:
        return
    least = 4.5 if tone.name in TEXT else 3
    assert contrast(getattr(tone, scheme), GROUNDS[scheme]) >= least


def test_the_contrast_is_worked_out_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#00ffff", "#ffffff") == pytest.approx(1.25, abs=0.01)


@pytest.mark.parametrize("scheme", GROUNDS)
def test_the_surface_is_the_ground_of_the_page(scheme: str) -> None:
    (surface,) = (tone for tone in style.PALETTE if tone.name == "surface")
    assert getattr(surface, scheme) == GROUNDS[scheme]


def test_the_style_sheet_has_both_schemes_of_every_tone() -> None:
    rules = dict(re.findall(r"([^{}]+) \{([^{}]*)\}", palette_css()))
    assert "@media screen" in palette_css().split("}")[1]  # paper is never dark
    light, dark = (dict(re.findall(r"(--rg-[a-z0-9-]+):(#[0-9a-f]{6});", body)) for body in rules.values())
    assert [selector.strip() for selector in rules] == [
        ':root,[data-md-color-scheme="default"]',
        '[data-md-color-scheme="slate"]',
    ]
    assert light == {tone.variable: tone.light for tone in style.PALETTE}
    assert dark == {tone.variable: tone.dark for tone in style.PALETTE}


def test_sentinels_stand_for_one_tone_each() -> None:
    assert len(style.TONE_OF_SENTINEL) == len(style.PALETTE)
    assert all(style.TONE_OF_SENTINEL[style.sentinel(tone.name)] is tone for tone in style.PALETTE)
    shown = {colour for tone in style.PALETTE for colour in (tone.light, tone.dark)}
    assert shown.isdisjoint(style.TONE_OF_SENTINEL)


def test_forty_nine_families_look_different() -> None:
    looks = [(f.tone, f.marker) for f in (Family(name=str(n), members=(), slot=n) for n in range(49))]
    assert len(set(looks)) == 49
    assert all(a[0] != b[0] and a[1] != b[1] for a, b in combinations(looks[:7], 2))


def test_flags_are_told_by_shape_and_word_too() -> None:
    assert set(style.FLAGS) == {"magenta", "cyan", "red"}
    for part in ("marker", "word", "tone"):
        assert len({getattr(look, part) for look in style.FLAGS.values()}) == 3
