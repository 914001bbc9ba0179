"""Reads the HDF5 fixtures with h5py, and writes what it sees of each dataset below the root to expected.json.

    python3 read_hdf5.py ../resources/hdf5

Made with h5py 3.7.0 on HDF5 1.10.8. The fixtures themselves are of h5py 3.7.0 (h5py_*) and jhdf 0.13.0 (jhdf_*).
"""
import json
import pathlib
import sys

import h5py
import numpy as np

folder = pathlib.Path(sys.argv[1])
expected = []
for path in sorted(folder.glob("*.h5")):
    with h5py.File(path, "r") as file:
        try:
            name = next(iter(file))
            dataset = file[name]
        except KeyError:  # a name with a slash in it, as jhdf writes it
            expected.append({"file": path.name, "dataset": name, "values": None})
            continue
        entry = {"file": path.name, "dataset": name, "values": None}
        if isinstance(dataset, h5py.Dataset) and dataset.shape is not None and dataset.dtype.kind in "fiu":
            entry["shape"] = list(dataset.shape)
            entry["values"] = np.asarray(dataset[()], np.float32).ravel().tolist()
        expected.append(entry)
text = ",\n".join(json.dumps(entry) for entry in expected)
(folder / "expected.json").write_text("[\n" + text + "\n]\n")
