"""A pull request that brings every injection, on a branch and in files that are named after them: its comment."""

from __future__ import annotations

from typing import Final

import pytest
from comment_reading import harmless
from git_repositories import CONV, GitRepository
from injections import INJECTIONS, write_catalogue

from reportgen.review.markdown import LONGEST, review_comment
from reportgen.review.revisions import review_revisions

BRANCHES: Final = (
    "<script>pwned=1</script>",
    "@octocat#1",
    "`code`|a|b",
    "</details><img/src=x/onerror=pwned=1>",
)
"""Injections that git takes for names."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> GitRepository:
    """A repository with one commit of a plain network, and on each branch one with all injections."""
    made = GitRepository.made(tmp_path_factory.mktemp("repository"))
    made.commit(plain=CONV)
    for branch in BRANCHES:
        made.git("branch", "--", branch)
    write_catalogue(made.folder / "architectures", dict(enumerate(INJECTIONS)))
    made.commit()
    return made


@pytest.mark.parametrize("branch", BRANCHES)
def test_comment_of_a_hostile_pull_request_does_nothing(
    repository: GitRepository, branch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder)

    review = review_revisions(branch, "main", repository.folder / "architectures")
    comment = review_comment(review)

    assert len(comment) <= LONGEST
    page = harmless(comment)
    assert page.tags.count("table") >= 1
    assert "pwned" in comment


def test_files_and_texts_that_differ_alone_make_a_harmless_comment(
    repository: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder)
    for path in repository.folder.glob("architectures/*/x *.yml"):
        path.write_text(path.read_text("utf-8").replace('"filters": 4', '"filters": 5'), "utf-8")

    review = review_revisions("main", None, repository.folder / "architectures")

    assert len(review.networks) == len(INJECTIONS)
    harmless(review_comment(review))
