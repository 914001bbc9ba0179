"""Checks with NumPy that sidecars hold np.full and np.linspace, bit for bit, and that Python reads their JSON."""
import json
import pathlib
import sys

import numpy as np

root = pathlib.Path(sys.argv[1])
files = sorted(root.rglob("*.cond.npy"))
assert len(files) == 5, files
for npy in files:
    matrix = np.load(npy)
    frames = matrix.shape[0]
    expected = np.stack(
        [np.full(frames, 7, dtype=np.float32), np.linspace(0, 1, frames, dtype=np.float32)], axis=1)
    assert matrix.dtype == np.float32 and matrix.tobytes() == expected.tobytes(), npy
    meta = json.loads(npy.with_name(npy.name[:-len(".npy")] + ".json").read_text("utf-8"))
    assert meta["names"] == ["scene_id", "gain"] == list(meta["features"]), meta
    assert meta["fps"] == 75 and meta["norm"]["max"] == [7.0, 1.0], meta
print(f"NumPy {np.__version__}: {len(files)} sidecars equal np.full and np.linspace bit for bit")
