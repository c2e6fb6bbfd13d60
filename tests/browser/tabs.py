"""A tab of the browser that notes everything that goes wrong in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
LEFT = "net::ERR_ABORTED"
"""What becomes of requests that are under way when a test leaves the page."""
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def tab(
    browser: Browser, host: str, screen: ViewportSize = WIDE, system: Literal["light", "dark"] = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """Give a tab, and a list of its errors, failed requests and requests that are not of the host."""
    context = browser.new_context(viewport=screen, color_scheme=system, reduced_motion="reduce")
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
