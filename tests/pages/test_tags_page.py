"""Tags: each once, the most used first, with all its networks, whatever it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from page_reading import as_html, read

from reportgen import Catalogue, analyse, load
from reportgen.pages import Page, pages

if TYPE_CHECKING:
    from pathlib import Path

NET = "name: {name}\ninput: [3, 8, 8]\ntags: {tags}\nlayers: [{{conv: {{filters: 4, kernel: 3}}}}]\n"


def made(folder: Path, **tags: str) -> dict[str, Page]:
    networks = []
    for name, listed in tags.items():
        (folder / f"{name}.yml").write_text(NET.format(name=name, tags=listed))
        networks += [analyse(one) for one in load(folder / f"{name}.yml")]
    catalogue = Catalogue(networks=tuple(networks))
    return {item.path: item for item in pages(catalogue) if isinstance(item, Page)}


def test_each_tag_has_its_networks_and_each_network_its_tags(tmp_path: Path) -> None:
    found = made(tmp_path, one="[big, 'A b']", two="[big, a-b]", three="[]")
    page = found["tags/index.md"].slots["tags"]()
    assert re.findall(r"<h2>(.*?) <small>", page) == ["big", "A b", "a-b"]
    for anchor in ("tag-big", "tag-a-b", "tag-a-b-2"):
        assert page.count(f'id="{anchor}"') == 1
    about = found["networks/two/index.md"].slots["about"]()
    assert '<a href="../../tags/index.md#tag-big">big</a>, <a href="../../tags/index.md#tag-a-b-2">a-b</a>' in about


def test_a_hostile_tag_is_text(tmp_path: Path) -> None:
    found = made(tmp_path, one="['<script>x</script>\"&']")
    page = found["tags/index.md"]
    assert "script" not in read(as_html(page, {"tags": page.slots["tags"]()})).tags


def test_a_catalogue_without_tags_has_no_page_of_them(tmp_path: Path) -> None:
    assert "tags/index.md" not in made(tmp_path, one="[]")
