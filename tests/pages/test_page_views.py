"""What pages say: figures in words, the unknown as unknown, findings gathered, the weakest layer marked."""

# ruff: noqa: RUF001 - pages write the signs of multiplication and subtraction

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from page_reading import read

from reportgen import Catalogue
from reportgen.charts import tradeoff
from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.registry import COLUMNS, DIAGNOSTICS, TOTALS
from reportgen.ops import LAYERS
from reportgen.ops.options import options_of
from reportgen.pages import PageOptions
from reportgen.pages.book import Book
from reportgen.pages.views import (
    catalogue_table,
    claims,
    examples,
    findings,
    json_keys,
    key_figures,
    layer_table,
    listing,
)
from reportgen.pages.views.along import along
from reportgen.pages.views.broken import problem
from reportgen.pages.views.definitions import type_words
from reportgen.pages.views.layer_row import options
from reportgen.pages.views.words import listed, percents, plural, sort_key
from reportgen.report import Finding, Metric, Published
from reportgen.to_json import document, layer_json, network_json

if TYPE_CHECKING:
    from page_reading import Read

    from reportgen import NetworkReport
    from reportgen.pages import Page

PAGE = "networks/nolearn/seed-net/index.md"


@pytest.fixture(scope="session")
def seed(catalogue: Catalogue) -> NetworkReport:
    return next(network for network in catalogue.networks if network.id.endswith("seed-net"))


@pytest.fixture(scope="session")
def deep(catalogue: Catalogue) -> NetworkReport:
    return next(network for network in catalogue.networks if network.id.endswith("deep-net"))


def unknowing(report: NetworkReport) -> NetworkReport:
    """Forget all that a network may not know of itself."""
    nullable = {c.name for c in COLUMNS if "null" in c.schema.get("type", ())} - {"live_bytes", "operations"}
    layers = tuple(
        dataclasses.replace(layer, values={k: None if k in nullable else v for k, v in layer.values.items()})
        for layer in report.layers
    )
    kept = ("layers", "activations", "product_activations", "peak_activation_bytes", "roofline")
    totals = {name: value if name in kept else None for name, value in report.totals.items()}
    return dataclasses.replace(report, layers=layers, totals=totals)


def with_values(report: NetworkReport, layer: str, **values: Any) -> NetworkReport:
    layers = tuple(
        dataclasses.replace(each, values={**each.values, **values}) if each.id == layer else each
        for each in report.layers
    )
    return dataclasses.replace(report, layers=layers)


def test_key_figures_read_as_people_write_them(seed: NetworkReport) -> None:
    said = {card.title: (card.value, card.note) for card in key_figures.cards(seed, PAGE)}

    assert said["Parameters"] == ("122 k", "all trainable")
    assert said["MACs"] == ("5.64 M", "11.3 M FLOPs")
    assert said["Depth"] == ("7", "of 18 layers")
    assert said["Receptive field"] == ("26 px", "of 28 × 28 px")
    assert said["Least capacity"] == ("50.0%", "bound 16.7%")


def test_key_figures_past_their_bound_are_marked(deep: NetworkReport) -> None:
    tones = {card.title: card.tone for card in key_figures.cards(deep, PAGE)}
    assert tones["Least capacity"] == "magenta"
    assert tones["Coverage"] == ""


def test_every_total_is_on_the_page_and_leads_to_its_definition(made: dict[str, Page], reads: dict[str, Read]) -> None:
    seen = reads[PAGE].values("href")
    for diagnostic in DIAGNOSTICS:
        for total in diagnostic.totals:
            anchor = key_figures.anchor(diagnostic, total.name)
            assert f"../../../guide/{diagnostic.name}/index.md#{anchor}" in seen, total.name
            assert f"guide/{diagnostic.name}/index.md" in made


def test_the_unknown_is_said_to_be_unknown_and_never_zero(seed: NetworkReport) -> None:
    report = unknowing(seed)
    cards = {card.title: card.value for card in key_figures.cards(report, PAGE)}
    rows = layer_table.table(report).groups[0].rows

    assert cards["Parameters"] == cards["MACs"] == cards["Depth"] == "unknown"
    assert {row.parameters for row in rows} == {row.macs for row in rows} == {"unknown"}
    assert {row.field for row in rows} == {row.exact.capacity for row in rows} == {"unknown"}
    assert layer_table.table(report).macs == "unknown"


def test_pages_of_the_unknown_can_be_made(seed: NetworkReport) -> None:
    from reportgen.pages import pages  # noqa: PLC0415 - beside its use
    from reportgen.pages.page import Page  # noqa: PLC0415 - same

    for item in pages(Catalogue(networks=(seed, dataclasses.replace(unknowing(seed), id="unknowing")))):
        if isinstance(item, Page):
            assert all(make() for make in item.slots.values())


def test_layers_stand_in_file_order_with_their_figures(seed: NetworkReport) -> None:
    table = layer_table.table(seed)
    rows = {row.name: row for group in table.groups for row in group.rows}

    assert list(rows) == [layer.id for layer in seed.layers]
    assert table.groups[0].name == ""
    assert (rows["conv.2"].parameters, rows["conv.2"].macs) == ("18,496", "2,230,272")
    assert rows["conv.2"].options == "3×3"
    assert (rows["conv.2"].exact.capacity, rows["conv.2"].nolearn.capacity) == ("75.0", "85.7")
    assert rows["dense.1"].field == "global"
    assert table.parameters == "122,154"


def test_the_weakest_layer_alone_is_marked(seed: NetworkReport, deep: NetworkReport) -> None:
    for report, layer, least in ((seed, 6, "50.0"), (deep, 19, "14.3")):
        rows = [row for group in layer_table.table(report).groups for row in group.rows]
        (weakest,) = (row for row in rows if row.exact.least)
        assert (weakest.anchor, weakest.exact.capacity) == (f"layer-{layer}", least)


def test_quiet_rows_are_those_that_see_as_what_they_read(seed: NetworkReport) -> None:
    rows = {row.name: row for group in layer_table.table(seed).groups for row in group.rows}
    assert rows["relu.1"].quiet
    assert not rows["max_pool.1"].quiet
    assert not rows["conv.1"].quiet


def test_a_layer_whose_macs_are_unknown_is_not_quiet(seed: NetworkReport) -> None:
    report = with_values(seed, "relu.1", macs=None)
    rows = {row.name: row for group in layer_table.table(report).groups for row in group.rows}
    assert not rows["relu.1"].quiet
    assert rows["relu.1"].macs == "unknown"


def test_an_option_with_parts_is_worded_in_brackets(seed: NetworkReport) -> None:
    sight = {"output": (8, 4, 4), "macs": 9, "receptive_field": {"kernel": 3, "stride": (2, 1)}}
    layer = dataclasses.replace(seed.layers[0], options=sight)
    assert options(layer) == "macs 9, receptive field (kernel 3, stride (2, 1))"


def test_groups_add_their_layers_up(catalogue: Catalogue) -> None:
    report = next(network for network in catalogue.networks if network.id.endswith("squeezenet-1-1"))
    table = layer_table.table(report)
    parameters = [int(group.parameters.replace(",", "")) for group in table.groups]

    assert len(table.groups) > 3
    assert sum(parameters) == report.totals["parameters"]["trainable"]
    assert sum(len(group.rows) for group in table.groups) == len(report.layers)
    assert sum(group.exact.least for group in table.groups) == 1


def test_tiny_memory_is_not_told_as_nothing(seed: NetworkReport) -> None:
    large = with_values(seed, "conv.1", live_bytes=5_000_000)
    rows = {row.name: row for group in layer_table.table(large).groups for row in group.rows}
    assert layer_table.table(large).memory_unit == "MB"
    assert rows["dense.1"].memory == "<0.01"


def test_findings_of_one_line_stand_together(deep: NetworkReport) -> None:
    layers = [layer.id for layer in deep.layers[:40]]
    many = tuple(
        Finding(name="even-kernel", severity="info", layer=layer, line=7, message=f"{layer} is even.", advice="")
        for layer in layers
    )
    error = Finding(name="budget-exceeded", severity="error", layer=None, line=0, message="Too much.", advice="Less.")
    groups = findings.by_rule(dataclasses.replace(deep, findings=(*many, error)))

    assert [group.name for group in groups] == ["budget-exceeded", "even-kernel"]
    (place,) = groups[1].places
    assert (place.line, place.more, place.worst.layer) == (7, f"{len(layers) - 1} more layers", layers[0])
    assert 1 + len(place.others) + place.untold == len(layers)
    assert place.worst.anchor == "layer-1"


def test_the_file_has_its_findings_beside_its_lines(deep: NetworkReport, catalogue: Catalogue) -> None:
    shown = listing.lines(catalogue.sources[deep.source], findings.by_rule(deep))
    flagged = {line.number: [remark.text for remark in line.remarks] for line in shown if line.remarks}

    assert set(flagged) == {finding.line for finding in deep.findings}
    assert any("image-not-covered" in text for texts in flagged.values() for text in texts)
    assert "\n".join(line.text for line in shown) == catalogue.sources[deep.source].rstrip("\n")


@pytest.mark.parametrize(
    ("published", "computed", "agrees", "misprint", "verdict", "difference"),
    [
        (100, 100, True, "", "agrees", "none"),
        (1000, 1010, False, "", "differs", "+1.00%"),
        (1000, 990, False, "a typo", "misprint", "-1.00%"),
        (1000, None, False, "", "unknown", "unknown"),
    ],
)
def test_published_figures_stand_beside_ours(  # noqa: PLR0913 - a row of the table
    seed: NetworkReport,
    *,
    published: int,
    computed: int | None,
    agrees: bool,
    misprint: str,
    verdict: str,
    difference: str,
) -> None:
    one = Published(
        figure="macs", published=published, computed=computed, agrees=agrees, source="a paper", misprint=misprint
    )
    (claim,) = claims.claims(dataclasses.replace(seed, published=(one,)), PAGE)
    assert (claim.verdict, claim.difference, claim.figure) == (verdict, difference, "MACs")


def test_metrics_of_other_data_are_not_compared(seed: NetworkReport, deep: NetworkReport) -> None:
    mnist = Metric(name="top-1", value=99.125, unit="%", dataset="MNIST")
    other = Metric(name="top-1", value=50.0, unit="%", dataset="CIFAR")
    networks = (
        dataclasses.replace(seed, metrics=(mnist,)),
        dataclasses.replace(deep, metrics=(mnist,)),
        dataclasses.replace(deep, id="third", metrics=(other,)),
    )
    book = Book(catalogue=Catalogue(networks=networks), options=PageOptions())
    table = catalogue_table.table(book.homes, networks, "networks/index.md")

    assert [column.title for column in table.columns[-2:]] == ["Findings", "top-1 on MNIST, %"]
    assert [[cell.text for cell in row.metrics] for row in table.rows] == [["99.1"], ["99.1"], [""]]


def test_cost_chart_names_the_column_of_its_metric_as_the_table_does(seed: NetworkReport) -> None:
    def network(place: int) -> NetworkReport:
        return dataclasses.replace(seed, id=str(place), metrics=(Metric(name="top-1", value=place, unit="%"),))

    networks = tuple(map(network, range(1, 4)))
    whole = Catalogue(networks=networks)
    table = catalogue_table.table(Book(catalogue=whole, options=PageOptions()).homes, networks, "networks/index.md")

    assert tradeoff.MACS.same_figures(whole) == ("macs", "top-1, %")
    assert "top-1, %" in [column.title for column in table.columns]


def test_a_long_table_has_what_is_referred_to_among_the_dearest(seed: NetworkReport) -> None:
    free = dataclasses.replace(seed.layers[-1], inputs=("conv.1",), values=dict(seed.layers[0].values, macs=0))
    free.values["parameters"] = {"trainable": 0, "buffers": 0}
    dear = dataclasses.replace(seed.layers[0], inputs=("conv.1",))
    layers = [dataclasses.replace(free, id=f"free.{n}") for n in range(100)]
    layers += [dataclasses.replace(dear, id=f"dear.{n}") for n in range(layer_table.LONG)]
    report = dataclasses.replace(seed, layers=(seed.layers[0], *layers), findings=())

    def shown(linked: set[str]) -> set[str]:
        found = layer_table.table(report, frozenset(linked))
        return {row.name for group in found.groups for row in group.rows}

    assert not {name for name in shown(set()) if name.startswith("free.")}
    assert {name for name in shown({"free.7", "free.42"}) if name.startswith("free.")} == {"free.7", "free.42"}


@pytest.mark.parametrize("widest", [catalogue_table.FIRST, 220])
def test_past_the_first_rows_the_widest_keep_the_columns_of_a_table_as_they_will_be(
    seed: NetworkReport, widest: int
) -> None:
    networks = [dataclasses.replace(seed, id=f"n{place}", name=f"Net {place}") for place in range(250)]
    networks[widest] = dataclasses.replace(networks[widest], name="A name that is longer than all the others")
    book = Book(catalogue=Catalogue(networks=tuple(networks)), options=PageOptions())
    table = catalogue_table.table(book.homes, networks, "networks/index.md")
    assert widest in table.wide
    assert len(table.wide) <= len(table.columns)
    assert min(table.wide) >= catalogue_table.FIRST
    assert catalogue_table.table(book.homes, networks[: catalogue_table.FIRST], "networks/index.md").wide == frozenset()


def test_a_family_tells_how_its_ends_differ(seed: NetworkReport, deep: NetworkReport) -> None:
    changes = {change.title: change for change in along((seed, deep), PAGE)}
    assert (changes["Depth"].first, changes["Depth"].last, changes["Depth"].factor) == ("7", "13", "1.86 ×")
    assert changes["Depth"].range == ""


def test_worked_examples_compute_what_the_tool_computed(seed: NetworkReport) -> None:
    made = {diagnostic.name: examples.example(diagnostic, seed) for diagnostic in DIAGNOSTICS}

    assert made["parameters"].working == ("conv.4: 3 × 3 × 64 × 96 + 96 = 55,392 parameters",)
    assert made["cost"].working == ("conv.4: 2 × 2 × 96 × 3 × 3 × 64 = 221,184 MACs",)
    assert made["receptive-field"].working[0].endswith("so its own is 14 + (3 − 1) × 4 = 22 px")
    assert made["capacity"].working[0] == "conv.4, capacity: 3 × 4 / 22 = 54.5%"
    for sentence in (made["parameters"].working[0], made["cost"].working[0]):
        left, right = sentence.split(": ")[1].split(" = ")
        value = int(right.split()[0].replace(",", ""))
        assert eval(left.replace("×", "*")) == value  # noqa: S307 - arithmetic that we wrote


def test_every_column_and_total_is_documented(reads: dict[str, Read]) -> None:
    for diagnostic in DIAGNOSTICS:
        said = reads[f"guide/{diagnostic.name}/index.md"]
        for figure in (*diagnostic.columns, *diagnostic.totals):
            assert figure.name in said.text, figure.name
            assert key_figures.anchor(diagnostic, figure.name) in said.values("id"), figure.name
        assert "math" in said.tags, diagnostic.name


def test_every_layer_option_and_rule_has_its_place(reads: dict[str, Read]) -> None:
    layers, rules = reads["reference/layers/index.md"], reads["reference/rules/index.md"]
    for word, cls in LAYERS.items():
        assert word in layers.values("id"), word
        assert all(option.name in layers.text for option in options_of(cls)), word
    for rule in RULES:
        assert rule.name in rules.values("id"), rule.name


def test_the_description_of_json_has_every_key(seed: NetworkReport) -> None:
    assert [key.name for key in json_keys.document_keys()] == list(document([seed]))
    assert [key.name for key in json_keys.network_keys()] == list(network_json(seed))
    assert [key.name for key in json_keys.layer_keys(DIAGNOSTICS, PAGE)] == list(layer_json(seed.layers[0]))
    assert [key.name for key in json_keys.total_keys(DIAGNOSTICS, PAGE)] == [total.name for total in TOTALS]
    assert [key.name for key in json_keys.finding_keys()] == list(network_json(seed)["findings"][0])
    assert [key.name for key in json_keys.published_keys()] == list(network_json(seed)["published"][0])


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": ["integer", "null"]}, "whole number or null"),
        ({"type": "array", "items": {"type": "number"}}, "list of numbers"),
        ({"type": ["array", "null"], "items": {"type": ["number", "null"]}}, "list of (number or null) or null"),
        ({"enum": ["red", None]}, '"red" or null'),
        ({"type": "object", "properties": {"a": {}, "b": {}}}, "object with a and b"),
    ],
)
def test_schemas_read_as_words(schema: dict[str, Any], words: str) -> None:
    assert type_words(schema) == words


def test_a_broken_file_shows_each_error_with_its_place(catalogue: Catalogue, reads: dict[str, Read]) -> None:
    (broken,) = catalogue.broken
    path = next(path for path in reads if path.startswith("broken/"))
    said = reads[path]

    for one in broken.problems:
        cut = problem(one)
        assert cut.before + cut.at + cut.after == one.excerpt
        assert one.message in said.text
    assert {"strides", "rellu"} <= {problem(one).at for one in broken.problems}
    for lister in ("index.md", "networks/index.md", "findings/index.md"):
        assert any(address.endswith(path) for address in reads[lister].values("href")), lister


def test_an_unsafe_edit_address_is_not_used(catalogue: Catalogue) -> None:
    from reportgen.pages import Page, pages  # noqa: PLC0415 - beside its use

    for item in pages(catalogue, PageOptions(edit_url="javascript:")):
        if isinstance(item, Page) and item.path == PAGE:
            assert not [a for a in read(item.slots["file"]()).values("href") if a.startswith("javascript")]


def test_words() -> None:
    assert (plural(1, "family", "families"), plural(2, "family", "families")) == ("1 family", "2 families")
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert (percents([10.04, 10.01]), percents([10, 20]), percents([])) == ("10.0%", "10.0% × 20.0%", "none")
    assert (sort_key([1, 3]), sort_key({"trainable": 5}), sort_key(None)) == ("3", "5", "")
