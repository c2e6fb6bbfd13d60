"""Reports as text, and back again; layers and findings, which are most of it, are read when somebody asks for them.

A report that is read back equals the one that was written, figure by figure: JSON keeps whole numbers exact, writes
fractions so that they come back the same, and tells ``None`` from 0.
"""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics.registry import TOTALS
from reportgen.late import LateTuple
from reportgen.report import SEVERITIES, Allowed, Finding, LayerReport, Metric, NetworkReport, Published, Verdict
from reportgen.to_json import SCHEMA, layer_json, network_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reportgen.report import Told

_LAYERS: Final = "layers"
_PLAIN: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("id", "name", "family", "source", "summary", "description", "owner", "status"), (str,)),
        "variant": (str, NoneType),
        "year": (int, NoneType),
        **dict.fromkeys(("extra", "links", "totals"), (dict,)),
    }
)
"""What is in JSON as it is in a report, and its types."""
_FINDING: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {**dict.fromkeys(("name", "message", "advice"), (str,)), "layer": (str, NoneType), "line": (int,)}
)
"""What a finding tells beside its severity, and its types."""
_TYPES: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {"array": (list,), "integer": (int,), "number": (int, float), "object": (dict,), "null": (NoneType,)}
)
"""What JSON's types become."""


def _types(names: str | list[str]) -> tuple[type, ...]:
    """Give the types of values of which a schema names one type or several."""
    return tuple(kind for name in ([names] if isinstance(names, str) else names) for kind in _TYPES[name])


_TOTALS: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {total.name: _types(total.schema["type"]) for total in TOTALS}
)
"""Every total of a network, and the types that it may have."""


class StoredLayers(LateTuple[LayerReport]):
    """The layers of a network as JSON, which is read when somebody asks for one."""

    def __init__(
        self,
        count: int,
        rows: Mapping[str, int],
        text: Callable[[], str],
        sketch: str | None = None,
        told: Told | None = None,
    ) -> None:
        super().__init__(lambda: map(_layer, json.loads(text())), count)
        self.text = text
        self.rows = rows
        """Place of each layer that a finding is about, from 1."""
        self.sketch = sketch
        """What tables show of them, so that they need not be read for that; ``None`` where nobody kept it."""
        self.told = told
        """Digests of them and of what stands in tables beside them; ``None`` where nobody kept these."""


def document_text(networks: Iterable[NetworkReport], broken: str = "[]") -> str:
    """Give networks as the text of one JSON document; ``broken`` is that of the files that could not be read."""
    return f"{document_opening()}{', '.join(map(network_text, networks))}{document_closing(broken)}"


def document_opening() -> str:
    """Give what stands before the networks of a document, which are separated by commas."""
    return f'{{"schema": "{SCHEMA}", "networks": ['


def document_closing(broken: str) -> str:
    """Give what stands behind them."""
    return f'], "broken": {broken}}}'


def network_text(network: NetworkReport) -> str:
    """Give the text of a network's JSON; what is text already is not read first."""
    before, after = split(network)
    return f'{before}, "{_LAYERS}": {layers_text(network)}, {after}'


def split(network: NetworkReport) -> tuple[str, str]:
    """Give the text of a network's JSON before its layers, and behind them."""
    values = network_json(replace(network, layers=()))
    keys = list(values)
    at = keys.index(_LAYERS)
    before, after = ({key: values[key] for key in part} for part in (keys[:at], keys[at + 1 :]))
    return _text(before).removesuffix("}"), _text(after).removeprefix("{")


def without_words(network: NetworkReport) -> NetworkReport:
    """Give what pages of several networks may tell of one: all but what only its own page does."""
    return replace(network, description="", extra={}, links={})


def rows_of_findings(network: NetworkReport) -> Mapping[str, int]:
    """Give the place, from 1, of each layer that a finding is about, by its id."""
    if isinstance(network.layers, StoredLayers):
        return network.layers.rows
    named = {finding.layer for finding in network.findings}
    return {layer.id: place for place, layer in enumerate(network.layers, 1) if layer.id in named}


def layers_text(network: NetworkReport) -> str:
    """Give the text of a network's layers."""
    if isinstance(network.layers, StoredLayers):
        return network.layers.text()
    return _text([layer_json(layer) for layer in network.layers])


def findings_json(network: NetworkReport) -> list[dict[str, Any]]:
    """Give the JSON of a network's findings."""
    found: list[dict[str, Any]] = network_json(replace(network, layers=()))["findings"]
    return found


def findings(values: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Make findings from their JSON; raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is not theirs."""
    found = tuple(values)
    for each in found:
        _refuse_others(each, _FINDING)
        SEVERITIES.index(each["severity"])
    return tuple(Finding(**each) for each in found)


def network(values: dict[str, Any], layers: Sequence[LayerReport], findings: Sequence[Finding]) -> NetworkReport:
    """Make a report from its JSON without layers and findings, and these.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is not the JSON of a network.
    """
    _refuse_others(values, _PLAIN)
    _refuse_others(values["totals"], _TOTALS)
    inputs = values["input"] if isinstance(values["input"], dict) else {"input": values["input"]}
    return NetworkReport(
        **{name: values[name] for name in _PLAIN},
        tags=tuple(values["tags"]),
        inputs={name: tuple(shape) for name, shape in inputs.items()},
        outputs=tuple(values["outputs"]),
        layers=layers,
        findings=findings,
        allowed=tuple(Allowed(**each | {"layers": tuple(each["layers"])}) for each in values["allowed"]),
        published=tuple(Published(**each) for each in values["published"]),
        metrics=tuple(Metric(**each) for each in values["metrics"]),
        verdict=Verdict(**values["verdict"]),
    )


def _refuse_others(values: Mapping[str, Any], wanted: Mapping[str, tuple[type, ...]]) -> None:
    """Raise ``KeyError`` or ``TypeError`` where a value is missing, or of another type than it was written with."""
    for name, types in wanted.items():
        if not isinstance(values[name], types):
            raise TypeError(name)


def _layer(values: dict[str, Any]) -> LayerReport:
    return LayerReport(
        id=values.pop("id"),
        op=values.pop("op"),
        line=values.pop("line"),
        inputs=tuple(values.pop("inputs")),
        weights=values.pop("weights", None),
        output_shape=tuple(values.pop("output_shape")),
        options=values.pop("options"),
        values=values,
    )


def _text(value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    return json.dumps(value, ensure_ascii=False, default=float)
