"""What is written once for many pages reads on each as if it had been written for that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sites import contents

from reportgen.pages.page import Asset, Page
from reportgen.report import Catalogue
from reportgen.site.contents import Contents
from reportgen.site.frame import Once
from reportgen.site.plugin import ReportgenPlugin

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ("networks/a", "networks/b", "networks/a/deep", "networks/b/deep", "networks/b/more")
LISTED = ("index.md", "networks/index.md", "guide/index.md", "guide/more/index.md")
NAV = [
    "index.md",
    {"Nets": ["networks/index.md", {"Report": "networks/a/report.json"}, {"Out": "https://example.org/"}]},
    {"Guide": ["guide/index.md", "guide/more/index.md"]},
]


def site(folder: Path, hooks: tuple[str, ...] = (), custom: str = "", *, policy: bool = True) -> dict[str, bytes]:
    """Build a site in the house style, and give its files."""
    for name in ("architectures", "docs", "mine"):
        (folder / name).mkdir(parents=True)
    (folder / "nothing.py").write_text("")
    theme = {"name": "material", "font": False, "features": ["navigation.tabs", "navigation.indexes"]}
    settings = {
        "site_name": "x",
        "theme": theme | ({"custom_dir": custom} if custom else {}),
        "plugins": ["search", {"reportgen": {"house_style": True, "content_security_policy": policy}}],
        "nav": NAV,
        "hooks": list(hooks),
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    config = load_config(str(folder / "mkdocs.yml"))
    build(config)
    return contents(folder / "site")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have sites hold some pages in different places, and list the parts that are written for pages of networks."""
    listed = [Page(path=path, title=path, markdown=f"# At {path}\n") for path in LISTED]
    alike = [Page(path=f"{at}/index.md", title=at, markdown=f"# {at}\n\n## Layers\n", listed=False) for at in PLACES]
    report = Asset(path="networks/a/report.json", content=lambda: b"{}")
    made = Catalogue(networks=()), Contents.of([*listed, *alike, report])
    monkeypatch.setattr(ReportgenPlugin, "read", lambda *_: made)
    found: list[str] = []
    links = Once._links  # noqa: SLF001 - asked for each page and part

    def told(once: Once, page: object, nav: object) -> object:
        found.append(str(page))
        return links(once, page, nav)  # type: ignore[arg-type]

    monkeypatch.setattr(Once, "_links", told)
    return found


def test_pages_that_share_a_frame_are_as_if_each_had_been_written_alone(tmp_path: Path, written: list[str]) -> None:
    shared = site(tmp_path / "shared")
    assert len(written) == 2 * len(PLACES)

    alone = site(tmp_path / "alone", hooks=("nothing.py",))
    assert shared == alone
    assert site(tmp_path / "custom", custom="mine") == alone
    assert len(written) == 2 * len(PLACES)


@pytest.mark.usefixtures("written")
def test_a_build_guards_its_own_pages_and_no_other_s(tmp_path: Path) -> None:
    guarded, bare = (site(tmp_path / str(policy), policy=policy) for policy in (True, False))
    pages = [name for name in guarded if name.endswith(".html")]
    assert all(b"Content-Security-Policy" in guarded[name] for name in pages)
    assert not any(b"Content-Security-Policy" in bare[name] for name in pages)
