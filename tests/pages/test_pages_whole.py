"""The pages of a catalogue as a whole: all are there, refer to what exists, and stay the same and small."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import pytest
import yaml
from page_reading import targets

from reportgen import Catalogue, analyse, load
from reportgen.charts import Chart
from reportgen.pages import Asset, Book, Page, PageOptions, addresses, pages, parts
from reportgen.pages.page import SLOT, fill
from reportgen.pages.render import html

if TYPE_CHECKING:
    from page_reading import Read

ROOT = Path(__file__).parents[2]
LARGEST = 150_000


def test_every_page_of_the_plan_is_made(made: dict[str, Page]) -> None:
    plan = {
        "index.md",
        "networks/index.md",
        "networks/nolearn/seed-net/index.md",
        "networks/squeezenet/squeezenet-1-1/index.md",
        "families/index.md",
        "families/squeezenet/index.md",
        "findings/index.md",
        "tags/index.md",
        "broken/broken-yml/index.md",
        "guide/index.md",
        "guide/receptive-field/index.md",
        "guide/conventions/index.md",
        "reference/index.md",
        "reference/layers/index.md",
        "reference/rules/index.md",
        "reference/json/index.md",
    }
    assert plan <= {re.sub(r"broken/[^/]*broken-yml", "broken/broken-yml", path) for path in made}


def test_paths_are_distinct(items: list[Page | Asset]) -> None:
    paths = [item.path for item in items]
    assert len(paths) == len(set(paths))


def test_everything_is_the_same_when_made_again(catalogue: Catalogue, items: list[Page | Asset]) -> None:
    options = PageOptions(site_name="Nets", edit_url="https://example.org/edit/", commit="0123abc")
    again = list(pages(catalogue, options))

    assert [item.path for item in again] == [item.path for item in items]
    for one, other in zip(again, items, strict=True):
        if isinstance(one, Page) and isinstance(other, Page):
            assert fill(one.markdown, one.slots) == fill(other.markdown, other.slots)
        elif isinstance(one, Asset) and isinstance(other, Asset) and not one.path.endswith(".svg"):
            assert one.content() == other.content()


def test_nothing_is_drawn_or_counted_before_it_is_asked_for(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("made too early")

    monkeypatch.setattr(Chart, "make", refuse)
    monkeypatch.setattr("reportgen.pages.chapters.network.layers_csv", refuse)
    monkeypatch.setattr("reportgen.pages.chapters.network.document_text", refuse)
    monkeypatch.setattr("reportgen.pages.chapters.home.network_text", refuse)
    for chapter in ("home", "network", "networks", "families", "findings", "guide", "reference", "broken"):
        monkeypatch.setattr(f"reportgen.pages.chapters.{chapter}.html", refuse)

    assert list(pages(catalogue))


def test_every_reference_within_the_site_leads_somewhere(reads: dict[str, Read], assets: dict[str, Asset]) -> None:
    ids = {path: set(found.values("id")) for path, found in reads.items()}
    assert sum(map(len, ids.values())) > 100
    for page, found in reads.items():
        for path, fragment in targets(page, found):
            assert path in reads or path in assets, f"{page} refers to {path}"
            assert not fragment or fragment in ids[path], f"{page} refers to {path}#{fragment}"


def test_every_asset_of_a_page_is_referred_to(reads: dict[str, Read], assets: dict[str, Asset]) -> None:
    referred = {path for page, found in reads.items() for path, _ in targets(page, found)}
    shared = {path for path in assets if path.startswith("assets/")}
    asked = {path for path, asset in assets.items() if asset.on_demand}
    assert set(assets) - shared - asked <= referred


def test_data_to_compare_is_there_for_every_network_of_the_list(
    reads: dict[str, Read], assets: dict[str, Asset]
) -> None:
    page = reads["compare/index.md"]
    listed = [value for tag, name, value in page.attributes if (tag, name) == ("li", "data-id")]
    assert len(listed) > 5
    asked = {path for path, asset in assets.items() if asset.on_demand}
    assert {f"compare/data/{name}.js" for name in listed} == asked - {addresses.COLUMNS}


def test_every_slot_has_its_marker_and_every_marker_its_slot(made: dict[str, Page]) -> None:
    for page in made.values():
        assert sorted(SLOT.findall(page.markdown)) == sorted(page.slots), page.path


def test_slots_are_raw_blocks_of_markdown(slots: dict[str, dict[str, str]]) -> None:
    blocks = ("<div", "<figure", "<table", "<section", "<ul", "<details")
    for path, made in slots.items():
        for name, html_of_slot in made.items():
            assert html_of_slot.startswith(blocks), f"{path}: {name}"
            assert not re.search(r"\n[ \t]*\n", html_of_slot), f"{path}: {name}"


def test_front_matter_is_yaml_with_a_title_and_a_description(made: dict[str, Page]) -> None:
    for page in made.values():
        values = yaml.safe_load(page.markdown.split("---\n")[1])
        assert values["title"]
        assert values["description"], page.path
        assert set(values) <= {"title", "description", "hide", "tags"}


def test_markdown_of_data_pages_is_small(made: dict[str, Page]) -> None:
    for path, page in made.items():
        if not path.startswith(("guide/", "reference/")):
            assert len(page.markdown) < 1_500, path


@pytest.mark.parametrize(("file", "variant"), [("resnet/resnet", "resnet-152"), ("densenet/densenet", "densenet-201")])
def test_pages_of_the_longest_networks_are_not_large(file: str, variant: str) -> None:
    source = ROOT / "architectures" / f"{file}.yml"
    report = next(analyse(found) for found in load(source) if found.variant == variant)
    found = pages(Catalogue(networks=(report,), sources={report.source: source.read_text()}))
    page = next(item for item in found if isinstance(item, Page) and item.path.endswith(f"{report.id}/index.md"))

    assert len(fill(page.markdown, page.slots).encode()) < LARGEST


def test_network_pages_are_out_of_the_navigation(made: dict[str, Page]) -> None:
    hidden = {path.split("/")[0] for path, page in made.items() if not page.listed}
    assert hidden == {"networks", "broken"}
    assert made["networks/index.md"].listed


def test_every_page_has_one_first_heading(reads: dict[str, Read]) -> None:
    for path, found in reads.items():
        assert found.tags.count("h1") == 1, path


def test_tables_have_a_caption_and_scoped_headers(reads: dict[str, Read]) -> None:
    for path, found in reads.items():
        assert found.tags.count("table") == found.tags.count("caption"), path
        scopes = sum(1 for tag, name, _ in found.attributes if tag == "th" and name == "scope")
        assert scopes == found.tags.count("th"), path


def test_nothing_is_loaded_from_another_host_and_nothing_runs_inline(reads: dict[str, Read]) -> None:
    for path, found in reads.items():
        assert not {"script", "iframe", "object"} & set(found.tags), path
        sheets = [value for tag, name, value in found.attributes if (tag, name) == ("link", "href")]
        assert all(sheet.endswith(f"../{addresses.COLUMNS}") for sheet in sheets), path
        assert not [name for _, name, _ in found.attributes if name == "style" or name.startswith("on")], path
        assert not [source for source in found.values("src", "srcset") if "//" in source], path


def test_a_template_without_a_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        html("formula")


def test_an_empty_catalogue_has_its_pages_too() -> None:
    found = {item.path: item for item in pages(Catalogue(networks=())) if isinstance(item, Page)}

    for path in ("index.md", "networks/index.md", "findings/index.md", "families/index.md"):
        assert "No network could be read here yet." in found[path].markdown
    for page in found.values():
        assert "fits all of that" not in fill(page.markdown, page.slots)


def test_the_file_that_an_empty_catalogue_proposes_is_read(tmp_path: Path) -> None:
    home = next(item for item in pages(Catalogue(networks=())) if isinstance(item, Page) and item.path == "index.md")
    (tmp_path / "first.yml").write_text(home.markdown.split("```yaml\n")[1].split("```")[0])
    (network,) = load(tmp_path / "first.yml")
    assert analyse(network).totals["parameters"]


def test_no_two_parts_are_kept_under_one_key(catalogue: Catalogue) -> None:
    digests = {network.id: f"digest of {network.id}" for network in catalogue.networks}
    keys = [part.key for part in parts(Book(catalogue=replace(catalogue, digests=digests), options=PageOptions()))]

    known = [key for key in keys if key]
    assert len(known) > len(catalogue.networks)
    assert len(set(known)) == len(known)


def test_parts_of_reports_without_a_digest_have_no_key(catalogue: Catalogue) -> None:
    keyed = {part.about for part in parts(Book(catalogue=catalogue, options=PageOptions())) if part.key}

    assert keyed == {"Home's charts"}  # the figures themselves are their key


def test_tables_of_all_networks_are_made_anew_for_what_they_tell_and_nothing_else(catalogue: Catalogue) -> None:
    found = next(network for network in catalogue.networks if network.findings)

    def keys(**changed: Any) -> set[str]:
        digests = {network.id: network.id for network in catalogue.networks} | {found.id: repr(changed)}
        networks = tuple(replace(n, **changed) if n is found else n for n in catalogue.networks)
        book = Book(catalogue=replace(catalogue, networks=networks, digests=digests), options=PageOptions())
        return {part.key for part in parts(book) if part.about in ("Networks", "Compare", "Tags", "Findings")}

    assert len(keys()) == 4
    assert keys(description="Another.", extra={"round": "2"}) == keys()
    changes: tuple[dict[str, Any], ...] = (
        {"name": "Another"},
        {"tags": ("another",)},
        {"findings": ()},
        {"totals": {**found.totals, "macs": 1}},
        {"summary": "Another."},
    )
    for seen in changes:
        assert not keys(**seen) & keys()
