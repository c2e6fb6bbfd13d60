"""Tables sort, filter and fold in a browser, by mouse and by keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from page_reading import as_html
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as Tab

    from reportgen.pages import Asset, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert wrong == []


@pytest.fixture
def site(made: dict[str, Page], slots: dict[str, dict[str, str]], assets: dict[str, Asset], tmp_path: Path) -> Path:
    """Two pages with the style sheets and scripts, as any generator would write them."""
    shared = [asset for path, asset in assets.items() if path.startswith("assets/")]
    for asset in shared:
        (tmp_path / asset.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / asset.path).write_bytes(asset.content())
    pages = tmp_path / "networks"
    pages.mkdir()
    styles = "".join(f'<link rel="stylesheet" href="../{a.path}">' for a in shared if a.path.endswith(".css"))
    scripts = "".join(f'<script src="../{a.path}"></script>' for a in shared if a.path.endswith(".js"))
    for name in ("networks", "networks/squeezenet/squeezenet-1-0"):
        page = made[f"{name}/index.md"]
        text = re.sub("<picture>.*?</picture>|<img[^>]*>", "", as_html(page, slots[page.path]), flags=re.DOTALL)
        head = f'<!doctype html><html lang="en"><meta charset="utf-8">{styles}<body class="md-typeset">'
        (pages / f"{name.split('/')[-1]}.html").write_text(head + text + scripts, "utf-8")
    return pages


def column(tab: Tab, number: int) -> list[str]:
    return tab.locator(f"tbody tr:visible :is(td, th):nth-child({number})").all_inner_texts()


def header(tab: Tab, title: str) -> Locator:
    return tab.locator("thead th", has=tab.get_by_role("button", name=title))


def test_a_column_sorts_by_its_numbers_and_back(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/networks.html")
    parameters = header(tab, "Parameters")
    parameters.get_by_role("button").click()
    expect(parameters).to_have_attribute("aria-sort", "descending")
    falling = [float(v) for v in tab.eval_on_selector_all("tbody td:nth-child(6)", "c => c.map(x => x.dataset.v)")]
    assert falling == sorted(falling, reverse=True)
    assert len(set(falling)) > 2

    parameters.get_by_role("button").focus()
    tab.keyboard.press("Enter")
    expect(parameters).to_have_attribute("aria-sort", "ascending")
    rising = [float(v) for v in tab.eval_on_selector_all("tbody td:nth-child(6)", "c => c.map(x => x.dataset.v)")]
    assert rising == sorted(falling)


def test_what_is_unknown_stands_last_whichever_way(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/networks.html")
    button = header(tab, "Least capacity").get_by_role("button")
    for _ in range(2):
        button.click()
        assert column(tab, 11)[-1] == "none"


def test_only_the_last_sorted_column_says_so(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/networks.html")
    header(tab, "Depth").get_by_role("button").click()
    header(tab, "Network").get_by_role("button").click()
    expect(tab.locator("th[aria-sort]")).to_have_count(1)
    names = column(tab, 1)
    assert names == sorted(names, key=str.lower)


def test_the_filter_keeps_rows_with_all_words(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/networks.html")
    everything = len(column(tab, 1))
    field = tab.get_by_role("searchbox")
    expect(tab.locator("output")).to_have_text(f"{everything} networks", use_inner_text=True)
    field.fill("squeezenet 1.1")
    assert column(tab, 1) == ["SqueezeNet 1.1"]
    expect(tab.locator("output")).to_have_text(f"1 of {everything} networks", use_inner_text=True)
    field.fill("stride-does-not-fit")
    assert "DCGAN generator" not in column(tab, 1)
    field.fill("")
    assert len(column(tab, 1)) == everything


LONG = """rows => [rows.length, rows.every(row => row.cells[4].hidden), rows.filter(row => !row.hidden).length]"""
FIGURES = "rows => rows.filter(row => !row.hidden).map(row => Number(row.cells[5].dataset.v))"


def test_a_long_table_is_whole_again_after_each_step(tab: Tab, site: Path) -> None:
    text = (site / "networks.html").read_text("utf-8")
    body = text[text.index("<tbody>") + len("<tbody>") : text.index("</tbody>")]
    copies = 400 // body.count("<tr") + 1
    (site / "long.html").write_text(text.replace(body, body * copies), "utf-8")
    tab.goto(f"{site.as_uri()}/long.html")
    rows = tab.locator("tbody tr")
    number = rows.count()

    tab.get_by_role("searchbox").fill("squeezenet 1.1")
    expect(tab.locator("output")).to_have_text(f"{copies} of {number} networks", use_inner_text=True)
    tab.get_by_text("Columns", exact=True).click()
    tab.get_by_role("checkbox", name="Depth", exact=True).uncheck()
    header(tab, "Parameters").get_by_role("button").click()
    tab.get_by_role("searchbox").fill("")
    tab.wait_for_function(f"document.querySelectorAll('tbody tr:not([hidden])').length === {number}")
    assert rows.evaluate_all(LONG) == [number, True, number]
    falling = rows.evaluate_all(FIGURES)
    assert falling == sorted(falling, reverse=True)

    tab.get_by_role("checkbox", name="Depth", exact=True).check()
    header(tab, "Depth").get_by_role("button").click()
    header(tab, "Parameters").get_by_role("button").press("Enter")
    tab.wait_for_function(f"document.querySelectorAll('tbody tr').length === {number}")
    assert rows.evaluate_all(LONG) == [number, False, number]
    assert rows.evaluate_all(FIGURES) == falling


def test_a_long_layer_table_starts_with_the_weakest_group_open(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/squeezenet-1-0.html")
    opened = tab.locator(".rg-fold[aria-expanded=true]")
    expect(opened).to_have_count(1)
    expect(tab.locator("tr:visible .rg-flag--least")).to_have_count(2)

    folded = tab.locator(".rg-fold[aria-expanded=false]").first
    folded.focus()
    tab.keyboard.press("Space")
    expect(opened).to_have_count(2)

    tab.get_by_role("button", name="Open all groups").click()
    expect(tab.locator(".rg-fold[aria-expanded=false]")).to_have_count(0)
    tab.get_by_role("button", name="Fold all groups").click()
    expect(opened).to_have_count(0)


def test_the_conventions_switch_without_loading_anew(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/squeezenet-1-0.html")
    exact, nolearn = tab.locator("tr.g td.e").first, tab.locator("tr.g td.o").first
    heads = tab.locator(".rg-layer-table thead th:visible")
    assert (exact.is_visible(), nolearn.is_visible(), heads.count()) == (True, False, 12)
    tab.get_by_label("nolearn").check()
    assert (exact.is_visible(), nolearn.is_visible(), heads.count()) == (False, True, 12)


def test_an_address_opens_what_it_points_into(tab: Tab, site: Path) -> None:
    tab.goto(f"{site.as_uri()}/squeezenet-1-0.html#layer-1")
    expect(tab.locator("#layer-1")).to_be_visible()
    last = tab.locator("details.rg-finding[id]").last
    assert last.get_attribute("open") is None
    tab.evaluate("id => { location.hash = id }", last.get_attribute("id"))
    tab.wait_for_function("id => document.getElementById(id).open", arg=last.get_attribute("id"))
