"""A text of an attacker makes the same page as plain words do, and stands on it as text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from injections import INJECTIONS, plain_twin, write_catalogue
from page_reading import Read, as_html, read

from reportgen import read_catalogue
from reportgen.pages import Page, PageOptions, pages

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import Catalogue

ABOUT: Final = re.compile(r"(networks|families|broken)/(?:family-|.*-catalogue-)?(\d+)[-/]")
"""A page that is about one of the texts."""
OF_MARKDOWN: Final = frozenset(
    {"p", "em", "strong", "code", "a", "a rel", "ul", "ol", "li", "blockquote", "pre", "hr", "br", "del"}
)
"""What a description, which is Markdown, may make; a link to nowhere has no address."""
LINKED: Final = re.compile(r"(?:https?://|mailto:|\.\.?/|[\w./-]*(?:[#?]|$))")


def catalogue(folder: Path, texts: dict[int, str]) -> Catalogue:
    write_catalogue(folder / "catalogue", texts)
    return read_catalogue(folder / "catalogue")


def made(found: Catalogue) -> dict[str, Page]:
    """Give the pages by number, or by path where they are about none of the texts."""
    options = PageOptions(site_name="Nets", edit_url="https://example.org/edit/", commit="0123abc")
    kept = {}
    for page in pages(found, options):
        if isinstance(page, Page):
            about = ABOUT.match(page.path)
            kept[f"{about[1]} {about[2]}" if about else page.path] = page
    return kept


def reads(found: dict[str, Page]) -> dict[str, Read]:
    return {
        key: read(as_html(page, {name: slot() for name, slot in page.slots.items()})) for key, page in found.items()
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("hostile"), dict(enumerate(INJECTIONS)))


@pytest.fixture(scope="module")
def hostile_pages(hostile: Catalogue) -> dict[str, Page]:
    return made(hostile)


@pytest.fixture(scope="module")
def hostile_reads(hostile_pages: dict[str, Page]) -> dict[str, Read]:
    return reads(hostile_pages)


@pytest.fixture(scope="module")
def plain_reads(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    twins = {number: plain_twin(number) for number, _ in enumerate(INJECTIONS)}
    return reads(made(catalogue(tmp_path_factory.mktemp("plain"), twins)))


def structure(found: Read) -> Counter[str]:
    """Count the elements, and their attributes by name; which row of a table is the widest lies with its words."""
    attributes = [(tag, name) for tag, name, value in found.attributes if (tag, value) != ("tr", "rg-wide")]
    return Counter(found.tags) + Counter(f"{tag} {name}" for tag, name in attributes)


def test_every_injection_is_read_and_shown_as_text(hostile: Catalogue, hostile_reads: dict[str, Read]) -> None:
    assert len(hostile.networks) == len(hostile.broken) == len(set(INJECTIONS)) >= 60
    assert {network.name for network in hostile.networks} == set(INJECTIONS)
    said = {page: " ".join(found.text.split()) for page, found in hostile_reads.items()}
    for number, text in enumerate(INJECTIONS):
        for page in (f"networks {number}", f"families {number}", f"broken {number}", "networks/index.md"):
            assert text in said[page], page


def test_pages_have_the_elements_and_attributes_that_plain_words_make(
    hostile_reads: dict[str, Read], plain_reads: dict[str, Read]
) -> None:
    # Pages of broken files cut what they quote where it is long, and so have more or fewer of the same.
    errors = {what for page, found in plain_reads.items() if page.startswith("broken ") for what in structure(found)}
    assert hostile_reads.keys() == plain_reads.keys()
    for page, found in hostile_reads.items():
        more = structure(found) - structure(plain_reads[page])
        match page.split()[0]:
            case "broken":
                assert set(more) <= errors, page
            case "networks" | "families":
                assert set(more) <= OF_MARKDOWN, page
            case _:
                assert structure(found) == structure(plain_reads[page]), page


def test_every_address_is_of_this_site_the_web_or_a_mailbox(hostile_reads: dict[str, Read]) -> None:
    for page, found in hostile_reads.items():
        for address in found.values("href", "xlink:href"):
            assert LINKED.match(address), page
            assert not address.startswith("//"), page
        for address in found.values("src", "srcset"):
            assert re.fullmatch(r"[\w./ -]+\.svg( \w+)?", address), page


def test_ids_on_a_page_are_ours(hostile_reads: dict[str, Read], plain_reads: dict[str, Read]) -> None:
    # The first heading, whose id Markdown makes, gets one of ours from the plugin.
    def named(found: Read) -> list[str]:
        return [value for tag, name, value in found.attributes if name in {"id", "name"} and tag != "h1"]

    known = {re.sub(r"\d+", "0", value) for found in plain_reads.values() for value in named(found)}
    for page, found in hostile_reads.items():
        for value in named(found):
            assert re.sub(r"\d+", "0", value) in known or re.fullmatch("[a-z0-9-]+", value), page


def test_front_matter_says_what_it_should_and_no_more(hostile_pages: dict[str, Page]) -> None:
    for page in hostile_pages.values():
        start, front, _ = page.markdown.split("---\n", 2)
        values = yaml.safe_load(front)
        assert start == ""
        assert set(values) <= {"title", "description", "hide", "tags"}
        words = [values["title"], values.get("description", ""), *values.get("tags", [])]
        assert not set("".join(words)) & set('<>"\n')


def test_no_slot_is_opened_by_a_text(hostile_pages: dict[str, Page]) -> None:
    for page in hostile_pages.values():
        assert page.markdown.count("<!-- slot:") == len(page.slots), page.path
