"""Layers that read step by step, and tables of vectors."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Final

from reportgen.importing.pytorch.aten.windows import first
from reportgen.importing.pytorch.builder import references
from reportgen.importing.pytorch.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
            _unknown(b, call, "it starts from what is worked out, or reads rows of several lengths")
        elif sets > 1 and b.wanted(call, sets):
            _unknown(b, call, "its cells' states are read")
        else:
            _Stack(b, call, kind).run()

    return made


def cell(b: Builder, call: Call) -> None:
    """One step, taken by itself."""
    _unknown(b, call, "it takes one step, and layers here read a row of them")


def _unknown(b: Builder, call: Call, why: str) -> None:
    """Tell a recurrent layer by its figures: each step goes through every matrix."""
    *steps, _ = b.shape(b.read(first(call)))
    shapes = [b.shape(b.read(ref)) for ref in references(call.given.values()) if b.learned(b.read(ref))]
    matrices = [shape for shape in shapes if len(shape) == 2]  # noqa: PLR2004 - the others are biases
    b.unknown(call, why, prod(steps) * sum(map(prod, matrices)))


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
            _unknown(b, call, "its states are projected")
            return
        x = b.read(call.given["input"])
        rows = x if self.batch_first else b.permute(x, (1, 0, 2))
        wants_rows, wants_states = b.wanted(call, 0), b.wanted(call, 1)
        ends: list[str] = []
        for layer in range(self.layers):
            only_end = layer == self.layers - 1 and not wants_rows and wants_states
            weights = self.params[layer * self.each : (layer + 1) * self.each]
            rows = self._layer(rows, weights, only_end=only_end)
            if wants_states:
                ends += self._ends(rows)
        if not (wants_states and not wants_rows):
            b.put(call, rows if self.batch_first else b.permute(rows, (1, 0, 2)))
        if wants_states:
            b.put(call, b.beside(ends), 1)

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

    def _ends(self, rows: str) -> Iterator[str]:
        """Give what each direction carries at the end: forwards of the last step, backwards of the first."""
        b, units = self.b, self.b.shape(rows)[-1] // self.directions
        for direction in range(self.directions):
            end = rows
            if len(b.shape(rows)) > 2:  # noqa: PLR2004 - every step is put out
                batch, steps, channels = b.shape(rows)
                step = 0 if direction else steps - 1
                end = b.reshape(b.slice(rows, 1, step, step + 1), (batch, channels))
            yield b.slice(end, 1, direction * units, (direction + 1) * units)


RULES: Final = (
    Rule(
        ("embedding",),
        embedding,
        ("embedding", "position_embedding"),
        "With a stored table; of fixed places.",
    ),
    Rule(
        ("lstm",),
        recurrent("lstm", 2),
        ("lstm",),
        "Layer upon layer, from states of zeros; projections, and cells' states that are read, are told.",
    ),
    Rule(("gru",), recurrent("gru", 1), ("gru",), "Layer upon layer, from states of zeros."),
    Rule(
        ("rnn_tanh", "rnn_relu"),
        recurrent("rnn", 1),
        ("custom",),
        "Told layer by layer, with parameters and multiply-adds.",
    ),
    Rule(
        ("lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"),
        cell,
        ("custom",),
        "Told step by step, with parameters and multiply-adds.",
    ),
)
"""In the order of the documentation."""
