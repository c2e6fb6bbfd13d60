"""Files: the three kinds that there are, and what is damaged, too large or made to do harm."""

from __future__ import annotations

import io
import json
import pickle
import struct
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import h5py
import pytest
from keras_models import called, functional, layer, sequential, tensor, told

from reportgen.errors import ReportgenError
from reportgen.importing.keras import building
from reportgen.importing.keras.files import MOST_BYTES, MOST_DIRECTORY
from reportgen.importing.keras.reading import read_keras
from reportgen.importing.write import write
from reportgen.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

MODEL = sequential([8], layer("Dense", "a", units=4), layer("Dense", "b", units=2))
TOLD = ["a: dense {'units': 4} image 4", "b: dense {'units': 2} a 2"]


class Trap:
    """What a pickle can do: run a function as it is loaded."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return sys.exit, ("a pickle was loaded",)


def archive(path: Path, members: dict[str, bytes | str], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def hdf5(path: Path, **attributes: Any) -> Path:
    with h5py.File(path, "w") as file:
        for name, value in attributes.items():
            file.attrs[name] = value
    return path


def problem(path: Path) -> str:
    with pytest.raises(ReportgenError) as error:
        read_keras(path)
    (found,) = error.value.problems
    assert found.mark.file == str(path)
    return f"{found.name}: {found.message}"


def test_an_archive_an_hdf5_file_and_json_say_the_same(tmp_path: Path) -> None:
    text = json.dumps(MODEL)
    (tmp_path / "net.json").write_text(text)
    archive(tmp_path / "net.keras", {"metadata.json": '{"keras_version": "3.15.1"}', "config.json": text})
    hdf5(tmp_path / "net.h5", model_config=text, keras_version="3.15.1")
    for name in ("net.json", "net.keras", "net.h5"):
        network = read_keras(tmp_path / name)
        assert (network.origin, told(network)) == (name, TOLD)


def test_the_version_of_keras_decides_what_a_setting_means(tmp_path: Path) -> None:
    text = json.dumps(sequential([8], layer("Activation", "a", activation="hard_sigmoid")))
    for version, line in (
        ("2.15.0", "a: hard_sigmoid {'slope': Fraction(1, 5)} image 8"),
        ("3.0.0", "a: hard_sigmoid {} image 8"),
    ):
        path = archive(
            tmp_path / f"{version}.keras", {"metadata.json": f'{{"keras_version": "{version}"}}', "config.json": text}
        )
        assert told(read_keras(path)) == [line]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("model.pkl", pickle.dumps(Trap()), "not-keras: it is no model of Keras; expected a .keras archive"),
        ("model.json", b"", "not-keras: it is no model of Keras"),
        ("model.json", b'{"class_name": "Sequential", "config"', "bad-json: it is no JSON: Expecting"),
        ("model.json", b'{"a": "\xff\xfe"}', "bad-json: it is no JSON: "),
        ("model.json", b'{"a": 1' + b"0" * 5000 + b"}", "bad-json: it is no JSON: "),
        (
            "model.json",
            b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}",
            "too-deep: it nests lists and mappings past 200 levels",
        ),
        ("model.json", b'{"a": ' + b"[" * 100_000, "too-deep: it nests lists and mappings past 200 levels"),
        ("model.json", b'{"a": 3}', "bad-model: the model has no class_name and config"),
        (
            "model.json",
            b'{"class_name": "MyModel", "config": {"units": 3}}',
            "bad-model: the model is of class MyModel, whose layers only its own code knows",
        ),
        (
            "model.json",
            b'{"class_name": "Sequential", "config": {"layers": [3]}}',
            "bad-model: a layer has no class_name",
        ),
        (
            "model.keras",
            b"PK\x03\x04 and no more",
            "bad-archive: the archive is damaged, or packed in an unknown way: ",
        ),
        ("model.h5", b"\x89HDF\r\n\x1a\n and no more", "bad-hdf5: it is damaged: OSError: "),
    ],
)
def test_what_is_no_model_is_told_in_words(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert problem(tmp_path / name).startswith(said)


def test_what_is_no_file_is_told_in_words(tmp_path: Path) -> None:
    assert problem(tmp_path / "none.keras") == "unreadable: it cannot be read: No such file or directory"
    assert problem(tmp_path).startswith("not-keras: it is a folder, perhaps a SavedModel")


def test_a_configuration_has_a_largest_size(tmp_path: Path) -> None:
    long = json.dumps(MODEL)[:-1] + ', "a": "' + " " * MOST_BYTES + '"}'
    (tmp_path / "long.json").write_text(long)
    assert problem(tmp_path / "long.json") == "too-large: it has more than 16 MB"
    # 16 MB of blanks take 16 kB in an archive.
    bomb = archive(tmp_path / "bomb.keras", {"config.json": long}, zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 100_000
    assert problem(bomb) == "too-large: config.json has more than 16 MB"
    assert problem(hdf5(tmp_path / "long.h5", model_config=long)) == "bad-hdf5: model_config has more than 16 MB"


@pytest.mark.parametrize("size", [10, 1 << 31])
def test_an_archive_that_lies_about_a_size_is_not_believed(size: int, tmp_path: Path) -> None:
    path = archive(tmp_path / "lie.keras", {"config.json": json.dumps(MODEL)}, zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02") + 24  # the size once unpacked, in the list of members
    content[place : place + 4] = struct.pack("<L", size)
    path.write_bytes(content)
    if size == 10:
        assert problem(path).startswith("bad-archive: the archive is damaged")
    else:
        assert told(read_keras(path)) == TOLD


def test_an_archive_with_a_long_list_of_files_is_refused_before_it_is_read(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for number in range(MOST_DIRECTORY // 64):
            file.writestr(f"{number:064}", b"")
    path = tmp_path / "many.keras"
    path.write_bytes(content.getvalue())
    assert problem(path) == f"too-large: the archive's list of files has more than {MOST_DIRECTORY} bytes"


def test_nothing_leaves_an_archive(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    escape = {"../escaped.txt": "out", "/escaped.txt": "out", "config.json": json.dumps(MODEL)}
    assert told(read_keras(archive(inside / "net.keras", escape))) == TOLD
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["inside", "net.keras"]
    assert problem(archive(inside / "none.keras", {"../config.json": json.dumps(MODEL)})) == (
        "not-keras: the archive holds no config.json; was it saved by model.save('model.keras')?"
    )


def test_an_archive_cut_short_anywhere_is_told(tmp_path: Path) -> None:
    whole = archive(tmp_path / "net.keras", {"config.json": json.dumps(MODEL)}, zipfile.ZIP_DEFLATED).read_bytes()
    for end in range(2, len(whole), 7):
        (tmp_path / "cut.keras").write_bytes(whole[:end])
        assert problem(tmp_path / "cut.keras").split(":")[0] == "bad-archive"


def test_weights_alone_are_no_model(tmp_path: Path) -> None:
    assert problem(hdf5(tmp_path / "weights.h5", backend="tensorflow")) == (
        "bad-hdf5: it holds no model_config: weights alone, without the model; save the whole model, or model.to_json()"
    )


def test_code_in_a_file_is_neither_read_nor_run(tmp_path: Path) -> None:
    code = {"class_name": "__lambda__", "config": {"code": "4wEAAAAAAAAA", "defaults": None, "closure": None}}
    odd = layer("Lambda", "odd", function=code, output_shape=[3])
    own = layer("Dense", "own", units=2, activation=code)
    strange = {
        "module": "os",
        "class_name": "system",
        "registered_name": None,
        "config": {"name": "x", "command": "true"},
    }
    (tmp_path / "net.json").write_text(json.dumps(sequential([8], odd, own, {**strange, "name": "x"})))
    network = read_keras(tmp_path / "net.json")
    assert [(one.word, one.remark.split(" (")[0]) for one in network.layers] == [
        ("custom", "a Lambda: its code was not run"),
        ("dense", ""),
        ("custom", "the activation __lambda__ has no word here"),
        ("custom", "os>system is no layer that is known here"),
    ]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ([50_000, 50_000, 3], None),  # a shape is only numbers
        ([10**7, 3], "an axis of an input has"),
        ([10**30], "an axis of an input has"),
        ([0], "expected whole numbers above 0"),
        (["8"], "expected whole numbers above 0"),
        ([2] * 6, "image has 6 axes beside the batch; a network here has 4 at most"),
        ([], None),
    ],
)
def test_shapes_are_numbers_within_limits(shape: list[Any], said: str | None, tmp_path: Path) -> None:
    model = sequential([1], layer("ReLU", "relu"))
    model["config"]["layers"][0]["config"]["batch_shape"] = [None, *shape]
    (tmp_path / "net.json").write_text(json.dumps(model))
    if said is None:
        assert read_keras(tmp_path / "net.json").layers[0].word == "relu"
    else:
        assert said in problem(tmp_path / "net.json")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"units": "many"}, "dense (Dense): units: expected a whole number of at least 1, got 'many'"),
        ({"units": 10**400}, "dense (Dense): units: expected a whole number of at least 1, got 1000000"),
        ({"units": 0}, "dense (Dense): units: expected a whole number of at least 1, got 0"),
        ({"units": 3, "use_bias": "yes"}, "dense (Dense): use_bias: expected true or false, got 'yes'"),
        ({}, "dense (Dense): units: expected a whole number of at least 1, got nothing"),
    ],
)
def test_a_setting_that_cannot_be_is_told_with_its_layer(config: dict[str, Any], said: str, tmp_path: Path) -> None:
    text = json.dumps(sequential([8], layer("Dense", **config))) if config.get("units") != 10**400 else None
    path = tmp_path / "net.json"
    path.write_text(text or json.dumps(sequential([8], layer("Dense", units="N"))).replace('"N"', "1" + "0" * 400))
    assert said in problem(path)


def test_models_stand_only_so_deep_within_models(tmp_path: Path) -> None:
    deep = sequential([8], layer("ReLU", "relu"), name="m")
    for number in range(40):
        deep = sequential([8], deep, name=f"m{number}")
    (tmp_path / "deep.json").write_text(json.dumps(deep))
    assert problem(tmp_path / "deep.json") == "bad-model: models stand more than 32 deep within models"


@pytest.mark.parametrize("kind", ["ReLU", "Identity"])
def test_models_that_multiply_are_stopped(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Twelve models, each of which calls the next ten times: a trillion calls in ten kilobytes.
    monkeypatch.setattr(building, "Limits", lambda: Limits(layers=3000))
    inner = layer(kind, "least")
    for number in range(12):
        calls = inner
        for count in range(10):
            calls = called(calls, tensor("x") if not count else tensor(inner["name"], count - 1))
        inner = functional({"x": [8]}, [calls], [inner["name"]], name=f"m{number}")
        inner["config"]["output_layers"] = [[calls["name"], 9 + ("layers" in calls["config"]), 0]]
    (tmp_path / "many.json").write_text(json.dumps(inner))
    assert problem(tmp_path / "many.json") == (
        "bad-model: its layers are called more than 3000 times, models within models written out"
    )


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (sequential([8], layer("Dense", "a" * 2000, units=1)), "a name, with the models around it, has more than 1000"),
        (sequential([8], layer("Reshape", target_shape=[1] * 1000)), "a shape of 1000 axes; expected 16 at most"),
        (sequential([8], layer("Reshape", target_shape=[0, -1])), "[8] cannot take the shape [0, -1]"),
        (sequential([8], layer("Reshape", target_shape=[-1, -1])), "[8] cannot take the shape [-1, -1]"),
        (sequential([8], layer("Permute", dims=[2])), "dims: expected each axis from 1 to 1 once"),
        (sequential([8], layer("Conv2D", filters=1, kernel_size=3)), "it reads [8], which has no axis beside"),
        (sequential([8, 8, 1], layer("Conv2D", filters=1, kernel_size=9)), "conv's window spans 9x9"),
        (sequential([8], layer("Dropout", rate=float("nan"))), "rate: expected a number, got nan"),
        (sequential([8], layer("BatchNormalization", axis=7)), "axis 7 is none of what it reads"),
    ],
)
def test_a_model_that_cannot_be_is_told_in_words(model: dict[str, Any], said: str, tmp_path: Path) -> None:
    (tmp_path / "net.json").write_text(json.dumps(model))
    assert said in problem(tmp_path / "net.json")


def test_a_long_chain_of_reshapes_takes_no_more_than_its_length(tmp_path: Path) -> None:
    layers = [layer("Reshape", f"r{n}", target_shape=[4, 2, 3] if n % 2 else [24]) for n in range(2000)]
    (tmp_path / "net.json").write_text(json.dumps(sequential([2, 3, 4], *layers)))
    assert len(read_keras(tmp_path / "net.json").layers) < 5


def with_weights(path: Path, model: dict[str, Any], weights: dict[str, dict[str, tuple[int, ...]]]) -> Path:
    hdf5(path, model_config=json.dumps(model), keras_version="2.9.0")
    with h5py.File(path, "a") as file:
        for name, shapes in weights.items():
            group = file.create_group(f"model_weights/{name}")
            group.attrs["weight_names"] = [f"{name}/{weight}" for weight in shapes]
            for weight, shape in shapes.items():
                group.create_dataset(f"{name}/{weight}", shape, dtype="f4")
    return path


SEPARABLE = {"filters": 4, "kernel_size": [3, 3], "use_bias": True}
NORM = {"gamma:0": (4,), "beta:0": (4,), "moving_mean:0": (4,), "moving_variance:0": (4,)}


def test_shapes_of_weights_in_an_hdf5_file_tell_the_parameters_of_each_layer(tmp_path: Path) -> None:
    parts = [layer("SeparableConv2D", "apart", **SEPARABLE), layer("BatchNormalization", "norm")]
    strange = {**layer("Mine", "mine", units=3), "module": "my.layers"}
    kernels = {"depthwise_kernel:0": (3, 3, 2, 1), "pointwise_kernel:0": (1, 1, 2, 4), "bias:0": (4,)}
    weights = {"apart": kernels, "norm": NORM, "mine": {"w:0": (7, 5), "seed_generator/state": (2,)}}
    path = with_weights(tmp_path / "net.h5", sequential([8, 8, 2], *parts, strange), weights)
    network = read_keras(path)
    assert [(one.name, one.trainable, one.buffers) for one in network.layers] == [
        ("apart/depthwise", 18, 0),
        ("apart", 12, 0),
        ("norm", 8, 8),
        ("mine", 35, 0),
    ]
    assert network.layers[-1].options["parameters"] == 35
    assert write(network).agreement.counts == 4


def test_weights_that_do_not_belong_to_the_model_are_told(tmp_path: Path) -> None:
    path = with_weights(
        tmp_path / "net.h5", sequential([4], layer("BatchNormalization", "norm", scale=False)), {"norm": NORM}
    )
    assert problem(path) == (
        "bad-model: norm: the file stores 8 trained values and 8 others for it, and its words here 4 trained values "
        "and 8 others"
    )
