"""The command line: arguments and printing only."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import click

from reportgen import __version__
from reportgen.errors import did_you_mean

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
        "expand": "Write a network out flat.",
        "schema": "Print the JSON Schema of the file format.",
        "plan": "Plan the deepest network that an image size bears.",
    }
)
"""Every command with its line in the help; each is ``reportgen.cli.<name>.<name>``."""

NO_READER: Final = 141
"""What a shell gives for a program that SIGPIPE ended."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, so that none pays for what another needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Give the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"reportgen.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click calls it
        """Run a command; one whose reader has gone, as in ``reportgen show .. | head``, ends without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What is still in the buffer goes nowhere; else Python would complain of it at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(NO_READER) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; one that is not there is answered with the nearest."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command is called '{args[0]}'{did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Diagnostics, charts and a site for a folder of neural-network architecture files."""
