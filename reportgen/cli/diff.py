"""``reportgen diff``: what a change does to the networks."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.review.bounds import BadBound, Bound, failures, read_bounds
from reportgen.review.revisions import review_revisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.review.catalogues import Review


def _bounds(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[Bound, ...]:
    try:
        return tuple(bound for text in given for bound in read_bounds(text))
    except BadBound as error:
        raise click.BadParameter(str(error)) from error


def _address(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if given and not re.fullmatch(r"https?://[\w.~:/?#@!$&*+,;=%-]+", given, re.ASCII):
        raise click.BadParameter("give an address that begins with https:// or http://, without spaces or brackets")
    return given


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The architecture files, or the folder that holds 'architectures'; by default the current one.",
)
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
@click.option(
    "--fail-on",
    "bounds",
    metavar="BOUNDS",
    multiple=True,
    default=("error",),
    show_default=True,
    callback=_bounds,
    help="End with 1 where one does not hold: 'macs: +5%', 'parameters: 12M', new-findings, new-errors, warning, ..",
)
@click.option("--preview", metavar="URL", default="", callback=_address, help="A built site to link in Markdown.")
def diff(  # noqa: PLR0913, PLR0917 - click gives each option as an argument
    base: str, head: str | None, folder: Path, form: str, bounds: Sequence[Bound], preview: str
) -> None:
    """Compare the networks of two revisions, read straight from git: BASE, and HEAD or else the working tree.

    Ends with 0 where all bounds hold, with 1 where one does not, and with 2 where a file of the head cannot be read.
    """
    review = review_revisions(base, head, folder)
    failed = failures(review, bounds)
    _print(review, failed, form, preview)
    if any(file.kind != "mended" for file in review.files):
        raise SystemExit(2)
    raise SystemExit(int(bool(failed)))


def _print(review: Review, failed: Sequence[str], form: str, preview: str) -> None:
    if form == "text":
        from reportgen.review.text import review_lines  # noqa: PLC0415 - each format pays for itself
        from reportgen.tables.text import print_lines  # noqa: PLC0415 - each format pays for itself

        print_lines(review_lines(review, failed), sys.stdout)
    elif form == "markdown":
        from reportgen.review.markdown import review_comment  # noqa: PLC0415 - same

        click.echo(review_comment(review, failed, preview), nl=False)
    else:
        from reportgen.review.documents import review_json  # noqa: PLC0415 - same

        click.echo(json.dumps(review_json(review, failed), indent=2, default=float))
