"""From a description to the flat graph: blocks, repeats and branches written out, with every shape."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.errors import did_you_mean, listed
from reportgen.graph.draft import Draft, Stopped
from reportgen.graph.evaluate import Evaluator, Failed
from reportgen.graph.node import Graph
from reportgen.graph.scope import Left, Scope
from reportgen.ops import LAYERS
from reportgen.ops.options import shown
from reportgen.ops.reading import OptionProblems, make
from reportgen.spec.blocks import standard_block
from reportgen.spec.model import Branches, Residual, Stage
from reportgen.spec.words import NAMED, choices, layer_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.graph.copies import Copy
    from reportgen.graph.scope import Place
    from reportgen.ops.base import Layer
    from reportgen.ops.options import Value
    from reportgen.spec.model import Architecture, Block, Item, Marked, Reference


def build(architecture: Architecture) -> Graph:
    """Lower one network to its flat graph.

    Raises:
        ReportgenError: with everything that does not fit: shapes, names, expressions, caps.
    """
    draft = Draft(architecture)
    try:
        outputs = _Lowering(architecture, draft).outputs()
    except Stopped:
        outputs = ()
    draft.problems.raise_any()
    return Graph(tuple(draft.nodes), outputs)


class _Lowering:
    """One network being lowered into a draft."""

    def __init__(self, architecture: Architecture, draft: Draft) -> None:
        self.architecture, self.draft = architecture, draft
        self.evaluate = Evaluator(draft)
        self.depth = 0
        self.merges: dict[str, Layer] = {}
        """Those so far by their word: what joins the paths of one block joins those of its copies."""

    def outputs(self) -> tuple[int, ...]:
        """Lower all layers; give the places of the network's outputs."""
        names: dict[str, Place | Left] = {name: place for place, name in enumerate(self.architecture.inputs)}
        scope = Scope(input=0, arguments=self.architecture.arguments, names={"input": 0, **names})
        last = self._list(self.architecture.layers, 0, scope)
        ends = [self._find(reference, scope) for reference in self.architecture.outputs] or [last]
        return tuple(place for place in ends if place is not None)

    # Lists and items

    def _list(self, items: Iterable[Item], value: Place, scope: Scope) -> Place:
        for item in items:
            value = self._item(item, value, scope)
        return value

    def _item(self, item: Item, above: Place, scope: Scope) -> Place:
        reads: list[Place] = [self._find(r, scope) for r in item.reads] if item.reads else [above]
        named: Place | Left
        try:
            times = 1 if item.when is None and item.repeat is None else self._times(item, reads, scope)
            if isinstance(times, Left):
                self.draft.count(item, scope)
                value, named = above, times
            elif item.repeat is None:
                value = named = self._one(item, item.arguments, reads, scope, item.name)
            else:
                value = named = self._copies(item, times, reads, scope)
        except Failed:
            value = named = None
        if item.name:
            scope.names[item.name] = named
        return value

    def _times(self, item: Item, reads: Sequence[Place], scope: Scope) -> int | Left:
        """Count an item's copies, or say why there is none."""
        if item.when is not None and not self.evaluate.flag(item.when, "when", reads, scope):
            return Left(f"'{item.name}' is left out by its 'when'")
        times = 1 if item.repeat is None else self.evaluate.count(item.repeat, reads, scope)
        return times or Left(f"'{item.name}' is repeated 0 times")

    def _copies(self, item: Item, times: int, reads: list[Place], scope: Scope) -> Place:
        value, begun, done = reads[0], len(self.draft.nodes), 0
        while done < times:
            given = item.arguments if done else {**item.arguments, **item.first}
            done += 1
            name = f"{item.name}.{done}" if item.name else ""
            last, value = self._copy(item, given, reads, scope, name, begun)
            if last is not None:
                again = self._again(last, item, done, times, scope)
                done += again
                value = last.end + again * len(last.nodes)
            reads = [value]
        return value

    def _copy(  # noqa: PLR0913, PLR0917 - an item is all of these
        self, item: Item, given: Mapping[str, Marked], reads: list[Place], scope: Scope, name: str, begun: int
    ) -> tuple[Copy | None, Place]:
        """Lower a copy; give it where the next may be the same once more, and the place of what it hands on."""
        read, before = reads[0], self.draft.size
        value = self._one(item, given, reads, scope, name)
        # What stood there before all copies may also be read by its name, and would stay where it is.
        if read is None or read < begun:
            return None, value
        prefix = scope.prefix + (name or f"{item.word}.{scope.counts.get(item.word, 0)}")
        return self.draft.added(prefix, read, value, before), value

    def _again(self, last: Copy, item: Item, done: int, times: int, scope: Scope) -> int:
        """Repeat the last copy for those behind it, up to one that must be lowered; give how many were made."""
        before = done if item.name else scope.counts[item.word]
        begin = f"{scope.prefix}{item.name or item.word}."
        again = self.draft.repeat(last, [f"{begin}{before + copy}" for copy in range(1, times - done + 1)])
        if not item.name:
            scope.counts[item.word] += again
        return again

    def _one(self, item: Item, given: Mapping[str, Marked], reads: list[Place], scope: Scope, name: str) -> Place:
        """Lower one copy of an item; ``name`` is empty where it must be numbered."""
        self.draft.count(item, scope)
        if item.allow:
            scope = replace(scope, allow={**scope.allow, **item.allow})
        block = None if item.structure or item.layer else self._block(item.word, scope)
        if not (item.structure or block):
            return self._plain(item, given, reads, scope, name)
        if self.depth >= self.architecture.limits.block_depth:
            most = self.architecture.limits.block_depth
            what = f"blocks, stages, residuals and branches stand more than {most} deep within each other (block_depth)"
            self.draft.stop("blocks-too-deep", what, item.mark, scope)
        self.depth += 1
        try:
            return self._within(item, block, given, self._single(item, reads, scope), scope, name)
        finally:
            self.depth -= 1

    def _within(  # noqa: PLR0913, PLR0917 - a call is all of these
        self, item: Item, block: Block | None, given: Mapping[str, Marked], value: Place, scope: Scope, name: str
    ) -> Place:
        """Lower what holds layers of its own."""
        match item.structure:
            case Stage(layers=layers):
                return self._list(layers, value, scope.inner(name))
            case Residual() as residual:
                return self._residual(item, residual, value, self._segment(item, scope, name))
            case Branches() as branches:
                return self._branches(item, branches, value, self._segment(item, scope, name))
        assert block is not None, "a structure or a block"  # noqa: S101 - a defect of ours, not of the file
        return self._call(item, block, given, value, scope, name)

    def _plain(self, item: Item, given: Mapping[str, Marked], reads: list[Place], scope: Scope, name: str) -> Place:
        """Lower one layer."""
        layer = item.layer or self.evaluate.once(self._layer, item, given, reads, scope)
        if layer is None:
            return None
        if item.word in NAMED and layer.word == "identity":
            return self._single(item, reads, scope)  # an argument that names no activation leaves no layer
        id_ = scope.prefix + (name or scope.number(item.word))
        place = self.draft.add(layer, reads, id_, item.mark, scope, given=bool(name))
        if item.weights:
            owner = self._owner(item.weights, scope)
            if place is not None and owner is not None:
                self.draft.share(place, owner, item.weights.mark, scope)
        return place

    def _segment(self, item: Item, scope: Scope, name: str) -> Scope:
        """Open a structure's list: its layers are numbered with those around it, unless it is named or repeated."""
        segment = name or (scope.number(item.word) if item.repeat else "")
        return scope.inner(segment, given=bool(name)) if segment else scope

    def _single(self, item: Item, reads: Sequence[Place], scope: Scope) -> Place:
        if len(reads) != 1:
            self.draft.note(
                "many-inputs",
                f"{item.word} reads one input, not {len(reads)}; merge them first",
                item.mark,
                scope,
            )
        return reads[0]

    # Structures and blocks

    def _residual(self, item: Item, residual: Residual, value: Place, scope: Scope) -> Place:
        skip = residual.skip is None or self.evaluate.flag(residual.skip, "skip", [value], scope)
        body = self._list(residual.body, value, scope.inner())
        if not skip:
            return body
        shortcut = self._list(residual.shortcut, value, scope.inner())
        merge = self._merge(residual.merge, "add", [value], scope)
        ends = [shortcut, body] if merge.word == "concat" else [body, shortcut]
        return self.draft.add(merge, ends, scope.prefix + scope.number(merge.word), item.mark, scope)

    def _branches(self, item: Item, branches: Branches, value: Place, scope: Scope) -> Place:
        ends = [self._list(path, value, scope.inner(name)) for name, path in branches.paths]
        merge = self._merge(branches.merge, "concat", [value], scope)
        return self.draft.add(merge, ends, scope.prefix + scope.number(merge.word), item.mark, scope)

    def _merge(self, given: Marked | None, default: str, reads: Sequence[Place], scope: Scope) -> Layer:
        word = default if given is None else self.evaluate.value(given, reads, scope)
        if isinstance(word, str) and word in LAYERS and LAYERS[word].many:
            if word not in self.merges:
                self.merges[word] = make(LAYERS[word], {})
            return self.merges[word]
        merges = ", ".join(name for name, cls in LAYERS.items() if cls.many)
        mark = given.mark if given else self.architecture.mark
        return self.evaluate.fail("wrong-value", f"merge: expected {merges}, got {shown(word)}", mark, scope)

    def _block(self, word: str, scope: Scope) -> Block | None:
        own = None if scope.standard else self.architecture.blocks.get(word)
        return own or standard_block(word)

    def _call(  # noqa: PLR0913, PLR0917 - a call is all of these
        self, item: Item, block: Block, given: Mapping[str, Marked], value: Place, scope: Scope, name: str
    ) -> Place:
        prefix = f"{scope.prefix}{name or scope.number(item.word)}/"
        inner = Scope(
            prefix=prefix,
            numbered=scope.numbered if name else prefix,
            input=value,
            arguments=self._bound(block, given, value, scope),
            in_block=True,
            standard=block.standard,
            mark=scope.mark or (item.mark if block.standard else None),
            allow=scope.allow,
            names={"input": value},
        )
        return self._list(block.layers, value, inner)

    def _bound(self, block: Block, given: Mapping[str, Marked], value: Place, scope: Scope) -> dict[str, Value]:
        """Work a call's arguments out in the caller's list, and defaults in the block's.

        With them stand the channels that enter the block.
        """
        known, seen = self.evaluate.known, self.evaluate.seen([value], scope)
        outer = {} if block.standard else self.architecture.arguments
        bound: dict[str, Value] = {**outer, "channels": self.draft.channels(value)}
        for name, default in block.arguments.items():
            if name in given:
                bound[name] = known(given[name], seen, scope)
            elif default is not None:
                bound[name] = known(default, bound, scope)
        return bound

    # Layers

    def _layer(self, item: Item, given: Mapping[str, Marked], seen: Mapping[str, Value], scope: Scope) -> Layer | None:
        known = self.evaluate.known
        values = {name: known(value, seen, scope) for name, value in given.items()}
        cls = LAYERS.get(item.word)
        if item.word in NAMED:
            word = values.pop(item.word)
            cls = layer_for(item.word, word)
            if cls is None:
                near = did_you_mean(str(word), choices(item.word))
                self.evaluate.fail(
                    "wrong-value", f"no {item.word} is called {shown(word)}{near}", given[item.word].mark, scope
                )
        assert cls is not None, "the reader knows every word"  # noqa: S101 - a defect of ours, not of the file
        try:
            return make(cls, values)
        except OptionProblems as error:
            for problem in error.problems:
                place = given[problem.option].mark if problem.option in given else item.mark
                self.draft.note(problem.name, problem.message, place, scope)
            return None

    def _owner(self, reference: Reference, scope: Scope) -> Place:
        """Find the layer whose weights are used: by a name that can be read here, or by a path from one."""
        below = (self.draft.named(reference.name, prefix) for prefix in scope.prefixes())
        known = not isinstance(scope.find(reference.name), Left)
        place = None if known else next((place for place in below if place is not None), None)
        return self._find(reference, scope) if place is None else place

    def _find(self, reference: Reference, scope: Scope) -> Place:
        found = scope.find(reference.name)
        if not isinstance(found, Left):
            return found
        visible = scope.visible()
        hint = did_you_mean(reference.name, visible) or f"; names that stand above it here: {listed(visible)}"
        why = found.reason or f"no layer called '{reference.name}' can be seen from here{hint}"
        self.draft.note("unknown-from", why, reference.mark, scope)
        return None
