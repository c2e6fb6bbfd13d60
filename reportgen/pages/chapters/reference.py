"""The Reference: layers, rules and JSON, each written from the code that it is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.registry import DIAGNOSTICS
from reportgen.ops import FAMILIES
from reportgen.pages import addresses
from reportgen.pages.front_matter import front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import json_keys, vocabulary
from reportgen.pages.views.words import plural
from reportgen.to_json import layer_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.pages.book import Book


def chapter(book: Book) -> Iterator[Page]:
    """Give the Reference's contents and its pages."""
    path = addresses.REFERENCE
    yield Page(
        path=path,
        title="Reference",
        markdown=markdown(
            "reference",
            front_matter=front_matter("Reference", "Layers, rules and JSON"),
            layers=addresses.link(addresses.LAYERS, path),
            rules=addresses.link(addresses.RULES, path),
            json=addresses.link(addresses.JSON, path),
            families=plural(len(FAMILIES), "family", "families"),
            count=len(RULES),
        ),
    )
    yield _layers()
    yield _rules()
    yield _json(book)


def _layers() -> Page:
    families = vocabulary.families()
    return Page(
        path=addresses.LAYERS,
        title="Layers",
        markdown=markdown(
            "reference_layers", front_matter=front_matter("Layers", "Every layer and its options"), families=families
        ),
        slots={layer.slot: _options(layer) for family in families for layer in family.layers},
    )


def _options(layer: vocabulary.Layer) -> Callable[[], str]:
    return lambda: html("layer_options", layer=layer)


def _rules() -> Page:
    return Page(
        path=addresses.RULES,
        title="Rules",
        markdown=markdown(
            "reference_rules",
            front_matter=front_matter("Rules", "What is looked for, when it is told, and why it matters"),
            rules=[vocabulary.rule(rule) for rule in RULES],
        ),
        slots={"rules": lambda: html("rules_table", rules=[vocabulary.rule(rule) for rule in RULES])},
    )


def _json(book: Book) -> Page:
    network = book.example
    slots: dict[str, Callable[[], str]] = {
        "document": lambda: html("keys", caption="The document.", keys=json_keys.document_keys()),
        "network": lambda: html("keys", caption="A network.", keys=json_keys.network_keys()),
        "totals": lambda: html("keys", caption="Its totals.", keys=json_keys.total_keys(DIAGNOSTICS, addresses.JSON)),
        "layer": lambda: html("keys", caption="A layer.", keys=json_keys.layer_keys(DIAGNOSTICS, addresses.JSON)),
        "finding": lambda: html("keys", caption="A finding.", keys=json_keys.finding_keys()),
        "published": lambda: html("keys", caption="A published figure.", keys=json_keys.published_keys()),
    }
    if network is not None:
        first = json.dumps(layer_json(network.layers[0]), indent=2, default=float)
        slots["example"] = lambda: html("json_example", name=network.name, text=first)
    return Page(
        path=addresses.JSON,
        title="JSON",
        markdown=markdown(
            "reference_json",
            front_matter=front_matter("JSON", "The reportgen/1 schema, key by key"),
            example=network is not None,
        ),
        slots=slots,
    )
