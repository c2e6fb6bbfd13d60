"""``reportgen analyse``: reports of any number of networks, a line of JSON each."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.files import settings_for
from reportgen.cli.progress import shown_progress
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.numbers import exact
from reportgen.results import Summary, analyse_folder
from reportgen.results.executors import executor_for
from reportgen.results.walk import walk
from reportgen.spec.source import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file of lines; one that is there is brought up to date.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes to work with. By default one a processor.",
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster instead, by the address of its scheduler.")
def analyse(folder: Path | None, out: Path, workers: int, dask: str | None) -> None:
    """Analyse every architecture file below FOLDER, and write a line of JSON for each network.

    Without FOLDER it reads the folder 'architectures', or else the current one. A run that was stopped goes on where
    it stopped, and files that have not changed since the last run are not analysed again.

    Ends with 0 where all files could be read, and with 2 where some could not: their lines tell why.
    """
    root = folder or (Path(FOLDER) if Path(FOLDER).is_dir() else Path())
    settings = settings_for(root)
    total = sum(1 for _ in walk(root))
    with shown_progress() as progress, _executor(workers, dask) as executor:
        found = analyse_folder(root, out, settings, executor, lambda done: progress("analysing", done, total))
    click.echo(_told(found))
    raise SystemExit(2 if found.broken else 0)


def _told(found: Summary) -> str:
    files = f"{exact(found.files)} file{'s' * (found.files != 1)}"
    networks = f"{exact(found.networks)} network{'s' * (found.networks != 1)}"
    kept = f", {exact(found.kept)} as before" if found.kept else ""
    broken = f"; {exact(found.broken)} could not be read" if found.broken else ""
    return f"{networks} in {files}{kept}{broken}"


@contextmanager
def _executor(workers: int, dask: str | None) -> Iterator[Executor]:
    if dask is None:
        with executor_for(workers) as executor:
            yield executor
        return
    with closing(_client(dask)) as client:
        yield client.get_executor()


def _client(address: str) -> Any:  # noqa: ANN401 - Dask has no types
    """Connect to a Dask scheduler."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        what = "Dask is not installed; install reportgen[dask]"
        raise ReportgenError([Problem("missing-extra", what, Mark("--dask"))]) from error
    try:
        return Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        what = f"no Dask scheduler answers at {address}; start one, or name another address"
        raise ReportgenError([Problem("no-scheduler", what, Mark("--dask"))]) from error
