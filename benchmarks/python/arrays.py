"""Prints what NumPy and the standard library take to convert, stack, save and describe columns, next to copying the bytes.

    python3 arrays.py [FRAMES [COLUMNS]]

By default 45,000 frames (ten minutes) of 8 columns; files in memory where there is /dev/shm. The best of 20 rounds, on one
thread. JSON counts the statistics, four for each column, not the values.
"""
import hashlib
import json
import os
import sys
import tempfile
import timeit

for library in "OMP", "OPENBLAS", "MKL":
    os.environ[library + "_NUM_THREADS"] = "1"

import numpy as np

ROUNDS = 20


def nanoseconds(work):
    """The best round, of as many calls as take a few milliseconds."""
    calls = max(1, int(0.005 / timeit.timeit(work, number=1)))
    return min(timeit.repeat(work, number=calls, repeat=ROUNDS)) / calls * 1e9


def measure(label, values, source, work):
    """Source is what the work reads."""
    copy = np.empty_like(source)
    copying = nanoseconds(lambda: np.copyto(copy, source))
    working = nanoseconds(work)
    print(f"{label:<32} {working / values:9.3f} ns a value {working / copying:9.1f} x a copy")


def described(matrix):
    wide = matrix.astype(np.float64)
    return {name: getattr(wide, name)(axis=0).tolist() for name in ("min", "max", "mean", "std")}


def main(frames=45_000, columns=8):
    frames, columns = int(frames), int(columns)
    random = np.random.default_rng(1)
    parts = list(random.random((columns, frames), np.float32))
    matrix = np.stack(parts, axis=1)
    half = matrix.astype(np.float16)
    statistics = described(matrix)
    numbers = np.array(list(statistics.values()))
    text = json.dumps(statistics)
    bits = matrix.tobytes()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    print("NumPy", np.__version__)
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        path = os.path.join(folder, "x.npy")
        np.save(path, matrix)
        for label, values, source, work in (
            ("float32 to float16", matrix.size, matrix, lambda: matrix.astype(np.float16)),
            ("float16 to float32", matrix.size, half, lambda: half.astype(np.float32)),
            ("stack columns to rows", matrix.size, matrix, lambda: np.stack(parts, axis=1)),
            ("np.save", matrix.size, matrix, lambda: np.save(path, matrix)),
            ("np.load", matrix.size, matrix, lambda: np.load(path)),
            ("statistics in float64", matrix.size, matrix, lambda: described(matrix)),
            ("sha256", matrix.size, matrix, lambda: hashlib.sha256(bits).digest()),
            ("json.dumps of statistics", numbers.size, numbers, lambda: json.dumps(statistics, indent=2)),
            ("json.loads of statistics", numbers.size, numbers, lambda: json.loads(text)),
        ):
            measure(label, values, source, work)


main(*sys.argv[1:])
