"""Settings are read from wherever their text comes: the nearest folder that has any counts."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from reportgen.errors import ReportgenError
from reportgen.settings import Settings
from reportgen.settings_file import settings_of

FOLDERS = (PurePosixPath("a/b"), PurePosixPath("a"), PurePosixPath())


def read(texts: dict[str, str]) -> Settings:
    return settings_of(FOLDERS, lambda path: texts[str(path)].encode() if str(path) in texts else None, ["even-kernel"])


def test_the_nearest_counts_and_a_project_without_a_table_is_passed_over() -> None:
    texts = {"a/b/pyproject.toml": "[project]\n", "a/reportgen.toml": "batch = 3\n", "reportgen.toml": "batch = 4\n"}
    assert read(texts).batch == 3
    assert read({}) == Settings()


def test_what_is_wrong_is_told_with_its_line() -> None:
    with pytest.raises(ReportgenError) as caught:
        read({"a/reportgen.toml": 'batch = 3\nignore = ["even-kernal"]\n'})
    assert str(caught.value).startswith("a/reportgen.toml:2: bad-settings: ignore: there is no rule 'even-kernal'")
