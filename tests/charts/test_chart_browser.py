"""What a reader sees: no text upon text, none too small, the palette of the page's scheme."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import pytest
from chart_samples import catalogue, drawings
from matplotlib.image import imread

from reportgen.charts import CATALOGUE_CHARTS, face, palette_css
from reportgen.charts.svg import text_css

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = 390
MARGIN = 16
"""Pixels on either side of a phone's text column."""
LEAST = 11
"""Pixels; smaller text is not read."""

TEXTS = """
svgs => svgs.map(svg => {
  const found = [...svg.querySelectorAll('text')].map(text => {
    const line = text.getBBox(), shown = svg.getBoundingClientRect(), canvas = svg.viewBox.baseVal;
    const scale = shown.width / canvas.width, size = parseFloat(getComputedStyle(text).fontSize);
    const left = line.x, right = line.x + line.width, base = text.y.baseVal[0].value;
    const top = base - 0.78 * size, bottom = base + 0.22 * size;  // its letters, without the room between lines
    return {text: text.textContent, size: size * scale, left, top, right, bottom,
            inside: left >= 0 && right <= canvas.width && top >= 0 && bottom <= canvas.height};
  });
  return {name: svg.parentElement.title, found};
})
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """All charts of all samples on one page, each in its narrow layout on a phone's column."""
    column = PHONE - 2 * MARGIN
    figures = "".join(
        f'<div title="{escape(name)}" style="width:{column if narrow else 896}px">{svg}</div>'
        for name, svg, narrow in drawings()
    )
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    faces = "".join(map(face.face_css, (face.REGULAR, face.BOLD)))
    style = f"<style>{faces}{palette_css()}{text_css()} svg{{width:100%;height:auto;display:block}}</style>"
    page.set_content(f"<!doctype html><html><head>{style}</head><body>{figures}</body></html>")
    page.evaluate("document.fonts.ready")
    return page


def drawn(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.eval_on_selector_all("svg.rg-svg", TEXTS)
    assert len(found) > 50
    return found


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(across > 0 and down > 0)


def test_no_text_stands_upon_text(page: Page) -> None:
    clashes = [
        (chart["name"], one["text"], other["text"])
        for chart in drawn(page)
        for place, one in enumerate(chart["found"])
        for other in chart["found"][place + 1 :]
        if overlap(one, other)
    ]
    assert not clashes


def test_all_text_stays_on_its_canvas(page: Page) -> None:
    assert not [(c["name"], t["text"]) for c in drawn(page) for t in c["found"] if not t["inside"]]


def test_no_text_is_too_small_for_a_phone(page: Page) -> None:
    assert not [(c["name"], t["text"], t["size"]) for c in drawn(page) for t in c["found"] if t["size"] < LEAST]


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_file_follows_the_scheme_of_the_page(
    browser: Browser, tmp_path: Path, system: Literal["light", "dark"]
) -> None:
    """Material sets ``color-scheme`` with its toggle; the picture's own media query must hear of it."""
    svg = CATALOGUE_CHARTS[0].make(catalogue())
    assert svg
    # A ground shows by its colour which palette is in force.
    ground = '<rect width="100%" height="100%" style="fill:var(--rg-surface)"/></svg>'
    (tmp_path / "chart.svg").write_text(svg.replace("</svg>", ground), encoding="utf-8")
    rules = '[data-md-color-scheme="slate"]{color-scheme:dark}[data-md-color-scheme="default"]{color-scheme:light}'
    (tmp_path / "page.html").write_text(
        f'<!doctype html><style>{rules}</style><body data-md-color-scheme="default"><img src="chart.svg">',
        encoding="utf-8",
    )
    page = browser.new_page(color_scheme=system)
    page.goto((tmp_path / "page.html").as_uri())
    assert _pixel(page) == (255, 255, 255)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    assert _pixel(page) == (0x1E, 0x21, 0x29)
    page.close()


def _pixel(page: Page) -> tuple[int, ...]:
    """Give the colour that the picture's first pixel is shown in."""
    shown = imread(BytesIO(page.locator("img").screenshot()))
    return tuple(round(255 * float(channel)) for channel in shown[4, 4, :3])
