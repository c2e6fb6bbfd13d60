"""``reportgen show``: nolearn's table to the digit, ours beside it, and the other ways out."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from reportgen import ReportgenError, load
from reportgen.__main__ import run
from reportgen.json_schema import report_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    Shown = Callable[..., str]

ROOT = Path(__file__).parents[2]
ARCHITECTURES = ROOT / "architectures"
GOLDEN = yaml.safe_load((ROOT / "tests/golden/nolearn.yml").read_text(encoding="utf-8"))
NETWORKS = [golden["network"] for golden in GOLDEN]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run ``reportgen show`` on a file of the catalogue, and give what it prints."""

    def show(file: Path | str, *options: str) -> str:
        path = file if isinstance(file, Path) else ARCHITECTURES / file
        assert run(["show", str(path), *options]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return show


def net(folder: Path, text: str) -> Path:
    path = folder / "net.yml"
    path.write_text(text, encoding="utf-8")
    return path


def cells(out: str) -> list[list[str]]:
    """Give the words of each line of the table, its heads first."""
    table = out.split("\n\n")[1]
    return [line.split() for line in table.splitlines()]


@pytest.mark.parametrize("golden", GOLDEN, ids=NETWORKS)
def test_nolearns_tables_to_the_digit(golden: dict[str, Any], shown: Shown) -> None:
    out = shown(f"{golden['network']}.yml", "--convention", "nolearn")
    heads, *rows = cells(out)
    assert heads[:7] == ["name", "size", "total", "cap.Y", "cap.X", "cov.Y", "cov.X"]
    assert rows == [
        [layer, str(size), str(total), *[f"{capacity:.2f}"] * 2, *[f"{coverage:.2f}"] * 2, *flag]
        for layer, size, total, capacity, coverage, *flag in golden["rows"]
    ]
    assert f"{golden['parameters']:,} learnable parameters" in out.splitlines()[0]
    assert "magenta: capacity too low (<1/6); cyan: image coverage too high (>100%); red: " in out


@pytest.mark.parametrize("golden", GOLDEN, ids=NETWORKS)
def test_nolearns_tables_in_markdown(golden: dict[str, Any], shown: Shown) -> None:
    lines = shown(f"{golden['network']}.yml", "--convention", "nolearn", "--format", "markdown").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    assert [(row[0].strip("`"), float(row[3])) for row in rows] == [(row[0], row[3]) for row in golden["rows"]]


def test_ids_and_our_columns_in_the_exact_convention(shown: Shown) -> None:
    heads, entry, *rows = cells(shown("nolearn/seed-net.yml"))
    assert heads == ["name", "size", "total", "cap.Y", "cap.X", "cov.Y", "cov.X", "field", "parameters", "MACs"]
    assert entry == ["input", "1x28x28", "784"]
    assert rows[3] == [
        *("conv.2", "64x11x11", "7744", "75.00", "75.00", "28.57", "28.57", "8", "18.5", "k", "2.23", "M")
    ]
    assert rows[11] == ["dense.1", "64", "64", *["100.00"] * 4, "all", "6,208", "6,144"]


def test_the_verdict_and_the_worst_findings_stand_below(tmp_path: Path, shown: Shown) -> None:
    path = net(tmp_path, "input: [1, 28, 28]\nlayers: [{conv: {filters: 12, kernel: 3}, repeat: 10}, {max_pool: 2}]\n")
    *_, review = shown(path).rstrip().split("\n\n")
    verdict, head, *findings, tail = review.splitlines()
    assert "learning capacity" in verdict
    count = sum(int(number) for number in re.findall(r"(\d+) (?:error|warning|info)", head))
    assert len(findings) == 5
    assert tail == f"  and {count - 5} more; `reportgen check` tells all"
    severities = [finding.split(":")[0].strip() for finding in findings]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


def test_a_file_shows_each_variant_and_one_if_asked(shown: Shown) -> None:
    first = shown("nolearn/first-layer.yml:first-layer-3x3")
    second = shown("nolearn/first-layer.yml:first-layer-7x7")
    assert (first.splitlines()[0], second.splitlines()[0]) == (
        "# 64 filters of 3x3 with 640 learnable parameters",
        "# 32 filters of 7x7 with 1,600 learnable parameters",
    )
    assert shown("nolearn/first-layer.yml") == f"{first}\n{second}"


@pytest.mark.parametrize(
    ("described", "heads", "row"),
    [
        ("{input: [2, 9], kernel: 3}", "cap.X cov.X field", "100.00 33.33 3"),
        ("{input: [2, 9, 6], kernel: [3, 1]}", "cap.Y cap.X cov.Y cov.X field", "100.00 100.00 33.33 16.67 3x1"),
        (
            "{input: [1, 4, 9, 6], kernel: [2, 3, 3]}",
            "cap.Z cap.Y cap.X cov.Z cov.Y cov.X field",
            "100.00 100.00 100.00 50.00 33.33 50.00 2x3x3",
        ),
    ],
)
def test_columns_follow_the_axes(described: str, heads: str, row: str, tmp_path: Path, shown: Shown) -> None:
    text = (
        f"arguments: {{kernel: }}\nvariants: {{a: {described}}}\nlayers: [{{conv: {{filters: 2, kernel: $kernel}}}}]\n"
    )
    first, _, layer = cells(shown(net(tmp_path, text)))
    assert first == ["name", "size", "total", *heads.split(), "parameters", "MACs"]
    assert " ".join(layer[3:]).startswith(f"{row} ")


def test_a_network_without_axes_has_no_field(tmp_path: Path, shown: Shown) -> None:
    first, _, layer = cells(shown(net(tmp_path, "input: [5]\nlayers: [{dense: 3}]\n")))
    assert first == ["name", "size", "total", "parameters", "MACs"]
    assert layer == ["dense.1", "3", "3", "18", "15"]


def test_names_of_a_file_stand_for_nolearns(tmp_path: Path, shown: Shown) -> None:
    path = net(
        tmp_path,
        "input: [3, 16]\nlayers:\n  - conv: {filters: 2, kernel: 3}\n    name: stem\n  - avg_pool: 2\n"
        "  - stage: top\n    layers: [spatial_dropout, {dense: 3, name: out}, {maxout: 1}, "
        "{channel_shuffle: 1}, {dense: 1, name: x.1}]\n",
    )
    rows = cells(shown(path, "--convention", "nolearn"))[1:]
    assert [row[0] for row in rows] == [
        "input0",
        "stem",
        "pool1d2",
        "dropout3",
        "top/out",
        "channelshuffle5",
        "top/x.1",
    ]


def test_several_inputs_each_have_a_row(tmp_path: Path, shown: Shown) -> None:
    path = net(tmp_path, "inputs: {image: [1, 8, 8], meta: [4]}\nlayers: [{dense: 3, from: meta}, {dense: 2}]\n")
    assert [row[:3] for row in cells(shown(path))[1:3]] == [["image", "1x8x8", "64"], ["meta", "4", "4"]]
    rows = cells(shown(path, "--convention", "nolearn"))
    assert [row[0] for row in rows[1:3]] == ["input0", "input1"]


def test_names_are_never_cut_where_there_is_no_terminal(shown: Shown) -> None:
    names = [row[0] for row in cells(shown("resnet/se-resnet.yml"))]
    assert "conv2_x/se_bottleneck.1/squeeze_excite.1/global_avg_pool.1" in names


def test_no_line_ends_in_blanks(shown: Shown) -> None:
    assert [line for line in shown("vgg/vgg.yml").splitlines() if line != line.rstrip()] == []


def test_json_follows_the_documented_schema(shown: Shown) -> None:
    document = json.loads(shown("resnet/resnet.yml:resnet-18", "--format", "json"))
    assert [error.message for error in Draft7Validator(report_schema()).iter_errors(document)] == []
    (network,) = document["networks"]
    assert (document["schema"], network["id"]) == ("reportgen/1", "resnet/resnet-18")
    assert network["totals"]["parameters"] == {"trainable": 11_689_512, "buffers": 9_600}


def test_options_are_plain_json(tmp_path: Path, shown: Shown) -> None:
    path = net(tmp_path, "input: [4, 9]\nlayers: [{leaky_relu: 0.2}, {max_pool: {kernel: [2], padding: [[1, 0]]}}]\n")
    layers = json.loads(shown(path, "--format", "json"))["networks"][0]["layers"]
    assert [layer["options"] for layer in layers] == [{"slope": 0.2}, {"kernel": [2], "padding": [[1, 0]]}]


def table(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_csv_has_a_row_a_layer_and_a_column_an_axis(shown: Shown) -> None:
    out = shown("nolearn/seed-net.yml", "--format", "csv")
    rows = table(out)
    layers = json.loads(shown("nolearn/seed-net.yml", "--format", "json"))["networks"][0]["layers"]
    assert [row["id"] for row in rows] == [layer["id"] for layer in layers]
    assert next(iter(rows[0])) == "id"
    conv = rows[3]
    assert {key: conv[key] for key in ("parameters.trainable", "receptive_field.size.y", "capacity.x", "macs")} == {
        "parameters.trainable": "18496",
        "receptive_field.size.y": "8",
        "capacity.x": "75",
        "macs": "2230272",
    }
    assert rows[11]["receptive_field.jump.y"] == ""


def test_csv_of_several_networks_names_each(shown: Shown) -> None:
    rows = table(shown("nolearn/first-layer.yml", "--format", "csv"))
    assert [(row["network"], row["id"]) for row in rows][:3:2] == [
        ("nolearn/first-layer-3x3", "conv.1"),
        ("nolearn/first-layer-7x7", "conv.1"),
    ]


def test_csv_lines_axes_up_from_the_innermost(tmp_path: Path, shown: Shown) -> None:
    path = net(
        tmp_path,
        "variants: {a: {input: [1, 9]}, b: {input: [1, 9, 8]}}\nlayers: [{conv: {filters: 1, kernel: 3}}]\n",
    )
    rows = table(shown(path, "--format", "csv"))
    assert [(row["coverage.y"], row["coverage.x"]) for row in rows] == [
        ("", "33.333333333333336"),
        ("33.333333333333336", "37.5"),
    ]


def test_a_finding_shows_the_words_of_a_stranger_as_they_are(tmp_path: Path, shown: Shown) -> None:
    claim = "published: {parameters: {value: 5, source: '[bold]me[/bold]'}}\n"
    assert "[bold]me[/bold]" in shown(net(tmp_path, f"{claim}input: [1, 8]\nlayers: [relu]\n"))


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_text_of_strangers_stays_text(form: str, tmp_path: Path, shown: Shown) -> None:
    text = 'name: "[red]x[/red] <b>|`y`* :smile:"\ninput: [1, 8]\nlayers: [relu]\n'
    first = shown(net(tmp_path, text), "--format", form).splitlines()[0]
    plain = re.sub(r"\\(?=[^\w\s])", "", first)
    assert plain.lstrip("# ").startswith("[red]x[/red] <b>|`y`* :smile: with")
    if form == "markdown":
        assert not re.search(r"(?<!\\)[<>\[\]|`*]", first)


def test_an_input_of_a_stranger_does_not_break_the_markdown_table(tmp_path: Path) -> None:
    file = net(tmp_path, 'inputs: {"a|`b`": [1, 8]}\nlayers: [relu]\n')
    with pytest.raises(ReportgenError, match="bad-name: an input's name is made of letters"):
        load(file)
