"""Makes ../resources/dev/sidecar/producers/derived.txt with NumPy and SciPy. The same seed gives the same file.

Usage: python3 make_derived.py (NumPy 2.4, SciPy 1.17). Everything is computed in float64 and rounded once per step.

Savitzky-Golay is scipy.signal.savgol_filter(mode="interp"), delta the same with deriv=1 and polyorder=1, which is what
librosa.feature.delta calls, and median is scipy.signal.medfilt. SciPy refuses clips that are shorter than the window of a
polynomial; there it is numpy.polyfit over all frames, of degree T - 1 at most. With 41 frames and degree 9, SciPy is wrong
by 2e-6, as exact fractions show, so long windows have lower degrees here. The moving average is numpy.convolve,
divided by how many frames the window had.
"""

import warnings
from pathlib import Path

import numpy as np
from scipy.signal import medfilt, savgol_filter

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "producers" / "derived.txt"
warnings.simplefilter("ignore")  # of windows that are longer than the clip


def average(x, window):
    ones = np.ones(window)
    half = window // 2
    whole = slice(half, half + len(x))
    return np.convolve(x, ones)[whole] / np.convolve(np.ones(len(x)), ones)[whole]


def polynomial(x, window, degree, deriv):
    if len(x) >= window:
        return savgol_filter(x, window, degree, deriv=deriv, mode="interp")
    t = np.arange(len(x)) - (len(x) - 1) / 2
    fitted = np.poly1d(np.polyfit(t, x, min(degree, len(x) - 1)))
    return (fitted.deriv(deriv) if deriv else fitted)(t)


def scale(x, low, high, start=None, end=None):
    start, end = (x.min(), x.max()) if start is None else (start, end)
    return np.full(len(x), float(low)) if start == end else low + (x - start) / (end - start) * (high - low)


def zscore(x, mean=None, std=None):
    mean, std = (x.mean(), x.std()) if mean is None else (mean, std)
    return (x - mean) / (std if std else 1)


STEPS = {
    "average": lambda x, w: average(x, int(w)),
    "savgol": lambda x, w, d: polynomial(x, int(w), int(d), 0),
    "median": lambda x, w: medfilt(x, int(w)),
    "delta": lambda x, w=9: polynomial(x, int(w), 1, 1),
    "scale": scale,
    "clip": np.clip,
    "zscore": zscore,
    "log": lambda x, floor=-np.inf: np.log(np.maximum(x, floor)),
    "amplitude_to_db": lambda x, floor=1e-5: 20 * np.log10(np.maximum(x, floor)),
    "db_to_amplitude": lambda x: 10 ** (x / 20),
    "hz_to_midi": lambda x, floor=-np.inf: 12 * (np.log2(np.maximum(x, floor)) - np.log2(440)) + 69,
    "midi_to_hz": lambda x: 440 * 2 ** ((x - 69) / 12),
    "quantise": lambda x, step: np.round(x / step) * step,
}


def derive(steps, x):
    for step in steps.split(","):
        name, *arguments = step.split(":")
        numbers = [float(a) for a in arguments if a != "clip"]
        x = STEPS[name](x.astype(np.float64), *numbers).astype(np.float32)
    return x


def bits(values):
    return " ".join(f"{v:08x}" for v in values.astype(np.float32).view(np.uint32))


rng = np.random.default_rng(20261122)
walk = np.cumsum(rng.normal(0, 1, 60))
columns = {
    "f0": np.abs(walk) * 40 + 65,
    "amplitude": rng.uniform(0, 1, 60) ** 4 * (rng.uniform(0, 1, 60) > 0.1),
    "db": rng.uniform(-80, 0, 60),
    "large": 1e6 + walk,
    "halves": np.arange(-30, 30) / 4,
    "constant": np.full(20, 7.0),
    "seven": walk[:7],
    "four": walk[:4] + 70,
    "two": walk[:2] + 70,
    "one": walk[:1] + 70,
}
smooth = ["average:1", "average:5", "average:41", "savgol:1:0", "savgol:5:2", "savgol:11:3", "savgol:7:6",
          "savgol:41:7", "savgol:9:0", "median:1", "median:3", "median:9", "median:61", "median:99", "delta", "delta:3",
          "delta:21", "scale:0:1:clip", "scale:1:-1:clip", "scale:0.1:0.3:-20:50", "clip:-0.5:0.5", "zscore:clip", "zscore:2:3",
          "quantise:0.5", "quantise:0.3", "median:5,savgol:7:2,scale:0:1:clip"]
own = {
    "f0": ["hz_to_midi", "hz_to_midi:100", "log", "hz_to_midi:8.18,median:5", "hz_to_midi,quantise:1,midi_to_hz"],
    "amplitude": ["amplitude_to_db", "amplitude_to_db:0.001", "log:1e-7"],
    "db": ["db_to_amplitude", "db_to_amplitude,amplitude_to_db"],
    "four": ["midi_to_hz"],
}
lines = ["# column; the bits of its values; then steps, and the bits of what they give"]
for name, values in columns.items():
    x = values.astype(np.float32)
    lines += [f"column {name}", bits(x)]
    for steps in smooth + own.get(name, []):
        lines += [f"steps {steps}", bits(derive(steps, x))]
OUT.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
