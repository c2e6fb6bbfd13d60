"""The face of charts is the site's own, letter by letter; `--update-golden` cuts it anew from the site's files."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chart_samples import vgg
from fontTools import subset
from fontTools.ttLib import TTFont

from reportgen.charts import NETWORK_CHARTS, face

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PACKAGE = Path(__file__).parents[2] / "reportgen"
FACES = PACKAGE / "charts" / "faces"
SITE = PACKAGE / "site" / "fonts"
WEIGHTS = (face.REGULAR, face.BOLD)
LETTERS = [*map(chr, range(0x20, 0x7F)), *"\u00b2\u00b3\u00b7\u00d7\u2013\u2026\u2212"]
LICENCE = (0, 13, 14)
"""Names that a font keeps: its copyright and licence. Its own name is reserved for the whole of it."""


def opened(path: Path) -> TTFont:
    return TTFont(BytesIO(path.read_bytes()))


def cut(weight: int) -> bytes:
    """Cut the letters of charts out of the site's text face, with nothing that moves them."""
    options = subset.Options(
        layout_features=[], hinting=False, flavor="woff2", name_IDs=list(LICENCE), drop_tables=["STAT"]
    )
    font = opened(SITE / f"ibm-plex-sans-latin-{weight}-normal.woff2")
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(map(ord, LETTERS)))
    cutter.subset(font)
    made = BytesIO()
    subset.save_font(font, made, options)
    return made.getvalue()


def advances(font: TTFont) -> dict[str, int]:
    glyphs = font.getBestCmap()
    return {letter: font["hmtx"][glyphs[ord(letter)]][0] for letter in LETTERS}


def test_faces_are_cut_from_the_sites_own(*, update_golden: bool) -> None:
    if update_golden:
        for weight in WEIGHTS:
            (FACES / f"{weight}.woff2").write_bytes(cut(weight))
        known = {str(weight): advances(opened(FACES / f"{weight}.woff2")) for weight in WEIGHTS}
        (FACES / "advances.json").write_text(f"{json.dumps(known, indent=0)}\n", encoding="utf-8")
    for weight in WEIGHTS:
        own = opened(FACES / f"{weight}.woff2")
        whole = opened(SITE / f"ibm-plex-sans-latin-{weight}-normal.woff2")
        assert whole["head"].unitsPerEm == own["head"].unitsPerEm == 1000
        assert {letter: units / 1000 for letter, units in advances(whole).items()} == face.advances(weight)
        assert advances(own) == advances(whole)
        assert {name.nameID for name in own["name"].names} <= set(LICENCE)
        assert (FACES / f"{weight}.woff2").stat().st_size < 6_000
    licence = PACKAGE / "site" / "theme" / "assets" / "house" / "OFL.txt"
    assert (FACES / "OFL.txt").read_text() == licence.read_text()


def test_figures_stand_under_each_other() -> None:
    for weight in WEIGHTS:
        assert len({face.advances(weight)[figure] for figure in "0123456789"}) == 1


@pytest.mark.parametrize("chart", NETWORK_CHARTS, ids=lambda chart: chart.name)
def test_a_file_carries_the_weights_it_writes_with(chart: object) -> None:
    made = chart.make(vgg())  # type: ignore[attr-defined]
    assert face.face_css(face.REGULAR) in made
    assert (face.face_css(face.BOLD) in made) is ('font-weight="600"' in made)


@pytest.mark.browser
def test_a_browser_shows_text_as_wide_as_it_was_measured(browser: Browser) -> None:
    words = ["conv4_2", "inception_4a/5x5", "25.6 M", "Capacity, % of the field", "3 \u00d7 224 \u00d7 224\u2026"]
    rules = "".join(face.face_css(weight) for weight in WEIGHTS)
    texts = "".join(
        f'<text font-size="100" font-weight="{weight}" font-family="reportgen">{word}</text>'
        for weight in WEIGHTS
        for word in words
    )
    page = browser.new_page()
    page.set_content(f"<style>{rules}</style><svg>{texts}</svg>")
    page.evaluate("document.fonts.ready")
    shown = page.eval_on_selector_all("text", "all => all.map(text => text.getComputedTextLength())")
    page.close()
    measured = [100 * sum(map(face.advances(weight).__getitem__, word)) for weight in WEIGHTS for word in words]
    assert shown == pytest.approx(measured, abs=1)
