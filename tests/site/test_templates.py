"""What MkDocs finds of a theme is the same without its icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from reportgen.site.templates import quicken

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    for path in ("own/.hidden/icon.svg", "own/deep/down/.sheet.css", "own/deep/down/sheet.css", "own/main.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    found = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    theme = {"name": "material", "custom_dir": "own"}
    found.load_dict({"site_name": "Ours", "plugins": [], "docs_dir": str(tmp_path / "docs"), "theme": theme})
    assert found.validate() == ([], [])
    return found


def of_theme(config: MkDocsConfig) -> tuple[list[str], list[str]]:
    """List what MkDocs copies, and all templates."""
    files, env = Files([]), config.theme.get_env()
    files.add_files_from_theme(env, config)
    return sorted(file.src_uri for file in files), env.list_templates()


def test_files_of_the_theme_are_found_and_icons_are_not_looked_through(config: MkDocsConfig) -> None:
    before, listed = of_theme(config)
    quicken(config)
    after, shown = of_theme(config)

    assert after == before
    assert "deep/down/sheet.css" in after
    assert [path for path in listed if path not in shown and not any(n.startswith(".") for n in path.split("/"))] == []
    assert len(shown) * 10 < len(listed)
    icon = ".icons/material/account.svg"
    assert icon in listed
    assert config.theme.get_env().get_template(icon).render().startswith("<svg")
