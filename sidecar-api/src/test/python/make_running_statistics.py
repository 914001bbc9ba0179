"""Makes ../resources/dev/sidecar/frame/running_statistics.txt with exact fractions. The same seed gives the same file."""

from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "frame" / "running_statistics.txt"
getcontext().prec = 400

rng = np.random.default_rng(20261122)
columns = {
    "normal": rng.normal(-30, 12, 200),
    "large_mean": 1e7 + rng.integers(0, 2, 200),
    "wide": rng.uniform(-1, 1, 200) * 10.0 ** rng.integers(-44, 38, 200),
    "first_is_far": np.concatenate([[3e38], rng.normal(0, 1, 50)]),
    "tiny": rng.integers(-9, 9, 100) * 1e-44,
    "largest": np.array([3.4028235e38, -3.4028235e38, 3.4028235e38]),
    "one": np.array([0.1]),
    "zeros": np.array([0.0, 0.0]),
}
lines = ["# name; min, max, mean, population std of float32 values, exact but for the last rounding; the bits of the values"]
for name, values in columns.items():
    stored = values.astype(np.float32)
    exact = [Fraction(float(x)) for x in stored]
    mean = sum(exact) / len(exact)
    variance = sum((x - mean) ** 2 for x in exact) / len(exact)
    std = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    lines.append(name)
    lines.append(" ".join(repr(float(x)) for x in (stored.min(), stored.max(), mean, std)))
    lines.append(" ".join(f"{bits:08x}" for bits in stored.view(np.uint32)))
OUT.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
