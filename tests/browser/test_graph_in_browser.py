"""The graph of a network: boxes open in place, steps lead to their rows, no text stands upon text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tabs import PHONE, WIDE, tab, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, ViewportSize

pytestmark = pytest.mark.browser

CROWDED = (
    "googlenet/googlenet",
    "densenet/densenet-201",
    "resnet/resnet-152",
    "inception/inception-v4",
    "unet/unet-3d",
    "efficientnet/efficientnet-b7",
    "recurrent/lstm",
)
SCREENS: tuple[ViewportSize, ...] = ({"width": 1400, "height": 900}, PHONE)
PLACES = """
boxes => boxes.flatMap(box => {
    const at = box.getBoundingClientRect();
    return [at.left + window.scrollX, at.top + window.scrollY, at.width, at.height];
})
"""
TEXTS = """
svgs => svgs.map(svg => ({name: svg.getAttribute('aria-label'), texts: [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBBox(), canvas = svg.viewBox.baseVal;
    const scale = svg.getBoundingClientRect().width / canvas.width;
    return {words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
            left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height,
            inside: box.x >= 0 && box.x + box.width <= canvas.width && box.y >= 0
                    && box.y + box.height <= canvas.height};
})}))
"""


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def googlenet(browser: Browser, own_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with tab(browser, own_address, request.param) as (page, wrong):
        page.goto(f"{own_address}networks/googlenet/googlenet/index.html")
        yield page
        assert wrong == []


def boxes(page: Page) -> Locator:
    return page.locator(".rg-graph__closed a")


def settle(page: Page) -> None:
    """Let the charts above take their room."""
    page.eval_on_selector_all("img", "images => images.forEach(image => { image.loading = 'eager'; })")
    until(lambda: page.evaluate("[...document.images].every(image => image.complete)"), expected=True)


def test_no_graph_of_the_catalogue_has_more_than_twelve_boxes(own_site: Path) -> None:
    pages = [page for page in own_site.glob("networks/*/*/index.html") if "rg-graph__closed" in page.read_text()]
    closed = [
        re.search(r'<figure class="rg-graph__closed">.*?</figure>', page.read_text(), re.DOTALL) for page in pages
    ]

    assert len(pages) > 90
    for page, found in zip(pages, closed, strict=True):
        assert found
        assert 2 <= len(re.findall("<(?:a xlink:href|g class=.i)", found[0])) <= 12, page


def test_boxes_open_in_place_and_close_again(googlenet: Page) -> None:
    settle(googlenet)
    before = boxes(googlenet).evaluate_all(PLACES)
    box = boxes(googlenet).nth(3)

    box.focus()
    box.press("Enter")

    stages = googlenet.locator(".rg-stage:visible")
    expect(stages).to_have_count(1)
    expect(stages.locator("h3")).to_have_text("inception_3b", use_inner_text=True)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert boxes(googlenet).evaluate_all(PLACES) == pytest.approx(before, abs=0.1)

    box.press("Enter")
    expect(stages).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


def test_the_weakest_layers_stage_is_open_at_first(googlenet: Page) -> None:
    expect(googlenet.locator(".rg-stage:visible h3")).to_have_text("inception_4e", use_inner_text=True)
    expect(googlenet.locator(".rg-stage:visible .f-red")).to_have_count(1)


def test_a_step_leads_to_the_row_of_its_layer(googlenet: Page) -> None:
    step = googlenet.locator(".rg-stage:visible a", has_text="max pool").last
    layer = step.locator("title").first.text_content()
    step.click()

    row = googlenet.locator("tr:target")
    expect(row).to_be_visible()
    assert layer is not None
    assert layer.endswith(row.locator("th").inner_text())
    group = row.locator("xpath=..").locator("tr.g th")
    assert layer.startswith(group.inner_text().strip().split(" ")[0])


def test_an_address_opens_the_stage_that_it_names(browser: Browser, own_address: str) -> None:
    with tab(browser, own_address) as (page, wrong):
        page.goto(f"{own_address}networks/googlenet/googlenet/index.html#stage-2")
        expect(page.locator(".rg-stage:visible h3")).to_have_text("conv2", use_inner_text=True)
        expect(boxes(page).nth(1)).to_have_attribute("aria-expanded", "true")
    assert wrong == []


def test_boxes_are_links_where_scripts_do_not_run(browser: Browser, own_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own_address}networks/googlenet/googlenet/index.html")
    boxes(page).nth(1).click()

    expect(page.locator(".rg-stage:visible h3")).to_have_text("conv2", use_inner_text=True)
    context.close()


def test_no_text_stands_upon_text_leaves_its_picture_or_is_too_small(browser: Browser, own_address: str) -> None:
    with tab(browser, own_address) as (page, wrong):
        for name in CROWDED:
            page.goto(f"{own_address}networks/{name}/index.html")
            page.eval_on_selector_all(".rg-stage", "all => all.forEach(stage => { stage.style.display = 'block'; })")
            for screen in SCREENS:
                page.set_viewport_size(screen)
                found = page.eval_on_selector_all(".rg-graph svg", TEXTS)
                assert len(found) > 1
                for picture in found:
                    check(f"{name}, {screen['width']}, {picture['name']}", picture["texts"])
                assert page.evaluate("document.scrollingElement.scrollWidth") <= screen["width"]
    assert wrong == []


def check(name: str, texts: list[dict[str, Any]]) -> None:
    for place, one in enumerate(texts):
        assert one["inside"], (name, one)
        assert one["size"] >= 11, (name, one)
        for other in texts[place + 1 :]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # A line's box holds room above and below its letters.
            assert across <= 1 or down <= 2, (name, one["words"], other["words"])
