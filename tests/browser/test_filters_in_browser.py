"""The table of all networks, narrowed: the right rows, and an address that brings them back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tabs import settle, tab, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

Network = dict[str, Any]


@pytest.fixture
def page(browser: Browser, own_address: str) -> Iterator[Page]:
    with tab(browser, own_address) as (page, wrong):
        page.goto(f"{own_address}networks/index.html")
        yield page
        assert wrong == []


@pytest.fixture(scope="module")
def known(own_site: Path) -> list[Network]:
    """All networks as their JSON has them."""
    networks: list[Network] = json.loads((own_site / "catalogue.json").read_text())["networks"]
    return networks


def rows(page: Page) -> list[str]:
    """Give the ids of the networks that show, from top to bottom."""
    settle(page)
    found: list[str] = page.eval_on_selector_all(
        ".rg-network-table tbody tr:not([hidden])", "rows => rows.map(row => row.dataset.id)"
    )
    return found


def chooser(page: Page, name: str) -> Locator:
    """Give the list of choices of that name."""
    return page.locator(f"select[name={name}]")


def columns(page: Page) -> list[str]:
    return page.locator(".rg-network-table thead th:visible").all_inner_texts()


CHOICES: dict[tuple[str, str], Callable[[Network], bool]] = {
    ("family", "ResNet"): lambda network: network["family"] == "ResNet",
    ("tag", "mobile"): lambda network: "mobile" in network["tags"],
    ("finding", "large-kernel"): lambda network: any(one["name"] == "large-kernel" for one in network["findings"]),
    ("verdict", "within-bounds"): lambda network: network["verdict"]["passes"] is True,
    ("verdict", "capacity-low"): lambda network: min(network["totals"]["capacity"] or [100]) < 100 / 6,
    ("verdict", "coverage-high"): lambda network: max(network["totals"]["coverage"] or [0]) > 100,
}
"""Which networks belong to some choices."""


def test_a_choice_keeps_the_networks_that_belong_to_it(page: Page, known: list[Network]) -> None:
    expected = {
        choice: sorted(network["id"] for network in known if belongs(network)) for choice, belongs in CHOICES.items()
    }
    found = {}
    for (name, value), kept in expected.items():
        assert 0 < len(kept) < len(known)
        chooser(page, name).select_option(value)
        found[name, value] = sorted(rows(page))
        expect(page.get_by_text(f"{len(kept)} of {len(known)} networks", exact=True)).to_be_visible()
        page.wait_for_url(f"**{name}={value}**")
        chooser(page, name).select_option(label="any")
        assert len(rows(page)) == len(known)
    assert found == expected


def test_a_list_holds_what_occurs_and_how_often(page: Page, known: list[Network]) -> None:
    families = [network["family"] for network in known]
    told = chooser(page, "family").locator("option").all_inner_texts()
    ordered = sorted(set(families), key=lambda name: (name.casefold(), name))
    assert told == ["any", *(f"{name} ({families.count(name)})" for name in ordered)]


def test_rows_come_in_the_order_of_their_figures(page: Page, known: list[Network]) -> None:
    page.get_by_role("button", name="MACs").click()
    macs = {network["id"]: network["totals"]["macs"] for network in known}
    assert [macs[name] for name in rows(page)] == sorted(macs.values(), reverse=True)
    page.wait_for_url(re.compile(r"\?sort=-macs$"))


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "disk"])
def test_an_address_opened_afresh_shows_the_same(
    browser: Browser, own_site: Path, own_address: str, *, from_disk: bool
) -> None:
    address = f"{own_site.as_uri()}/" if from_disk else own_address
    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}networks/index.html")
        chooser(page, "family").select_option("ResNet")
        page.get_by_role("button", name="Parameters").click()
        page.get_by_text("Columns", exact=True).click()
        page.get_by_role("checkbox", name="Depth", exact=True).uncheck()
        page.get_by_role("searchbox", name="Find").fill("5")
        page.wait_for_url("**find=5**")
        shown = (rows(page), columns(page))
        assert len(shown[0]) >= 2
        assert "Depth" not in " ".join(shown[1])
        there = page.url
    with tab(browser, address) as (fresh, wrong_too):
        fresh.goto(there)
        assert (rows(fresh), columns(fresh)) == shown
        assert fresh.get_by_role("searchbox", name="Find").input_value() == "5"
    assert wrong + wrong_too == []


def test_back_and_forward_go_through_what_was_chosen(page: Page) -> None:
    first = rows(page)
    chooser(page, "family").select_option("VGG")
    narrowed = rows(page)
    page.get_by_role("button", name="MACs").click()
    ordered = rows(page)
    assert ordered == sorted(narrowed, key=ordered.index) != first

    page.go_back()
    until(lambda: rows(page), narrowed)
    expect(page.locator(".rg-network-table th[aria-sort]")).to_have_count(0)
    page.go_back()
    until(lambda: rows(page), first)
    page.go_forward()
    page.go_forward()
    until(lambda: rows(page), ordered)


def test_what_an_address_cannot_mean_is_left_alone(page: Page) -> None:
    first, heads = rows(page), columns(page)
    page.goto(f"{page.url}?family=Nobody&tag=%3Cb%3E&sort=-nothing&columns=nonsense&verdict=")
    assert (rows(page), columns(page)) == (first, heads)


def test_a_table_that_fits_nothing_says_so_and_goes_back(page: Page) -> None:
    first = rows(page)
    page.get_by_role("searchbox", name="Find").fill("no network has these words")
    assert rows(page) == []
    expect(page.get_by_text("No network fits all of that.")).to_be_visible()

    page.get_by_role("button", name="Show all again").click()
    assert rows(page) == first
    page.wait_for_url("**/networks/index.html")
    expect(page.get_by_text("No network fits all of that.")).to_be_hidden()


def test_keyboard_alone_narrows_sorts_and_puts_columns_away(page: Page) -> None:
    page.get_by_role("searchbox", name="Find").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("ResNet")  # a list jumps to what one types
    shown = page.locator(".rg-network-table tbody tr:visible .rg-family")
    until(lambda: set(shown.all_inner_texts()), {"ResNet"})
    summary = page.get_by_text("Columns", exact=True)
    while not summary.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert not any("Family" in title for title in columns(page))
    page.get_by_role("button", name="Depth").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**sort=-depth**")


def test_without_scripts_the_table_is_whole(browser: Browser, own_address: str, known: list[Network]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own_address}networks/index.html")
    assert page.locator(".rg-network-table tbody tr:visible").count() == len(known)
    expect(page.locator(".rg-tools--live")).to_be_hidden()
    expect(page.locator(".rg-pick:visible")).to_have_count(0)
    context.close()
