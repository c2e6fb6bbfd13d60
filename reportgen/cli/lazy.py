"""Groups of commands that are imported when they are called, so that none pays for what another needs."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click

from reportgen.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group whose commands are ``<package>.<name>.<name>``; a keyword of Python has a ``_`` behind it there."""

    def __init__(self, *, package: str, members: Mapping[str, str], what: str = "command", **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(**settings)
        self.package, self.members, self.what = package, members, what

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Give the names in the order of the help."""
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        """Import a command."""
        if cmd_name not in self.members:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"{self.package}.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; one that is not there is answered with the nearest."""
        if args[0] not in self.members and not args[0].startswith("-"):
            ctx.fail(f"no {self.what} is called '{args[0]}'{did_you_mean(args[0], self.members)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click calls it
        """List the commands without importing any."""
        with formatter.section(f"{self.what.capitalize()}s"):
            formatter.write_dl(list(self.members.items()))
