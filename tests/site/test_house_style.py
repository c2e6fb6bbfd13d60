"""The house style: worn where it is asked for, from the site's own files, behind what its owner chose."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from in_process import built

if TYPE_CHECKING:
    from pathlib import Path

NET = "input: [3, 8, 8]\nlayers: [{conv: {filters: 4, kernel: 3}}]\n"


def build(folder: Path, theme: str = "", plugin: str = "house_style: true, commit: 0123456789abcdef") -> Path:
    (folder / "architectures").mkdir()
    (folder / "docs").mkdir()
    (folder / "architectures" / "net.yml").write_text(NET)
    (folder / "mkdocs.yml").write_text(
        f"site_name: 'Nets & \"more\"'\nsite_url: https://example.org/nets/\n"
        f"theme: {{name: material, font: false, {theme}}}\n"
        f"plugins: [search, reportgen: {{{plugin}}}]\n"
    )
    return built(folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("house"))


def test_faces_come_with_their_licence_and_weigh_little(site: Path) -> None:
    faces = (site / "assets/house/faces.css").read_text()
    assert set(re.findall(r'font-family: "([^"]+)"', faces)) == {"IBM Plex Sans", "IBM Plex Mono"}
    assert len(faces) < 250_000
    assert "SIL OPEN FONT LICENSE" in (site / "assets/house/OFL.txt").read_text()


def test_links_to_a_page_show_its_title_and_what_it_is(site: Path) -> None:
    page = (site / "networks/net/index.html").read_text()
    assert '<meta property="og:title" content="net">' in page
    assert '<meta property="og:site_name" content="Nets &amp; &#34;more&#34;">' in page
    assert '<meta property="og:url" content="https://example.org/nets/networks/net/">' in page
    described = re.search(r'<meta property="og:description" content="([^"]+)">', page)
    assert described
    plain = re.search(r'<meta name="description" content="([^"]+)">', page)
    assert plain
    assert unescape(plain[1]) == unescape(described[1])


def test_footer_names_the_revision(site: Path) -> None:
    assert re.search(r"Revision\s+<code>0123456789ab</code>", (site / "index.html").read_text())


def test_lost_readers_are_led_on_from_any_depth(site: Path) -> None:
    page = (site / "404.html").read_text()
    assert "No such page" in page
    for folder in ("", "networks/", "families/", "findings/", "guide/"):
        assert re.search(rf'<li><a href="/nets/{folder}\.?">', page)


def test_tab_has_an_icon(site: Path) -> None:
    assert '<link rel="icon" href="../assets/house/favicon.svg">' in (site / "networks/index.html").read_text()
    assert (site / "assets/house/favicon.svg").is_file()


def test_owner_may_have_another_icon_and_templates_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "404.html").write_text("mine")
    site = build(tmp_path, "favicon: mine.png, custom_dir: mine")
    assert (site / "404.html").read_text() == "mine"
    assert 'href="mine.png"' in (site / "index.html").read_text()


def test_other_sites_keep_their_own_look(tmp_path: Path) -> None:
    site = build(tmp_path, plugin="commit: abc")
    assert not (site / "assets/house").exists()
    assert "No such page" not in (site / "404.html").read_text()


def test_the_search_leads_to_a_network_once_and_to_each_part_of_the_reference(site: Path) -> None:
    entries = json.loads((site / "search/search_index.json").read_text())["docs"]
    places = [entry["location"] for entry in entries]
    assert [place for place in places if place.startswith("networks/net/")] == ["networks/net/"]
    assert any("#" in place for place in places if place.startswith("reference/layers"))


def test_contents_that_are_hidden_are_not_written(site: Path) -> None:
    network, shown = ((site / page).read_text() for page in ("networks/net/index.html", "reference/layers/index.html"))
    assert 'id="findings"' in network
    assert 'data-md-component="toc"' not in network
    assert 'data-md-component="toc"' in shown
