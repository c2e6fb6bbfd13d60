"""What a third party adds: an example package is installed by pip, and its layer and rule are at work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
EXAMPLE = Path(__file__).parent / "reportgen-extras"
NETWORK = """
input: [64, 16]
layers:
  - self_attention: 4
    name: attention
  - glu
  - glu: silu
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the example package into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--target", str(folder)]
    done = subprocess.run([*pip, str(EXAMPLE)], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def network(tmp_path: Path) -> Path:
    file = tmp_path / "net.yml"
    file.write_text(NETWORK)
    return file


def run(arguments: Sequence[str], *paths: Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run Python with more folders to import from; reportgen is this one wherever it runs."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*paths, ROOT))), "NO_COLOR": "1"}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-W", "error", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def reportgen(folder: Path, *arguments: str | Path) -> str:
    done = run(["-m", "reportgen", *map(str, arguments)], folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(folder: Path, network: Path) -> list[str]:
    done = run(["-m", "reportgen", "show", str(network)], folder)
    assert done.returncode == 2, done.stdout
    return done.stderr.splitlines()


def test_its_layer_is_a_word_like_any_other(installed: Path, network: Path) -> None:
    table = reportgen(installed, "show", network)
    assert "glu.1" in table
    (report,) = json.loads(reportgen(installed, "show", "--format", "json", network))["networks"]
    rows = [(layer["id"], layer["output_shape"], layer["operations"]) for layer in report["layers"]]
    assert rows[1:] == [("glu.1", [32, 16], 1024), ("glu.2", [16, 16], 512)]
    assert report["layers"][2]["options"] == {"gate": "silu"}


def test_its_layer_stands_in_the_schema_and_reads_back_when_expanded(installed: Path, network: Path) -> None:
    assert "glu" in json.loads(reportgen(installed, "schema"))["definitions"]
    expanded = network.with_name("flat.yml")
    expanded.write_text(reportgen(installed, "expand", network))
    assert "glu: silu" in expanded.read_text()
    assert "16x16" in reportgen(installed, "show", expanded)


def test_its_layer_is_one_of_its_family(installed: Path, network: Path) -> None:
    network.write_text("input: [8, 16]\nlayers: [activation: glu]\n")
    assert "4x16" in reportgen(installed, "show", network)


def test_its_options_are_answered_like_ours(installed: Path, network: Path) -> None:
    network.write_text("input: [8, 16]\nlayers:\n  - glu: relu\n")
    assert refused(installed, network)[0].endswith(
        "net.yml:3:10: wrong-value: glu.gate: expected sigmoid, silu or gelu, got 'relu'"
    )


def test_its_rule_is_applied(installed: Path, network: Path) -> None:
    finding = "The 4 heads of attention have 16 channels each; the bound is 32. Give it 2 heads."
    assert f"{network}:4: info: narrow-heads: attention: {finding}" in reportgen(installed, "check", network)


def test_its_rule_obeys_the_settings(installed: Path, network: Path) -> None:
    settings = network.with_name("reportgen.toml")
    settings.write_text('select = ["narrow-heads"]\nbounds.narrow-heads = 17\nseverity.narrow-heads = "warning"\n')
    finding, summary = reportgen(installed, "check", network).splitlines()
    assert "the bound is 17." in finding
    assert summary.endswith("1 warning")


def test_its_rule_can_be_allowed(installed: Path, network: Path) -> None:
    network.write_text(f'allow: {{narrow-heads: "as published"}}{NETWORK}')
    assert "narrow-heads" not in reportgen(installed, "check", network)


def test_both_stand_in_the_reference(installed: Path, network: Path, tmp_path: Path) -> None:
    reportgen(installed, "pages", tmp_path / "pages", network.parent)
    pages = [path.read_text() for path in (tmp_path / "pages" / "reference").rglob("*.md")]
    assert any("A gated linear unit" in page for page in pages)
    assert any("narrow-heads" in page for page in pages)


def test_without_it_neither_is_known(network: Path) -> None:
    done = run(["-m", "reportgen", "check", str(network)])
    assert done.returncode == 2
    assert "no layer or block is called 'glu'" in done.stderr


def test_nothing_is_imported_for_the_help(installed: Path) -> None:
    code = (
        "import sys\n"
        "from reportgen.__main__ import run\n"
        "run(['--help'])\n"
        "print([name for name in ('importlib.metadata', 'reportgen_extras') if name in sys.modules])\n"
    )
    assert run(["-c", code], installed).stdout.splitlines()[-1] == "[]"


def test_its_module_can_be_imported_before_ours(installed: Path) -> None:
    code = "from reportgen_extras import Glu\nfrom reportgen.ops import LAYERS\nprint(LAYERS['glu'] is Glu)\n"
    done = run(["-c", code], installed)
    assert (done.stdout.strip(), done.stderr) == ("True", "")


def distribution(folder: Path, group: str, code: str) -> Path:
    """Lay out what pip leaves behind: a module, and the metadata of its distribution."""
    (folder / "strange.py").write_text(code)
    metadata = folder / "strange_layers-0.3.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: strange-layers\nVersion: 0.3\n")
    (metadata / "entry_points.txt").write_text(f"[{group}]\nadded = strange:added\n")
    return folder


LAYER = """
from reportgen.ops.base import Layer, layer

@layer({word!r}, "activation")
class added(Layer):
    '''Nothing.'''
"""
RULE = """
from reportgen.diagnostics.findings.base import rule

@rule("even-kernel", "info", "Even", when="Ever.", why="So.")
def added(study, bounds):
    return iter(())
"""


OPS, RULES = "reportgen.ops", "reportgen.rules"
ALIKE = "is called like a word or a standard block of the format; rename or uninstall it"


@pytest.mark.parametrize(
    ("group", "code", "said"),
    [
        (OPS, LAYER.format(word="conv"), "a layer called 'conv' is there already, from reportgen"),
        (OPS, LAYER.format(word="mlp"), f"the layer 'mlp' {ALIKE}"),
        (OPS, LAYER.format(word="stage"), f"the layer 'stage' {ALIKE}"),
        (OPS, "1 / 0", "strange:added cannot be loaded (ZeroDivisionError: division by zero)"),
        (OPS, "", "strange:added cannot be loaded (AttributeError: module 'strange' has no attribute 'added')"),
        (OPS, "added = print", f"strange:added is not a layer, as the entry-point group {OPS} expects"),
        (RULES, RULE, "a rule called 'even-kernel' is there already, from reportgen"),
        (RULES, "added = 'rule'", f"strange:added is not a rule, as the entry-point group {RULES} expects"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(
    group: str, code: str, said: str, network: Path, tmp_path: Path
) -> None:
    folder = distribution(tmp_path, group, code)
    network.write_text("input: [3, 8, 8]\nlayers: [relu]\n")
    (told,) = refused(folder, network)
    assert told.startswith(("strange-layers 0.3: ", "strange: "))
    assert said in told


def test_what_does_not_fit_is_said_once_and_not_of_every_file(tmp_path: Path) -> None:
    folder = distribution(tmp_path, OPS, LAYER.format(word="conv"))
    nets = tmp_path / "nets"
    nets.mkdir()
    for name in ("one", "two"):
        (nets / f"{name}.yml").write_text("input: [3, 8, 8]\nlayers: [relu]\n")
    done = run(["-m", "reportgen", "check", str(nets)], folder)
    assert (done.returncode, done.stderr.count("repeated-name")) == (2, 1)


def test_two_that_clash_are_both_named(installed: Path, network: Path, tmp_path: Path) -> None:
    folder = distribution(tmp_path, OPS, LAYER.format(word="glu"))
    done = run(["-m", "reportgen", "show", str(network)], folder, installed)
    said = "a layer called 'glu' is there already, from reportgen-extras 1.2; rename or uninstall one of them"
    assert done.stderr == f"strange-layers 0.3: repeated-name: {said}\n"


def test_another_version_of_what_is_added_has_lines_of_results_made_anew(network: Path, tmp_path: Path) -> None:
    folder = distribution(tmp_path, OPS, LAYER.format(word="swish"))
    network.write_text("input: [3, 8, 8]\nlayers: [swish]\n")
    nets = tmp_path / "nets"
    nets.mkdir()
    network.rename(nets / "net.yml")

    def told() -> str:
        return reportgen(folder, "analyse", nets, "--workers", "1", "--out", tmp_path / "out.jsonl").strip()

    assert told() == "1 network in 1 file"
    assert told() == "1 network in 1 file, 1 as before"
    (metadata,) = folder.glob("*.dist-info/METADATA")
    metadata.write_text(metadata.read_text().replace("Version: 0.3", "Version: 0.4"))
    assert told() == "1 network in 1 file"
    (module,) = folder.glob("strange.py")
    module.write_text(module.read_text() + "\nCHANGED = True\n")
    assert told() == "1 network in 1 file"
