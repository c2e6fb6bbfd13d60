"""Files of a site that stay as they are, of which MkDocs hears only when it asks for one of them."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mkdocs.structure.files import Files

from reportgen.pages import Asset
from reportgen.site.files import AssetFile

if TYPE_CHECKING:
    from collections.abc import Collection

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File


class SiteFiles(Files):
    """The files that a build makes, or reads, and those that it leaves alone.

    Nine of ten files of a large site are charts and downloads of networks that have not changed. Every list of files
    goes without them; links may lead to them all the same.
    """

    def __init__(self, files: Files, standing: Collection[str], site: Path, config: MkDocsConfig) -> None:
        """Begin with what MkDocs has found.

        Args:
            files: those.
            standing: paths of files that stay, which are the same under the docs folder and in the site.
            site: the site that has them.
            config: that of the build.
        """
        super().__init__(files)
        self._standing, self._site, self._config = standing, site, config

    def get_file_from_path(self, path: str) -> File | None:
        """Give the file of a path under the docs folder."""
        found = super().get_file_from_path(path)
        if found is not None or (name := PurePath(path).as_posix()) not in self._standing:
            return found
        return AssetFile(Asset(path=name, content=(self._site / name).read_bytes), self._config)
