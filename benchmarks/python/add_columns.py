"""What scripts that add columns do today, in one process: a constant and a ramp beside every token file.

    python3 add_columns.py ROOT OUT

ROOT is walked for .ecdc files; OUT mirrors the tree. Each clip's T comes from torch.load. Where torch is missing, its files
are read with zipfile and pickle, which makes Python look faster than it is.
"""
import json
import os
import sys

import numpy as np

try:
    import torch
except ImportError:
    import math
    import pickle
    import zipfile

    torch = None
    print("without torch: its import is not counted, and files are read in a simpler, faster way", file=sys.stderr)

    class Unpickler(pickle.Unpickler):
        """Turns tensors, which must be contiguous, into NumPy arrays, and refuses all else that has to be constructed."""

        GLOBALS = {
            "torch._utils._rebuild_tensor_v2": lambda storage, offset, size, stride, *_: (
                storage[offset : offset + math.prod(size)].reshape(size)),
            "torch.LongStorage": np.dtype("<i8"),
            "torch.IntStorage": np.dtype("<i4"),
            "torch.ShortStorage": np.dtype("<i2"),
            "torch.FloatStorage": np.dtype("<f4"),
            "collections.OrderedDict": dict,
        }

        def __init__(self, archive, pickled):
            super().__init__(archive.open(pickled))
            self.archive = archive
            self.root = pickled[: -len("data.pkl")]

        def find_class(self, module, name):
            return self.GLOBALS[module + "." + name]

        def persistent_load(self, address):
            _, dtype, key, _, _ = address
            return np.frombuffer(self.archive.read(f"{self.root}data/{key}"), dtype)


def load(path):
    if torch:
        return torch.load(path, map_location="cpu", weights_only=True)
    with zipfile.ZipFile(path) as archive:
        pickled = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
        return Unpickler(archive, pickled).load()


def replace(path, mode, write):
    """Writes a file under another name and then moves it."""
    temporary = path + ".tmp"
    with open(temporary, mode) as file:
        write(file)
    os.replace(temporary, path)


def add(tokens, base):
    frames = load(tokens)["audio_codes"].shape[-1]
    columns = {
        "scene_id": np.full(frames, 7, np.float32),
        "gain": np.linspace(0, 1, frames, dtype=np.float32),
    }
    matrix = np.stack(list(columns.values()), axis=1)
    wide = matrix.astype(np.float64)
    norm = {name: getattr(wide, name)(axis=0).tolist() for name in ("min", "max", "mean", "std")}
    features = {
        column: {**{name: norm[name][i] for name in norm}, "units": "", "doc_string": ""}
        for i, column in enumerate(columns)
    }
    metadata = {
        "schema_version": 2, "fps": 75, "source_rate": 75, "names": list(columns), "norm": norm, "features": features,
    }
    os.makedirs(os.path.dirname(base), exist_ok=True)
    replace(base + ".cond.npy", "wb", lambda file: np.save(file, matrix))
    replace(base + ".cond.json", "w", lambda file: json.dump(metadata, file, indent=2))


def main(root, out):
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".ecdc"):
                tokens = os.path.join(folder, name)
                add(tokens, os.path.join(out, os.path.relpath(tokens, root))[: -len(".ecdc")])


main(*sys.argv[1:])
