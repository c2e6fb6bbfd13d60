"""What the plugin does with pages and assets, whatever catalogue they come from."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from sites import ARCHITECTURES

from reportgen import read_catalogue
from reportgen.errors import Mark, Problem
from reportgen.pages.page import Asset, Page
from reportgen.report import BrokenFile
from reportgen.site import plugin
from reportgen.site.contents import Contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOME = Page(
    path="index.md",
    title="Home",
    markdown="# Home\n\n[all](networks/index.md)\n\n<!-- slot: cards -->\n",
    slots={"cards": lambda: '<div><a href="networks/vgg/index.md#layers">card</a></div>'},
)
NETWORKS = Page(path="networks/index.md", title="Networks", markdown="# Networks\n\n[VGG](vgg/index.md)\n")
VGG = Page(
    path="networks/vgg/index.md",
    title="VGG",
    markdown="# VGG\n\nprose\n\n<!-- slot: layers -->\n",
    slots={"layers": lambda: '<table><tr><td><a href="../index.md">row</a><img src="chart.svg"></table>'},
    listed=False,
)
CHART = Asset(path="networks/vgg/chart.svg", content=lambda: b"<svg/>")
STYLE = Asset(path="assets/tables.css", content=lambda: b"td{}")
SCRIPT = Asset(path="assets/tables.js", content=lambda: b"1")
EVERYTHING = (HOME, NETWORKS, VGG, CHART, STYLE, SCRIPT)


def header_of(page: Path) -> str:
    """Give what stands above the content: in MkDocs' own theme, the navigation."""
    return page.read_text().split('role="main"')[0]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Build a site of given pages with bare MkDocs, strictly unless told otherwise."""

    def run(
        *items: Page | Asset,
        docs: dict[str, str] | None = None,
        under: str = "",
        broken: tuple[BrokenFile, ...] = (),
        **settings: Any,
    ) -> Path:
        catalogue = replace(read_catalogue(ARCHITECTURES / "lenet"), broken=broken)
        monkeypatch.setattr(plugin, "read", lambda *_: (catalogue, Contents.of(items)))
        (tmp_path / "architectures").mkdir()
        (tmp_path / "docs").mkdir()
        for name, text in (docs or {}).items():
            (tmp_path / "docs" / name).write_text(text)
        (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
        plugins = {"search": {}, "reportgen": {"under": under}}
        config = load_config(str(tmp_path / "mkdocs.yml"), plugins=plugins, strict=True, **settings)
        build(config)
        return tmp_path / "site"

    return run


@pytest.mark.parametrize(
    ("directories", "card", "row"),
    [(True, "networks/vgg/#layers", "../"), (False, "networks/vgg/index.html#layers", "../index.html")],
)
def test_links_in_slots_are_right_with_and_without_directory_urls(
    built: Callable[..., Path], *, directories: bool, card: str, row: str
) -> None:
    site = built(*EVERYTHING, use_directory_urls=directories)

    assert f'<a href="{card}">card</a>' in (site / "index.html").read_text()
    vgg = (site / "networks/vgg/index.html").read_text()
    assert f'<a href="{row}">row</a><img src="chart.svg">' in vgg
    assert (site / "networks/vgg/chart.svg").read_bytes() == b"<svg/>"


def test_page_in_a_file_of_its_own_name_moves_into_a_folder_with_its_links(built: Callable[..., Path]) -> None:
    flat = Page(
        path="vgg.md",
        title="VGG",
        markdown="# VGG\n\n<!-- slot: a -->\n",
        slots={"a": lambda: '<div><img src="chart.svg"></div>'},
    )

    site = built(HOME, NETWORKS, VGG, CHART, flat, Asset(path="chart.svg", content=lambda: b"<svg/>"))

    assert '<img src="../chart.svg">' in (site / "vgg/index.html").read_text()


def test_every_page_loads_the_styles_and_scripts(built: Callable[..., Path]) -> None:
    site = built(*EVERYTHING, docs={"about.md": "# About\n"})

    for page in ("networks/vgg/index.html", "about/index.html"):
        text = (site / page).read_text()
        assert 'assets/tables.css" rel="stylesheet">' in text
        assert 'assets/tables.js" defer></script>' in text


@pytest.mark.parametrize("name", ["asked.css", "asked.js"])
def test_no_page_loads_what_a_page_asks_for(built: Callable[..., Path], name: str) -> None:
    site = built(*EVERYTHING, Asset(path=name, content=bytes, on_demand=True))

    assert (site / name).is_file()
    assert not [page for page in site.rglob("*.html") if name in page.read_text()]


def test_slots_stay_out_of_the_search_index(built: Callable[..., Path]) -> None:
    index = (built(*EVERYTHING) / "search/search_index.json").read_text()

    assert "prose" in index
    assert "row" not in index
    assert "slot" not in index


def test_navigation_holds_listed_pages_only_and_hand_written_ones(built: Callable[..., Path]) -> None:
    site = built(*EVERYTHING, docs={"start.md": "# Getting started\n"})

    navigation = header_of(site / "index.html")
    assert "Networks" in navigation
    assert "Getting started" in navigation
    assert "VGG" not in navigation


def test_users_navigation_wins_and_may_name_generated_pages(built: Callable[..., Path]) -> None:
    nav = [{"Start": "start.md"}, {"The deep one": "networks/vgg/index.md"}]
    strict = {"nav": {"omitted_files": "warn", "not_found": "warn"}}

    site = built(*EVERYTHING, docs={"start.md": "# Start\n"}, nav=nav, validation=strict)

    navigation = header_of(site / "index.html")
    assert "The deep one" in navigation
    assert "Networks" not in navigation


def test_hand_written_page_stands_in_for_the_generated_one(built: Callable[..., Path]) -> None:
    site = built(*EVERYTHING, docs={"index.md": "# Welcome\n\n[all](networks/index.md)\n"})

    home = (site / "index.html").read_text()
    assert "Welcome" in home
    assert ">card</a>" not in home
    assert (site / "networks/vgg/index.html").exists()


def test_pages_may_go_under_a_folder_beside_the_users_own(built: Callable[..., Path]) -> None:
    site = built(*EVERYTHING, docs={"index.md": "# Mine\n"}, under="models")

    assert "Mine" in (site / "index.html").read_text()
    assert '<a href="networks/vgg/#layers">card</a>' in (site / "models/index.html").read_text()


def test_readme_in_the_place_of_a_generated_page_is_refused(
    built: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        built(*EVERYTHING, docs={"README.md": "# Mine\n"})

    assert "README.md of the docs folder and the generated index.md would be one page" in caplog.text


def test_link_in_a_slot_to_nowhere_fails_a_strict_build(
    built: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    lost = Page(
        path="index.md",
        title="Home",
        markdown="# Home\n\n<!-- slot: a -->\n",
        slots={"a": lambda: '<div><a href="gone/index.md">x</a></div>'},
    )

    with pytest.raises(Abort, match="1 warnings in strict mode"):
        built(lost)

    assert "index.md: a link leads to 'gone/index.md', which the site does not have" in caplog.text


def test_broken_file_is_a_warning_under_mkdocs_own_logger(
    built: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    problem = Problem("unknown-layer", "no layer 'cnv'; did you mean 'conv'?", Mark("vgg.yml", 3, 5))

    with pytest.raises(Abort, match="1 warnings in strict mode"):
        built(*EVERYTHING, broken=(BrokenFile(source="vgg.yml", text="", problems=(problem,)),))

    [record] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert record.name == "mkdocs.plugins.reportgen"
    assert "vgg.yml:3:5: unknown-layer: no layer 'cnv'; did you mean 'conv'?" in record.getMessage()


def test_docs_folder_is_left_alone(built: Callable[..., Path], tmp_path: Path) -> None:
    built(*EVERYTHING)

    assert list((tmp_path / "docs").iterdir()) == []
    assert list((tmp_path / "architectures").iterdir()) == []


def test_missing_folder_of_architectures_stops_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [{reportgen: {architectures: models}}]\n")

    with pytest.raises(Abort):
        load_config(str(tmp_path / "mkdocs.yml"))

    assert "option 'architectures': The path" in caplog.text


@pytest.mark.parametrize("name", ["Layers", "&#95;&#95;config"])
def test_a_name_does_not_take_the_id_of_another_part_of_its_page(built: Callable[..., Path], name: str) -> None:
    named = Page(path="index.md", title="x", markdown=f"# {name}\n\n## Layers\n\n[there](#layers)\n")

    text = (built(named) / "index.html").read_text()

    assert '<h1 id="top">' in text
    assert '<h2 id="layers">' in text
    assert not {'id="layers_1"', 'id="__config"', 'href="#__config"'} & set(re.findall(r'(?:id|href)="[^"]*"', text))


def test_a_hand_written_page_keeps_the_ids_of_its_headings(built: Callable[..., Path]) -> None:
    site = built(*EVERYTHING, docs={"about.md": "# About\n"})

    assert '<h1 id="about">' in (site / "about/index.html").read_text()
