"""The command line: arguments and printing only."""

from __future__ import annotations

import os
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import click

from reportgen import __version__
from reportgen.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "init": "Write a catalogue to begin with.",
        "show": "Show the layers of a network as a table.",
        "check": "Check architecture files, and tell what is found.",
        "diff": "Compare the networks of two revisions.",
        "compare": "Compare two to four networks.",
        "comment": "Put a review on a pull request.",
        "analyse": "Analyse a folder into lines of JSON.",
        "build": "Build the site.",
        "serve": "Serve the site, and build it again on every change.",
        "pages": "Write the pages as a plain folder.",
        "import": "Write an architecture file from a model.",
        "expand": "Write a network out flat.",
        "schema": "Print the JSON Schema of the file format.",
        "plan": "Plan the deepest network that an image size bears.",
    }
)
"""Every command with its line in the help; each is ``reportgen.cli.<name>.<name>`` (``import_`` for ``import``)."""

NO_READER: Final = 141
"""What a shell gives for a program that SIGPIPE ended."""


class Root(LazyGroup):
    """The program itself."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click calls it
        """Run a command; one whose reader has gone, as in ``reportgen show .. | head``, ends without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What is still in the buffer goes nowhere; else Python would complain of it at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(NO_READER) from None


@click.command(cls=Root, package=__name__, members=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Diagnostics, charts and a site for a folder of neural-network architecture files."""
