"""Which code made something: a digest of every program whose change could change what is made."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cache.folders import of_folder
from reportgen.cache.store import digest
from reportgen.plugins import points_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_REPORTS: Final = ("pyyaml",)
_OF_PAGES: Final = ("jinja2", "latex2mathml", "markdown", "markupsafe", "matplotlib", "nh3", "numpy", "pygraphviz")
_OF_SITES: Final = ("mkdocs", "mkdocs-material", "pygments", "pymdown-extensions")
_GROUPS: Final = ("reportgen.ops", "reportgen.rules")


@cache
def of_reports() -> str:
    """Give the digest of the code that makes reports: this package, what adds layers and rules, Python, YAML."""
    own = (_of_folder(Path(str(files("reportgen")))),)
    return digest(sys.version, *own, *map(_version, _OF_REPORTS), *_plugins())


@cache
def of_pages() -> str:
    """Give the digest of the code that makes charts and pages of reports."""
    return digest(of_reports(), *map(_version, _OF_PAGES))


@cache
def of_sites() -> str:
    """Give the digest of the code that makes a site of pages."""
    return digest(of_pages(), *map(_version, _OF_SITES))


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def _plugins() -> Iterator[str]:
    """Tell of each distribution that adds layers or rules; its files too, as one that is edited keeps its version."""
    for point in (point for group in _GROUPS for point in points_of(group)):
        spec = find_spec(point.module.partition(".")[0])
        folders = (spec.submodule_search_locations or [spec.origin or ""]) if spec else []
        yield digest(point.value, point.dist.version if point.dist else "", *(_of_folder(Path(f)) for f in folders))


def _of_folder(folder: Path) -> str:
    """Give the digest of a file, or of all below a folder that Python has not compiled itself."""
    if folder.is_file():
        return digest(folder.read_bytes())
    return of_folder(folder, ".pyc")
