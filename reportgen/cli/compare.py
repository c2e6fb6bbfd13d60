"""``reportgen compare``: a few networks beside each other."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

import click

from reportgen.cli.targets import read_networks
from reportgen.review.several import compare as compared

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

MOST: Final = 4
"""Networks that can be read beside each other."""


@click.command()
@click.argument("networks", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
def compare(networks: tuple[str, ...], form: str) -> None:
    """Compare two to four NETWORKS: key figures with the best of each marked, and aligned layers.

    Each is FILE or FILE:variant, the id of a network below 'architectures', or REVISION:FILE in git. A file with
    variants stands for each of them.
    """
    found = [network for name in networks for network in read_networks(name)]
    if not 2 <= len(found) <= MOST:  # noqa: PLR2004 - one has nothing to be compared with
        raise click.UsageError(
            f"two to {MOST} networks can be compared, not {len(found)}; name variants as FILE:variant"
        )
    _print(found, form)


def _print(networks: list[NetworkReport], form: str) -> None:
    comparison = compared(networks)
    if form == "text":
        from reportgen.review.side_by_side import comparison_lines  # noqa: PLC0415 - each format pays for itself
        from reportgen.tables.text import print_lines  # noqa: PLC0415 - each format pays for itself

        print_lines(comparison_lines(comparison), sys.stdout)
    elif form == "markdown":
        from reportgen.review.side_by_side import comparison_table  # noqa: PLC0415 - same

        click.echo(comparison_table(comparison), nl=False)
    else:
        from reportgen.review.documents import comparison_json  # noqa: PLC0415 - same

        click.echo(json.dumps(comparison_json(comparison), indent=2, default=float))
