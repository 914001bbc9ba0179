"""Makes curves.txt in ../resources/dev/sidecar/producers with NumPy and SciPy.

Usage: python3 make_curves.py (Python 3.11 or later, NumPy 2, SciPy 1.17). The same seed gives the same file.

Each line: the interpolation, T, positions (in frames), values, and the curve at the frames 0 to T - 1. Outside the points the
ends hold.
"""

import random
from pathlib import Path

import numpy as np
from scipy.interpolate import Akima1DInterpolator, CubicSpline, interp1d

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "producers"


def smoothstep(x, y, at):
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    u = (at - x[i]) / (x[i + 1] - x[i])
    return y[i] + (y[i + 1] - y[i]) * (3 * u**2 - 2 * u**3)


CURVES = {
    "previous": lambda x, y, at: interp1d(x, y, kind="previous")(at),
    "nearest": lambda x, y, at: interp1d(x, y, kind="nearest")(at),
    "linear": lambda x, y, at: np.interp(at, x, y),
    "smoothstep": smoothstep,
    "cubic": lambda x, y, at: CubicSpline(x, y, bc_type="natural")(at),
    "akima": lambda x, y, at: Akima1DInterpolator(x, y)(at),
}


def cases():
    rng = random.Random(20261122)
    yield [0, 20, 40], [0, 1, 0.2]
    yield [0, 40], [-1, 3]
    yield [10.5, 30.25], [2, 1]
    yield [0, 5, 10, 15, 20, 25, 30, 40], [0, 0, 0, 1, 1, 1, 0, 0]
    yield [0, 8, 16, 24, 32, 40], [0, 1, 2, 3, 2, 1]
    yield [0, 8, 16, 24, 32, 40], [1, 1, 1, 1, 1, 1]
    yield [0, 10, 20, 30, 40], [0, 1e-12, 1, 1 + 1e-12, 1]
    yield [-30, -2, 7, 90], [3, -1, 0.5, 0]
    for _ in range(30):
        points = rng.randrange(2, 12)
        x = sorted(rng.sample(range(-20, 240), points))
        yield [value / 4 for value in x], [round(rng.uniform(-4, 4), 3) for _ in range(points)]


def main():
    lines = ["# interpolation; T; positions; values; the curve"]
    frames = 41
    for x, y in cases():
        x, y = np.array(x, float), np.array(y, float)
        at = np.clip(np.arange(frames, dtype=float), x[0], x[-1])
        for name, curve in CURVES.items():
            values = curve(x, y, at)
            values[at == x[-1]] = y[-1]
            lines.append("; ".join([name, str(frames)] + [" ".join(repr(float(v)) for v in row) for row in (x, y, values)]))
    (OUT / "curves.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
