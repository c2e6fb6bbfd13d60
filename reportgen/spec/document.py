"""A whole file: from its text to one checked architecture for each network that it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Mark
from reportgen.spec.blocks import BlockReader, argument_entries, cycles, signatures, standard_block
from reportgen.spec.expressions import ExpressionError, render
from reportgen.spec.items import ItemReader, reasons
from reportgen.spec.memo import Memo
from reportgen.spec.metadata import Metadata
from reportgen.spec.model import Architecture, Block, Reference
from reportgen.spec.nodes import Mapping, Scalar, Sequence
from reportgen.spec.problems import Problems
from reportgen.spec.text import quoted
from reportgen.spec.values import Open, constant, marked, resolve
from reportgen.spec.words import NAME
from reportgen.spec.yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Set as AbstractSet

    from reportgen.limits import Limits
    from reportgen.ops.base import Shape
    from reportgen.ops.options import Value
    from reportgen.spec.calls import Signature
    from reportgen.spec.model import Item, Marked, Reason
    from reportgen.spec.nodes import Node
    from reportgen.spec.source import SourceFile

OVERRIDES: Final = (
    "name", "summary", "description", "year", "input", "inputs", "published", "metrics", "budgets", "tags", "allow",
)  # fmt: skip
"""What a variant may say otherwise, besides the file's arguments."""
KEYS: Final = (
    *OVERRIDES, "family", "owner", "status", "extra", "links", "outputs", "arguments", "variants", "blocks", "layers",
)  # fmt: skip


def _allowed(view: Metadata, key: str) -> dict[str, Reason]:
    node = view.get(key)
    return reasons(node, view.problems) if node else {}


ABOUT: Final[AnyMapping[str, Callable[[Metadata, str], Any]]] = {
    "family": Metadata.name,
    "description": Metadata.text,
    "year": Metadata.year,
    "tags": Metadata.texts,
    "owner": Metadata.name,
    "status": Metadata.status,
    "extra": Metadata.pairs,
    "links": Metadata.links,
    "published": Metadata.claims,
    "metrics": Metadata.metrics,
    "budgets": Metadata.claims,
    "allow": _allowed,
}
"""What is said about a network besides its layers, in the order in which it is read, and how."""


def read(source: SourceFile, text: str, limits: Limits) -> tuple[Architecture, ...]:
    """Read one file; raise ``ReportgenError`` with everything that is wrong in it."""
    root = read_yaml(text, source.path, limits)
    problems = Problems(text, source.path, limits)
    networks = Document(source, text, root, problems).architectures()
    problems.raise_any()
    return networks


class Document:
    """One file being read."""

    def __init__(self, source: SourceFile, text: str, root: Mapping, problems: Problems) -> None:
        self.source, self.text, self.root, self.problems = source, text, root, problems
        self.limits = problems.limits
        self.top = Metadata(root, problems)
        self.start = Mark(source.path, 1)
        self.arguments = dict(argument_entries(root.get("arguments"), problems))
        self.signatures = signatures(root.get("blocks"), problems)
        self.ids = Memo(source.id_of)
        # What these keep must not lead back here: then all nodes go with the document, and wait for no collector.
        top, arguments = self.top, self.arguments
        self.common: Memo[str, Any] = Memo(lambda key: ABOUT[key](top, key))
        """Reads a part of ``ABOUT`` that the file says, once for all its variants."""
        self.defaults: Memo[str, Marked | None] = Memo(lambda name: _default(name, arguments, problems))
        """Reads the default of an argument, once for all variants that leave it out."""

    def architectures(self) -> tuple[Architecture, ...]:
        """Give every network of the file."""
        self.top.known(KEYS, "a network")
        names = frozenset(self.arguments)
        blocks = self._blocks(names)
        layers = ItemReader(self.problems, self._find, names).layers(self.root.get("layers"), self.start)
        if self.top.get("layers") is None:
            self.problems.add("missing-layers", "a network must be given layers", self.start)
        variants = self._variants()
        if not variants:
            return (self._network(None, None, blocks, layers),)
        return tuple(self._network(key, node, blocks, layers) for key, node in variants)

    def _find(self, word: str) -> Block | Signature | None:
        return self.signatures[word] if word in self.signatures else standard_block(word)

    def _blocks(self, names: frozenset[str]) -> AnyMapping[str, Block]:
        reader = BlockReader(self.problems, self._find, names)
        node = self.root.get("blocks")
        entries = node.entries if isinstance(node, Mapping) else ()
        read = ((str(k.value), reader.block(str(k.value), v)) for k, v in entries)
        blocks = {name: block for name, block in read if block and name in self.signatures}
        cycles(blocks, self.problems)
        return blocks

    def _variants(self) -> list[tuple[Scalar, Mapping]]:
        node = self.top.get("variants")
        if node is None:
            return []
        if not isinstance(node, Mapping) or not node.entries:
            self.problems.add("wrong-type", "variants must be a mapping: an id, and what it sets", node.mark)
            return []
        if len(node.entries) > self.limits.variants:
            most, there = self.limits.variants, len(node.entries)
            what = f"a file has at most {most:,} variants (variants), not {there:,}; use a file for each"
            self.problems.add("too-many-variants", what, node.mark)
            return []
        found = []
        ids: dict[str, Scalar] = {}
        for key, value in node.entries:
            self.problems.name(key.text, key)
            first = ids.setdefault(self.ids[key.text], key)
            if first is not key:
                what = f"the variant {key.text} has the id of {first.text}, '{self.ids[key.text]}'; rename one"
                self.problems.add("repeated-id", what, key.mark)
            if isinstance(value, Mapping):
                found.append((key, value))
            elif isinstance(value, Scalar) and value.value is None:
                found.append((key, Mapping((), value.excerpts, value.start, value.end)))
            else:
                self.problems.add("wrong-type", f"variant {key.value} must be a mapping", value.mark)
        return found

    def _network(
        self,
        key: Scalar | None,
        node: Mapping | None,
        blocks: AnyMapping[str, Block],
        layers: tuple[Item, ...],
    ) -> Architecture:
        own = Metadata(node or self.root._replace(entries=()), self.problems)
        variant = None if key is None else str(key.value)
        own.known((*OVERRIDES, *self.arguments), f"variant {variant}")
        arguments = self._values(own)
        return Architecture(
            id=self.ids[variant],
            source=self.source.path,
            variant=variant,
            mark=key.mark if key else self.start,
            text=self.text,
            name=self._words(own, "name", arguments) or variant or self.source.stem,
            summary=self._words(own, "summary", arguments),
            inputs=self._inputs(own, arguments),
            outputs=self._outputs(),
            arguments=arguments,
            blocks=blocks,
            layers=layers,
            limits=self.limits,
            **self._about(own),
        )

    def _about(self, own: Metadata) -> dict[str, Any]:
        """Read what is said about the network, each part where the variant or else the file says it."""
        own_parts = own.given.keys() & OVERRIDES
        said = {key: read(own, key) if key in own_parts else self.common[key] for key, read in ABOUT.items()}
        said["family"] = said["family"] or self.source.family
        return said

    def _values(self, own: Metadata) -> dict[str, Value]:
        """Work the file's arguments out in order; a default may use those before it."""
        found: dict[str, Value] = {}
        for name, default in self.arguments.items():
            node = own.get(name)
            try:
                found[name] = constant(node or default)
            except Open:
                read = _read(node, found.keys(), self.problems) if node else self.defaults[name]
                found[name] = self._resolved(f"arguments.{name}", node or default, read, found)
        return found

    def _resolved(self, what: str, node: Node, read: Marked | None, known: AnyMapping[str, Value]) -> Value:
        """Work out what was read of a node; ``None`` where something is wrong with it."""
        try:
            return resolve(read, known, self.limits) if read else None
        except ExpressionError as error:
            self.problems.add(error.name, f"{what}: {error}", node.mark)
            return None

    def _words(self, own: Metadata, key: str, arguments: AnyMapping[str, Value]) -> str:
        view = own if own.get(key) is not None else self.top
        text, node = view.text(key), view.get(key)
        if node is None:
            return text
        try:
            text = render(text, arguments, self.limits) if "$" in text else text
        except ExpressionError as error:
            self.problems.add(error.name, f"{key}: {error}", node.mark)
            return text
        if key == "name":
            self.problems.name(text, node)
        return text

    def _inputs(self, own: Metadata, arguments: AnyMapping[str, Value]) -> dict[str, Shape]:
        for view in (own, self.top):
            single, several = view.get("input"), view.get("inputs")
            if single and several:
                self.problems.add("unknown-key", "give 'input' or 'inputs', not both", several.mark)
            if single:
                return {"input": self._shape("input", single, arguments)}
            if several:
                named = view.entries("inputs")
                shapes = {self._input(k): self._shape(f"inputs.{k.value}", v, arguments) for k, v in named}
                if shapes or not isinstance(several, Mapping):
                    return shapes or {"input": (1,)}
        self.problems.add(
            "missing-input",
            "a network must be given its input, such as input: [3, 224, 224]",
            self.start,
        )
        return {"input": (1,)}

    def _input(self, key: Scalar) -> str:
        if not NAME.fullmatch(key.text):
            what = f"an input's name is made of letters, digits, '_', '-', '+' and '.', not {quoted(key.text)}"
            self.problems.add("bad-name", what, key.mark)
        return key.text

    def _shape(self, key: str, node: Node, arguments: AnyMapping[str, Value]) -> Shape:
        try:
            value = constant(node)
        except Open:
            before = self.problems.noted
            value = self._resolved(key, node, _read(node, arguments.keys(), self.problems), arguments)
            if self.problems.noted > before:
                return (1,)
        return self._checked(key, node, value)

    def _checked(self, key: str, node: Node, value: Value) -> Shape:
        most = self.limits.axis
        if isinstance(value, list) and any(isinstance(n, int) and n > most for n in value):
            self.problems.add("axis-too-long", f"{key}: an axis has at most {most:,} cells (axis)", node.mark)
            return (1,)
        if (
            isinstance(value, list)
            and 1 <= len(value) <= 4  # noqa: PLR2004 - channels and up to three axes
            and (axes := tuple(n for n in value if isinstance(n, int) and not isinstance(n, bool) and n >= 1))
            and len(axes) == len(value)
        ):
            return axes
        what = "a list of one to four whole numbers of at least 1, channels first: [C], [C, L], [C, H, W]"
        self.problems.add("wrong-type", f"{key}: expected {what}", node.mark)
        return (1,)

    def _outputs(self) -> tuple[Reference, ...]:
        node = self.top.get("outputs")
        if node is None:
            return ()
        entries = node.items if isinstance(node, Sequence) else (node,)
        self.problems.several("outputs", len(entries), node)
        for entry in entries:
            if not isinstance(entry, Scalar):
                self.problems.add("wrong-type", "outputs must be the names of layers", entry.mark)
        return tuple(Reference(e.text, e.mark) for e in entries if isinstance(e, Scalar))


def _default(name: str, arguments: AnyMapping[str, Node], problems: Problems) -> Marked | None:
    names = list(arguments)
    return _read(arguments[name], set(names[: names.index(name)]), problems)


def _read(node: Node, names: AbstractSet[str], problems: Problems) -> Marked | None:
    """Read a value in which names may stand; ``None`` where something is wrong with it."""
    before = problems.noted
    found = marked(node, names, problems)
    return found if problems.noted == before else None
