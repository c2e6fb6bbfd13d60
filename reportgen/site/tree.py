"""A plain folder of Markdown, SVG, JSON and CSS, with every slot filled: any site generator can take it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.site.folders import scratch
from reportgen.site.links import filled, relative_url
from reportgen.site.progress import Progress, Steps, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.pages.page import Page
    from reportgen.site.contents import Contents

MANIFEST = ".reportgen.json"
"""Lists the files that we wrote, so that a later run removes those and no others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run did to a folder; paths are relative to it."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_tree(contents: Contents, out: Path, progress: Progress = silent) -> Written:
    """Write pages and assets to a folder, and remove those of an earlier run that are no more.

    Everything is made before the folder is touched; files that we did not write stay as they are.

    Raises:
        ReportgenError: A file that we did not write has the name of one that we would write.
    """
    files = _files(contents)
    earlier = _manifest(out)
    _refuse_foreign(out, files.keys() - earlier)
    out.mkdir(parents=True, exist_ok=True)
    steps = Steps(progress, "Writing pages and charts", len(files))
    with scratch(out, ".reportgen-") as fresh:
        for path, make in files.items():
            _write(fresh / path, make())
            steps.advance()
        _record(fresh, out, files.keys() | earlier)
        for path in files:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).replace(out / path)
        stale = sorted(earlier - files.keys())
        for path in stale:
            _remove(out, path)
        _record(fresh, out, files)
    return Written(written=tuple(files), removed=tuple(stale))


def complete(page: Page, contents: Contents) -> str:
    """Give a page's whole Markdown: its slots filled, the styles and scripts it needs loaded at its end."""
    address = partial(relative_url, base=page.path)
    loads = [
        *(f'<link rel="stylesheet" href="{address(path)}">' for path in contents.styles),
        *(f'<script src="{address(path)}" defer></script>' for path in contents.scripts),
    ]
    text = filled(page.markdown, page, address)
    return "\n".join([text.rstrip("\n"), "", *loads]) + "\n"


def _files(contents: Contents) -> Mapping[str, Callable[[], bytes]]:
    """Give each file's path and what makes it."""

    def encoded(page: Page) -> Callable[[], bytes]:
        return lambda: complete(page, contents).encode()

    pages = {path: encoded(page) for path, page in contents.pages.items()}
    return pages | {path: asset.content for path, asset in contents.assets.items()}


def _manifest(out: Path) -> frozenset[str]:
    """Give the paths that an earlier run wrote; those that lead out of the folder are not believed."""
    path = out / MANIFEST
    if not path.is_file():
        return frozenset()
    try:
        listed = [str(each) for each in json.loads(path.read_bytes())]
    except (ValueError, TypeError) as error:
        message = "it does not list the files of an earlier run; remove it, and those files with it"
        raise ReportgenError([Problem("bad-manifest", message, Mark(str(path)))]) from error
    root = out.resolve()
    return frozenset(each for each in listed if (out / each).resolve().is_relative_to(root))


def _record(fresh: Path, out: Path, paths: Iterable[str]) -> None:
    """Write the manifest whole, or not at all."""
    _write(fresh / MANIFEST, json.dumps(sorted(paths), indent=0).encode() + b"\n")
    (fresh / MANIFEST).replace(out / MANIFEST)


def _refuse_foreign(out: Path, fresh: set[str]) -> None:
    """Raise where a file that is not ours stands in the way."""
    problems = [
        Problem(
            "foreign-file",
            "reportgen did not write it and will not replace it; move it away",
            Mark(str(out / path)),
        )
        for path in sorted(fresh)
        if (out / path).exists()
    ]
    if problems:
        raise ReportgenError(problems)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _remove(out: Path, path: str) -> None:
    """Remove a file that an earlier run wrote, and the folders that this leaves empty."""
    if (out / path).is_file():
        (out / path).unlink()
    for folder in list(Path(path).parents)[:-1]:
        if not (out / folder).is_dir() or any((out / folder).iterdir()):
            return
        (out / folder).rmdir()
