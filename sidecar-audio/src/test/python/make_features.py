"""Writes golden.npy, [T, D] float32, and golden.txt, its columns: features of noise_fade.wav that its fixture does not have.

Needs NumPy alone. Mel bands are checked on the way: their cosine transform has to be the fixture's mfcc, which is librosa's.

    python3 src/test/python/make_features.py src/test/resources/features
"""

import json
import sys
import wave

import numpy as np

folder = sys.argv[1]
with wave.open(folder + "/noise_fade.wav") as file:
    rate = file.getframerate()
    x = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
hop, n, frames, bands = 320, 1024, -(-len(x) // 320), 64
freqs = np.arange(n // 2 + 1) * rate / n


def windows(length, shift):
    padded = np.concatenate([np.zeros(length), x, np.zeros(2 * length)])
    starts = length + hop * np.arange(frames) + shift - length // 2
    return np.stack([padded[s : s + length] for s in starts])


def spectrum(shift):
    return np.abs(np.fft.rfft(windows(n, shift) * np.hanning(n + 1)[:-1])) ** 2


def to_hertz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27))


edges = to_hertz(np.linspace(0, 15 + 27 * np.log(rate / 2 / 1000) / np.log(6.4), bands + 2))
triangles = np.stack(
    [np.interp(freqs, edges[m : m + 3], [0, 2 / (edges[m + 2] - edges[m]), 0]) for m in range(bands)]
)
dct = np.cos(np.pi / bands * np.outer(np.arange(bands), np.arange(bands) + 0.5)) * np.sqrt(2 / bands)
dct[0] /= np.sqrt(2)


def mel(power):
    return 10 * np.log10(np.maximum(1e-10, power @ triangles.T))


power = spectrum(0)
db = mel(power)
with open(folder + "/noise_fade.features.json") as file:
    names = json.load(file)["columns"]
librosa = np.load(folder + "/noise_fade.features.npy")[:, [names.index(f"mfcc{i}_1024") for i in range(13)]]
assert np.abs(db @ dct[:13].T - librosa).max() < 1e-3

with np.errstate(divide="ignore"):
    a_db = 2 + 20 * np.log10(
        12194.217**2
        * freqs**4
        / (freqs**2 + 20.598997**2)
        / (freqs**2 + 107.65265**2) ** 0.5
        / (freqs**2 + 737.86223**2) ** 0.5
        / (freqs**2 + 12194.217**2)
    )
sides = np.full(len(freqs), 2.0)
sides[[0, -1]] = 1
hann = np.hanning(n + 1)[:-1]
loudness = 10 * np.log10((power * sides * 10 ** (a_db / 10)).sum(1) / (n * (hann**2).sum()))

floored = np.maximum(db, db.max() - 30)
rises = np.maximum(0, np.diff(floored, axis=0)).mean(1)

middle = np.sqrt(spectrum(hop // 2))
centroid = (middle * freqs).sum(1) / middle.sum(1)

columns = {f"mel_{i}": db[:, i] for i in range(bands)}
columns["loudness_db"] = loudness
columns |= {f"top_db_30 mfcc_{i}": floored @ dct[i] for i in range(13)}
columns["top_db_30 onset_strength"] = np.concatenate([[0], rises])
columns["middle rms_999"] = np.sqrt((windows(999, hop // 2) ** 2).mean(1))
columns["middle spectral_centroid"] = centroid
np.save(folder + "/golden.npy", np.stack(list(columns.values()), 1).astype("<f4"))
with open(folder + "/golden.txt", "w") as file:
    file.writelines(name + "\n" for name in columns)
