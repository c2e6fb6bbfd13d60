"""Layers that read step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.importing.keras.rules import rule
from reportgen.importing.keras.tensors import UnexpressedError

if TYPE_CHECKING:
    from reportgen.importing.keras.building import Options
    from reportgen.importing.keras.call import Call
    from reportgen.importing.keras.tensors import Tensor

_GATES: Final = {"lstm": 4, "gru": 3, "rnn": 1}
STEPS: Final = (1, 0)
"""Steps and values, as Keras has them: values first here."""


def recurrent(call: Call, word: str, biases: int, *, both: bool = False, merge: str = "concat") -> tuple[Tensor, ...]:
    """Add a layer that reads a row of steps, or two that read it from both ends; its states behind what it puts out.

    ``merge`` says what becomes of what two put out: other than side by side, it has no word here.
    """
    config = call.config
    units, whole = config.whole("units"), config.flag("return_sequences", default=False)
    biases = biases if config.flag("use_bias") else 0
    x = call.reads[0]
    if len(x.keras) != len(STEPS):
        raise UnexpressedError("it reads more than steps of values")
    steps, values = x.keras
    lost = _unsaid(call, word, whole=whole) or (merge != "concat" and f"its outputs are merged by '{merge}'")
    if lost:
        weights = (1 + both) * _GATES[word] * units * (values + units)
        out = (units * (1 + (both and merge == "concat")),)
        stored = weights + (1 + both) * _GATES[word] * units * biases
        raise UnexpressedError(lost, (steps, *out) if whole else out, parameters=stored, macs=weights * steps)
    x = call.laid(x, STEPS)
    options: Options = {"units": units, "bidirectional": both, "sequence": whole, "biases": biases}
    found = [call.emit(word, x, options=options, axes=STEPS if whole else (0,))]
    for number in range(1, call.wanted):
        # What is put out at the end is the first state; the last may be another.
        if number > 1 or both:
            found.append(_state(call, found[0], units, number))
        elif whole:
            last = {"index": steps - 1}
            found.append(call.emit("take_token", found[0], options=last, part=f"state.{number}", axes=(0,)))
        else:
            found.append(found[0])
    return tuple(found)


def _state(call: Call, read: Tensor, units: int, number: int) -> Tensor:
    """Add a state that a recurrent layer gives away, which no layer here does."""
    options = {"output": [units], "parameters": 0, "receptive_field": "global"}
    why = "a state that a recurrent layer gives away"
    return call.emit("custom", read, options=options, part=f"state.{number}", axes=(0,), remark=why)


def _unsaid(call: Call, word: str, *, whole: bool) -> str:
    """Say what of it has no word here; empty: nothing."""
    if word == "rnn":
        return "a recurrent layer without gates"
    if len(call.reads) > 1:
        return "it is given a state to begin with"
    if whole and call.config.flag("go_backwards", default=False):
        return "it reads its steps from the end"
    return ""


@rule("LSTM", "CuDNNLSTM", becomes="lstm")
def lstm(call: Call) -> tuple[Tensor, ...]:
    """One vector of biases, as Keras has it. Given states, and steps read from the end, are told."""
    return recurrent(call, "lstm", biases_of(call.record.kind, reset_after=False))


@rule("GRU", "CuDNNGRU", becomes="gru")
def gru(call: Call) -> tuple[Tensor, ...]:
    """`reset_after` has two vectors of biases, otherwise there is one."""
    return recurrent(call, "gru", biases_of(call.record.kind, reset_after=resets_after(call)))


def resets_after(call: Call) -> bool:
    """Read how a GRU resets its state; the first versions of Keras 2 did not ask."""
    return call.config.flag("reset_after", default=not call.record.old)


def biases_of(kind: str, *, reset_after: bool) -> int:
    """Count the vectors of biases of a recurrent layer."""
    return 2 if kind.startswith("CuDNN") or (kind.endswith("GRU") and reset_after) else 1


@rule("SimpleRNN", becomes="custom")
def simple_rnn(call: Call) -> tuple[Tensor, ...]:
    """Told with its parameters and multiply-adds."""
    return recurrent(call, "rnn", 1)


RULES = (lstm, gru, simple_rnn)
