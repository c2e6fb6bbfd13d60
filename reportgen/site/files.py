"""Generated pages and assets as MkDocs' files; none of them is ever written to the docs folder."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.structure.files import File, InclusionLevel

from reportgen.site.splicing import splice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mkdocs.config.defaults import MkDocsConfig

    from reportgen.pages.page import Asset, Page, Piece

_AFRESH: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
"""Opens a file to write it anew, with no bytes but those that are given; Windows alone has a word for that."""


class AssetFile(File):
    """An asset whose bytes are made only when MkDocs writes it, so that no build holds all charts at once."""

    def __init__(self, asset: Asset, config: MkDocsConfig) -> None:
        # What ``File`` does of itself for a file that is no page, where it parses the path of each of ten thousand.
        self.src_uri = self.dest_uri = asset.path
        self.src_dir, self.dest_dir = None, config.site_dir
        self.use_directory_urls = config.use_directory_urls
        self.inclusion = InclusionLevel.INCLUDED
        self.generated_by = "reportgen"
        self._asset = asset
        self.splice: Callable[[Path, Iterable[Piece]], object] = splice
        """Writes it where it is put together of pieces, of which the site may have some."""

    @property
    def content_bytes(self) -> bytes:
        """The asset's bytes, made anew each time; another plugin may set others."""
        return self._asset.content()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self._asset = replace(self._asset, content=lambda: value, pieces=None)

    @property
    def content_string(self) -> str:
        """The same as text."""
        return self.content_bytes.decode()

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.content_bytes = value.encode()

    def is_documentation_page(self) -> bool:
        """Tell that it is no page: MkDocs asks each of ten thousand for that again and again."""
        return False

    def is_modified(self) -> bool:
        """Have a ``--dirty`` build write it: nobody knows before it is made."""
        return True

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - MkDocs' signature
        """Write the bytes to the site."""
        if self._asset.pieces:
            Path(self.abs_dest_path).parent.mkdir(parents=True, exist_ok=True)
            self.splice(Path(self.abs_dest_path), self._asset.pieces())
            return
        content, target = self.content_bytes, self.abs_dest_path
        with suppress(FileNotFoundError):  # of ten files of a network, the first finds no folder
            _write(target, content)
            return
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)


def _write(target: str, content: bytes) -> None:
    """Write a file in three calls to the system: a file object makes as many again, for each of ten thousand files."""
    handle = os.open(target, _AFRESH, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


class PageFile(File):
    """A generated page, which need not be made again where it stands."""

    def __init__(self, page: Page, config: MkDocsConfig) -> None:
        # As above: the path of each of a thousand pages is as it is to be.
        self.src_uri = page.path
        self.src_dir = self.abs_src_path = None
        self.dest_dir = config.site_dir
        self.use_directory_urls = config.use_directory_urls
        # MkDocs is not to ask that it stand in the navigation, where it may stand all the same.
        self.inclusion = InclusionLevel.NOT_IN_NAV
        self.generated_by = "reportgen"
        self._content = page.markdown

    def is_modified(self) -> bool:
        """Whether MkDocs is to read and write it in a build that leaves out what has not changed."""
        return not getattr(self.page, "stands", False)


def deferred(path: str) -> ExtraScriptValue:
    """Give a script that pages load, to be fetched behind what they are painted with."""
    script = ExtraScriptValue(path)
    script.defer = True
    return script
