"""The table of all networks: sorted by any column, filtered by any word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tabs import settle, tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def networks(browser: Browser, own_address: str) -> Iterator[Page]:
    with tab(browser, own_address) as (page, wrong):
        page.goto(f"{own_address}networks/index.html")
        yield page
        assert wrong == []


def column(page: Page, title: str) -> list[float]:
    """Give the values of a column of the network table, from top to bottom, of the rows that show."""
    script = """title => {
        const table = document.querySelector(".rg-network-table");
        const place = [...table.tHead.rows[0].cells].findIndex(cell => cell.innerText.includes(title));
        const cells = [...table.tBodies[0].rows].filter(row => !row.hidden).map(row => row.cells[place]);
        return cells.map(cell => Number(cell.dataset.v ?? cell.textContent));
    }"""
    settle(page)
    values: list[float] = page.evaluate(script, title)
    return values


def test_header_sorts_downwards_then_upwards_and_tells_it_to_all(networks: Page) -> None:
    header = networks.locator(".rg-network-table th", has_text="Parameters")
    before = column(networks, "Parameters")
    assert len(before) >= 18

    header.get_by_role("button").click()
    assert column(networks, "Parameters") == sorted(before, reverse=True) != before
    expect(header).to_have_attribute("aria-sort", "descending")

    header.get_by_role("button").press("Enter")
    assert column(networks, "Parameters") == sorted(before)
    expect(header).to_have_attribute("aria-sort", "ascending")


def test_filter_keeps_the_rows_with_every_word_and_says_how_many(networks: Page) -> None:
    everything = len(column(networks, "Parameters"))
    field = networks.get_by_role("searchbox", name="Find")

    field.fill("mobilenet imagenet")
    names = networks.locator(".rg-network-table tbody tr:visible th").all_inner_texts()
    assert 2 <= len(names) < everything
    assert all("MobileNet" in name for name in names)
    expect(networks.get_by_text(f"{len(names)} of {everything} networks")).to_be_visible()

    field.fill("")
    assert len(column(networks, "Parameters")) == everything


def test_link_of_a_row_leads_to_the_networks_page(networks: Page) -> None:
    networks.get_by_role("link", name="VGG-16", exact=True).first.click()

    expect(networks.locator("h1")).to_have_text("VGG-16", use_inner_text=True)


SPARK = """cell => {
    const [bound, line] = cell.querySelectorAll("path"), mark = cell.querySelector("circle");
    return {
        bound: bound.getAttribute("d"), line: line.getAttribute("d"), seen: getComputedStyle(line).stroke !== "none",
        mark: [mark.getAttribute("cx"), mark.getAttribute("cy"), mark.classList.contains("rg-spark__low")],
    };
}"""


def height(letter: str) -> str:
    """Give where a letter stands in a picture of 24 pixels with a margin of 3, from 0 below to z above."""
    return f"{21 - 18 * int(letter, 36) / 35:.1f}"


def spark(letters: str, bound: str) -> dict[str, Any]:
    """Give what is to be drawn of some letters, a pixel each."""
    place = letters.index(min(letters))
    steps = "".join(f"V{height(letter)}H{column}" for column, letter in enumerate(letters, 4))
    return {
        "bound": f"M3 {height(bound)}H93",
        "line": f"M3 {height(letters[0])}{steps}",
        "seen": True,
        "mark": [str(3.5 + place), height(min(letters)), min(letters) < bound],
    }


def test_sparks_are_drawn_where_they_are_seen_and_to_scale(networks: Page) -> None:
    cells = networks.locator("[data-spark]")
    drawn = networks.locator("[data-spark] svg")
    drawn.first.wait_for()
    assert 0 < drawn.count() < cells.count()

    bound = networks.locator("[data-rg-sparks]").get_attribute("data-rg-sparks") or ""
    found = [(cell.get_attribute("data-spark") or "", cell.evaluate(SPARK)) for cell in cells.all()[: drawn.count()]]
    assert [told for _, told in found] == [spark(letters, bound) for letters, _ in found]
    assert {min(letters) < bound for letters, _ in found} == {False, True}

    cells.last.scroll_into_view_if_needed()
    cells.last.locator("svg").wait_for()
    assert drawn.count() < cells.count()
    networks.pdf(page_ranges="1")
    assert drawn.count() == cells.count()


LENGTHEN = """table => {
    const body = table.tBodies[0], rows = [...body.rows];
    while (body.rows.length < 500) body.append(...rows.map(row => row.cloneNode(true)));
    body.rows[450].className = "rg-wide";
    body.rows[450].querySelector("th").append(" whose name is longer than all the others".repeat(3));
}"""


def test_a_long_table_paints_its_first_rows_and_then_shows_all(networks: Page) -> None:
    networks.locator(".rg-network-table.rg-whole").wait_for()
    table = networks.locator(".rg-network-table")
    table.evaluate(LENGTHEN)
    shown = table.locator("tbody tr:visible")
    whole = table.evaluate("table => [table.tBodies[0].rows.length, table.offsetHeight]")
    widths = "table => [...table.tHead.rows[0].cells].map(cell => cell.offsetWidth)"
    wide = table.evaluate(widths)
    assert shown.count() == whole[0] >= 500

    table.evaluate("table => table.classList.remove('rg-whole')")
    expect(shown).to_have_count(60)
    assert table.evaluate(widths) == wide
    table.evaluate("table => table.classList.add('rg-whole')")
    assert table.evaluate("table => table.offsetHeight") == whole[1]


CORNER = """box => {
    box.scrollTo(60, 300);
    const { left, top } = box.getBoundingClientRect();
    return document.elementFromPoint(left + 20, top + 20).closest("thead") !== null;
}"""


def test_corner_of_a_table_lies_above_the_names_that_pass_below_it(networks: Page) -> None:
    networks.set_viewport_size({"width": 700, "height": 500})
    networks.locator(".rg-network-table.rg-whole").wait_for()
    assert networks.locator(".rg-scroll").evaluate(CORNER)


ADD = """async table => {
    table.querySelector("td").append(document.createElement("i"));
    await new Promise(tell => requestAnimationFrame(() => setTimeout(tell)));
}"""


def test_what_a_script_adds_to_a_table_changes_the_style_of_nothing_else(browser: Browser, networks: Page) -> None:
    table = networks.locator(".rg-network-table.rg-whole")
    table.wait_for()
    browser.start_tracing(page=networks, categories=["devtools.timeline"])
    table.evaluate(ADD)
    events = json.loads(browser.stop_tracing())["traceEvents"]

    styled = [event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree"]
    assert 0 < max(styled) < 100
