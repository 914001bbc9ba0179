"""Writes tuning.json: the tuning of clips, by FFT size, and chroma weights at another tuning than 0.

librosa's definitions (0.11: estimate_tuning, piptrack, pitch_tuning, filters.chroma, filters.mel) written in NumPy alone,
over whole arrays, with the exact median; but for the number of frames, which is ceil(samples / 320) here. And mel weights
between two frequencies.

    python3 src/test/python/make_tuning.py src/test/resources/features
"""

import json
import sys
import wave

import numpy as np

folder = sys.argv[1]
RATE, HOP = 24000, 320


def wav(name):
    with wave.open(f"{folder}/{name}.wav") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def tones(*semitones, seconds=2):
    """Sines of falling strength, so many semitones above 440 Hz."""
    t = np.arange(seconds * RATE) / RATE
    parts = [np.sin(2 * np.pi * 440 * 2 ** (s / 12) * t) / 2 ** (i + 1) for i, s in enumerate(semitones)]
    return np.sum(parts, axis=0).astype("<f4").astype(float)


def power(x, n):
    frames = -(-len(x) // HOP)
    padded = np.concatenate([np.zeros(n // 2), x, np.zeros(n + HOP)])
    windows = np.stack([padded[t * HOP : t * HOP + n] for t in range(frames)])
    return np.abs(np.fft.rfft(windows * np.hanning(n + 1)[:-1])) ** 2


def tuning(s):
    """Of power spectra, [frames, bins]."""
    bins = s.shape[1]
    hertz = RATE / 2 / (bins - 1)
    middle, left, right = s[:, 1:-1], s[:, :-2], s[:, 2:]
    curvature = left + right - 2 * middle
    slope = (right - left) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = np.where(np.abs(slope) >= np.abs(curvature), 0, -slope / curvature)
    k = np.arange(1, bins - 1)
    peak = (middle > left) & (middle >= right) & (middle > 0.1 * s.max(1, keepdims=True))
    peak &= (k * hertz >= 150) & (k * hertz < min(4000, RATE / 2))
    if not peak.any():
        return 0.0
    frequencies = ((k + shift) * hertz)[peak]
    magnitudes = (middle + slope * shift / 2)[peak]
    frequencies = frequencies[magnitudes >= np.median(magnitudes)]
    residual = np.mod(12 * np.log2(frequencies / 27.5), 1)
    residual[residual >= 0.5] -= 1
    counts, edges = np.histogram(residual, np.linspace(-0.5, 0.5, 101))
    return round(float(edges[np.argmax(counts)]), 2)


def chroma(n, bins_off):
    """Weights, [bins, classes]."""
    places = 12 * np.log2(np.arange(1, n) * RATE / n / 27.5) - bins_off
    places = np.concatenate([[places[0] - 18], places])
    widths = np.append(np.maximum(np.diff(places), 1), 1)
    distances = np.mod(places[:, None] - np.arange(12) + 126, 12) - 6
    weights = np.exp(-2 * (distances / widths[:, None]) ** 2)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    weights *= np.exp(-0.5 * ((places[:, None] / 12 - 5) / 2) ** 2)
    return np.roll(weights, -3, axis=1)[: n // 2 + 1]


def mel(n, bands, low, high):
    """Weights, [bands, bins]."""
    to_mel = lambda f: f * 3 / 200 if f < 1000 else 15 + 27 * np.log(f / 1000) / np.log(6.4)
    mels = np.linspace(to_mel(low), to_mel(high), bands + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * 6.4 ** ((mels - 15) / 27))
    ramps = edges[:, None] - np.arange(n // 2 + 1) * RATE / n
    widths = np.diff(edges)[:, None]
    triangles = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1], ramps[2:] / widths[1:]))
    return triangles * (2 / (edges[2:] - edges[:-2]))[:, None]


def rounded(weights):
    return [[float(f"{w:.12g}") + 0 for w in row] for row in weights]


clips = {name: wav(name) for name in ("noise_fade", "pluck_chord", "speech", "sweep")}
clips |= {
    "tones 0.23": tones(0.23),
    "tones -0.37": tones(-0.37),
    "tones 0.48": tones(0.48),
    "tones 0.115 4.115 7.115": tones(0.115, 4.115, 7.115),
    "tones 0.105 3.205 -8.705 6.305": tones(0.105, 3.205, -8.705, 6.305),
}
tunings = {name: {n: tuning(power(x, n)) for n in (512, 1024, 2048, 4096)} for name, x in clips.items()}
result = {
    "tuning": tunings,
    "chroma": {t: rounded(chroma(128, float(t))) for t in ("-0.5", "-0.37", "0", "0.23")},
    "mel": {
        " ".join(map(str, args)): rounded(mel(*args))
        for args in [(256, 8, 0, 12000), (256, 8, 300, 8000), (256, 20, 50.5, 1000), (256, 3, 4000, 12000)]
    },
}
with open(folder + "/tuning.json", "w") as file:
    parts = (
        f'"{key}": {{\n' + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in part.items()) + "\n}"
        for key, part in result.items()
    )
    file.write("{\n" + ",\n".join(parts) + "\n}\n")
for name, values in tunings.items():
    print(name, values)
