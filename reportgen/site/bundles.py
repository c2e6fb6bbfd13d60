"""Parts as entries of the cache: their pages, slots and files, all made."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, Final

from reportgen.cache import versions
from reportgen.cache.packing import UNFIT, Two, packed, two, unpacked
from reportgen.cache.store import digest
from reportgen.pages import Asset, Page
from reportgen.pages.page import Keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from reportgen.cache.heads import Heads
    from reportgen.cache.store import Store
    from reportgen.pages import Part


_DECODER: Final = json.JSONDecoder()


def bundle(items: Iterable[Page | Asset], store: Store | None = None) -> bytes:
    """Make every slot and file of some pages; what is listed comes first, as it is all that most readers need.

    Args:
        items: the pages and files.
        store: where slots and files are kept, and found again, that have a key of their own.
    """
    made = list(items)
    pages = (item for item in made if isinstance(item, Page))
    slots = {page.path: {name: _slot(make, store) for name, make in page.slots.items()} for page in pages}
    files = {asset.path: _text(asset, store) for asset in made if isinstance(asset, Asset)}
    return two("".join(map(json.dumps, outlines(made))), json.dumps({"slots": slots, "files": files}))


def _text(asset: Asset, store: Store | None) -> str:
    """Give what a file holds."""

    def make() -> str:
        return asset.content().decode()

    return _kept(asset.key(), make, store) if store and asset.key else make()


def _slot(make: Callable[[], str], store: Store | None) -> str:
    """Give what a slot holds."""
    return _kept(make.key(), make, store) if store and isinstance(make, Keyed) else make()


def _kept(key: str, make: Callable[[], str], store: Store) -> str:
    """Give what is made of what a key tells; where it was made of the same before it is not made again."""
    name = digest("file", versions.of_pages(), key)
    with suppress(*UNFIT):
        found = unpacked(store.get(name) or b"")
        store.used(name)
        return found
    made = make()
    store.put(name, packed(made))
    return made


def outlines(items: Iterable[Page | Asset]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Tell of pages and of files apart: most builds ask only for the pages of a part."""
    known = list(items)
    pages, files = (list(map(outline, (each for each in known if isinstance(each, kind)))) for kind in (Page, Asset))
    return pages, files


def outline(item: Page | Asset) -> dict[str, Any]:
    """Tell of a page or file what is known before it is made."""
    if isinstance(item, Asset):
        return {"file": item.path, "on_demand": item.on_demand}
    words = {"title": item.title, "markdown": item.markdown, "listed": item.listed}
    return {"page": item.path, **words, "slots": list(item.slots)}


def filled_in(told: dict[str, Any], slot: Callable[[str, str], str], file: Callable[[str], bytes]) -> Page | Asset:
    """Give the page or file that was outlined, its parts made by what is given for them.

    Raises:
        KeyError, TypeError: it is no outline.
    """
    if "file" in told:
        path = str(told["file"])
        return Asset(path=path, content=partial(file, path), on_demand=bool(told["on_demand"]))
    path = str(told["page"])
    return Page(
        path=path,
        title=str(told["title"]),
        markdown=str(told["markdown"]),
        slots={name: partial(slot, path, name) for name in told["slots"]},
        listed=bool(told["listed"]),
    )


class Shelf:
    """Parts in a cache, each read again when something of it is asked for, so that no build holds a whole site."""

    def __init__(self, store: Store, heads: Heads | None = None, standing: Container[str] = ()) -> None:
        """Open the shelf.

        Args:
            store: where parts are kept.
            heads: where what is known of each is had sooner.
            standing: keys of parts whose files the site has, so that nobody asks for these.
        """
        self.store, self._heads, self._standing = store, heads, standing
        self._last: tuple[str, Mapping[str, Any]] = "", {}

    def items(self, part: Part) -> tuple[Page | Asset, ...] | None:
        """Give the pages and files of a part that is kept whole, without files that stand; ``None`` where it is not."""
        name = name_of(part)
        slot, file = partial(self._slot, part), partial(self._file, part)
        try:
            known = self._heads.get(name) if self._heads else None
            head = known or Two(self.store.get(name) or b"").head
            told, end = _DECODER.raw_decode(head)
            if part.key not in self._standing:
                told += _DECODER.decode(head[end:])
            items = tuple(filled_in(each, slot, file) for each in told)
        except UNFIT:
            return None
        if self._heads and known is None:
            self._heads.put(name, head)
        return items

    def has(self, part: Part) -> bool:
        """Whether a part seems to be kept."""
        name = name_of(part)
        return (self._heads is not None and name in self._heads) or self.store.has(name)

    def _slot(self, part: Part, page: str, name: str) -> str:
        return str(self._asked(part, "slots", page, name))

    def _file(self, part: Part, path: str) -> bytes:
        return str(self._asked(part, "files", path)).encode()

    def _asked(self, part: Part, *keys: str) -> Any:  # noqa: ANN401 - what a part has at a place
        """Look something up in a part; one that has gone or changed meanwhile is made anew."""
        try:
            return reduce(getitem, keys, self._body(part))
        except UNFIT:
            self._last = part.key, json.loads(Two(bundle(part.make())).body)
            return reduce(getitem, keys, self._last[1])

    def _body(self, part: Part) -> Mapping[str, Any]:
        if self._last[0] != part.key:
            self._last = part.key, json.loads(Two(self.store.get(name_of(part)) or b"").body)
        return self._last[1]


def name_of(part: Part) -> str:
    """Give the key of a part's entry: what it was made of, and by which code."""
    return digest("part", versions.of_pages(), part.key)
