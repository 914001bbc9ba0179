"""Makes the golden files in ../resources/dev/sidecar/testkit with NumPy.

Usage: python3 make_golden.py (NumPy 2). The same seed gives the same files. Numbers are hexadecimal bits, float64 for
arguments and float32 for values, every NaN as the canonical one.
"""

import random
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "testkit"


def argument(value):
    return f"{np.float64(value).view(np.uint64):016x}"


def bits(values):
    found = values.view(np.uint32).copy()
    found[np.isnan(values)] = 0x7FC00000
    return [f"{v:08x}" for v in found]


def linspace():
    rng = random.Random(75)
    tiny, huge = 5e-324, 1.7976931348623157e308
    cases = [(s, e, t) for s, e in [(0.0, 1.0), (1.0, 0.0), (-1.5, 3.0), (-0.0, -1.0), (0.0, -0.0), (-0.0, -0.0),
                                    (0.1, 0.7), (1.0, 1.0), (0.0, tiny), (3 * tiny, -tiny), (0.0, 1e39), (-huge, huge)]
             for t in (0, 1, 2, 3, 4, 7, 75)]
    cases += [(rng.uniform(-10, 10), rng.uniform(-10, 10), rng.randrange(2, 300)) for _ in range(40)]
    return ["# start, end, T, values of numpy.linspace(start, end, T, dtype=float32)"] + [
        " ".join([argument(s), argument(e), str(t)] + bits(np.linspace(s, e, t, dtype=np.float32))) for s, e, t in cases]


def full():
    return ["# value, numpy.full(3, value, float32)"] + [
        " ".join([argument(v)] + bits(np.full(3, v, np.float32)))
        for v in [0.0, -0.0, 7.0, 0.1, 1e-45, 7e-46, 1e39, 16777217.0, 1 + 2**-24, 1 + 3 * 2**-24, float("nan")]]


OUT.mkdir(parents=True, exist_ok=True)
with np.errstate(all="ignore"):
    for make in (linspace, full):
        (OUT / f"{make.__name__}.txt").write_text("\n".join(make()) + "\n", encoding="ascii", newline="\n")
