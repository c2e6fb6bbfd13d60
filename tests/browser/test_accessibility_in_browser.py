"""Everyone can read and work every kind of page: axe finds nothing, and the keyboard reaches everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python
import pytest
from playwright.sync_api import expect
from showcase import LONG_NAME, kinds
from tabs import PHONE, WIDE, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""What may differ between the palettes; all else is the same page."""
FINGERS = ["target-size", "scrollable-region-focusable"]
"""What may differ on a phone."""
PALETTE = "document.body.dataset.mdColorScheme"
NETWORK = "networks/resnet/resnet-18/index.html"


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Give what axe finds on the page as it stands, against WCAG 2.2 A and AA or some rules of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    judged = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": LEVELS}
    options = {"runOnly": judged, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url} {rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def judged(showcase: Path) -> list[str]:
    """Give a page of each kind, and the longest two."""
    return [*kinds(showcase), NETWORK, "reference/layers/index.html"]


def test_no_kind_of_page_breaks_a_rule_in_either_palette_or_for_fingers(
    browser: Browser, showcase: Path, showcase_address: str
) -> None:
    found: dict[str, list[str]] = {"default": [], "slate": [], "phone": []}
    with tab(browser, showcase_address) as (page, _):
        for path in judged(showcase):
            page.set_viewport_size(WIDE)
            page.goto(showcase_address + path, wait_until="load")
            palette = page.evaluate(PALETTE)  # the one that the page before was left in
            found[palette] += violations(page)
            page.locator("form[data-md-component=palette] label:visible").click()
            other = page.evaluate(PALETTE)
            assert {palette, other} == {"default", "slate"}
            found[other] += violations(page, COLOURS)
            page.set_viewport_size(PHONE)
            found["phone"] += violations(page, FINGERS)
    assert found == {"default": [], "slate": [], "phone": []}


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_search_breaks_no_rule_while_it_is_open(browser: Browser, showcase_address: str, palette: Any) -> None:
    with tab(browser, showcase_address, system=palette) as (page, _):
        page.goto(showcase_address)
        page.locator(".md-search__input").click()
        page.keyboard.type("ResNet")
        page.locator(".md-search-result__link").first.wait_for()
        found = violations(page)
    assert found == []


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<!doctype html><html lang=en><title>t</title><main><p style='color:#bbb'>pale</p></main>")
    assert "color-contrast" in " ".join(violations(page))
    page.close()


def test_keyboard_sorts_filters_and_unfolds(browser: Browser, showcase_address: str) -> None:
    with tab(browser, showcase_address) as (page, wrong):
        page.goto(f"{showcase_address}networks/index.html")
        page.get_by_label("Find", exact=True).focus()
        page.keyboard.type("eighty characters")
        expect(page.locator(".rg-network-table tbody tr:visible")).to_have_count(1)
        expect(page.locator(".rg-network-table tbody tr:visible th")).to_have_text(LONG_NAME, use_inner_text=True)
        for _ in "eighty characters":
            page.keyboard.press("Backspace")
        header = page.locator(".rg-network-table th", has_text="Parameters")
        while not header.evaluate("cell => cell.contains(document.activeElement)"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(header).to_have_attribute("aria-sort", "descending")

        page.goto(showcase_address + NETWORK)
        fold = page.locator(".rg-fold").first
        fold.focus()
        before = fold.get_attribute("aria-expanded") or ""
        page.keyboard.press("Space")
        expect(fold).not_to_have_attribute("aria-expanded", before)
    assert wrong == []


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_what_a_field_wants_is_as_plain_as_any_note(browser: Browser, showcase_address: str, palette: Any) -> None:
    with tab(browser, showcase_address, system=palette) as (page, _):
        for path, field in (("networks", "input[type=search]"), ("compare", "input[role=combobox]")):
            page.goto(f"{showcase_address}{path}/index.html")
            wants = page.locator(f".rg-networks {field}").evaluate("it => getComputedStyle(it, '::placeholder').color")
            assert wants == page.locator(".rg-told").first.evaluate("it => getComputedStyle(it).color")


FOCUS = """() => {
  const element = document.activeElement, shown = getComputedStyle(element), box = element.getBoundingClientRect();
  const rect = element.closest("svg") && element.querySelector("rect");  // the graph's boxes are framed thicker
  const ring = rect ? parseFloat(getComputedStyle(rect).strokeWidth) >= 3
                    : parseFloat(shown.outlineWidth) > 0 && shown.outlineStyle !== "none";
  return {html: element.outerHTML.slice(0, 120), body: element === document.body,
          seen: ring || element.matches(".md-search__input, .md-skip, .md-toggle") || !box.width};
}"""


def test_every_stop_of_the_tab_key_shows_where_it_is(browser: Browser, showcase_address: str) -> None:
    stops: list[dict[str, Any]] = []
    with tab(browser, showcase_address) as (page, _):
        page.goto(showcase_address + NETWORK)
        for _ in range(120):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(FOCUS))
            if stops[-1]["body"]:
                break
    assert len(stops) > 60
    assert [stop["html"] for stop in stops if not (stop["seen"] or stop["body"])] == []
