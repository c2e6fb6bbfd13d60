"""Every kind of page on a server: it loads whole, asks no other host, and fits the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from showcase import kinds
from tabs import PHONE, WIDE, tab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_kind_of_page_loads_whole_and_fits_the_screen(
    browser: Browser, showcase: Path, showcase_address: str, screen: ViewportSize
) -> None:
    pages = kinds(showcase)
    assert len(pages) >= 8

    with tab(browser, showcase_address, screen) as (page, wrong):
        for path in pages:
            # What comes late is of no screen's own.
            page.goto(showcase_address + path, wait_until="networkidle" if screen is WIDE else "load")
            width = page.evaluate("document.scrollingElement.scrollWidth")
            assert width <= screen["width"], f"{path} is {width} px wide"

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
        assert page.locator("h1").inner_text() == "ResNet-50"

    assert wrong == []
