"""Pages of changes and of history: there where somebody asked, true to the review, and safe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository
from page_reading import as_html, read

from reportgen import Catalogue, Settings, read_catalogue
from reportgen.pages import Asset, Page, pages
from reportgen.review.catalogues import Review
from reportgen.review.history import read_history
from reportgen.review.revisions import review_revisions

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</td></table><script>alert(1)</script> **bold** [x](https://evil.example) {{ 7*7 }}"
WIDER = CONV.replace("filters: 8", "filters: 16")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """A repository with two tags, and a working tree that differs from both."""
    repository = GitRepository.made(tmp_path / "project")
    repository.commit(net=CONV, gone=CONV)
    repository.git("tag", "v1")
    repository.commit(net=WIDER, fresh=CONV.replace("16, 16", "20, 20"))
    repository.git("tag", "v2")
    repository.write(net=WIDER.replace("  - relu\n", "  - relu\n  - conv: {filters: 4, kernel: 1}\n"))
    (repository.folder / "architectures/gone.yml").unlink()
    monkeypatch.chdir(repository.folder)
    return repository


def made(repository: GitRepository, base: str) -> tuple[Catalogue, dict[str, Page]]:
    folder = repository.folder / "architectures"
    catalogue = read_catalogue(folder)
    review = review_revisions(base, None, folder, exact=True)
    history = read_history(folder, catalogue, Settings())
    found = pages(catalogue, review=review, history=history)
    return catalogue, {page.path: page for page in found if isinstance(page, Page)}


def html(page: Page) -> str:
    return as_html(page, {name: make() for name, make in page.slots.items() if f"slot: {name} " in page.markdown})


def text(page: Page) -> str:
    """Give the words of a page as a reader sees them."""
    return " ".join(re.sub(r"<[^>]*>", " ", html(page)).split())


def test_without_a_baseline_there_are_none(catalogue: Catalogue) -> None:
    paths = [item.path for item in pages(catalogue)]
    assert not [path for path in paths if path.startswith(("changes/", "history/"))]


def test_the_overview_leads_to_each_network_that_was_and_is(repository: GitRepository) -> None:
    _, found = made(repository, "v1")
    overview = found["changes/index.md"]
    assert "Since v1: 1 network changed, 1 added, 1 removed." in text(overview)
    links = re.findall(r'<th scope="row">(?:<a href="([^"]*)">)?(\w+)', html(overview))
    assert links == [("net/index.md", "net"), ("../networks/fresh/index.md", "fresh"), ("", "gone")]
    assert [path for path in found if path.startswith("changes/")] == ["changes/index.md", "changes/net/index.md"]
    assert (overview.listed, found["changes/net/index.md"].listed) == (True, False)


def test_a_network_is_told_layer_by_layer(repository: GitRepository) -> None:
    _, found = made(repository, "v1")
    page = found["changes/net/index.md"]
    words = text(page)
    assert "Parameters 224 516 +292 +130.4% worse" in words
    assert "1 added, 1 changed, 1 affected by that." in words
    rows = re.findall(r'<tr class="rg-layer-(\w+)"><th scope="row">([\w.]+)</th>', html(page))
    assert rows[:2] == [("changed", "conv.1"), ("added", "conv.2")]
    assert rows[2:] == [("changed", "conv.1"), ("affected", "relu.1"), ("added", "conv.2")]
    assert "changed filters 8 \N{RIGHTWARDS ARROW} 16" in words


def test_nothing_changed_is_said(repository: GitRepository) -> None:
    repository.commit()
    _, found = made(repository, "HEAD")
    assert "Since HEAD: nothing changed." in text(found["changes/index.md"])
    assert "<table" not in html(found["changes/index.md"])


def test_broken_files_and_words_are_told(repository: GitRepository) -> None:
    repository.commit()
    fresh = (repository.folder / "architectures/fresh.yml").read_text()
    repository.write(net=f"{CONV}  - rleu\n", fresh=f"# new\n{fresh}")
    _, found = made(repository, "HEAD")
    words = text(found["changes/index.md"])
    assert "architectures/net.yml : broken (it holds net)" in words
    assert "did you mean &#39;relu&#39;?" in html(found["changes/index.md"])
    assert "Edited without effect architectures/fresh.yml" in words


def test_history_holds_every_tag_and_now(repository: GitRepository) -> None:
    catalogue, found = made(repository, "v1")
    history = read_history(repository.folder / "architectures", catalogue, Settings())
    assert history.editions == ("v1", "v2", "now")
    assert [figures and figures["parameters"] for figures in history.networks["net"]] == [224, 448, 516]
    assert [figures and figures["parameters"] for figures in history.networks["fresh"]] == [None, 224, 224]
    words = text(found["history/net/index.md"])
    assert "v1 224 55.30 k" in words
    assert "v2 448 110.6 k" in words
    assert "v1 not there, or broken v2 224" in text(found["history/fresh/index.md"])
    assert "Every network at 2 tags of the repository, and now." in text(found["history/index.md"])
    assert re.findall(r'<th scope="row"><a href="[^"]*">(\w+)</a></th><td>(\w+)', html(found["history/index.md"])) == [
        ("fresh", "v2"),
        ("net", "v1"),
    ]


def test_a_line_of_steps_has_a_gap_where_nothing_is_known(repository: GitRepository) -> None:
    _, found = made(repository, "v1")
    paths = re.findall(r'class="rg-steps".*?<path d="([^"]+)"', html(found["history/fresh/index.md"]))
    assert {path.count("M") for path in paths} == {1}
    assert all(path.startswith("M33") for path in paths)


def test_a_tag_that_this_commit_does_not_come_from_is_left_out(repository: GitRepository) -> None:
    repository.git("stash", "-q", "-u")
    repository.git("checkout", "-q", "v1")
    repository.commit(other=CONV)
    repository.git("tag", "elsewhere")
    repository.git("checkout", "-q", "main")
    catalogue = read_catalogue(repository.folder / "architectures")
    assert read_history(repository.folder / "architectures", catalogue, Settings()).editions == ("v1", "v2", "now")


def test_what_strangers_write_stays_text(repository: GitRepository) -> None:
    repository.commit(evil=f"name: '{HOSTILE}'\n{CONV}")
    repository.write(evil=f"name: '{HOSTILE}'\n{WIDER}")
    repository.git("tag", "a<b>-'x'")
    _, found = made(repository, "HEAD")
    for path in ("changes/index.md", "changes/evil/index.md", "history/index.md", "history/evil/index.md"):
        page = html(found[path])
        assert "<script" not in page
        assert "<b>" not in page
        assert "https://evil.example" not in re.findall(r'href="([^"]*)"', page)
        assert read(page)


def test_pages_are_the_same_each_time(repository: GitRepository) -> None:
    (_, one), (_, other) = made(repository, "v1"), made(repository, "v1")
    assert {path: html(page) for path, page in one.items()} == {path: html(page) for path, page in other.items()}


def test_an_empty_review_has_a_page(catalogue: Catalogue) -> None:
    found = [item for item in pages(catalogue, review=Review(base="v1", head="now")) if not isinstance(item, Asset)]
    assert "changes/index.md" in {page.path for page in found}
