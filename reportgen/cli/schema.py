"""``reportgen schema``: what files, reports and reviews are made of, for machines."""

from __future__ import annotations

import json
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMAS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "file": ("reportgen.spec.schema", "file_schema"),
        "report": ("reportgen.json_schema", "report_schema"),
        "diff": ("reportgen.review.schema", "diff_schema"),
        "compare": ("reportgen.review.schema", "compare_schema"),
    }
)
"""What each schema is of, and the function that gives it, which is imported when it is asked for."""


@click.command()
@click.option("--report", "of", flag_value="report", help="Instead, of reports, as `show --format json` writes them.")
@click.option("--diff", "of", flag_value="diff", help="Instead, of what `diff --format json` writes.")
@click.option("--compare", "of", flag_value="compare", help="Instead, of what `compare --format json` writes.")
def schema(of: str | None) -> None:
    """Print the JSON Schema (draft-07) of architecture files.

    An editor with yaml-language-server completes and checks a file that begins with the line
    `# yaml-language-server: $schema=architecture.schema.json`.
    """
    module, name = SCHEMAS[of or "file"]
    click.echo(json.dumps(getattr(import_module(module), name)(), indent=2))
