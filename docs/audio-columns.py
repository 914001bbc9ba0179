"""Draws docs/audio-columns.svg: a clip's samples, and below them columns of its sidecar. Needs NumPy alone.

    sidecar add --audio-root ecdc --producer from_audio --audio-feats rms_db,spectral_centroid,f0
    python3 docs/audio-columns.py ecdc/b/speech.take2_pitch_57.25 > docs/audio-columns.svg
"""

import json
import struct
import sys

import numpy as np

WIDTH, HEIGHT, LEFT, GAP = 800, 90, 150, 22
HOP = 320


def samples(path):
    """The samples of a 16-bit mono WAV."""
    data = open(path, "rb").read()
    at = 12
    while data[at : at + 4] != b"data":
        at += 8 + struct.unpack("<I", data[at + 4 : at + 8])[0]
    return np.frombuffer(data[at + 8 :], "<i2") / 32768


def line(values, low, high, top):
    x = LEFT + np.arange(len(values)) * (WIDTH - LEFT - 10) / max(1, len(values) - 1)
    y = top + HEIGHT * (1 - (values - low) / (high - low))
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y))


def row(label, values, low, high, index, unit=""):
    top = GAP / 2 + index * (HEIGHT + GAP)
    print(f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - 10}" height="{HEIGHT}" fill="#f6f6f6"/>')
    print(f'<text x="8" y="{top + 50}">{label}</text>')
    print(f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end" fill="#777">{high:g}{unit}</text>')
    print(f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end" fill="#777">{low:g}{unit}</text>')
    print(f'<polyline points="{line(values, low, high, top)}" fill="none" stroke="#1f5fa8" stroke-width="1.2"/>')


clip = sys.argv[1]
matrix = np.load(clip + ".cond.npy")
names = json.load(open(clip + ".cond.json", encoding="utf-8"))["names"]
audio = samples(clip + ".wav")
blocks = np.concatenate([audio, np.zeros(-len(audio) % HOP)]).reshape(-1, HOP)
rows = 4
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{rows * (HEIGHT + GAP)}"')
print(f'     viewBox="0 0 {WIDTH} {rows * (HEIGHT + GAP)}" font-family="sans-serif" font-size="13">')
print('<rect width="100%" height="100%" fill="white"/>')
row("samples", np.stack([blocks.min(1), blocks.max(1)], 1).ravel(), -1, 1, 0)
for index, (name, low, high, unit) in enumerate(
    [("rms_db", -120, 0, " dB"), ("spectral_centroid", 0, 12000, " Hz"), ("f0", 0, 500, " Hz")], 1
):
    row(name, np.clip(matrix[:, names.index(name)].astype(float), low, high), low, high, index, unit)
print("</svg>")
