"""Which MkDocs configuration a folder is built with: its own, or the one that comes with the package."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import yaml

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.site.folders import scratch
from reportgen.site.sources import CONFIG_NAMES, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_FOLDER = "architectures"


@dataclass(frozen=True, slots=True)
class Project:
    """A folder to build a site from."""

    folder: Path
    """What the user named; the current folder where nothing was named."""

    @property
    def own_config(self) -> Path | None:
        """Its MkDocs configuration, where it has one."""
        return next((path for name in CONFIG_NAMES if (path := self.folder / name).is_file()), None)

    @property
    def named(self) -> Path:
        """What errors of its configuration are about: that file, or where there is none the folder."""
        return self.own_config or self.folder

    @property
    def source(self) -> Source:
        """Its architecture files: those in ``architectures/`` where that exists, else its own."""
        inner = self.folder / DEFAULT_FOLDER
        folder = inner if inner.is_dir() else self.folder
        return Source(folder=folder, shown="" if folder == Path() else folder.as_posix())

    @property
    def title(self) -> str:
        """A name for the site, after the folder's."""
        named = self.folder.resolve()
        if named.name == DEFAULT_FOLDER:
            named = named.parent
        return named.name.replace("-", " ").replace("_", " ").capitalize() or "Architectures"


@contextmanager
def configuration(project: Project) -> Iterator[Path]:
    """Give the path of the configuration to build a project with.

    The bundled one is written to a temporary folder, with an empty docs folder beside it, since MkDocs
    insists on one; nothing is written to the project's own folder.
    """
    own = project.own_config
    if own is not None:
        yield own
        return
    with scratch(Path(gettempdir()), "reportgen-", mode=0o700) as folder:
        path = folder / CONFIG_NAMES[0]
        (path.parent / "docs").mkdir()
        path.write_text(yaml.safe_dump(bundled(project), sort_keys=False, allow_unicode=True), encoding="utf-8")
        yield path


def bundled(project: Project) -> dict[str, Any]:
    """Give the package's own configuration, with a project's name and folder filled in."""
    settings: dict[str, Any] = yaml.safe_load(files("reportgen.site").joinpath("bundled.yml").read_text("utf-8"))
    *plugins, own = settings["plugins"]
    folder = {"architectures": str(project.source.folder.resolve()), "shown_as": project.source.shown}
    return {"site_name": project.title, **settings, "plugins": [*plugins, {"reportgen": own["reportgen"] | folder}]}


def bad_settings(file: Path, message: str) -> ReportgenError:
    """Give the error of a configuration that cannot be built with."""
    return ReportgenError([Problem("bad-settings", message, Mark(str(file)))])
