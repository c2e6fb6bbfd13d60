"""The page that compares: it says what `reportgen compare` says, and its address says which networks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from sites import ROOT, run
from tabs import PHONE, tab, until

from reportgen.review.key_figures import KEY_FIGURES
from reportgen.review.words import amount, signed_percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

EMPTY = "compare/index.html"
RESULT = ".rg-compare__result"
TOGETHER = (
    ("resnet/resnet-18", "resnet/resnet-50"),
    ("vgg/vgg-16", "vgg/vgg-16-bn"),
    ("googlenet/googlenet", "squeezenet/squeezenet-1-1"),
    ("recurrent/lstm", "recurrent/gru"),
    ("resnet/resnet-50", "resnet/se-resnet", "resnet/resnext-50-32x4d"),
    ("nolearn/deep-net", "vgg/vgg-16", "googlenet/googlenet", "mobilenet/mobilenet-v2"),
)


@pytest.fixture
def page(browser: Browser, own_address: str) -> Iterator[Page]:
    with tab(browser, own_address) as (page, wrong):
        yield page
        assert wrong == []


def compared(page: Page, *ids: str) -> None:
    """Have the page compare some networks, by its address."""
    page.goto(f"{EMPTY}?networks={','.join(ids)}")
    page.locator(RESULT).wait_for()


def chosen(page: Page) -> list[str]:
    return page.locator(".rg-compare__chosen a").all_inner_texts()


FIGURES = """() => [...document.querySelectorAll(".rg-compare-figures [data-figure]")].map(row => ({
    name: row.dataset.figure,
    cells: [...row.cells].slice(1).map(cell => ({
        text: cell.firstChild.textContent,
        percent: cell.querySelector("small")?.textContent ?? null,
        best: cell.classList.contains("rg-best"),
    })),
}))"""
LAYERS = """() => {
    document.querySelectorAll(".rg-compare-layers .rg-fold").forEach(button => button.click());
    return [...document.querySelectorAll(".rg-compare-layers tbody tr:not(.g)")].map(row => ({
        kind: row.parentElement.dataset.kind,
        layers: [...row.cells].slice(1).map(cell => cell.dataset.layer ?? null),
    }));
}"""


def figures_told(document: Any) -> list[Any]:
    """Give what the page's table is to hold, from what the command prints."""
    return [
        {
            "name": row["name"],
            "cells": [
                {
                    "text": amount(KEY_FIGURES[row["name"]], value),
                    "percent": signed_percent(percent) if percent else None,
                    "best": place in row["best"],
                }
                for place, (value, percent) in enumerate(zip(row["values"], row["percents"], strict=True))
            ],
        }
        for row in document["figures"]
    ]


@pytest.mark.parametrize("ids", TOGETHER, ids=lambda ids: "-".join(each.split("/")[1] for each in ids))
def test_the_page_says_what_the_command_prints(page: Page, ids: tuple[str, ...]) -> None:
    done = run("reportgen", "compare", *ids, "--format", "json", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    compared(page, *ids)

    assert page.evaluate(FIGURES) == figures_told(document)
    assert page.evaluate(LAYERS) == [
        {"kind": row["kind"], "layers": [layer and layer["id"] for layer in row["layers"]]}
        for row in document["layers"]
    ]


@pytest.mark.parametrize("from_disk", [False, True], ids=["served", "disk"])
def test_networks_are_chosen_by_keyboard_and_the_address_keeps_them(
    browser: Browser, own_site: Path, own_address: str, *, from_disk: bool
) -> None:
    address = f"{own_site.as_uri()}/" if from_disk else own_address
    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}compare/index.html")
        field = page.get_by_role("combobox", name="Add a network")
        field.focus()
        page.keyboard.type("nolearn deep")
        page.keyboard.press("Enter")
        until(lambda: page.get_by_role("status").inner_text(), "One more to compare it with.")
        page.keyboard.type("nolearn")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.locator(RESULT).wait_for()
        page.wait_for_url("**networks=nolearn/deep-net,nolearn/**")
        names, said, there = chosen(page), page.locator(RESULT).inner_text(), page.url
        assert names[0] == "nolearn's deep net"

        page.go_back()
        page.locator(RESULT).wait_for(state="hidden")
        until(lambda: chosen(page), names[:1])
        page.go_forward()
        page.locator(RESULT).wait_for()
        until(lambda: chosen(page), names)
    assert wrong == []

    with tab(browser, address) as (fresh, wrong):
        fresh.goto(there)
        fresh.locator(RESULT).wait_for()
        assert (chosen(fresh), fresh.locator(RESULT).inner_text()) == (names, said)
    assert wrong == []


def test_differences_are_from_the_network_that_stands_first(page: Page) -> None:
    compared(page, "vgg/vgg-16", "nolearn/seed-net")
    parameters = page.locator("[data-figure=parameters] td")
    assert parameters.locator("small").all_inner_texts() == ["-99.9%"]

    page.get_by_role("button", name="Put nolearn's tutorial net first").click()
    until(lambda: chosen(page), ["nolearn's tutorial net", "VGG-16"])
    expect(parameters.nth(1).locator("small")).to_have_text(re.compile(r"^\+"))
    page.wait_for_url(re.compile(r"\?networks=nolearn/seed-net,vgg/vgg-16$"))

    page.get_by_role("button", name="Remove VGG-16").click()
    until(lambda: chosen(page), ["nolearn's tutorial net"])
    expect(page.locator(RESULT)).to_be_hidden()


def test_what_an_address_may_not_ask_for_is_not_there(page: Page) -> None:
    strange = ("../../x", "<img src=x>", "vgg/vgg-16", "vgg/vgg-16", "nolearn/seed-net", "__proto__")
    compared(page, *strange)
    until(lambda: chosen(page), ["VGG-16", "nolearn's tutorial net"])
    told = page.get_by_role("status").first
    assert told.inner_text().startswith("3 of the networks in the address are not in this catalogue. Comparing VGG-16")
    page.get_by_role("button", name="Put nolearn's tutorial net first").click()
    page.wait_for_url("**networks=nolearn**")
    page.locator(RESULT).wait_for()
    expect(told).to_have_text(re.compile("^Comparing nolearn's tutorial net"))


def test_no_more_than_four_are_taken(page: Page) -> None:
    compared(page, *TOGETHER[-1], "resnet/resnet-18")
    until(lambda: len(chosen(page)), 4)
    expect(page.get_by_role("combobox", name="Add a network")).to_be_disabled()


def test_the_empty_page_suggests_pairs(page: Page) -> None:
    page.goto(EMPTY)
    pairs = page.locator(".rg-pairs a")
    assert 3 <= pairs.count() <= 8
    pairs.first.click()
    page.locator(RESULT).wait_for()
    until(lambda: len(chosen(page)), 2)
    expect(pairs.first).to_be_hidden()


def test_each_profile_says_in_words_what_it_shows(page: Page) -> None:
    compared(page, "vgg/vgg-16", "resnet/resnet-50")
    said = [picture.get_attribute("aria-label") or "" for picture in page.locator("svg.rg-svg[role=img]").all()]
    assert [label.partition(". ")[0] for label in said] == [
        "Capacity, % of the field by depth",
        "Coverage, % of the image by depth",
        "Receptive field, pixels by depth",
    ]
    assert "VGG-16: least 24.5%; ResNet-50: least 16.1%." in said[0]
    assert "VGG-16: most 212 px; ResNet-50: most 427 px." in said[2]


def test_four_networks_fit_a_phone(browser: Browser, own_address: str) -> None:
    with tab(browser, own_address, PHONE) as (page, wrong):
        compared(page, *TOGETHER[-1])
        assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
        sizes = page.eval_on_selector_all(
            "svg.rg-svg text",
            "all => all.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)",
        )
        assert min(sizes) >= 11
    assert wrong == []


SIDEWAYS = """table => {
  table.parentElement.scrollLeft = 1000;
  const left = cell => cell.getBoundingClientRect().left - table.parentElement.getBoundingClientRect().left;
  return [left(table.rows[1].cells[1]) < 0, ...[0, 1].map(row => left(table.rows[row].cells[0]))];
}"""


@pytest.mark.parametrize("table", ["figures", "layers"])
def test_what_a_row_tells_of_stays_in_sight_on_a_phone(browser: Browser, own_address: str, table: str) -> None:
    with tab(browser, own_address, PHONE) as (page, wrong):
        compared(page, *TOGETHER[-1])
        assert page.locator(f".rg-compare-{table}").evaluate(SIDEWAYS) == [True, 0, 0]
    assert wrong == []


def test_networks_are_picked_in_the_table_and_compared(page: Page) -> None:
    page.goto(EMPTY)
    page.get_by_role("link", name="Networks", exact=True).first.click()
    for name in ("VGG-16", "ResNet-50"):
        page.get_by_role("checkbox", name=f"Select {name} to compare", exact=True).check()
    page.get_by_role("link", name="Compare 2 selected").click()
    page.locator(RESULT).wait_for()
    until(lambda: chosen(page), ["VGG-16", "ResNet-50"])


def test_a_networks_page_leads_to_its_comparison(page: Page) -> None:
    page.goto("networks/nolearn/seed-net/index.html")
    page.get_by_role("link", name="with nolearn's deep net").click()
    page.locator(RESULT).wait_for()
    until(lambda: chosen(page), ["nolearn's tutorial net", "nolearn's deep net"])
