"""Where a site has Material's instant navigation, every script works on each page that is put in place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sites import ARCHITECTURES, ROOT, run, served
from tabs import tab, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CONFIGURATION = """
INHERIT: {bundled}
site_name: Nets
site_url: {address}
theme: {{name: material, features: [navigation.instant]}}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site under a sub-path that knows its own address: pages are swapped on no other."""
    folder, host = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("host")
    (folder / "docs").mkdir()
    shutil.copytree(ARCHITECTURES / "nolearn", folder / "architectures" / "nolearn")
    with served(host) as server:
        where = f"{server}/nets/"
        bundled = ROOT / "reportgen/site/bundled.yml"
        (folder / "mkdocs.yml").write_text(CONFIGURATION.format(bundled=bundled, address=where))
        done = run("mkdocs", "build", "--quiet", "--site-dir", str(host / "nets"), cwd=folder)
        assert done.returncode == 0, done.stderr
        yield where


def test_scripts_work_from_page_to_page_and_back(browser: Browser, address: str) -> None:
    with tab(browser, address) as (page, wrong):
        page.goto(f"{address}networks/index.html", wait_until="networkidle")
        page.evaluate("window.loadedOnce = true")
        page.get_by_role("button", name="MACs").click()
        page.get_by_text("Columns", exact=True).click()
        page.get_by_role("checkbox", name="Depth", exact=True).uncheck()
        names = page.locator(".rg-network-table tbody th").all_inner_texts()
        page.locator(".rg-network-table tbody tr").get_by_role("link", name="nolearn's deep net", exact=True).click()

        page.get_by_role("heading", name="nolearn's deep net", level=1).wait_for()
        page.get_by_role("link", name="with another").click()
        field = page.get_by_role("combobox", name="Add a network")
        field.fill("tutorial")
        field.press("Enter")
        page.locator(".rg-compare__result").wait_for()
        page.wait_for_url("**/compare/index.html?networks=nolearn/deep-net,nolearn/seed-net")

        page.go_back()
        page.locator(".rg-compare__result").wait_for(state="hidden")
        page.go_back()
        page.get_by_role("heading", name="nolearn's deep net", level=1).wait_for()
        page.go_back()
        page.get_by_role("heading", name="Networks", level=1).wait_for()
        page.locator("th[aria-sort=descending]", has_text="MACs").wait_for()
        until(page.locator(".rg-network-table tbody th").all_inner_texts, names)
        heads = page.locator(".rg-network-table thead th:visible")
        until(lambda: "Depth" in " ".join(heads.all_inner_texts()), expected=False)
        assert page.evaluate("window.loadedOnce") is True
    assert wrong == []
