"""Layers that read step by step, and tables of vectors."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.builder import references

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


def embedding(b: Builder, call: Call) -> None:
    """A vector for each whole number."""
    b.whole(call, "embedding", [b.read(call.given["indices"]), b.read(call.given["weight"])])


def recurrent(kind: str, sets: int) -> Callable[[Builder, Call], None]:
    """An LSTM or a GRU, layer upon layer; ``sets`` of states are put out behind the sequence."""

    def made(b: Builder, call: Call) -> None:
        given = call.given
        states = given["hx"] if isinstance(given["hx"], list) else [given["hx"]]
        if "batch_sizes" in given or not all(b.is_constant(state) for state in states):
            b.unknown(call, "it starts from what is worked out, or reads rows of several lengths")
            return
        if sets > 1 and _read(b, call, sets):
            b.unknown(call, "its cells' states are read")
            return
        _Stack(b, call, kind).run()

    return made


def _read(b: Builder, call: Call, output: int) -> bool:
    """Say whether something reads an output of a call."""
    if output >= len(call.outputs):
        return False
    name = call.outputs[output]
    later = (ref for other in b.exported.calls for ref in references(other.given.values()))
    return name in b.exported.outputs or any(ref.name == name for ref in later)


class _Stack:
    """The layers of one call, each of which reads the one below."""

    def __init__(self, b: Builder, call: Call, kind: str) -> None:
        self.b, self.call, self.kind = b, call, kind
        given = call.given
        self.layers, self.directions = int(given["num_layers"]), 1 + bool(given["bidirectional"])
        self.batch_first = bool(given["batch_first"])
        self.params = [b.read(ref) for ref in given["params"]]
        self.each = self.directions * (2 + 2 * bool(given["has_biases"]))

    def run(self) -> None:
        """Make all layers, and say what makes the sequence and the states."""
        b, call = self.b, self.call
        if len(self.params) != self.each * self.layers:
            b.unknown(call, "its states are projected")
            return
        x = b.read(call.given["input"])
        rows = x if self.batch_first else b.permute(x, (1, 0, 2))
        wants_rows, wants_states = _read(b, call, 0), _read(b, call, 1)
        ends: list[str] = []
        for layer in range(self.layers):
            only_end = layer == self.layers - 1 and not wants_rows and wants_states
            weights = self.params[layer * self.each : (layer + 1) * self.each]
            rows = self._layer(rows, weights, only_end=only_end)
            if wants_states:
                ends.append(rows if only_end else self._end(rows))
        if not (wants_states and not wants_rows):
            b.put(call, rows if self.batch_first else b.permute(rows, (1, 0, 2)))
        if wants_states:
            b.put(call, self._states(ends), 1)

    def _layer(self, rows: str, weights: Sequence[str], *, only_end: bool) -> str:
        units = self._units(weights)
        options: dict[str, Any] = {
            "units": units,
            "bidirectional": self.directions > 1,
            "biases": self._biases(weights),
            "sequence": not only_end,
        }
        batch, steps, _ = self.b.shape(rows)
        shape = (batch, self.directions * units) if only_end else (batch, steps, self.directions * units)
        return self.b.make(self.kind, [rows, *weights], shape, options)

    def _biases(self, weights: Sequence[str]) -> int:
        """Count the biases of each product; zeros in the place of one, as people put there who want but one, do not."""
        learned = [name for name in weights if len(self.b.shape(name)) == 1 and self.b.learned(name)]
        return len(learned) // self.directions

    def _units(self, weights: Sequence[str]) -> int:
        return self.b.shape(weights[1])[1]

    def _end(self, rows: str) -> str:
        """Give what is carried at the end: forwards of the last step, backwards of the first."""
        b, units = self.b, self.b.shape(rows)[2] // self.directions
        batch, steps, _ = b.shape(rows)
        last = b.reshape(b.slice(rows, 1, steps - 1, steps), (batch, units * self.directions))
        if self.directions == 1:
            return last
        first = b.reshape(b.slice(rows, 1, 0, 1), (batch, 2 * units))
        halves = [b.slice(last, 1, 0, units), b.slice(first, 1, units, 2 * units)]
        return b.make("concat", halves, (batch, 2 * units), {"axis": 1})

    def _states(self, ends: list[str]) -> str:
        """Give the states of all layers as PyTorch does: [layers and directions, N, units]."""
        b = self.b
        batch, width = b.shape(ends[0])
        one = ends[0]
        if len(ends) > 1:
            one = b.make("concat", ends, (batch, width * len(ends)), {"axis": 1})
        count = self.layers * self.directions
        return b.permute(b.reshape(one, (batch, count, width // self.directions)), (1, 0, 2))


OPERATORS: Final[Mapping[str, Callable[[Builder, Call], None]]] = MappingProxyType(
    {"embedding": embedding, "lstm": recurrent("lstm", 2), "gru": recurrent("gru", 1)}
)
"""By the operator's name."""
