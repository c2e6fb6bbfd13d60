"""Archives of exported networks: read without PyTorch, and without running, unpacking or unpickling anything."""

from __future__ import annotations

import copy
import io
import json
import pickle
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import torch
import torch_models

from reportgen import ReportgenError
from reportgen.importing.pytorch import archive
from reportgen.importing.pytorch.read import from_file, source_of
from reportgen.importing.write import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GRAPH = "net/models/model.json"


class Bomb:
    """Runs code where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return exec, (f"open({str(self.mark)!r}, 'w').close()",)


@pytest.fixture(scope="module")
def saved() -> bytes:
    """Give the archive of a network with weights, exported for any number of samples."""
    model = torch_models.residual(4).eval()
    samples = (torch.zeros(2, 3, 16, 16),)
    exported = torch.export.export(model, samples, dynamic_shapes=({0: torch.export.Dim.AUTO},))
    file = io.BytesIO()
    torch.export.save(exported, file)
    return file.getvalue()


@pytest.fixture(scope="module")
def graph(saved: bytes) -> dict[str, Any]:
    found: dict[str, Any] = archive.read_archive(io.BytesIO(saved), "net.pt2")
    return found


def packed(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "net.pt2"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(ReportgenError) as caught:
        from_file(path)
    (problem,) = caught.value.problems
    return str(problem).replace(f"{path.parent}/", "")


def test_an_archive_is_read_with_its_batch_left_out(tmp_path: Path, saved: bytes) -> None:
    path = tmp_path / "resnet.pt2"
    path.write_bytes(saved)

    network = from_file(path)
    written = write(network)

    assert (network.name, network.inputs) == ("resnet", {"input": (3, 16, 16)})
    assert network.layers[0].scope == ()
    assert network.layers[1].scope == ("layer1", "0")
    assert network.trainable == sum(p.numel() for p in torch_models.residual(4).parameters())
    assert not written.customs


def test_pytorch_is_not_needed_for_an_archive(tmp_path: Path, saved: bytes) -> None:
    (tmp_path / "net.pt2").write_bytes(saved)
    code = (
        "import sys; sys.modules['torch'] = None; from pathlib import Path; "
        "from reportgen.importing.pytorch.read import from_file; print(len(from_file(Path('net.pt2')).layers))"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert (ran.stdout, ran.stderr) == ("19\n", "")


def test_nothing_is_unpickled(tmp_path: Path, saved: bytes) -> None:
    mark = tmp_path / "ran"
    with zipfile.ZipFile(io.BytesIO(saved)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    bomb = pickle.dumps(Bomb(mark))
    for name in members:
        if not name.endswith((".json", "archive_format", "archive_version", "byteorder", "version")):
            members[name] = bomb

    assert len(from_file(packed(tmp_path, members)).layers) == 19
    assert not mark.exists()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_told(tmp_path: Path, saved: bytes, share: float) -> None:
    path = tmp_path / "net.pt2"
    path.write_bytes(saved[: int(len(saved) * share)])

    assert refused(path).startswith("net.pt2: bad-archive: it ")


def test_bytes_that_differ_are_told(tmp_path: Path, saved: bytes) -> None:
    place = saved.index(b'"graph_module"')
    path = tmp_path / "net.pt2"
    path.write_bytes(saved[:place] + b"XXXXX" + saved[place + 5 :])

    assert "Bad CRC-32" in refused(path)


def test_a_pickle_is_no_archive(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    (tmp_path / "net.pt2").write_bytes(pickle.dumps(Bomb(mark)))

    assert "it is no whole archive" in refused(tmp_path / "net.pt2")
    assert not mark.exists()


def test_weights_alone_are_no_network(tmp_path: Path) -> None:
    torch.save(torch_models.residual(4).state_dict(), tmp_path / "net.pt2")

    assert "it holds no graph (models/*.json), and must hold one" in refused(tmp_path / "net.pt2")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "net.pt2") == "net.pt2: no-file: it cannot be read: No such file or directory"


def test_names_that_lead_out_of_the_archive_are_not_followed(tmp_path: Path, graph: dict[str, Any]) -> None:
    content = json.dumps(graph).encode()
    path = packed(tmp_path, {"../../models/model.json": content, "/etc/passwd": b"", "net/data/../../../x": b"y"})

    assert len(from_file(path).layers) == 19
    assert [one.name for one in tmp_path.iterdir()] == ["net.pt2"]


def test_a_bomb_is_read_no_further_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    path = packed(tmp_path, {GRAPH: b"[" + b" " * 20_000_000 + b"]"})

    assert path.stat().st_size < 100_000
    assert refused(path) == "net.pt2: too-large: its graph takes more than 1,000,000 bytes, which are not read"


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 10)

    assert "too-large: it holds 20 files" in refused(packed(tmp_path, {f"a/{n}": b"" for n in range(20)}))


BROKEN: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "its graph is no JSON that can be read"),
    "nothing but brackets": (b"[" * 200_000, "its graph is no JSON that can be read"),
    "no text": (b"\xff\xfe\x00", "its graph is no JSON that can be read"),
    "a list": (b"[]", "it has no schema_version"),
    "another version": (
        b'{"schema_version": {"major": 99}}',
        "unknown-version: its schema has version 99, and 8 is read",
    ),
    "an empty one": (b'{"schema_version": {"major": 8}}', "its graph is not as PyTorch writes one: KeyError"),
}


@pytest.mark.parametrize(("content", "told"), BROKEN.values(), ids=BROKEN)
def test_graphs_that_are_none_are_told(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in refused(packed(tmp_path, {GRAPH: content}))


def changed(graph: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    made = copy.deepcopy(graph)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return made


INNER = ("graph_module", "graph")
STRANGE: dict[str, tuple[tuple[str | int, ...], object]] = {
    "nodes that are none": ((*INNER, "nodes"), [1, 2]),
    "an input that is not there": ((*INNER, "nodes", 1, "inputs", 0, "arg"), {"as_tensor": {"name": "nowhere"}}),
    "an argument of two kinds": ((*INNER, "nodes", 1, "inputs", 0, "arg"), {"as_int": 1, "as_none": True}),
    "an output whose name is none": ((*INNER, "nodes", 1, "outputs", 0), {"as_tensor": {"name": ["relu"]}}),
    "an argument that is no number": ((*INNER, "nodes", 0, "inputs", 3, "arg"), {"as_int": {}}),
    "an argument that is no list of numbers": ((*INNER, "nodes", 0, "inputs", 3, "arg"), {"as_ints": [{}, 1]}),
    "text for a number": ((*INNER, "tensor_values", "conv2d", "sizes", 1), {"as_int": "eight"}),
    "a size below zero": ((*INNER, "tensor_values", "conv2d", "sizes", 1), {"as_int": -8}),
    "an enormous size": ((*INNER, "tensor_values", "conv2d", "sizes", 1), {"as_int": 10**30}),
    "a size that nobody knows": ((*INNER, "tensor_values", "conv2d", "sizes", 1), {"as_expr": {"expr_str": "s0"}}),
    "outputs that are not there": (
        ("graph_module", "signature", "output_specs"),
        [{"user_output": {"arg": {"as_tensor": {"name": "nowhere"}}}}],
    ),
    "no signature": (("graph_module", "signature"), None),
    "an input that has no name": (
        ("graph_module", "signature", "input_specs", -1, "user_input", "arg", "as_tensor", "name"),
        {},
    ),
    "weights that have no name": (("graph_module", "signature", "input_specs", 0, "parameter", "arg", "name"), 1),
    "an output that has no name": (
        ("graph_module", "signature", "output_specs", 0, "user_output", "arg", "as_tensor", "name"),
        [],
    ),
    "a part that is no graph": ((*INNER, "nodes", 0, "target"), "torch.ops.higher_order.wrap_with_set_grad_enabled"),
    "cells that are none": ((*INNER, "tensor_values", "conv2d", "sizes", 2), {"as_int": 0}),
}


@pytest.mark.parametrize(("path", "value"), STRANGE.values(), ids=STRANGE)
def test_graphs_that_make_no_sense_are_errors_in_words(
    graph: dict[str, Any], path: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(ReportgenError):
        source_of(changed(graph, path, value), "net.pt2", "net")


def test_a_call_that_nobody_knows_has_no_words(graph: dict[str, Any]) -> None:
    nothing = changed(graph, (*INNER, "nodes", 0, "target"), None)
    other = changed(graph, (*INNER, "nodes", 0, "inputs", 1, "name"), "heaviness")

    for made, told in ((nothing, "None: there is no word for it"), (other, "it is called in a way that is not known")):
        layers = source_of(made, "net.pt2", "net").layers
        assert layers[0].word == "custom"
        assert told in layers[0].remark


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("dims", {"as_ints": [0, 1, 1, 2]}, "its shapes and options do not fit each other"),
        ("matrix", {"as_none": True}, "it is called in a way that is not known here"),
    ],
)
def test_calls_that_cannot_be_have_no_words(graph: dict[str, Any], name: str, value: dict[str, Any], told: str) -> None:
    node = graph["graph_module"]["graph"]["nodes"][0]
    given = [{"name": "self", "arg": node["inputs"][0]["arg"], "kind": 1}, {"name": name, "arg": value, "kind": 1}]
    target = f"torch.ops.aten.{'permute' if name == 'dims' else 'matmul'}.default"
    made = changed(graph, (*INNER, "nodes", 0), {**node, "target": target, "inputs": given})

    assert told in source_of(made, "net.pt2", "net").layers[0].remark


def test_axes_of_what_has_none_have_no_words(graph: dict[str, Any]) -> None:
    node = graph["graph_module"]["graph"]["nodes"][0]
    given = [
        {"name": "self", "arg": node["inputs"][0]["arg"], "kind": 1},
        {"name": "dims", "arg": {"as_ints": [0]}, "kind": 1},
    ]
    turned = {**node, "target": "torch.ops.aten.permute.default", "inputs": given}
    scalar = changed(graph, (*INNER, "tensor_values", given[0]["arg"]["as_tensor"]["name"], "sizes"), [])

    (first, *_) = source_of(changed(scalar, (*INNER, "nodes", 0), turned), "net.pt2", "net").layers
    assert "it is called in a way that is not known" in first.remark


def test_a_wrong_shape_is_never_taken(graph: dict[str, Any]) -> None:
    """Shapes are worked out again, and what does not agree has no words."""
    made = changed(graph, (*INNER, "tensor_values", "conv2d", "sizes", 2), {"as_int": 99})
    layers = source_of(made, "net.pt2", "net").layers

    assert (layers[0].word, layers[0].shape) == ("custom", (4, 99, 16))

    made = changed(graph, (*INNER, "tensor_values", "conv2d", "sizes"), [{"as_int": 2}, {"as_int": 4}, {"as_int": 16}])
    layers = source_of(made, "net.pt2", "net").layers
    assert (layers[0].word, layers[0].shape) == ("custom", (4, 16))
