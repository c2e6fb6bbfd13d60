"""The MkDocs plugin ``reportgen``: a folder of architecture files joins a site as pages.

Nothing is written to the folders that MkDocs watches: pages and charts live in memory until they are part of
the site. Slots are filled after a page is rendered, so that neither Markdown nor the search parses tables.
"""

from __future__ import annotations

import posixpath
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files

from reportgen.cache.memory import Memory
from reportgen.errors import ReportgenError
from reportgen.pages import PageOptions
from reportgen.pages.escape import plain_title
from reportgen.report import Catalogue
from reportgen.site.contents import Contents, read, within
from reportgen.site.files import AssetFile, PageFile, deferred
from reportgen.site.frame import furnish
from reportgen.site.house import FACES, SHEETS, dress
from reportgen.site.indexed import Indexed
from reportgen.site.links import filled, ways_from
from reportgen.site.nav import expanded, navigation, pages_of, titles
from reportgen.site.offline import own_worker
from reportgen.site.policy import Guard
from reportgen.site.progress import Progress, Steps, silent
from reportgen.site.rendering import AlikePage, share, with_own_heading
from reportgen.site.reuse import Reuse
from reportgen.site.sheets import gather
from reportgen.site.sources import Source, shown_from
from reportgen.site.surroundings import allow_reuse, has_only_known_plugins, renders_blocks_apart, surroundings
from reportgen.site.templates import compiled, quicken

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from reportgen.pages.options import Convention

log = get_plugin_logger("reportgen")


class ReportgenConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs' hook has no types
    """What ``plugins: - reportgen:`` may hold."""

    architectures = option.Dir(default="architectures", exists=True)
    """Folder of architecture files, relative to ``mkdocs.yml``."""
    shown_as = option.Optional(option.Type(str))
    """That folder's path in messages and on pages; by default the path from ``mkdocs.yml``."""
    under = option.Type(str, default="")
    """Folder of the site that all generated pages go under; empty for its top."""
    convention: option.Choice[Convention] = option.Choice(("exact", "nolearn"), default="exact")
    """Which convention of capacity and coverage the layer tables show first."""
    published_at = option.Optional(option.URL(is_dir=True))
    """Address of the site that badges lead to; by default ``site_url``, which MkDocs' server replaces by its own."""
    edit_url = option.Type(str, default="")
    """Address that leads to editing a file when its path is appended; empty for no such links."""
    commit = option.Type(str, default="")
    """Name of the revision that the site shows; empty for none."""
    house_style = option.Type(bool, default=False)
    """Whether the whole site wears reportgen's type, colours, header and footer, over Material's."""
    content_security_policy = option.Type(bool, default=False)
    """Whether each page forbids browsers to load or run anything that is not the site's own."""
    baseline = option.Type(str, default="")
    """Revision that the catalogue is compared with, on pages of changes; empty for that of the settings, or none."""
    history = option.Type(bool, default=False)
    """Whether the site shows what each network was at the tags of the repository."""
    workers = option.Type(int, default=0)
    """Processes that make pages and charts; 0 for as many as there are processors where that is any faster."""
    cache = option.Type(str, default="")
    """Folder of the cache, or ``off``; empty for what the environment and the settings say."""


class ReportgenPlugin(BasePlugin[ReportgenConfig]):  # type: ignore[no-untyped-call]  # same
    """Adds the pages of a catalogue to a MkDocs site.

    MkDocs calls its methods in the order that they stand in here, and keeps it from one rebuild of
    ``mkdocs serve`` to the next; each build reads anew what has changed.
    """

    def __init__(self) -> None:
        self.progress: Progress = silent
        self.catalogue = Catalogue(networks=())
        self._contents = Contents(pages={}, assets={})
        self._files = Files(())
        self._writing = Steps(silent, "", 0)
        self._serving = False
        self.memory = Memory()
        self.reuse = Reuse(None, {})
        self._indexed: Indexed | None = None
        self._guard: Guard | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002 - MkDocs' signature
        """Hear what the site is built for; MkDocs keeps a plugin that has this method from one build to the next."""
        self._serving = command == "serve"

    @event_priority(50)  # before the search asks the theme for its words
    def _quicken_theme(self, config: MkDocsConfig) -> MkDocsConfig:
        quicken(config)
        return config

    @event_priority(-50)  # after Material's offline plugin
    def _add_catalogue(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the catalogue, and have every page load its styles and scripts."""
        try:
            self.catalogue, contents = self.read(config)
        except ReportgenError as error:
            raise PluginError(str(error)) from error
        if not self.catalogue.networks and not self.catalogue.broken:
            log.warning("%s holds no architecture files (*.yml or *.yaml)", self._shown() or "the folder")
        for problem in (problem for broken in self.catalogue.broken for problem in broken.problems):
            log.warning("%s", problem)
        self._contents = contents.under(self.config.under)
        if self.config.house_style:
            dress(config)
        if self.config.content_security_policy:  # in place of a `style` attribute, which the policy would drop
            config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
        config.extra_css.extend(self._contents.styles)
        config.extra_javascript.extend(map(deferred, self._contents.scripts))
        return config

    on_config = CombinedEvent(_quicken_theme, _add_catalogue)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what was generated, and a navigation where the user wrote none."""
        entries = pages_of(self._contents, files)
        config.nav = navigation(entries) if config.nav is None else expanded(config.nav, entries)
        files = self._files = self.reuse.leave(self._contents, files, config)
        keys, named = self._contents.keys, dict(titles(config.nav))
        for page in self._contents.pages.values():
            if _add(file := PageFile(page, config), files):
                title = named.get(page.path, plain_title(page.title))
                self.reuse.page(file, title, keys.get(page.path, ""), config, files)
        dressed = (FACES,) if self.config.house_style else ()
        for asset in (*self._contents.assets.values(), *own_worker(config), *dressed):
            if _add(made := AssetFile(asset, config), files):
                made.splice = partial(self.reuse.splice, made.dest_uri)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let pages that stand as they are find out whether they do, and render once what others have in common."""
        self.reuse.surroundings = partial(surroundings, config, nav, files)
        if renders_blocks_apart(config):
            named = {page.file.src_uri for page in nav.pages}
            unlisted = (page.path for page in self._contents.pages.values() if not page.listed)
            share([file for path in unlisted if path not in named and (file := files.src_uris.get(path))], config)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Begin to write pages, with the theme's templates compiled but once."""
        self._writing = Steps(self.progress, "Writing pages", len(files.documentation_pages()) - len(self.reuse.kept))
        self._indexed = Indexed(config)
        if allow_reuse(config):
            self.reuse.settle()
        env.bytecode_cache = compiled(config.theme)
        if self.config.house_style:
            furnish(env, config, files)
            gather(env, config, files, (*SHEETS, *self._contents.styles))
        guarded = self.config.content_security_policy and not self._serving  # a server adds a script that it needs
        self._guard = Guard(Path(config.site_dir)) if guarded else None
        return env

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002 - MkDocs' signature
        """Give the first heading of a generated page an id of its own, and keep from the search what says nothing."""
        if page.file.generated_by is None or page.file.src_uri not in self._contents.pages:
            return html
        html = with_own_heading(html, page)
        return page.set_aside(html) if isinstance(page, AlikePage) and has_only_known_plugins(config) else html

    @event_priority(-100)  # after the search
    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,
        nav: Navigation,  # noqa: ARG002 - MkDocs' signature
    ) -> TemplateContext:
        """Keep account of what the search knows of a page."""
        if isinstance(page, AlikePage):
            page.take_back()
        path = page.file.src_uri
        generated = self._contents.pages.get(path) if page.file.generated_by else None
        found = self._indexed.made(path, listed=not generated or generated.listed) if self._indexed else ()
        if generated:
            self.reuse.made(page, self._contents.keys.get(path, ""), found)
            if config.theme.name == "material" and "toc" in page.meta.get("hide", ()):
                for heading in page.toc:  # the theme would write what is never seen
                    heading.children.clear()
        return context

    @event_priority(50)  # before plugins that shrink or search the finished page
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Fill the slots of a generated page, and write its policy where no other plugin could still change it."""
        self._writing.advance()
        generated = self._contents.pages.get(page.file.src_uri)
        if generated is not None and page.file.generated_by is not None:
            output = filled(output, generated, partial(self._address, page.file, ways_from(page.url)))
        if self._guard and has_only_known_plugins(config):
            output = self._guard.guarded(output, page.file.dest_uri)
        return output

    @event_priority(100)  # before the search writes its index
    def _complete_index(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Tell the search of the pages that stand as they are."""
        if self._indexed:
            self._indexed.complete(self.reuse.kept, (file.src_uri for file in self._files.documentation_pages()))

    @event_priority(-100)  # after plugins that change the finished site
    def _complete_policy(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        """Write the policy into the pages that have none."""
        for page in self._guard.finish() if self._guard else ():
            log.warning("%s: a script in the page itself will not run; move it to a file of extra_javascript", page)

    on_post_build = CombinedEvent(_complete_index, _complete_policy)

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002 - MkDocs' signature
        builder: object,  # noqa: ARG002 - same
    ) -> LiveReloadServer:
        """Have an edited architecture file build the site again."""
        server.watch(self.config.architectures)
        return server

    def read(self, config: MkDocsConfig) -> tuple[Catalogue, Contents]:
        """Read the architecture files, and give their catalogue with its pages and assets."""
        address = config.site_url if self.config.published_at is None else self.config.published_at
        options = PageOptions(
            site_name=config.site_name,
            site_url=posixpath.join(address, self.config.under) if address else "",
            edit_url=self.config.edit_url,
            commit=self.config.commit,
            convention=self.config.convention,
        )
        standing = self.reuse.parts(within(self.config.under))
        return read(self.source, options, self.config.workers, self.progress, standing)

    @property
    def source(self) -> Source:
        """The architecture files, and what is asked of them."""
        return Source(
            folder=Path(self.config.architectures),
            shown=self._shown(),
            baseline=self.config.baseline,
            history=self.config.history,
            cache=self.config.cache,
            memory=self.memory,
            turn=self.reuse.turn,
        )

    def _shown(self) -> str:
        """Give the path of the folder as people write it."""
        here = Path(self.config.config_file_path).parent
        return shown_from(here, self.config.architectures) if self.config.shown_as is None else self.config.shown_as

    def _address(self, source: File, way: Callable[[str], str], path: str) -> str:
        """Give the URL of a file of the site from a page; a link to nowhere is told and left as it is."""
        target = self._files.src_uris.get(path) or self._files.get_file_from_path(path)
        if target is None:
            log.warning("%s: a link leads to '%s', which the site does not have", source.src_uri, path)
            return path
        self.reuse.leads(source.src_uri, path)
        return way(target.url)


def _add(file: File, files: Files) -> bool:
    """Add a generated file, unless one was written by hand: that one wins."""
    if file.src_uri in files.src_uris:
        log.info("the docs folder's own %s stands in for the generated one", file.src_uri)
        return False
    if file.src_uri.endswith("index.md") and (readme := f"{file.src_uri[:-8]}README.md") in files.src_uris:
        raise PluginError(
            f"reportgen: {readme} of the docs folder and the generated {file.src_uri} would be one page; "
            f"rename yours to {file.src_uri}, or set the plugin's option 'under'"
        )
    files.append(file)
    return True
