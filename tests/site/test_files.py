"""What is written to the site is there to its last byte, or somebody hears of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from reportgen.pages.page import Asset
from reportgen.site.files import AssetFile

CONTENT = b"ten bytes!\r\n" * 1000


@pytest.fixture
def file(tmp_path: Path) -> AssetFile:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(tmp_path), "site_dir": str(tmp_path / "site")})
    config.validate()
    return AssetFile(Asset(path="a/b/c.csv", content=lambda: CONTENT), config)


def test_a_file_takes_the_place_of_a_longer_one_in_a_folder_of_its_own(file: AssetFile, tmp_path: Path) -> None:
    written = tmp_path / "site/a/b/c.csv"
    file.copy_file()
    written.write_bytes(2 * CONTENT)

    file.copy_file()

    assert written.read_bytes() == CONTENT


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit to reach")
def test_a_disk_that_fills_up_in_the_middle_of_a_file_is_an_error(file: AssetFile) -> None:
    import resource  # noqa: PLC0415 - Windows has none
    import signal  # noqa: PLC0415 - same

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(CONTENT) // 2, before[1]))
    try:
        with pytest.raises(OSError, match="large"):
            file.copy_file()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)
    assert Path(file.abs_dest_path).stat().st_size == len(CONTENT) // 2
