"""What a fork's run left: taken where it is a review of that very commit, and refused in every other way."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from github_server import REPOSITORY, Answer, Server, archive, serving

from reportgen.__main__ import run
from reportgen.github.artifact import NAME
from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Commented = Callable[[], tuple[int, str, str]]

NEW = f"{MARKER}\n### 1 network changed\n"
FORK = {"full_name": "mallory/models"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as known:
        known.pulls[7] = {"head": {"sha": "aaa", "repo": FORK}}
        known.runs[50] = {"event": "pull_request", "head_sha": "aaa", "head_repository": FORK}
        known.artifacts[60] = (50, NAME, archive(comment=NEW, pull_request="7\n", other="more"))
        yield known


@pytest.fixture
def commented(server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commented:
    """Run ``reportgen comment --run 50`` in a workflow; give exit code, output and error output."""
    monkeypatch.setenv("GITHUB_API_URL", server.address)
    monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def comment() -> tuple[int, str, str]:
        return run(["comment", "--run", "50"]), *capsys.readouterr()

    return comment


def test_it_is_posted(commented: Commented, server: Server) -> None:
    assert commented() == (0, "the comment was made\n", "")
    assert server.bodies() == [NEW]


def test_the_token_stays_with_github(commented: Commented, server: Server) -> None:
    commented()
    assert any(call.startswith("GET /elsewhere/") for call in server.calls)
    assert server.elsewhere == []


def test_a_run_that_left_nothing_is_silence(commented: Commented, server: Server) -> None:
    server.expired.add(60)
    assert commented() == (0, "there is nothing to say\n", "")
    server.artifacts.clear()
    assert commented() == (0, "there is nothing to say\n", "")


def test_the_last_try_of_a_run_counts(commented: Commented, server: Server) -> None:
    server.artifacts[70] = (50, NAME, archive(comment=f"{MARKER}\nlast\n", pull_request="7"))
    server.artifacts[65] = (50, NAME, archive(comment=f"{MARKER}\nfirst\n", pull_request="7"))
    assert commented()[0] == 0
    assert server.bodies() == [f"{MARKER}\nlast\n"]


def test_a_pull_request_that_has_gone_on_is_left_to_the_next_run(commented: Commented, server: Server) -> None:
    server.pulls[7] = {"head": {"sha": "bbb", "repo": FORK}}
    assert commented() == (0, "the pull request has gone on meanwhile; the next run comments\n", "")
    assert server.bodies() == []


def test_the_pull_request_of_another_is_not_commented(commented: Commented, server: Server) -> None:
    server.pulls[8] = {"head": {"sha": "ccc", "repo": {"full_name": "alice/models"}}}
    server.artifacts[60] = (50, NAME, archive(comment=NEW, pull_request="8"))
    assert commented()[0] == 0
    assert server.bodies() == []


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (b"no archive", "File is not a zip file"),
        (archive(comment=NEW), "pull-request cannot be read"),
        (archive(pull_request="7"), "comment.md cannot be read"),
        (archive(comment=NEW, pull_request="7; rm -rf /"), "it names no pull request"),
        (archive(comment=NEW, pull_request="../8"), "it names no pull request"),
        (archive(comment=NEW, pull_request="\u0667"), "it names no pull request"),
        (archive(comment=NEW, pull_request="7" * 21), "pull-request is longer than 20 bytes"),
        (archive(comment="Click [here](https://evil.example)", pull_request="7"), "no comment of a review"),
        (archive(comment=b"\xff\xfe", pull_request="7"), "comment.md cannot be read"),
        (archive(comment=NEW, pull_request="7")[:-30], "cannot be read"),
    ],
)
def test_anything_else_is_refused(left: bytes, said: str, commented: Commented, server: Server) -> None:
    server.artifacts[60] = (50, NAME, left)
    code, _, err = commented()
    assert code == 2
    assert f"{REPOSITORY}: run 50: unfit-artifact: " in err
    assert said in err
    assert server.bodies() == []


def test_no_more_is_unpacked_than_a_comment_can_have(commented: Commented, server: Server) -> None:
    server.artifacts[60] = (50, NAME, archive(comment="0" * 50_000_000, pull_request="7"))
    tracemalloc.start()
    code, _, err = commented()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (code, "comment.md is longer than 262,144 bytes" in err) == (2, True)
    assert most < 10_000_000


def test_a_large_artifact_is_not_fetched(commented: Commented, server: Server) -> None:
    server.size_told = 5_000_001
    code, _, err = commented()
    assert (code, "the artifact has 5,000,001 bytes" in err) == (2, True)
    assert not [call for call in server.calls if call.endswith("/zip")]


def test_a_run_of_another_kind_is_refused(commented: Commented, server: Server) -> None:
    server.runs[50]["event"] = "push"
    code, _, err = commented()
    assert (code, "it ran for 'push' and not for a pull request" in err) == (2, True)


def test_a_run_that_is_not_there_is_told(commented: Commented, server: Server) -> None:
    del server.runs[50]
    code, _, err = commented()
    assert (code, err) == (2, f"{REPOSITORY}: run 50: not-posted: GitHub answered 404: Not Found\n")


def test_an_outage_is_waited_out(commented: Commented, server: Server) -> None:
    server.faults.append((r"GET .*/zip", Answer(503, None, {"Retry-After": "0"})))
    assert commented()[0] == 0
    assert server.bodies() == [NEW]
