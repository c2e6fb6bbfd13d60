"""What the policy of a site allows; that browsers keep to it is tested in them."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from reportgen.site.policy import Guard, protect

if TYPE_CHECKING:
    from pathlib import Path

SCOPE = '__scope=new URL("{}",location)'
PAGE = '<!doctype html><html><head><meta charset="utf-8"><script>{scope}</script></head><body>{body}</body></html>'


def hashed(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "404.html").write_text(PAGE.format(scope=SCOPE.format("/under/"), body="<script>lost()</script>"))
    (tmp_path / "a/b/index.html").write_text(PAGE.format(scope=SCOPE.format("../.."), body=""))
    return tmp_path


def test_scripts_of_the_theme_are_allowed_by_their_hashes_wherever_a_page_lies(site: Path) -> None:
    assert protect(site) == ()

    text = (site / "a/b/index.html").read_text()
    assert text.index('charset="utf-8"') < text.index("Content-Security-Policy") < text.index("<script>")
    assert f"script-src 'self' {hashed(SCOPE.format('../..'))}\"" in text


@pytest.mark.parametrize(
    "script",
    [
        "<script>own()</script>",
        "<SCRIPT type=module>own()</SCRIPT >",
        '<script data-x="a>b">own()</script>',
        '<script>__scope=new URL("..",location);own()</script>',
        '<script type="importmap">{}</script>',
    ],
)
def test_script_that_is_not_the_theme_s_is_told_and_not_allowed(site: Path, script: str) -> None:
    page = site / "a/b/index.html"
    page.write_text(PAGE.format(scope=SCOPE.format("../.."), body=script))

    assert protect(site) == ("a/b/index.html",)
    assert page.read_text().count("sha256-") == 1


@pytest.mark.parametrize("script", ['<script src="x.js"></script>', '<script type="application/json">{}</script>'])
def test_files_and_data_need_no_hash(site: Path, script: str) -> None:
    (site / "a/b/index.html").write_text(PAGE.format(scope=SCOPE.format("../.."), body=script))

    assert protect(site) == ()


def test_a_page_that_has_its_policy_gets_it_anew_and_once(site: Path) -> None:
    protect(site)
    first = (site / "a/b/index.html").read_bytes()

    protect(site)

    assert (site / "a/b/index.html").read_bytes() == first


def test_a_site_without_the_page_of_the_theme_allows_no_script_in_pages(site: Path) -> None:
    (site / "404.html").unlink()

    assert protect(site) == ("a/b/index.html",)


@pytest.mark.parametrize("body", ["", "<script>own()</script>", "one\r\ntwo\rthree"])
def test_a_page_guarded_before_it_is_written_is_as_one_guarded_in_the_finished_site(site: Path, body: str) -> None:
    page = PAGE.format(scope=SCOPE.format("../.."), body=body)
    (site / "a/b/index.html").write_bytes(page.encode())
    guard = Guard(site)

    early = guard.guarded(page, "a/b/early.html")
    (site / "a/b/early.html").write_bytes(early.encode())
    told = guard.finish()

    assert (site / "a/b/index.html").read_bytes() == early.encode()
    assert told == (("a/b/early.html", "a/b/index.html") if "own" in body else ())
    assert early.count("Content-Security-Policy") == 1
