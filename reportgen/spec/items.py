"""Lists of layers: words, options, structures and blocks, checked as far as can be without shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from reportgen.errors import did_you_mean
from reportgen.ops import LAYERS
from reportgen.spec.calls import CallReader
from reportgen.spec.model import Branches, Item, Reason, Reference, Residual, Stage
from reportgen.spec.nodes import Mapping, Scalar, Sequence
from reportgen.spec.values import marked
from reportgen.spec.words import BESIDE, NAME, STRUCTURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from reportgen.errors import Mark
    from reportgen.spec.calls import Signature
    from reportgen.spec.model import Block, Marked
    from reportgen.spec.nodes import Node
    from reportgen.spec.problems import Problems

Beside: TypeAlias = "dict[str, tuple[Scalar, Node]]"
"""What stands beside a word: key and value by name."""


class ItemReader:
    """Reads a list of layers in which expressions may use ``names``; what is wrong goes to ``problems``."""

    def __init__(
        self,
        problems: Problems,
        find: Callable[[str], Block | Signature | None],
        names: AbstractSet[str],
    ) -> None:
        self.problems = problems
        self.names = names | {"channels"}
        self.calls = CallReader(problems, find, self.names)

    def layers(self, node: Node | None, where: Mark) -> tuple[Item, ...]:
        """Read a whole list."""
        return self._list(node, where, "layers")

    def _list(self, node: Node | None, where: Mark, what: str) -> tuple[Item, ...]:
        if node is None or (isinstance(node, Scalar) and node.value is None):
            return ()
        if not isinstance(node, Sequence):
            self.problems.add("wrong-type", f"{what} must be a list of layers ('- conv: ...')", node.mark or where)
            return ()
        return tuple(item for entry in node.items if (item := self._item(entry)))

    def _item(self, node: Node) -> Item | None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return self._call(node, None, {})
        if not isinstance(node, Mapping):
            self.problems.add("wrong-type", "expected a layer: a word, or a word with its options", node.mark)
            return None
        allowed = (*BESIDE, "layers") if node.get("stage") else BESIDE
        beside: Beside = {}
        words = []
        for key, value in node.entries:
            if key.value in allowed:
                beside[str(key.value)] = key, value
            else:
                words.append((key, value))
        if not words:
            self.problems.add("missing-layer", "no layer stands here, only what may stand beside one", node.mark)
            return None
        (key, value), *others = words
        for other, _ in others:
            self._stray(str(key.value), other)
        return self._call(key, value, beside)

    def _stray(self, word: str, key: Scalar) -> None:
        other = str(key.value)
        cls = LAYERS.get(word)
        if cls and other in cls.options:
            hint = f"; an option stands inside: {word}: {{{other}: ...}}"
        else:
            hint = did_you_mean(other, BESIDE) or f"; only {', '.join(BESIDE)} may"
        self.problems.add("unknown-key", f"'{other}' cannot stand beside '{word}'{hint}", key.mark)

    def _call(self, key: Scalar, value: Node | None, beside: Beside) -> Item | None:
        word, mark = str(key.value), key.mark
        structure = None
        arguments: dict[str, Marked] = {}
        name = self._name(beside)
        if word in STRUCTURES:
            structure = self._structure(word, mark, value, beside)
            name = self._stage_name(value, key) if word == "stage" else name
        else:
            known = self.calls.signature(word, mark)
            if known is None:
                return None
            arguments = self.calls.arguments(word, mark, value, known)
        first = self.calls.first(word, beside)
        return Item(
            word=word,
            mark=mark,
            arguments=arguments,
            name=name,
            reads=self._reads(beside),
            weights=self._weights(word, beside),
            when=self._value(beside, "when"),
            repeat=self._value(beside, "repeat"),
            first=first,
            allow=self._allow(beside),
            structure=structure,
            layer=self.calls.layer(word, mark, arguments, first),
        )

    # What stands beside a word

    def _value(self, beside: Beside, key: str) -> Marked | None:
        return marked(beside[key][1], self.names, self.problems) if key in beside else None

    def _name(self, beside: Beside) -> str:
        if "name" not in beside:
            return ""
        node = beside["name"][1]
        return self._checked_name(node.value if isinstance(node, Scalar) else None, node)

    def _stage_name(self, value: Node | None, key: Scalar) -> str:
        return self._checked_name(value.value if isinstance(value, Scalar) else None, value or key)

    def _checked_name(self, value: object, at: Node) -> str:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not (isinstance(text, str) and NAME.fullmatch(text) and text != "input"):
            what = "a name is made of letters, digits, '_', '-', '+', '.' and '/' between its parts, and is not 'input'"
            self.problems.add("bad-name", what, at.mark)
            return ""
        # An expanded name has a part for every block around its layer.
        self.problems.name(max(text.split("/"), key=len), at)
        return text

    def _reads(self, beside: Beside) -> tuple[Reference, ...]:
        if "from" not in beside:
            return ()
        node = beside["from"][1]
        entries = node.items if isinstance(node, Sequence) else (node,)
        found = []
        for entry in entries:
            if isinstance(entry, Scalar) and isinstance(entry.value, str | int):
                found.append(Reference(str(entry.value), entry.mark))
            else:
                self.problems.add("wrong-type", "from must be the name of a layer, or a list of names", entry.mark)
        return tuple(found)

    def _weights(self, word: str, beside: Beside) -> Reference | None:
        if "weights" not in beside:
            return None
        key, node = beside["weights"]
        if not self.calls.is_layer(word):
            what = f"'weights' cannot stand beside '{word}', only beside a layer; name the layers inside it"
            self.problems.add("unknown-key", what, key.mark)
        elif isinstance(node, Scalar) and isinstance(node.value, str | int):
            return Reference(str(node.value), node.mark)
        else:
            self.problems.add("wrong-type", "weights must be the name of one layer", node.mark)
        return None

    def _allow(self, beside: Beside) -> dict[str, Reason]:
        return reasons(beside["allow"][1], self.problems) if "allow" in beside else {}

    # Structures

    def _structure(
        self, word: str, mark: Mark, value: Node | None, beside: Beside
    ) -> Stage | Residual | Branches | None:
        if word == "stage":
            if "layers" not in beside:
                self.problems.add("missing-option", "a stage needs 'layers' beside it", mark)
                return None
            return Stage(layers=self._list(beside["layers"][1], mark, "layers"))
        if word == "residual" and isinstance(value, Sequence):
            return Residual(body=self._list(value, mark, "residual"))
        if not isinstance(value, Mapping):
            shape = "a list of layers, or a mapping with 'body'" if word == "residual" else "a mapping with 'paths'"
            self.problems.add("wrong-type", f"{word} must be {shape}", value.mark if value else mark)
            return None
        known = ("body", "shortcut", "skip", "merge") if word == "residual" else ("paths", "merge")
        parts = {}
        for key, node in value.entries:
            if key.value in known:
                parts[str(key.value)] = node
            else:
                hint = did_you_mean(str(key.value), known) or f"; it has {', '.join(known)}"
                self.problems.add("unknown-option", f"{word} has no option '{key.value}'{hint}", key.mark)
        if known[0] not in parts:
            self.problems.add("missing-option", f"{word} must be given {known[0]}", mark)
            return None
        return self._residual(parts, mark) if word == "residual" else self._branches(parts, mark)

    def _part(self, parts: dict[str, Node], key: str) -> Marked | None:
        return marked(parts[key], self.names, self.problems) if key in parts else None

    def _residual(self, parts: dict[str, Node], mark: Mark) -> Residual:
        return Residual(
            body=self._list(parts["body"], mark, "body"),
            shortcut=self._list(parts.get("shortcut"), mark, "shortcut"),
            skip=self._part(parts, "skip"),
            merge=self._part(parts, "merge"),
        )

    def _branches(self, parts: dict[str, Node], mark: Mark) -> Branches | None:
        paths = parts["paths"]
        named: list[tuple[str, Node]]
        if isinstance(paths, Mapping):
            named = [(self._checked_name(key.value, key), node) for key, node in paths.entries]
        elif isinstance(paths, Sequence):
            named = [("", node) for node in paths.items]
        else:
            self.problems.add("wrong-type", "paths must be a list of lists of layers, or a mapping", paths.mark)
            return None
        found = tuple((name, self._list(node, mark, "a path")) for name, node in named)
        return Branches(paths=found, merge=self._part(parts, "merge"))


def reasons(node: Node, problems: Problems) -> dict[str, Reason]:
    """Read ``allow``: a finding's name and the reason to silence it."""
    if not isinstance(node, Mapping):
        problems.add("wrong-type", "allow must be a mapping: the finding's name, and the reason to allow it", node.mark)
        return {}
    problems.several("allow", len(node.entries), node)
    found = {}
    for key, value in node.entries:
        if isinstance(value, Scalar):
            problems.text(f"allow.{key.value}", value.text, value)
        if isinstance(value, Scalar) and isinstance(value.value, str) and value.value.strip():
            found[str(key.value)] = Reason(value.value, key.mark)
        else:
            problems.add("missing-reason", f"allow.{key.value} needs its reason as text", value.mark)
    return found
