"""Search on a site opened from disk, without the script that Material's offline plugin has elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from reportgen.pages.page import Asset

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

WORKER = Asset(
    path="assets/reportgen/iframe-worker.js",
    content=files("reportgen.site").joinpath("assets/iframe-worker.js").read_bytes,
)


def own_worker(config: MkDocsConfig) -> tuple[Asset, ...]:
    """Let pages load our worker in place of the one from elsewhere, and give it where it is wanted."""
    polyfills = config.extra.get("polyfills", [])
    others = [script for script in polyfills if "iframe-worker" not in script]
    if len(others) == len(polyfills):
        return ()
    config.extra["polyfills"] = [*others, WORKER.path]
    return (WORKER,)
