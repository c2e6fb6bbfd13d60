"""What a run on a pull request left for the comment: read as a stranger's words, since it may be a fork's run.

Nothing of it is run, and no file is written. The run says which commit it is about, not the artifact.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.github.comment import LONGEST, Proposal
from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from reportgen.github.api import GitHub

NAME: Final = "reportgen-review"
"""The artifact; ``action.yml`` uploads it."""
BODY: Final = "comment.md"
NUMBER: Final = "pull-request"
MOST_BYTES: Final = 5_000_000
"""Bytes of an artifact that is fetched."""


def proposal_of(api: GitHub, repository: str, run: int) -> Proposal | None:
    """Read what a run proposes; ``None`` where it left nothing.

    Raises:
        ApiError: where a call fails.
        ReportgenError: where the artifact is not what a review leaves.
    """
    about = api.get(f"/repos/{repository}/actions/runs/{run}")
    where = f"{repository}: run {run}"
    if about["event"] != "pull_request":
        raise _unfit(where, f"it ran for '{about['event']}' and not for a pull request")
    listed = api.get(f"/repos/{repository}/actions/runs/{run}/artifacts?name={NAME}&per_page=100")["artifacts"]
    kept = [one for one in listed if one["name"] == NAME and not one["expired"]]
    if not kept:
        return None
    newest = max(kept, key=lambda one: int(one["id"]))  # a second try of the run leaves another
    if newest["size_in_bytes"] > MOST_BYTES:
        raise _unfit(where, f"the artifact has {newest['size_in_bytes']:,} bytes, and {MOST_BYTES:,} are allowed")
    archive = api.call("GET", f"/repos/{repository}/actions/artifacts/{int(newest['id'])}/zip").data
    return _proposal(archive, repository, about, where)


def _proposal(archive: bytes, repository: str, about: dict[str, Any], where: str) -> Proposal:
    number, body = _member(archive, NUMBER, 20, where).strip(), _member(archive, BODY, 4 * LONGEST, where)
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number):
        raise _unfit(where, "it names no pull request")
    if body and not body.startswith(MARKER):
        raise _unfit(where, "what it holds is no comment of a review")
    fork = (about["head_repository"] or {}).get("full_name", "")
    return Proposal(repository=repository, number=int(number), body=body, head=about["head_sha"], fork=fork)


def _member(archive: bytes, name: str, most: int, where: str) -> str:
    """Read one file of an archive, and no more of it than there may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened, opened.open(name) as member:
            data = member.read(most + 1)
        if len(data) <= most:
            return data.decode()
    except (KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _unfit(where, f"{name} cannot be read: {error}") from None
    raise _unfit(where, f"{name} is longer than {most:,} bytes")


def _unfit(where: str, what: str) -> ReportgenError:
    return ReportgenError([Problem("unfit-artifact", f"{what}; nothing is posted", Mark(where))])
