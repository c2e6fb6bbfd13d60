"""The one comment of a review on a pull request: made once, then kept up to date in its place."""

from __future__ import annotations

import contextlib
import http.client
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from reportgen.github.api import ApiError
from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.github.api import GitHub

Outcome = Literal["created", "updated", "unchanged", "silent", "outdated"]

NO_LONGER: Final = f"{MARKER}\nThis pull request no longer changes any network.\n"
"""What the comment becomes when the changes that it told of are gone."""
ACTIONS: Final = "github-actions[bot]"
"""The user that a workflow's own token writes as."""
LONGEST: Final = 65_536
"""Characters that GitHub takes for a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A comment that is to stand on a pull request."""

    repository: str
    """``owner/name``."""
    number: int
    """Of the pull request."""
    body: str
    """Markdown that begins with the marker; empty where there is nothing to say."""
    head: str = ""
    """The commit that the body is about; where the pull request has gone on, it is not posted. Empty: not asked."""
    fork: str = ""
    """The repository that this commit was pushed to; empty: not asked."""


def settle(api: GitHub, proposal: Proposal, author: str) -> Outcome:
    """Bring the comment to what it should be; doing so again changes nothing.

    Args:
        api: where to.
        proposal: what should stand there.
        author: whose comments are ours. Anybody can write the marker, so it is not enough to know them by.

    Raises:
        ApiError: where a call fails.
    """
    if proposal.head and not _current(api, proposal):
        return "outdated"
    ours = list(_ours(api, proposal, author))
    for repeated in ours[1:]:
        with contextlib.suppress(_Gone):
            _change(api, "DELETE", proposal, repeated)
    if not ours:
        return _create(api, proposal) if proposal.body else "silent"
    body = proposal.body or NO_LONGER
    if _plain(ours[0]["body"]) == _plain(body):
        return "unchanged"
    try:
        _change(api, "PATCH", proposal, ours[0], body)
    except _Gone:
        return _create(api, proposal) if proposal.body else "silent"
    return "updated"


def own_name(api: GitHub) -> str:
    """Give the user that a token writes as; a workflow's own token may not ask, and has always the same.

    Raises:
        ApiError: where the token is none, or GitHub cannot be asked.
    """
    try:
        return str(api.get("/user")["login"])
    except ApiError as error:
        if error.refused and error.status != http.client.UNAUTHORIZED:
            return ACTIONS
        raise


class _Gone(Exception):  # noqa: N818 - no error: somebody was faster
    """The comment was deleted meanwhile."""


def _current(api: GitHub, proposal: Proposal) -> bool:
    """Say whether a pull request still ends where it did when the body was made."""
    head = api.get(f"/repos/{proposal.repository}/pulls/{proposal.number}")["head"]
    fork = (head["repo"] or {}).get("full_name", "")
    return bool(head["sha"] == proposal.head and (not proposal.fork or fork == proposal.fork))


def _ours(api: GitHub, proposal: Proposal, author: str) -> Iterator[dict[str, Any]]:
    for comment in api.pages(f"/repos/{proposal.repository}/issues/{proposal.number}/comments?per_page=100"):
        if (comment["user"] or {}).get("login") == author and (comment["body"] or "").startswith(MARKER):
            yield comment


def _create(api: GitHub, proposal: Proposal) -> Outcome:
    api.call("POST", f"/repos/{proposal.repository}/issues/{proposal.number}/comments", {"body": proposal.body})
    return "created"


def _change(api: GitHub, method: str, proposal: Proposal, comment: dict[str, Any], body: str = "") -> None:
    sent = {"body": body} if body else None
    try:
        api.call(method, f"/repos/{proposal.repository}/issues/comments/{int(comment['id'])}", sent)
    except ApiError as error:
        if error.status in {http.client.NOT_FOUND, http.client.GONE}:
            raise _Gone from None
        raise


def _plain(body: str) -> str:
    """Give a body as GitHub may give it back: with other line ends, and none at its end."""
    return body.replace("\r\n", "\n").strip()
