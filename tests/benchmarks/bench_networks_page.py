"""The page of 1,000 networks against Material's own page with a plain table of the same rows.

Run on demand: ``pytest -n 0 -s tests/benchmarks/bench_networks_page.py``; a busy machine tells nothing.
"""

from __future__ import annotations

import dataclasses
import html
import re
from statistics import median
from typing import TYPE_CHECKING, Any

import bare_sites
import pytest
import yaml
from sites import ARCHITECTURES, run, served

from reportgen import Catalogue, read_catalogue
from reportgen.pages import Asset, pages
from reportgen.pages.page import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser

ROWS = 1000
PAGE = "networks/index.md"
ROUNDS = 15
REAL = ("resnet", "vgg", "squeezenet", "mobilenet")
"""Families whose networks are repeated under other names."""

pytestmark = pytest.mark.browser


def large_catalogue() -> Catalogue:
    """Repeat real networks, each time under another name."""
    real = [network for family in REAL for network in read_catalogue(ARCHITECTURES / family).networks]
    return Catalogue(
        networks=tuple(
            dataclasses.replace(one, id=f"{one.id}-{copy}", name=f"{one.name} copy {copy}", layers=one.layers)
            for copy, one in ((place // len(real), real[place % len(real)]) for place in range(ROWS))
        )
    )


def build(folder: Path, page: str, plugin: Mapping[str, Any] | None = None) -> None:
    """Build a site with that page of networks, with the theme and plugins of ours, and with ours where it is given."""
    written = folder / "docs" / PAGE
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(page)
    (folder / "docs" / "index.md").write_text("# Home\n")
    bare_sites.write_config(folder)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text())
    plugins = [*settings["plugins"], *([{"reportgen": plugin}] if plugin else [])]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump({**settings, "plugins": plugins, "nav": ["index.md", PAGE]}))
    done = run("mkdocs", "build", "--quiet", cwd=folder)
    assert (folder / "site" / "networks" / "index.html").is_file(), done.stderr


def plain_table(filled: str) -> str:
    """Give the rows of our table as Markdown, without what we add to them."""
    rows = [
        [
            html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() or " "
            for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row)
        ]
        for row in re.findall(r"<tr[ >].*?</tr>", filled)
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "# Networks\n\n" + "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


@pytest.fixture(scope="module", params=["material", "house"])
def addresses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Our page and the plain one, each on a site of its own: ours in Material's dress, then in the house style."""
    ours, plain = (tmp_path_factory.mktemp(name) for name in ("ours", "plain"))
    house = request.param == "house"
    page = next(item for item in pages(large_catalogue()) if item.path == PAGE)
    assert not isinstance(page, Asset)
    filled = fill(page.markdown, page.slots)
    assert filled.count("<tr ") == ROWS
    (ours / "none").mkdir()
    build(ours, filled, {"architectures": "none", "house_style": house, "content_security_policy": True})
    build(plain, plain_table(filled))
    with served(ours / "site") as first, served(plain / "site") as second:
        yield f"{first}/networks/", f"{second}/networks/"


PAINTED = """() => new Promise((tell) => new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-contentful-paint");
    if (paint) tell([paint.startTime, performance.getEntriesByType("navigation")[0].loadEventEnd]);
}).observe({ type: "paint", buffered: true }))"""


def paints(browser: Browser, address: str) -> tuple[float, float]:
    """Load an address in a fresh tab: milliseconds to the first paint, and until all is loaded and laid out."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="load")
    first, loaded = page.evaluate(PAINTED)
    context.close()
    return first, loaded


def test_first_paint_is_not_later_than_that_of_a_plain_table(browser: Browser, addresses: tuple[str, str]) -> None:
    ours, plain = addresses
    paints(browser, ours), paints(browser, plain)  # what the browser itself keeps is warm for both
    found = [(paints(browser, ours), paints(browser, plain)) for _ in range(ROUNDS)]
    ratios = [a[0] / b[0] for a, b in found]
    told = [f"{median(times):.0f} ms" for times in zip(*((*a, *b) for a, b in found), strict=True)]
    print(f"\nfirst paint {told[0]}, plain {told[2]}, ratio {median(ratios):.2f}; loaded {told[1]}, plain {told[3]}")  # noqa: T201 - what it is run for

    assert median(ratios) <= 1.0


SORT = """() => {
    const times = [];
    for (const button of document.querySelectorAll(".rg-sort")) {
        const start = performance.now();
        button.click();
        const sorted = performance.now();
        document.body.offsetHeight;
        times.push([sorted - start, performance.now() - start]);
    }
    return times;
}"""


def test_sorting_takes_well_under_a_tenth_of_a_second(browser: Browser, addresses: tuple[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(addresses[0], wait_until="load")
    times: list[tuple[float, float]] = page.evaluate(SORT)
    page.close()
    script, whole = (max(each) for each in zip(*times, strict=True))
    print(f"\nsorting {ROWS} rows: at most {script:.0f} ms, {whole:.0f} ms with the layout after it")  # noqa: T201 - same

    assert len(times) > 10
    assert whole < 100
