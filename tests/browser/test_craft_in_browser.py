"""What one only notices where it is missing: nothing jumps, nothing is heavy, paper and phones get whole pages."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING, Literal

import pytest
from guarded import held_back, watched
from playwright.sync_api import expect
from showcase import kinds
from sites import QuietHandler, served
from tabs import PHONE, WIDE, tab

if TYPE_CHECKING:
    from io import BufferedReader, BufferedWriter
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

DEEP = "networks/densenet/densenet-201/index.html"
HEAVY = 150_000
"""Bytes of a page without its pictures."""
SHIFT = 0.01
"""Of the screen, times how far: what moves without being asked to."""
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


def read_through(page: Page) -> float:
    """Scroll through the page as a reader would, and give how much has moved by itself."""
    step = page.viewport_size["height"] if page.viewport_size else 800
    height = page.evaluate("document.scrollingElement.scrollHeight")
    for top in range(0, min(height, 12 * step), step):
        page.evaluate("top => window.scrollTo(0, top)", top)
        page.wait_for_timeout(60)
    shifted: float = page.evaluate("window.shifted")
    return shifted


@pytest.mark.parametrize(
    ("screen", "loaded"),
    [(WIDE, "networkidle"), (PHONE, "load")],  # what is asked for late is the same on every screen
    ids=["wide", "phone"],
)
def test_every_kind_of_page_loads_whole_under_its_policy_fits_the_screen_and_moves_nothing_unasked(
    browser: Browser, showcase: Path, guarded: str, screen: ViewportSize, loaded: Literal["load", "networkidle"]
) -> None:
    pages = kinds(showcase)
    assert len(pages) >= 8

    moved, widths, held = {}, {}, {}
    with watched(browser, guarded, screen) as (page, wrong):
        page.add_init_script(WATCH)
        for path in [*pages, DEEP]:
            page.goto(guarded + path, wait_until=loaded)
            widths[path] = page.evaluate("document.scrollingElement.scrollWidth")
            moved[path] = read_through(page)
            held[path] = held_back(page)

    assert wrong == []
    assert {path: what for path, what in held.items() if what} == {}
    assert {path: width for path, width in widths.items() if width > screen["width"]} == {}
    assert {path: shift for path, shift in moved.items() if shift >= SHIFT} == {}


FOUND = """() => [...document.querySelectorAll(".rg-found-table")].flatMap(table => {
  const cells = [...table.querySelectorAll("th, td")];
  const wide = [table.parentElement, ...cells].filter(it => it.scrollWidth > it.clientWidth);
  return wide.map(it => it.outerHTML.slice(0, 120));
})"""


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_was_found_is_read_without_scrolling_sideways(
    browser: Browser, showcase_address: str, screen: ViewportSize
) -> None:
    with tab(browser, showcase_address, screen) as (page, wrong):
        for path in ("index.html", "findings/index.html"):
            page.goto(showcase_address + path)
            assert page.locator(".rg-found-table tbody tr").count() > 5
            assert page.evaluate(FOUND) == []
    assert wrong == []


class Piecemeal(QuietHandler):
    """Gives a page as a slow line does: the end of it in pieces, each of which is painted before the next comes."""

    def copyfile(self, source: BufferedReader, outputfile: BufferedWriter) -> None:
        before, found, after = source.read().partition(b"<footer")
        outputfile.write(before)
        foot = found + after
        for start in range(0, len(foot), 512):
            sleep(0.1)
            outputfile.write(foot[start : start + 512])


def test_the_footer_of_a_short_page_does_not_climb_while_it_comes(browser: Browser, showcase: Path) -> None:
    with served(showcase.parent, Piecemeal) as host, tab(browser, host) as (page, wrong):
        page.add_init_script(WATCH)
        page.goto(f"{host}/{showcase.name}/compare/index.html", wait_until="load")
        assert page.evaluate("document.scrollingElement.scrollHeight") <= WIDE["height"]
        expect(page.locator(".md-footer")).to_be_visible()
        page.wait_for_timeout(100)
        assert page.evaluate("window.shifted") < SHIFT / 3
    assert wrong == []


ASKED = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("h1")) return;
  observer.disconnect();
  window.faces = [...document.fonts].map((face) => face.status);
}).observe(document, {childList: true, subtree: true});
"""


def test_the_type_of_a_page_is_asked_for_before_its_text_is_there(browser: Browser, showcase_address: str) -> None:
    with tab(browser, showcase_address) as (page, wrong):
        page.add_init_script(ASKED)
        page.goto(f"{showcase_address}guide/index.html")
        faces = page.evaluate("window.faces")
        assert len(faces) == 3
        assert "unloaded" not in faces
    assert wrong == []


def test_what_moves_is_seen(browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto("data:text/html,<p>above</p><p>below</p>")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    page.evaluate("document.querySelector('p').style.height = '300px'")
    page.wait_for_function("shift => window.shifted > shift", arg=SHIFT)
    page.close()


def test_a_page_of_two_hundred_weighted_layers_is_light(showcase: Path) -> None:
    page = showcase / DEEP
    assert page.read_text(encoding="utf-8").split("rg-layer-table")[-1].count("<tr") > 200
    assert page.stat().st_size < HEAVY


def test_graphics_formulas_and_search_ask_no_other_host(browser: Browser, showcase_address: str) -> None:
    with tab(browser, showcase_address) as (page, wrong):
        page.goto(f"{showcase_address}guide/capacity/index.html", wait_until="networkidle")
        assert page.locator("math").count()
        page.goto(showcase_address + DEEP, wait_until="networkidle")
        for details in page.locator("article details").all()[:20]:
            if details.is_visible():
                details.evaluate("element => { element.open = true }")
        page.locator(".md-search__input").click()
        page.keyboard.type("DenseNet")
        page.locator(".md-search-result__link").first.wait_for()
        read_through(page)
    assert wrong == []


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "disk"])
def test_search_finds_a_network(browser: Browser, showcase: Path, showcase_address: str, *, from_disk: bool) -> None:
    address = f"{showcase.as_uri()}/" if from_disk else showcase_address

    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}networks/index.html")
        page.locator(".md-search__input").click()
        page.keyboard.type("ResNet-50")
        page.locator('.md-search-result__link[href*="/networks/resnet/resnet-50/index.html"]').click()
        page.wait_for_url("**/networks/resnet/resnet-50/**")
        expect(page.locator("h1")).to_have_text("ResNet-50", use_inner_text=True)

    assert wrong == []


def test_paper_gets_everything_in_ink(browser: Browser, showcase_address: str) -> None:
    with tab(browser, showcase_address, system="dark") as (page, _):
        page.goto(f"{showcase_address}networks/resnet/resnet-50/index.html", wait_until="networkidle")
        page.emulate_media(media="print")
        ground, ink = page.evaluate(
            "() => [document.body, document.querySelector('article p')].map((e, n) => "
            "getComputedStyle(e)[n ? 'color' : 'backgroundColor'])"
        )
        hidden = page.locator(".md-header, .md-tabs, .md-footer, .rg-tools, .rg-jump")
        assert not any(element.is_visible() for element in hidden.all())
        folded = page.locator('[data-rg-layers] .rg-fold[aria-expanded="false"]')
        assert folded.count() > 0
        page.pdf(page_ranges="1")
        expect(folded).to_have_count(0)
    assert ground == "rgb(255, 255, 255)"
    assert ink == "rgb(31, 35, 40)"
