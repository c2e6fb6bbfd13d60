"""What every page of a site shares: where it is the same as before, a page may stay as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from mkdocs.utils import get_build_date

from reportgen.cache.folders import of_folder
from reportgen.cache.store import digest
from reportgen.cache.versions import of_sites

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

_PLUGINS: Final = frozenset({"material/search", "material/offline", "offline", "reportgen"})
"""Those that make of a page what they make of it alone."""
_EXTENSIONS: Final = ("markdown.extensions.", "material.extensions.", "pymdownx.")
_OF_MARKDOWN: Final = frozenset(
    [
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes"),
        *("md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
    ]
)
_READS_FILES: Final = "pymdownx.snippets"
_ELSEWHERE: Final = frozenset({"config_file_path", "docs_dir", "hooks", "nav", "plugins", "site_dir", "theme", "watch"})
"""Keys of a configuration that show on no page, or are told in another way."""
_OF_BUILDS: Final = frozenset({"architectures", "cache", "workers"})
_TEMPLATES: Final = frozenset({"404.html", "sitemap.xml"})


def has_only_known_plugins(config: MkDocsConfig) -> bool:
    """Whether nothing takes part in a build of which it is not known what it does, so that we have the last word."""
    return set(config.plugins) <= _PLUGINS and not config.hooks


def allow_reuse(config: MkDocsConfig) -> bool:
    """Whether a site's parts are all known to make a page of nothing but itself and what all pages share."""
    return (
        config.theme.name == "material"
        and has_only_known_plugins(config)
        and "material/search" in config.plugins
        and not config.extra_templates
        and set(config.theme.static_templates) <= _TEMPLATES
        and renders_blocks_apart(config)
    )


def renders_blocks_apart(config: MkDocsConfig) -> bool:
    """Whether all extensions of Markdown are known to make of a block what it is, whatever else a page holds."""
    extensions = [name for name in config.markdown_extensions if name not in _OF_MARKDOWN]
    return all(name.startswith(_EXTENSIONS) and name != _READS_FILES for name in extensions)


def surroundings(config: MkDocsConfig, nav: Navigation, files: Files) -> str:
    """Give the digest of what all pages share; to be asked when the hand-written pages have been read."""
    written = sorted(file.src_uri for file in files if file.generated_by is None)
    custom = config.theme.custom_dir
    theme = (of_folder(custom), get_build_date()) if custom else ()
    return digest(of_sites(), as_text(_told(config)), as_text(list(map(_entry, nav))), as_text(written), *theme)


def as_text(value: object) -> str:
    """Write what a configuration holds, functions by their names; what cannot be told is never the same twice."""
    return json.dumps(value, sort_keys=True, default=_named)


def _told(config: MkDocsConfig) -> dict[str, object]:
    """Tell of a configuration what may show on a page."""
    told: dict[str, object] = {key: value for key, value in config.items() if key not in _ELSEWHERE}
    told["theme"] = dict(config.theme)
    told["plugins"] = {
        name: {key: value for key, value in plugin.config.items() if key not in _OF_BUILDS}
        for name, plugin in config.plugins.items()
    }
    return told


def _entry(item: Any) -> object:  # noqa: ANN401 - a page, a section or a link of MkDocs
    """Tell of a navigation's entry what other pages show of it."""
    page = item.is_page and item.file.generated_by is None
    told = {key: item.meta.get(key) for key in ("status", "icon", "hide", "subtitle")} if page else {}
    return [item.title, getattr(item, "url", ""), told, [_entry(child) for child in item.children or ()]]


def _named(value: object) -> str:
    name = getattr(value, "__qualname__", None)
    if name is not None:
        return f"{getattr(value, '__module__', '')}.{name}"
    text = repr(value)
    return uuid4().hex if " at 0x" in text else text
