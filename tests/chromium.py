"""The browser that tests and the contact sheet look with."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
_QUIET: Final = ("background-networking", "component-update", "gpu", "sync")


def installed_browser() -> str | None:
    """Give the path of this machine's Chromium, where it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run this machine's Chromium, which asks nobody else, while the block runs."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser to drive

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", *(f"--disable-{what}" for what in _QUIET)]
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=arguments)
        yield browser
        browser.close()
