"""Makes ../resources/dev/sidecar/frame/normalization.txt with NumPy 2. The same seed gives the same file.

The formulas are those of the loaders of the trainer RNeNcodec: every one of them that knows a column's range computes
(x - min) / (max - min + 1e-8) on a float32 array with Python floats, and clips the result to [0, 1]; where the two are
equal or one is missing, it takes the values as they are. The z-score is NumPy's, with Python floats, too.
"""

from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "frame" / "normalization.txt"


def min_max(x, low, high):
    if low is None or high is None or high == low:
        return x
    y = (x - low) / (high - low + 1e-8)
    np.clip(y, 0.0, 1.0, out=y)
    return y


def z_score(x, mean, std):
    if mean is None or std is None:
        return x
    return (x - mean) / (std if std != 0 else 1.0)


def number(value):
    return "-" if value is None else repr(float(value))


def bits(values):
    found = values.astype(np.float32).view(np.uint32).copy()
    found[np.isnan(values)] = 0x7FC00000
    return " ".join(f"{v:08x}" for v in found)


rng = np.random.default_rng(20261122)
nan, inf = float("nan"), float("inf")
special = np.array([0.0, -0.0, 1e-45, -1e-45, 3.4e38, -3.4e38, nan, inf, -inf, 0.5, 1.0, 7.0], np.float32)
cases = []
for low, high in [(0, 1), (-60, 0), (0.1, 0.3), (65.0, 2000.0), (-1.5, 3), (7, 7), (0, 1e-9), (0, 1e-40), (1, 0),
                  (0, -1e-8), (-3.4e38, 3.4e38), (-1e300, 1e300), (None, 1), (0, None), (None, None)]:
    ends = [0.0 if end is None else float(end) for end in (low, high)]
    with np.errstate(all="ignore"):
        around = rng.uniform(min(ends) * 1.2 - 1e-3, max(ends) * 1.2 + 1e-3, 40) if abs(ends[0]) < 1e38 else rng.normal(0, 1e38, 40)
        near = np.array(ends, np.float64)
        cases.append((low, high, np.concatenate([special, near.astype(np.float32), around.astype(np.float32)])))
lines = ["# two numbers; the bits of the values; of min_max with the numbers; of z_score with the numbers"]
with np.errstate(all="ignore"):
    for low, high, x in cases:
        a, b = (None if v is None else float(v) for v in (low, high))
        lines.append(f"{number(a)} {number(b)}")
        for values in (x, min_max(x, a, b), z_score(x, a, b)):
            assert values.dtype == np.float32
            lines.append(bits(values))
OUT.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
