"""Every kind of page, on a server and from disk: it loads whole, asks no other host, and fits the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tabs import PHONE, WIDE, tab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

pytestmark = pytest.mark.browser


def kinds(site: Path) -> list[str]:
    """Give one page of each kind: pages that lie equally deep in the same folder are of a kind."""
    pages = sorted(page.relative_to(site) for page in site.rglob("*.html"))
    return [path.as_posix() for path in {(path.parts[0], len(path.parts)): path for path in reversed(pages)}.values()]


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_kind_of_page_loads_whole_and_fits_the_screen(
    browser: Browser, own_site: Path, own_address: str, screen: ViewportSize
) -> None:
    pages = kinds(own_site)
    assert len(pages) >= 8

    with tab(browser, own_address, screen) as (page, wrong):
        for path in pages:
            page.goto(own_address + path, wait_until="networkidle")
            width = page.evaluate("document.scrollingElement.scrollWidth")
            assert width <= screen["width"], f"{path} is {width} px wide"

    assert wrong == []


def test_site_opened_from_disk_loads_whole(browser: Browser, own_site: Path) -> None:
    pages = [path for path in kinds(own_site) if path != "404.html"]  # only a server shows that one

    with tab(browser, own_site.as_uri()) as (page, wrong):
        for path in pages:
            page.goto(f"{own_site.as_uri()}/{path}", wait_until="load")
            assert page.title()

    assert wrong == []


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "disk"])
def test_search_finds_a_network(browser: Browser, own_site: Path, own_address: str, *, from_disk: bool) -> None:
    address = f"{own_site.as_uri()}/" if from_disk else own_address

    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}networks/index.html")
        page.locator(".md-search__input").click()
        page.keyboard.type("ResNet-50")
        page.locator('.md-search-result__link[href*="/networks/resnet/resnet-50/index.html"]').click()
        page.wait_for_url("**/networks/resnet/resnet-50/**")
        assert page.locator("h1").inner_text() == "ResNet-50"

    assert wrong == []
