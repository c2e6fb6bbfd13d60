"""Light and dark: the page follows the system, the switch overrides it, and the charts follow the page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from matplotlib.image import imread
from tabs import tab

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

pytestmark = pytest.mark.browser


def brightness(element: Locator) -> tuple[float, float, float]:
    """Give how bright the darkest, the middle and the brightest hundredth of an element is, from 0 to 1."""
    pixels = imread(BytesIO(element.screenshot()), format="png")[..., :3].mean(axis=2)
    ordered = sorted(pixels.ravel().tolist())
    return ordered[len(ordered) // 100], ordered[len(ordered) // 2], ordered[-len(ordered) // 100]


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "disk"])
def test_charts_follow_the_switch(browser: Browser, own_site: Path, own_address: str, *, from_disk: bool) -> None:
    address = f"{own_site.as_uri()}/" if from_disk else own_address
    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}networks/resnet/resnet-18/index.html")
        chart = page.locator('img[src="profile.svg"]')
        chart.scroll_into_view_if_needed()

        page.locator("body[data-md-color-scheme=default]").wait_for()
        darkest, ground, _ = brightness(chart)
        assert ground > 0.9
        assert darkest < 0.6

        page.locator("form[data-md-component=palette] label:visible").click()
        page.locator("body[data-md-color-scheme=slate]").wait_for()
        _, ground, brightest = brightness(chart)
        assert ground < 0.25
        assert brightest > 0.5

        page.reload()
        page.locator("body[data-md-color-scheme=slate]").wait_for()
    assert wrong == []


def test_page_follows_the_system_where_nobody_chose(browser: Browser, own_address: str) -> None:
    with tab(browser, own_address, system="dark") as (page, wrong):
        page.goto(own_address)
        page.locator("body[data-md-color-scheme=slate]").wait_for()
    assert wrong == []
