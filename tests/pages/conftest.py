"""The catalogue that the tests of pages read: real files, and broken ones beside them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_reading import Read, as_html, read

from reportgen import read_catalogue
from reportgen.pages import Asset, Page, PageOptions, pages

if TYPE_CHECKING:
    from reportgen import Catalogue

ROOT = Path(__file__).parents[2]
FILES = (
    "nolearn/seed-net.yml",
    "nolearn/deep-net.yml",
    "squeezenet/squeezenet.yml",
    "dcgan/generator.yml",
    "vgg/vgg.yml",
)
BROKEN = "name: Broken\ninput: [3, 8, 8]\nlayers:\n  - conv: {filters: 64, strides: 2}\n  - rellu\n"


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("catalogue")
    for name in FILES:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "architectures" / name, target)
    (folder / "broken.yml").write_text(BROKEN)
    return read_catalogue(folder)


@pytest.fixture(scope="session")
def items(catalogue: Catalogue) -> list[Page | Asset]:
    options = PageOptions(site_name="Nets", edit_url="https://example.org/edit/", commit="0123abc")
    return list(pages(catalogue, options))


@pytest.fixture(scope="session")
def made(items: list[Page | Asset]) -> dict[str, Page]:
    return {item.path: item for item in items if isinstance(item, Page)}


@pytest.fixture(scope="session")
def slots(made: dict[str, Page]) -> dict[str, dict[str, str]]:
    return {path: {name: make() for name, make in page.slots.items()} for path, page in made.items()}


@pytest.fixture(scope="session")
def reads(made: dict[str, Page], slots: dict[str, dict[str, str]]) -> dict[str, Read]:
    """Every page as a browser reads it."""
    return {path: read(as_html(page, slots[path])) for path, page in made.items()}


@pytest.fixture(scope="session")
def assets(items: list[Page | Asset]) -> dict[str, Asset]:
    return {item.path: item for item in items if isinstance(item, Asset)}
