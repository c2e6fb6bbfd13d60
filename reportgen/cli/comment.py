"""``reportgen comment``: the review as a comment on a pull request."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.github.api import PUBLIC, ApiError, GitHub, patiently
from reportgen.github.artifact import proposal_of
from reportgen.github.comment import LONGEST, Outcome, Proposal, own_name, settle
from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping

SAID: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        "created": "the comment was made",
        "updated": "the comment was updated",
        "unchanged": "the comment says so already",
        "silent": "there is nothing to say",
        "outdated": "the pull request has gone on meanwhile; the next run comments",
    }
)


def _repository(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", given, re.ASCII):
        raise click.BadParameter("give it as owner/name")
    return given


@click.command()
@click.option(
    "--repository",
    envvar="GITHUB_REPOSITORY",
    required=True,
    callback=_repository,
    help="owner/name; in a workflow its own, by GITHUB_REPOSITORY.",
)
@click.option("--pull-request", "number", type=click.IntRange(min=1), help="Number of the pull request.")
@click.option("--body", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What `diff` wrote.")
@click.option("--head", default="", help="Comment only while the pull request ends with this commit.")
@click.option("--run", "run_id", type=click.IntRange(min=1), help="Take all of that from what this run left.")
@click.option("--author", default="", help="Whose comments are ours; by default the token's own user.")
def comment(  # noqa: PLR0913, PLR0917 - click gives each option as an argument
    repository: str, number: int | None, body: Path | None, head: str, run_id: int | None, author: str
) -> None:
    """Put a review on a pull request, as one comment that is kept up to date.

    Name the pull request and the file that `reportgen diff --format markdown` wrote, or a run of the review workflow
    that left both. The token is taken from GITHUB_TOKEN or GH_TOKEN.

    Where it may not comment, the review goes to the summary of the job, and the command ends with 0.
    """
    if (run_id is None) == (number is None) or (number is None) != (body is None):
        raise click.UsageError("give --pull-request and --body, or --run")
    api = _api()
    proposal: Proposal | None = None
    if number is not None and body is not None:
        proposal = Proposal(repository=repository, number=number, body=_text(body), head=head)
    try:
        if run_id is not None:
            proposal = patiently(lambda: proposal_of(api, repository, run_id))
        outcome = "silent" if proposal is None else _settled(api, proposal, author)
    except ApiError as error:
        _instead(error, proposal, f"{repository}#{proposal.number}" if proposal else f"{repository}: run {run_id}")
    else:
        click.echo(SAID[outcome])


def _settled(api: GitHub, proposal: Proposal, author: str) -> Outcome:
    name = author or patiently(lambda: own_name(api))
    return patiently(lambda: settle(api, proposal, name))


def _api() -> GitHub:
    token = os.environ.get("GITHUB_TOKEN") or os.environ.get("GH_TOKEN")
    if not token:
        raise click.UsageError("there is no token; set GITHUB_TOKEN")
    try:
        return GitHub(token=token, address=os.environ.get("GITHUB_API_URL", PUBLIC).rstrip("/"))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _text(path: Path) -> str:
    """Read what is to be posted."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportgenError([Problem("unreadable", f"{error}", Mark(str(path)))]) from None
    wrong = "it is no review; take what `reportgen diff --format markdown` wrote"
    if text and not text.startswith(MARKER):
        raise ReportgenError([Problem("no-review", wrong, Mark(str(path), 1))])
    if len(text) > LONGEST:
        raise ReportgenError([Problem("too-long", f"GitHub takes {LONGEST:,} characters", Mark(str(path)))])
    return text


def _instead(error: ApiError, proposal: Proposal | None, where: str) -> None:
    """Put the review where this job may write, and tell what was wrong.

    Raises:
        ReportgenError: where it was not that the job may not comment, or where it has no summary either.
    """
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and proposal:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(proposal.body)
    if not (summary and error.refused):
        raise ReportgenError([Problem("not-posted", str(error), Mark(where))]) from None
    click.echo(f"{where}: {error}; the review is in the summary of this job", err=True)
