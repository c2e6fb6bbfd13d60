"""The templates of a theme, listed without its icons and compiled but once."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from reportgen.compiled import CompiledTemplates
from reportgen.site.surroundings import has_only_known_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

_HIDDEN = "."


class ShownTemplates(FileSystemLoader):
    """Templates of some folders, of which those that are hidden are in no list, and found by their names.

    MkDocs lists all templates to find the files of a theme, and leaves out what is hidden. Material hides more than
    ten thousand icons, and to look through them takes a tenth of what an empty site does.
    """

    def list_templates(self) -> list[str]:
        """List those that are not hidden."""
        return sorted({path for folder in self.searchpath for path in self._below(folder)})

    def _below(self, folder: str) -> Iterator[str]:
        for place, folders, files in os.walk(folder, followlinks=self.followlinks):
            folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
            under = PurePath(os.path.relpath(place, folder))
            yield from ((under / name).as_posix() for name in files if not name.startswith(_HIDDEN))


class _Quick(Theme):
    """A theme whose environments list no icons, and compile its templates but once."""

    def get_env(self) -> Environment:
        """Give an environment of its templates; the search asks for three of them, besides the one of the build."""
        env = super().get_env()
        env.bytecode_cache = compiled(self)
        if type(env.loader) is FileSystemLoader:
            env.loader = ShownTemplates(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        return env


def compiled(theme: Theme) -> CompiledTemplates:
    """Give what a theme's own templates were compiled to, without those that a site puts in their places."""
    return CompiledTemplates(*(Path(folder) for folder in theme.dirs if folder != theme.custom_dir))


def quicken(config: MkDocsConfig) -> None:
    """Have whoever asks the theme for its templates have them sooner, where none asks for more than is known."""
    if has_only_known_plugins(config) and type(config.theme) is Theme:
        config.theme.__class__ = _Quick
