"""What is written once for many pages reads on each as if it had been written for that one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml
from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from sites import contents

from reportgen.pages.page import Asset, Page
from reportgen.report import Catalogue
from reportgen.site import frame
from reportgen.site.contents import Contents
from reportgen.site.frame import Once
from reportgen.site.plugin import ReportgenPlugin
from reportgen.site.rendering import AlikePage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLACES = ("networks/a", "networks/b", "networks/a/deep", "networks/b/deep", "networks/b/more")
LISTED = ("index.md", "networks/index.md", "guide/index.md", "guide/more/index.md")
MARKDOWN = "---\ntitle: A &lt;b&gt; at {0}\n---\n\n# A &lt;b&gt; at {0}\n\n## Layers\n"
PARTS = 7
"""The frame's parts that are written once: navigation, tabs, header, footer, styles, settings and scripts."""
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
def written(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Have sites hold some pages in different places, and count the parts that are written once by where that is."""
    listed = [Page(path=path, title=path, markdown=f"# At {path}\n") for path in LISTED]
    alike = [Page(path=f"{at}/index.md", title=at, markdown=MARKDOWN.format(at), listed=False) for at in PLACES]
    report = Asset(path="networks/a/report.json", content=lambda: b"{}")
    made = Catalogue(networks=()), Contents.of([*listed, *alike, report])
    monkeypatch.setattr(ReportgenPlugin, "read", lambda *_: made)
    found: Counter[str] = Counter()
    for_any = frame._for_any  # noqa: SLF001 - what is counted

    def told(caller: Callable[[frame.AnyPage], str], place: str) -> str | None:
        found[place] += 1
        return for_any(caller, place)

    monkeypatch.setattr(frame, "_for_any", told)
    return found


def test_pages_that_share_a_frame_are_as_if_each_had_been_written_alone(tmp_path: Path, written: Counter[str]) -> None:
    shared = site(tmp_path / "shared")
    assert list(written) == ["networks/a/", "networks/\x01/", "networks/a/\x01/", "networks/\x01/\x01/"]
    assert set(written.values()) == {PARTS}

    alone = site(tmp_path / "alone", hooks=("nothing.py",))
    assert shared == alone
    assert site(tmp_path / "custom", custom="mine") == alone
    assert set(written.values()) == {PARTS}


def test_a_part_that_asks_what_pages_differ_in_is_written_for_each(tmp_path: Path) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(tmp_path)})
    config.validate()
    pages = []
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"# {name}")
        file = File(name, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
        pages.append(AlikePage(file, config, {}))
        pages[-1].read_source(config)
    once, nav = Once(()), Navigation([], [])

    def asking(what: str) -> list[str]:
        template = Environment(autoescape=True).from_string(f"{{{{ {what} }}}}")
        return [once(what, page, nav, lambda page: template.render(page=page)) for page in pages]

    assert asking("page.title") == ["a.md", "b.md"]
    assert asking("page.markdown") == ["# a.md", "# b.md"]
    assert asking("page.meta.description") == ["", ""]
    assert asking("page.next_page") == ["None", "None"]


@pytest.mark.usefixtures("written")
def test_a_build_guards_its_own_pages_and_no_other_s(tmp_path: Path) -> None:
    guarded, bare = (site(tmp_path / str(policy), policy=policy) for policy in (True, False))
    pages = [name for name in guarded if name.endswith(".html")]
    assert all(b"Content-Security-Policy" in guarded[name] for name in pages)
    assert not any(b"Content-Security-Policy" in bare[name] for name in pages)
