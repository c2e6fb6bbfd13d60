"""What a file says about a network besides its layers: words, links, claims, metrics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.errors import did_you_mean
from reportgen.figures import FIGURES, amount
from reportgen.spec.model import Claim, Measured
from reportgen.spec.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from fractions import Fraction

    from reportgen.spec.nodes import Node
    from reportgen.spec.problems import Problems

LINK = re.compile(r"(https?://|mailto:)\S+")
STATUSES: Final = ("draft", "active", "deprecated")


class Metadata:
    """Typed getters over one mapping of the file; what is wrong goes to ``problems``."""

    def __init__(self, node: Mapping, problems: Problems) -> None:
        self.node = node
        self.problems = problems
        self.given = {
            str(key.value): value
            for key, value in node.entries
            if not isinstance(value, Scalar) or value.value is not None
        }
        """What the mapping says, by key, but for what it leaves empty."""

    def known(self, keys: Collection[str], what: str) -> None:
        """Note every key that is not among ``keys``."""
        for key, _ in self.node.entries:
            if str(key.value) not in keys:
                hint = did_you_mean(str(key.value), keys) or f"; it has {', '.join(keys)}"
                self.problems.add("unknown-key", f"{what} has no '{key.value}'{hint}", key.mark)

    def wrong(self, key: str, expected: str) -> None:
        """Note that a key's value is not what it must be."""
        self.problems.add("wrong-type", f"{key}: expected {expected}", self.given[key].mark)

    def get(self, key: str) -> Node | None:
        """Give the node of a key, ``None`` where it is left out or empty."""
        return self.given.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Read a text; a number stands for its own spelling."""
        node = self.get(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and not isinstance(node.value, bool):
            text = node.text
            self.problems.text(key, text, node)
            return text
        self.wrong(key, "text")
        return default

    def name(self, key: str) -> str:
        """Read a text that is short enough to be a name."""
        text, node = self.text(key), self.get(key)
        if node is not None:
            self.problems.name(text, node)
        return text

    def year(self, key: str) -> int | None:
        """Read a year of four digits."""
        node = self.get(key)
        if node is None:
            return None
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:  # noqa: PLR2004 - four digits
            return value
        self.wrong(key, "a year of four digits")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of words."""
        node = self.get(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else ()
        self.problems.several(key, len(items), node)
        if items and all(isinstance(i, Scalar) and i.value is not None for i in items):
            words = [i for i in items if isinstance(i, Scalar)]
            for word in words:
                self.problems.name(word.text, word)
            return tuple(word.text for word in words)
        if not isinstance(node, Sequence) or items:
            self.wrong(key, "a list of words")
        return ()

    def status(self, key: str) -> str:
        """Read one of the words of a network's life."""
        word = self.text(key)
        if word and word not in STATUSES:
            self.wrong(key, f"{' or '.join(STATUSES)}, got '{word}'")
        return word

    def entries(self, key: str) -> Iterator[tuple[Scalar, Node]]:
        """Walk a mapping's entries; nothing where it is left out."""
        node = self.get(key)
        if isinstance(node, Mapping):
            self.problems.several(key, len(node.entries), node)
            for name, value in node.entries:
                self.problems.name(name.text, name)
                yield name, value
        elif node is not None:
            self.wrong(key, "a mapping")

    def pairs(self, key: str) -> dict[str, str]:
        """Read a mapping of words to text."""
        inner = [(k, v) for k, v in self.entries(key)]
        for name, value in inner:
            if isinstance(value, Scalar):
                self.problems.text(f"{key}.{name.value}", value.text, value)
            else:
                self.problems.add("wrong-type", f"{key}.{name.value}: expected text", value.mark)
        return {str(k.value): v.text for k, v in inner if isinstance(v, Scalar)}

    def links(self, key: str) -> dict[str, str]:
        """Read addresses by name; only web and mail addresses."""
        for name, value in self.entries(key):
            if not isinstance(value, Scalar) or not LINK.fullmatch(value.text):
                what = f"{key}.{name.value}: expected an address that begins with https://, http:// or mailto:"
                self.problems.add("bad-link", what, value.mark)
        return {name: url for name, url in self.pairs(key).items() if LINK.fullmatch(url)}

    def claims(self, key: str) -> tuple[Claim, ...]:
        """Read published figures or budgets."""
        return tuple(claim for k, v in self.entries(key) if (claim := self._claim(key, k, v)))

    def _claim(self, key: str, name: Scalar, node: Node) -> Claim | None:
        word = str(name.value)
        if word not in FIGURES:
            hint = did_you_mean(word, FIGURES) or f"; there are {', '.join(FIGURES)}"
            self.problems.add("unknown-figure", f"{key} has no figure '{word}'{hint}", name.mark)
            return None
        inner = Metadata(node, self.problems) if isinstance(node, Mapping) else None
        if inner:
            inner.known(("value", "source", "tolerance", "misprint"), f"{key}.{word}")
            node = inner.get("value") or node
        found = amount(node.text) if isinstance(node, Scalar) else None
        if found is None:
            self.problems.add(
                "wrong-type", f"{key}.{word}: expected a figure such as 25557032, 4.09e9 or 5.3M", node.mark
            )
            return None
        value, unit = found
        given = inner.tolerance(value) if inner else None
        return Claim(
            figure=word,
            value=value,
            tolerance=unit if given is None else given,
            rounded=given is None,
            source=inner.text("source") if inner else "",
            misprint=inner.text("misprint") if inner else "",
            mark=name.mark,
        )

    def tolerance(self, value: Fraction) -> Fraction | None:
        """Read a tolerance: a share (``0.05%``) or an amount; ``None`` where none is given."""
        text = self.text("tolerance")
        if not text:
            return None
        found = amount(text.removesuffix("%"))
        if found is None or found[0] < 0:
            self.wrong("tolerance", "a share such as 0.05%, or an amount")
            return None
        return abs(value) * found[0] / 100 if text.endswith("%") else found[0]

    def metrics(self, key: str) -> tuple[Measured, ...]:
        """Read what others measured."""
        return tuple(metric for k, v in self.entries(key) if (metric := self._metric(f"{key}.{k.value}", k, v)))

    def _metric(self, where: str, name: Scalar, node: Node) -> Measured | None:
        inner = Metadata(node, self.problems) if isinstance(node, Mapping) else None
        if inner:
            inner.known(("value", "unit", "dataset", "source"), where)
            node = inner.get("value") or node
        found = amount(node.text) if isinstance(node, Scalar) else None
        if found is None:
            self.problems.add("wrong-type", f"{where}: expected a number", node.mark)
            return None
        words = {k: inner.text(k) for k in ("unit", "dataset", "source")} if inner else {}
        return Measured(name=str(name.value), value=found[0], **words)
