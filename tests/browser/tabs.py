"""A tab of the browser that notes everything that goes wrong in it."""

from __future__ import annotations

from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

T = TypeVar("T")
WIDE: ViewportSize = {"width": 1280, "height": 900}
LEFT = "net::ERR_ABORTED"
"""What becomes of requests that are under way when a test leaves the page."""
PHONE: ViewportSize = {"width": 390, "height": 844}


def until(say: Callable[[], T], expected: T) -> None:
    """Wait for a page to say what is expected: a browser tells of what it did a moment later."""
    for _ in range(200):
        if say() == expected:
            return
        sleep(0.05)
    assert say() == expected


def settle(page: Page) -> None:
    """Wait for the table of networks to show as many rows as it tells of: those of a long one come frame by frame."""
    told = page.locator("output.rg-told").inner_text().split()[0].replace(",", "")
    until(page.locator(".rg-network-table tbody tr:not([hidden])").count, int(told))


@contextmanager
def tab(
    browser: Browser, host: str, screen: ViewportSize = WIDE, system: Literal["light", "dark"] = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """Give a tab, and a list of its errors, failed requests and requests that are not of the host.

    Addresses without a host are the host's.
    """
    context = browser.new_context(base_url=host, viewport=screen, color_scheme=system, reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []

    def note(message: str, *, when: bool = True) -> None:
        if when:
            wrong.append(f"{page.url}: {message}")

    page.on("console", lambda said: note(said.text, when=said.type in {"error", "warning"}))
    page.on("pageerror", lambda error: note(str(error)))
    page.on("requestfailed", lambda request: note(f"failed: {request.url}", when=request.failure != LEFT))
    page.on("response", lambda answer: note(f"{answer.status}: {answer.url}", when=answer.status >= 400))
    page.on("request", lambda request: note(f"leaves: {request.url}", when=not request.url.startswith((host, "data:"))))
    try:
        yield page, wrong
    finally:
        context.close()
