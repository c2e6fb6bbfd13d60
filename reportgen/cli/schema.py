"""``reportgen schema``: what files and reports are made of, for machines."""

from __future__ import annotations

import json

import click


@click.command()
@click.option(
    "--report", is_flag=True, help="Print the schema of reports instead, as `show --format json` writes them."
)
def schema(*, report: bool) -> None:
    """Print the JSON Schema (draft-07) of architecture files.

    An editor with yaml-language-server completes and checks a file that begins with the line
    `# yaml-language-server: $schema=architecture.schema.json`.
    """
    if report:
        from reportgen.json_schema import report_schema as made  # noqa: PLC0415 - one of two is needed
    else:
        from reportgen.spec.schema import file_schema as made  # noqa: PLC0415 - same
    click.echo(json.dumps(made(), indent=2))
