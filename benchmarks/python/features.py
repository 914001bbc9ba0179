"""Prints how many times faster than real time NumPy and librosa compute features of audio on one thread.

    python3 features.py [N_FFT]

Ten minutes at 24 kHz, hop 320, N_FFT 1024; tones and noise as in sidecar-cli/src/test/sh/audio-speed.sh, which lie in memory,
while Sidecar reads a file. The median of 5 runs after one to warm up. Without librosa, what librosa cannot do without is
measured instead: framing, window and Fourier transforms.
"""
import os

for library in "OMP", "OPENBLAS", "MKL", "NUMBA":
    os.environ[library + "_NUM_THREADS"] = "1"

import statistics
import sys
import time

import numpy as np

try:
    import librosa
except ImportError:
    librosa = None
try:
    from scipy import fft
except ImportError:
    from numpy import fft

RATE, HOP, SECONDS, RUNS = 24_000, 320, 600, 5
F0_LENGTH = 2048


def audio():
    """Three gliding harmonics, that come and go once a second, and a little noise: float32 of 16 bits."""
    i = np.arange(RATE * SECONDS)
    phase = np.cumsum(2 * np.pi * (220 + 110 * np.sin(i / 50_000)) / RATE)
    tones = np.sin(phase) + np.sin(2 * phase) / 2 + np.sin(3 * phase) / 3
    level = 0.25 * (1 + np.sin(i * 2 * np.pi / RATE))
    noise = np.random.default_rng(1).random(i.size) - 0.5
    return (32_000 * (level * tones / 2 + 0.02 * noise)).astype(np.int16).astype(np.float32) / 32_768


def measure(label, work):
    seconds = []
    for run in range(RUNS + 1):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    print(f"{label:<58} {SECONDS / statistics.median(seconds[1:]):8,.0f} x", flush=True)


def rms_db(samples):
    power = np.mean(np.square(samples.reshape(-1, HOP)), axis=1)
    return 10 * np.log10(np.maximum(power, 1e-12))


def measure_librosa(samples, n_fft):
    def stft():
        return np.abs(librosa.stft(samples, n_fft=n_fft, hop_length=HOP))

    feature = librosa.feature
    from_spectrum = {
        "spectral_centroid": lambda spectrum: feature.spectral_centroid(S=spectrum, sr=RATE),
        "spectral_bandwidth": lambda spectrum: feature.spectral_bandwidth(S=spectrum, sr=RATE),
        "spectral_rolloff": lambda spectrum: feature.spectral_rolloff(S=spectrum, sr=RATE),
        "spectral_flatness": lambda spectrum: feature.spectral_flatness(S=spectrum),
    }

    def all_from_one_spectrum():
        spectrum = stft()
        for compute in from_spectrum.values():
            compute(spectrum)

    print("librosa", librosa.__version__)
    for name, compute in from_spectrum.items():
        measure(name, lambda: compute(stft()))
    measure("these four, from one stft", all_from_one_spectrum)
    measure("mfcc", lambda: feature.mfcc(y=samples, sr=RATE, n_fft=n_fft, hop_length=HOP))
    measure("f0 (yin)", lambda: librosa.yin(samples, fmin=65, fmax=2000, sr=RATE, frame_length=F0_LENGTH, hop_length=HOP))


def blocks(samples, length):
    """Centred frames, one a row, in blocks that stay in the cache."""
    padded = np.pad(samples, length // 2)
    step = padded.strides[0]
    shape = (1 + (padded.size - length) // HOP, length)
    frames = np.lib.stride_tricks.as_strided(padded, shape, (HOP * step, step), writeable=False)
    return np.split(frames, range(64, len(frames), 64))


def spectra(samples, n_fft):
    window = np.hanning(n_fft + 1)[:-1].astype(np.float32)
    for frames in blocks(samples, n_fft):
        np.abs(fft.rfft(frames * window))


def autocorrelations(samples):
    for frames in blocks(samples, F0_LENGTH):
        ahead = fft.rfft(frames)
        back = fft.rfft(frames[:, F0_LENGTH // 2 :: -1], F0_LENGTH)
        fft.irfft(ahead * back, F0_LENGTH)


def measure_lower_bounds(samples, n_fft):
    print(f"librosa is not installed; lower bound: FFTs alone, by {fft.__name__}")
    measure("lower bound of one spectral feature, or all, or mfcc", lambda: spectra(samples, n_fft))
    measure("lower bound of f0 (yin)", lambda: autocorrelations(samples))


def main(n_fft=1024):
    samples = audio()
    print("NumPy", np.__version__)
    measure("rms_db", lambda: rms_db(samples))
    (measure_librosa if librosa else measure_lower_bounds)(samples, int(n_fft))


main(*sys.argv[1:])
