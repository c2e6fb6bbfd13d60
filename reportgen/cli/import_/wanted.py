"""What every source of ``reportgen import`` has in common: its options, and how it ends."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, replace
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from reportgen.cli.files import settings_for
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.write import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.source import SourceNetwork
    from reportgen.importing.write import Imported

NOT_EXPRESSED: Final = 1
"""Exit code where something became ``custom``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user wants of a file."""

    out: Path | None
    """Where it goes; ``None``: printed."""
    name: str
    """What the network is called; empty: as the source calls it."""
    flat: bool
    """Whether every layer stands by itself."""
    strict: bool
    """Whether ``custom`` is an error."""
    force: bool
    """Whether a file that is there is written anew."""


def importer(read: Callable[..., SourceNetwork]) -> Callable[..., None]:
    """Make a command's function of one that reads a network; the options that all sources share come with it."""

    def run(
        *,
        out: Path | None,
        name: str,
        flat: bool,
        strict: bool,
        force: bool,
        **own: Any,  # noqa: ANN401 - what the source's own command declares
    ) -> None:
        wanted = Wanted(out=out, name=name, flat=flat, strict=strict, force=force)
        _refuse_overwriting(wanted)
        deliver(read(**own), wanted)

    command: Callable[..., None] = update_wrapper(run, read)
    for shared in reversed(_SHARED):
        command = shared(command)
    return command


_SHARED: Final = (
    click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, and do not print."
    ),
    click.option("--name", default="", help="What the network is called; by default what the source calls it."),
    click.option("--flat", is_flag=True, help="Write every layer by itself, with its name and its shape."),
    click.option("--strict", is_flag=True, help="Write nothing where something cannot be expressed; end with 2."),
    click.option("--force", is_flag=True, help="Write over a file that is there."),
)


def deliver(network: SourceNetwork, wanted: Wanted) -> None:
    """Write a network where it is wanted, and tell how far it agrees with its source and what became ``custom``.

    Raises:
        ReportgenError: where it disagrees with its source, or ``--strict`` forbids a ``custom``.
        SystemExit: with 1, where something became ``custom``.
    """
    limits = settings_for(Path() if wanted.out is None else wanted.out.parent).limits
    imported = write(replace(network, name=wanted.name or network.name), structure=not wanted.flat, limits=limits)
    if imported.customs and wanted.strict:
        raise ReportgenError(Problem("no-word", line, Mark(network.origin)) for line in imported.customs)
    if wanted.out is None:
        click.echo(imported.text, nl=False)
    else:
        _write_whole(wanted.out, imported.text)
    _tell(imported, wanted)
    if imported.customs:
        raise SystemExit(NOT_EXPRESSED)


def _refuse_overwriting(wanted: Wanted) -> None:
    if wanted.out is not None and not wanted.out.parent.is_dir():
        raise ReportgenError(
            [Problem("no-folder", "there is no such folder; make it first", Mark(str(wanted.out.parent)))]
        )
    if wanted.out is not None and wanted.out.exists() and not wanted.force:
        what = "it is there already, and nothing was written; give --force to write it anew"
        raise ReportgenError([Problem("exists", what, Mark(str(wanted.out)))])


def _tell(imported: Imported, wanted: Wanted) -> None:
    if wanted.out is not None:
        click.echo(f"{wanted.out}: {imported.text.count(chr(10))} lines", err=True)
    if not (imported.structured or wanted.flat):
        click.echo("Its structure could not be written; every layer stands by itself.", err=True)
    click.echo(str(imported.agreement), err=True)
    if imported.customs:
        click.echo("The vocabulary has no word for these; each became `custom`:", err=True)
        for line in imported.customs:
            click.echo(f"  {line}", err=True)


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    """Give the permissions that new files do not get; asking means setting."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
