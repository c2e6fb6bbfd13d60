"""The comment: one, ours, up to date, whatever happens meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from github_server import BOT, REPOSITORY, Answer, Server, serving

from reportgen.__main__ import run
from reportgen.github.api import ApiError, GitHub, patiently
from reportgen.github.comment import NO_LONGER, Proposal, own_name, settle
from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Commented = Callable[..., tuple[int, str, str]]

LIST, CREATE = r"GET .*/issues/7/comments.*", r"POST .*/issues/7/comments"
UPDATE, DELETE = r"PATCH .*/issues/comments/\d+", r"DELETE .*/issues/comments/\d+"
NEW, OLD = f"{MARKER}\n### 1 network changed\n", f"{MARKER}\n### 2 networks changed\n"
UNAVAILABLE = Answer(503, {"message": "Service Unavailable"})


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as known:
        yield known


@pytest.fixture
def api(server: Server) -> GitHub:
    return GitHub(token="secret", address=server.address)  # noqa: S106 - of a server in this process


def proposal(body: str, head: str = "", fork: str = "") -> Proposal:
    return Proposal(repository=REPOSITORY, number=7, body=body, head=head, fork=fork)


def post(api: GitHub, body: str, waits: list[float] | None = None) -> str:
    sleep = (waits if waits is not None else []).append
    return patiently(lambda: settle(api, proposal(body), BOT), sleep)


def test_it_is_made_where_there_is_none(api: GitHub, server: Server) -> None:
    assert post(api, NEW) == "created"
    assert server.bodies() == [NEW]


def test_it_is_updated_in_its_place(api: GitHub, server: Server) -> None:
    server.add("first!", "somebody")
    number = server.add(OLD)
    assert post(api, NEW) == "updated"
    assert server.comments[number]["body"] == NEW
    assert server.bodies() == [NEW]


def test_nothing_is_written_where_it_says_so_already(api: GitHub, server: Server) -> None:
    server.add(NEW.replace("\n", "\r\n").rstrip())
    assert post(api, NEW) == "unchanged"
    assert [call.split()[0] for call in server.calls] == ["GET"]


def test_it_is_found_on_a_later_page(api: GitHub, server: Server) -> None:
    server.page = 3
    for _ in range(7):
        server.add("talk", "somebody")
    number = server.add(OLD)
    assert post(api, NEW) == "updated"
    assert server.comments[number]["body"] == NEW
    assert len([call for call in server.calls if call.startswith("GET")]) == 3


def test_silence_where_nothing_changed_and_nothing_was_said(api: GitHub, server: Server) -> None:
    server.add("talk", "somebody")
    assert post(api, "") == "silent"
    assert server.bodies() == []


def test_it_takes_back_what_is_no_longer_so(api: GitHub, server: Server) -> None:
    server.add(OLD)
    assert post(api, "") == "updated"
    assert server.bodies() == [NO_LONGER]
    assert post(api, "") == "unchanged"
    assert post(api, NEW) == "updated"
    assert server.bodies() == [NEW]


def test_a_strangers_comment_with_our_marker_is_left_alone(api: GitHub, server: Server) -> None:
    server.add(OLD, "mallory")
    server.add(OLD, None)  # by a user who is no more
    assert post(api, NEW) == "created"
    assert server.bodies("mallory") == [OLD]
    assert server.bodies() == [NEW]


def test_another_comment_of_ours_is_left_alone(api: GitHub, server: Server) -> None:
    server.add(f"coverage is up\n{MARKER}")
    assert post(api, NEW) == "created"
    assert len(server.bodies()) == 2


def test_of_two_comments_one_stays(api: GitHub, server: Server) -> None:
    first = server.add(OLD)
    server.add(OLD)
    assert post(api, NEW) == "updated"
    assert (list(server.comments), server.bodies()) == ([first], [NEW])


def test_one_that_is_deleted_meanwhile_is_made_again(api: GitHub, server: Server) -> None:
    server.add(OLD)
    server.faults.append((UPDATE, server.comments.clear))
    assert post(api, NEW) == "created"
    assert server.bodies() == [NEW]


def test_one_that_is_deleted_meanwhile_is_not_missed_when_there_is_nothing_to_say(api: GitHub, server: Server) -> None:
    server.add(OLD)
    server.faults.append((UPDATE, server.comments.clear))
    assert post(api, "") == "silent"
    assert server.comments == {}


def test_one_that_is_edited_meanwhile_says_what_is_so(api: GitHub, server: Server) -> None:
    number = server.add(OLD)
    server.faults.append((UPDATE, lambda: server.comments[number].update(body="I know better")))
    assert post(api, NEW) == "updated"
    assert server.comments[number]["body"] == NEW


def test_a_repeated_one_that_is_deleted_meanwhile_is_no_failure(api: GitHub, server: Server) -> None:
    server.add(OLD)
    second = server.add(OLD)
    server.faults.append((DELETE, lambda: server.comments.pop(second)))
    assert post(api, NEW) == "updated"
    assert server.bodies() == [NEW]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(status: int, api: GitHub, server: Server) -> None:
    waits: list[float] = []
    server.faults += [(LIST, Answer(status, {"message": "later"}))] * 2
    assert post(api, NEW, waits) == "created"
    assert waits == [1.0, 2.0]


def test_the_wait_that_github_asks_for_is_kept(api: GitHub, server: Server) -> None:
    waits: list[float] = []
    server.faults.append((CREATE, Answer(429, {"message": "slow down"}, {"Retry-After": "17"})))
    server.faults.append((CREATE, Answer(403, {"message": "secondary rate limit"}, {"Retry-After": "30"})))
    assert post(api, NEW, waits) == "created"
    assert waits == [17.0, 30.0]


def test_a_limit_that_ends_soon_is_waited_for(api: GitHub, server: Server) -> None:
    waits: list[float] = []
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000"}  # long ago, by this machine's clock
    server.faults.append((LIST, Answer(403, {"message": "rate limit"}, spent)))
    assert post(api, NEW, waits) == "created"
    assert waits == [1.0]


def test_a_wait_that_is_too_long_is_not_waited(api: GitHub, server: Server) -> None:
    waits: list[float] = []
    server.faults.append((LIST, Answer(429, {"message": "come back tomorrow"}, {"Retry-After": "86400"})))
    with pytest.raises(ApiError, match="429: come back tomorrow"):
        post(api, NEW, waits)
    assert waits == []


def test_it_gives_up_after_a_few_tries(api: GitHub, server: Server) -> None:
    waits: list[float] = []
    server.faults += [(LIST, UNAVAILABLE)] * 10
    with pytest.raises(ApiError, match="503"):
        post(api, NEW, waits)
    assert waits == [1.0, 2.0, 4.0]


def test_a_failure_after_it_was_made_makes_no_second_one(api: GitHub, server: Server) -> None:
    def lost() -> Answer:
        server.add(NEW)
        return UNAVAILABLE

    server.faults.append((CREATE, lost))
    assert post(api, NEW) == "unchanged"
    assert server.bodies() == [NEW]


def test_it_waits_for_a_server_that_is_not_there(server: Server) -> None:
    waits: list[float] = []
    with pytest.raises(ApiError, match="cannot be reached"):
        post(GitHub(token="x", address="http://127.0.0.1:9"), NEW, waits)  # noqa: S106 - nobody is there
    assert len(waits) == 3
    assert server.calls == []


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
def test_what_does_not_pass_is_not_tried_again(status: int, api: GitHub, server: Server) -> None:
    waits: list[float] = []
    server.faults.append((CREATE, Answer(status, {"message": "no"})))
    with pytest.raises(ApiError) as caught:
        post(api, NEW, waits)
    assert (caught.value.status, caught.value.refused, waits) == (status, status != 422, [])


def test_an_answer_that_is_no_json_is_tried_again(api: GitHub, server: Server) -> None:
    server.faults.append((LIST, Answer(200, b"<html>")))
    assert post(api, NEW) == "created"


def test_a_next_page_elsewhere_is_not_asked(api: GitHub, server: Server) -> None:
    server.faults.append((LIST, Answer(200, [], {"Link": '<https://elsewhere.example/x>; rel="next"'})))
    with pytest.raises(ApiError, match="elsewhere"):
        post(api, NEW)


@pytest.mark.parametrize(
    ("sha", "fork", "outcome"),
    [("aaa", "mallory/models", "created"), ("bbb", "mallory/models", "outdated"), ("aaa", "eve/models", "outdated")],
)
def test_it_is_about_the_commit_that_the_pull_request_ends_with(
    sha: str, fork: str, outcome: str, api: GitHub, server: Server
) -> None:
    server.pulls[7] = {"head": {"sha": "aaa", "repo": {"full_name": "mallory/models"}}}
    assert settle(api, proposal(NEW, sha, fork), BOT) == outcome
    assert server.bodies() == ([NEW] if outcome == "created" else [])


def test_a_fork_that_is_no_more_is_no_fork_of_the_run(api: GitHub, server: Server) -> None:
    server.pulls[7] = {"head": {"sha": "aaa", "repo": None}}
    assert settle(api, proposal(NEW, "aaa", "mallory/models"), BOT) == "outdated"


def test_a_token_of_a_workflow_writes_as_the_bot_and_another_as_its_user(api: GitHub, server: Server) -> None:
    assert own_name(api) == BOT
    server.user = "release-bot"
    assert own_name(api) == "release-bot"
    server.faults.append((r"GET /user", Answer(401, {"message": "Bad credentials"})))
    with pytest.raises(ApiError, match="Bad credentials"):
        own_name(api)


def test_a_token_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="https"):
        GitHub(token="secret", address="http://api.github.com")  # noqa: S106 - it is refused


@pytest.fixture
def commented(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Commented:
    """Run ``reportgen comment`` in a workflow; give exit code, output and error output."""
    monkeypatch.setenv("GITHUB_API_URL", server.address)
    monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "comment.md").write_text(NEW)

    def comment(*arguments: str) -> tuple[int, str, str]:
        asked = arguments or ("--pull-request", "7", "--body", str(tmp_path / "comment.md"))
        code = run(["comment", *asked])
        return code, *capsys.readouterr()

    return comment


def test_the_command_posts_and_says_so(commented: Commented, server: Server) -> None:
    assert commented() == (0, "the comment was made\n", "")
    assert server.bodies() == [NEW]
    assert set(server.tokens) == {"Bearer secret"}
    assert commented() == (0, "the comment says so already\n", "")


def test_where_it_may_not_comment_the_summary_has_it(commented: Commented, server: Server, tmp_path: Path) -> None:
    server.faults.append((CREATE, Answer(403, {"message": "Resource not accessible by integration"})))
    code, out, err = commented()
    assert (code, out) == (0, "")
    assert "403: Resource not accessible by integration; the review is in the summary of this job" in err
    assert (tmp_path / "summary.md").read_text() == NEW


def test_without_a_summary_it_fails(commented: Commented, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    server.faults.append((CREATE, Answer(403, {"message": "no"})))
    code, _, err = commented()
    assert (code, err) == (2, "team/models#7: not-posted: GitHub answered 403: no\n")


def test_what_github_does_not_take_is_a_failure_and_still_read(
    commented: Commented, server: Server, tmp_path: Path
) -> None:
    server.faults.append((CREATE, Answer(422, {"message": "Validation Failed"})))
    code, _, err = commented()
    assert (code, err) == (2, "team/models#7: not-posted: GitHub answered 422: Validation Failed\n")
    assert (tmp_path / "summary.md").read_text() == NEW


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pull-request", "7"], "give --pull-request and --body, or --run"),
        (["--run", "3", "--pull-request", "7"], "give --pull-request and --body, or --run"),
        (["--run", "3", "--repository", "a/b/../c"], "give it as owner/name"),
        (["--run", "0"], "0 is not in the range"),
    ],
)
def test_a_wrong_use_is_told(arguments: list[str], said: str, commented: Commented, server: Server) -> None:
    code, _, err = commented(*arguments)
    assert code == 2
    assert said in err
    assert server.calls == []


def test_what_is_no_review_is_not_posted(commented: Commented, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "comment.md"
    for text, said in (("Hello", "no-review"), (MARKER + "x" * 65_536, "too-long")):
        path.write_text(text)
        code, _, err = commented()
        assert (code, said in err) == (2, True)
    assert server.calls == []


def test_without_a_token_it_says_which(commented: Commented, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    code, _, err = commented()
    assert code == 2
    assert "set GITHUB_TOKEN" in err
