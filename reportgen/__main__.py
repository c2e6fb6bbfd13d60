"""The command ``reportgen``: what a user did wrong is told in words, and never as a traceback."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, NoReturn

import click

from reportgen.cli import commands
from reportgen.cli.collecting import collecting_seldom, leave
from reportgen.errors import Mark, Problem, ReportgenError

if TYPE_CHECKING:
    from collections.abc import Sequence

UNREADABLE: Final = 2
INTERRUPTED: Final = 130


def main() -> NoReturn:
    """Run the command line, and end with its exit code."""
    with collecting_seldom():
        code = run(sys.argv[1:])
    leave(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code: 0 fine, 1 findings, 2 unreadable input or wrong use."""
    try:
        return _code_of(arguments)
    except ReportgenError as error:
        for problem in error.problems:
            click.echo(problem.explained(), err=True)
        return UNREADABLE
    except OSError as error:
        # Nobody's defect: a full disk, a folder that may not be written, a file that went away meanwhile.
        click.echo(_refusal(error), err=True)
        return UNREADABLE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED


def _refusal(error: OSError) -> Problem:
    """Say what the system would not do."""
    reason = (error.strerror or "the system gives no reason").lower()
    advice = "make room, or mend what may be read and written there, and run it again"
    return Problem("system-error", f"{reason}; {advice}", Mark(str(error.filename or "reportgen")))


def _code_of(arguments: Sequence[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what the encoding lacks is shown by its code
    try:
        found = commands.main(list(arguments), prog_name="reportgen", standalone_mode=False)
    except SystemExit as end:
        found = end.code
    return found if isinstance(found, int) else 0


if __name__ == "__main__":
    main()
