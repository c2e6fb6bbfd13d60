"""A site of an attacker's files, without the policy that would hold back what got through: nothing of it runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import pytest
from injections import INJECTIONS, write_catalogue
from showcase import kinds
from sites import ROOT, run, served
from tabs import tab, until

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SOME: Final = (0, 6, 10, 24, 30, 37, 58, 71)
"""Injections that the fast test takes: into text, attributes, drawings, slots, escapes, Markdown and templates."""
SCRIPTS: Final = 4
"""Scripts that the theme and the house style have in every page."""
SEEN = """() => {
  const all = [...document.querySelectorAll("*")];
  return {
    ran: typeof pwned !== "undefined" || frames.length > 0,
    handlers: all.flatMap((e) => e.getAttributeNames().filter((name) => /^on|^srcdoc$/.test(name))),
    addresses: all.flatMap((e) => [e.href, e.src, e.action, e.data]
      .map((it) => it?.baseVal ?? it).filter((it) => it && !/^(https?:|mailto:|file:|#)/.test(it))),
    scripts: document.querySelectorAll('script:not([src]):not([type="application/json"])').length,
    strange: document.querySelectorAll("iframe, object, embed, base, svg script, foreignObject, video, style").length,
    config: document.querySelectorAll("#__config").length,
  };
}"""
TOUCH: Final = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.querySelectorAll("main *"))
    for (const name of ["mouseover", "focus", "toggle", "load", "error", "begin"]) one.dispatchEvent(new Event(name));
}"""
NOTHING: Final[Mapping[str, Any]] = {
    "ran": False, "handlers": [], "addresses": [], "scripts": SCRIPTS, "strange": 0, "config": 1,
}  # fmt: skip


def site_of(folder: Path, texts: dict[int, str]) -> Path:
    """Build the site of some texts, each with a network of its own."""
    write_catalogue(folder / "architectures", texts)
    bundled = (ROOT / "reportgen/site/bundled.yml").read_text("utf-8")
    assert "content_security_policy: true" in bundled
    open_to_all = bundled.replace("content_security_policy: true", "content_security_policy: false")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(f"site_name: Hostile\n{open_to_all}", "utf-8")
    done = run("mkdocs", "build", "--quiet", "--site-dir", str(folder / "site"), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def look(page: Page, address: str) -> None:
    """Open a page, touch what can be touched, and hold that it has nothing of the texts but words."""
    page.goto(address, wait_until="load")
    page.evaluate(TOUCH)
    assert page.evaluate(SEEN) == NOTHING, address


def visit(browser: Browser, site: Path, paths: list[str], words: Mapping[str, str]) -> None:
    """Visit pages, compare networks, filter and search, and hold that no dialog opens and nothing else is asked for."""
    dialogs: list[str] = []
    ids = [network["id"] for network in json.loads((site / "catalogue.json").read_text("utf-8"))["networks"]]
    with served(site) as host, tab(browser, host) as (page, wrong):
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in paths:
            look(page, f"{host}/{path}")
            if path in words:
                assert " ".join(page.locator("h1").inner_text().split()) == words[path]
        page.goto(f"{host}/compare/index.html?networks={','.join(ids[:3])}")
        page.locator(".rg-compare__result").wait_for()
        assert page.evaluate(SEEN) == NOTHING
        look(page, f"{host}/networks/index.html?find=%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E")
        page.get_by_role("searchbox", name="Find").fill("<script>pwned=1</script>")
        told = page.locator(".md-search-result__meta")
        for query in ("pwned", "script", "javascript", "Family"):
            page.locator(".md-search__input").click()
            page.locator(".md-search__input").fill("")
            page.keyboard.type(query)
            until(lambda: "match" in (told.text_content() or ""), expected=True)
            page.wait_for_timeout(200)  # for the list below what is told
            assert page.evaluate(SEEN) == NOTHING, query
        page.locator(".md-search-result__link").first.wait_for()
        assert page.evaluate(SEEN) == NOTHING
    assert dialogs == []
    assert wrong == []


def headings(site: Path) -> dict[str, str]:
    """Give what the first heading of each network's page is to say."""
    networks = json.loads((site / "catalogue.json").read_text("utf-8"))["networks"]
    return {f"networks/{each['id']}/index.html": " ".join(each["name"].split()) for each in networks}


def harmless_drawing(path: Path) -> None:
    """Hold that an SVG is XML without anything that runs or leads elsewhere."""
    for element in ET.parse(path).iter():  # noqa: S314 - our own file, of which this test wants to know
        name = str(element.tag).rpartition("}")[2]
        assert name not in {"script", "foreignObject", "image", "iframe", "animate", "set", "handler"}, path
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), path
            if attribute.rpartition("}")[2] == "href":
                assert value.startswith("#"), path


def test_nothing_runs_of_some_injections(browser: Browser, tmp_path: Path) -> None:
    site = site_of(tmp_path, {number: INJECTIONS[number] for number in SOME})
    words = headings(site)
    assert len(words) == len(SOME)
    visit(browser, site, [*kinds(site), *words], words)


@pytest.mark.slow
def test_nothing_runs_of_any_injection(browser: Browser, tmp_path: Path) -> None:
    site = site_of(tmp_path, dict(enumerate(INJECTIONS)))
    words = headings(site)
    assert len(words) == len(INJECTIONS) >= 60
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    visit(browser, site, [page for page in pages if not page.startswith(("guide/", "reference/"))], words)

    drawings = list(site.rglob("*.svg"))
    assert len(drawings) > 5 * len(INJECTIONS)
    for path in drawings:
        harmless_drawing(path)
