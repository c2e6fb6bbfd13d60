"""The site under its own strict policy: nothing of it is held back, and nothing else runs.

That each kind of page has all that it wants is held where each is read through, in ``test_craft_in_browser``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from guarded import POLICY, held_back, watched
from showcase import kinds
from sites import served
from tabs import until

from reportgen.site.policy import protect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

INJECTED = (
    "<script>document.title = 'run'</script>",
    "<img src=x: onerror=\"document.title = 'run'\">",
    "<svg><script>document.title = 'run'</script></svg>",
    "<iframe srcdoc=\"<script>parent.document.title = 'run'</script>\"></iframe>",
    "<base href='https://evil.example/'><form action='https://evil.example/'><button id=send>x</button></form>",
    "<script src='https://evil.example/x.js'></script>",
    "<object data='https://evil.example/x'></object>",
    "<p style='position:fixed'>x</p>",
)


def test_everything_on_pages_works(browser: Browser, guarded: str) -> None:
    with watched(browser, guarded) as (page, wrong):
        page.goto(f"{guarded}networks/index.html")
        page.get_by_role("button", name="MACs").click()
        page.get_by_role("searchbox", name="Find").fill("resnet")
        for pick in page.locator(".rg-pick:visible").all()[:2]:
            pick.check()
        page.get_by_role("link", name="Compare 2 selected").click()
        page.locator(".rg-compare__result svg.rg-svg").first.wait_for()
        assert held_back(page) == []

        page.goto(f"{guarded}networks/resnet/resnet-50/index.html")
        page.locator(".rg-graph__closed a").first.click()
        wide = page.locator('[data-s="100"]').first.evaluate("cell => getComputedStyle(cell).backgroundSize")
        assert wide == "100% 100%"
        page.locator(".md-search__input").click()
        page.keyboard.type("LeNet")
        page.locator('.md-search-result__link[href*="lenet"]').first.wait_for()
        page.keyboard.press("Escape")
        page.get_by_title("Switch to the dark palette").click(force=True)
        until(lambda: page.evaluate("document.body.dataset.mdColorScheme"), "slate")
        assert held_back(page) == []

    assert wrong == []


def test_site_opened_from_disk_has_all_that_it_wants(browser: Browser, showcase: Path) -> None:
    with watched(browser, showcase.as_uri()) as (page, wrong):
        for path in kinds(showcase):
            if path != "404.html":
                page.goto(f"{showcase.as_uri()}/{path}", wait_until="load")
                assert page.title()
                assert held_back(page) == [], path
        page.locator(".md-search__input").click()
        page.keyboard.type("ResNet-50")
        page.locator(".md-search-result__link").first.wait_for()
        assert held_back(page) == []

    assert wrong == []


@pytest.mark.parametrize("injected", INJECTED)
def test_what_gets_past_every_escape_does_not_run(
    browser: Browser, showcase: Path, tmp_path: Path, injected: str
) -> None:
    for name in ("index.html", "404.html"):
        text = POLICY.sub("", (showcase / name).read_text("utf-8"))
        (tmp_path / name).write_text(
            text.replace("</h1>", f"</h1>{injected}") if name == "index.html" else text, "utf-8"
        )
    told = protect(tmp_path)
    assert told == (("index.html",) if "<script>" in injected or "srcdoc" in injected else ())

    got: list[str] = []
    with served(tmp_path) as host, watched(browser, host) as (page, _):
        page.on("response", lambda response: got.append(response.url))
        page.on("requestfailed", lambda request: got.append(request.url) if request.failure != "csp" else None)
        page.goto(f"{host}/index.html", wait_until="load")
        page.evaluate("document.getElementById('send')?.click()")
        until(lambda: bool(held_back(page)), expected=True)
        assert page.title() != "run"
        assert page.url == f"{host}/index.html"
    assert not [url for url in got if "evil" in url]
