"""Shows every kind of page at once, in both palettes, on a wide screen and a phone.

`python tests/contact_sheet.py OUT` writes a picture of each page, from top to bottom, and `OUT/index.html`, where
they hang side by side. With a second folder it shows the site in that folder; else a small one is built, with
networks that designs forget.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from chromium import chromium
from showcase import build, kinds, write_project
from sites import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PALETTES: Final = ("light", "dark")
WIDTHS: Final = (1400, 390)
CROWDED: Final = ("networks/densenet/densenet-201/index.html", "networks/googlenet/googlenet/index.html")
"""Pages of networks of hundreds of layers and of many branches, beside one of each kind."""
LOADED: Final = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""
PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>
body {{ background: #888; font: 14px system-ui; margin: 16px; }}
section {{ display: flex; gap: 16px; margin-bottom: 32px; align-items: start; }}
img {{ max-height: 1600px; object-fit: cover; object-position: top; }}
</style>
{sections}"""


def main(out: Path, site: Path | None = None) -> None:
    """Photograph a site into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        shown = site or stack.enter_context(_small_site())
        host = stack.enter_context(served(shown.parent))
        browser = stack.enter_context(chromium())
        paths = [*kinds(shown), *(path for path in CROWDED if (shown / path).is_file())]
        for palette in PALETTES:
            for width in WIDTHS:
                _photograph(browser, f"{host}/{shown.name}/", paths, out, (palette, width))
    (out / "index.html").write_text(PAGE.format(sections="".join(map(_section, paths))), encoding="utf-8")


def _photograph(browser: Browser, address: str, paths: list[str], out: Path, look: tuple[str, int]) -> None:
    palette, width = look
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=palette, reduced_motion="reduce"
    )
    page = context.new_page()
    for path in paths:
        page.goto(address + path, wait_until="networkidle")
        page.evaluate(LOADED)
        page.screenshot(path=out / _picture(path, palette, width), full_page=True)
    context.close()


def _picture(path: str, palette: str, width: int) -> str:
    name = path.removesuffix(".html").removesuffix("/index").replace("/", "_")
    return f"{name}-{palette}-{width}.png"


def _section(path: str) -> str:
    pictures = (
        f'<img src="{escape(_picture(path, palette, width))}" width="{width // 2}" alt="{palette}, {width} px">'
        for palette in PALETTES
        for width in WIDTHS
    )
    return f"<h2>{escape(path)}</h2><section>{''.join(pictures)}</section>\n"


@contextmanager
def _small_site() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        project, site = Path(folder) / "project", Path(folder) / "host" / "reportgen"
        write_project(project)
        build(project, site)
        yield site


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
