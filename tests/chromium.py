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
_UNSEEN: Final = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""The lists below the address bar: nobody sees them, and each tab starts a process to draw them."""
_PLAYWRIGHT: Final = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""What Playwright turns off: Chromium goes by the last list that it is given, so ours must name it all."""


def installed_browser() -> str | None:
    """Give the path of this machine's Chromium, where it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run this machine's Chromium, which asks nobody else, while the block runs."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser to drive

    with sync_playwright() as playwright:
        features = ",".join((*_UNSEEN, *_PLAYWRIGHT))
        arguments = ["--no-sandbox", *(f"--disable-{what}" for what in _QUIET), f"--disable-features={features}"]
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=arguments)
        yield browser
        browser.close()
