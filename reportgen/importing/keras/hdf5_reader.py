"""A script: print what an HDF5 file tells of a Keras model, as JSON. It stands alone, and knows nothing of reportgen.

Called with the file and the most bytes that the configuration may have; ends with 1 and a sentence where it cannot.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

import h5py

MOST_MEMORY = 4 << 30
MOST_ENTRIES = 200_000


def text(value: Any) -> str:  # noqa: ANN401 - whatever an attribute is
    """Give an attribute as text; empty where it is none."""
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, str) else ""


def weights(file: h5py.File) -> dict[str, list[tuple[str, list[int]]]]:
    """Gather name and shape of what each layer stores; the values are not read."""
    groups = file.get("model_weights")
    found: dict[str, list[tuple[str, list[int]]]] = {}
    if not isinstance(groups, h5py.Group):
        return found
    for layer in groups:
        group = groups.get(layer)
        names = group.attrs.get("weight_names", []) if isinstance(group, h5py.Group) else []
        entries = [(text(name), group.get(text(name))) for name in names]
        found[layer] = [(name, list(entry.shape)) for name, entry in entries if isinstance(entry, h5py.Dataset)]
        if sum(map(len, found.values())) > MOST_ENTRIES:
            break
    return found


def main() -> str:
    """Print what is asked for; give the sentence to end with, empty where all went well."""
    path, most = sys.argv[1], int(sys.argv[2])
    with h5py.File(path, "r") as file:
        config = text(file.attrs.get("model_config", ""))
        if not config:
            return (
                "it holds no model_config: weights alone, without the model; save the whole model, or model.to_json()"
            )
        if len(config) > most:
            return f"model_config has more than {most >> 20} MB"
        found = {"config": config, "version": text(file.attrs.get("keras_version", "")), "weights": weights(file)}
    sys.stdout.write(json.dumps(found))
    return ""


if __name__ == "__main__":
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        ending = main()
    except Exception as error:  # noqa: BLE001 - a damaged file can raise anything
        ending = f"it is damaged: {type(error).__name__}: {error}"
    sys.stdout.write(ending)
    sys.exit(1 if ending else 0)
