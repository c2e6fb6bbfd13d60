"""A site under its own strict policy, and a tab that notes what that holds back."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sites import QuietHandler
from tabs import WIDE, tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
COLLECT = """
window.heldBack = [];
document.addEventListener("securitypolicyviolation", (event) =>
  heldBack.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
"""Run before anything of a page; what is held back in a worker's own scope is said on the console."""


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


@contextmanager
def watched(browser: Browser, host: str, screen: ViewportSize = WIDE) -> Iterator[tuple[Page, list[str]]]:
    """Give a tab that notes what is held back, and the list of all that goes wrong in it."""
    with tab(browser, host, screen) as (page, wrong):
        page.add_init_script(COLLECT)
        yield page, wrong


def held_back(page: Page) -> list[str]:
    """Give what was held back, in frames too."""
    return [what for frame in page.frames for what in frame.evaluate("heldBack")]
