"""The site under its own strict policy: nothing of it is held back, and nothing else runs."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from showcase import kinds
from sites import QuietHandler, served
from tabs import tab, until

from reportgen.site.policy import protect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
COLLECT = """
window.heldBack = [];
document.addEventListener("securitypolicyviolation", (event) =>
  heldBack.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
"""Run before anything of a page; what is held back in a worker's own scope is said on the console."""
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


class Guarded(QuietHandler):
    """Sends each page's policy as a header too, with what only a header may say."""

    def end_headers(self) -> None:
        path = Path(self.translate_path(self.path))
        page = path / "index.html" if path.is_dir() else path
        if page.suffix == ".html" and page.is_file():
            (found,) = POLICY.findall(page.read_text("utf-8"))
            self.send_header("Content-Security-Policy", f"{html.unescape(found)}; frame-ancestors 'none'")
        elif page.suffix == ".js":  # a worker goes by the header of its own script
            self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'")
        super().end_headers()


@pytest.fixture(scope="module")
def guarded(showcase: Path) -> Iterator[str]:
    with served(showcase.parent, Guarded) as host:
        yield f"{host}/{showcase.name}/"


@contextmanager
def watched(browser: Browser, host: str) -> Iterator[tuple[Page, list[str]]]:
    """Give a tab that notes what is held back, and the list of all that goes wrong in it."""
    with tab(browser, host) as (page, wrong):
        page.add_init_script(COLLECT)
        yield page, wrong


def held_back(page: Page) -> list[str]:
    """Give what was held back, in frames too."""
    return [what for frame in page.frames for what in frame.evaluate("heldBack")]


def test_every_kind_of_page_has_all_that_it_wants(browser: Browser, showcase: Path, guarded: str) -> None:
    with watched(browser, guarded) as (page, wrong):
        for path in kinds(showcase):
            page.goto(guarded + path, wait_until="networkidle")
            assert held_back(page) == [], path

    assert wrong == []


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
