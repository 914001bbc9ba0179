"""Makes ../resources/dev/sidecar/frame/statistics.txt with NumPy. The same seed gives the same file."""

from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "frame" / "statistics.txt"

rng = np.random.default_rng(20240521)
columns = {
    "normal": rng.normal(-30, 12, 300),
    "large_mean": 1e6 + rng.uniform(-1, 1, 300),
    "wide": rng.uniform(-1, 1, 300) * 10.0 ** rng.integers(-30, 30, 300),
    "first_is_far": np.concatenate([[3e38], rng.normal(0, 1, 50)]),
    "tiny": rng.integers(-9, 9, 100) * 1e-44,
}
lines = ["# name; min, max, mean, population std in float64 over float32 values; the bits of the values"]
for name, values in columns.items():
    stored = values.astype(np.float32)
    wide = stored.astype(np.float64)
    lines.append(name)
    lines.append(" ".join(repr(float(x)) for x in (wide.min(), wide.max(), wide.mean(), wide.std())))
    lines.append(" ".join(f"{bits:08x}" for bits in stored.view(np.uint32)))
OUT.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
