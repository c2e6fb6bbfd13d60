"""``reportgen show``: the layers of a network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from reportgen.analysis import analyse_all
from reportgen.cli.files import read_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import NetworkReport
    from reportgen.tables.summary import Convention


@click.command()
@click.argument("file")
@click.option(
    "--convention",
    type=click.Choice(("exact", "nolearn")),
    default="exact",
    show_default=True,
    help="How capacity and coverage are counted; json and csv hold both.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "csv", "markdown")),
    default="table",
    show_default=True,
    help="json follows the schema that `reportgen schema --report` prints.",
)
def show(file: str, convention: Convention, form: str) -> None:
    """Show the layers of FILE as a table, in the layout of nolearn's PrintLayerInfo.

    FILE is an architecture file, with each of its variants, or FILE:variant for one of them.
    """
    networks = analyse_all(*read_target(file))
    if form == "table":
        _print_tables(networks, convention)
    elif form == "markdown":
        from reportgen.tables.markdown import markdown  # noqa: PLC0415 - each format pays for itself

        click.echo("\n".join(markdown(network, convention) for network in networks), nl=False)
    elif form == "csv":
        from reportgen.to_csv import layers_csv  # noqa: PLC0415 - same

        click.echo(layers_csv(*networks), nl=False)
    else:
        import json  # noqa: PLC0415 - same

        from reportgen.to_json import document  # noqa: PLC0415 - same

        click.echo(json.dumps(document(networks), indent=2))


def _print_tables(networks: Sequence[NetworkReport], convention: Convention) -> None:
    from reportgen.tables.text import network_lines, screen_of  # noqa: PLC0415 - each format pays for itself

    screen = screen_of(sys.stdout)
    for place, network in enumerate(networks):
        screen.print([*([""] if place else []), *network_lines(network, convention, screen)])
