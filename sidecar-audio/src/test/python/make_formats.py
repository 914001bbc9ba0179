"""Writes src/test/resources/golden: files in many formats, and beside each NAME the float32 samples NAME.f32 that
libsndfile and numpy.mean make of it. Needs soundfile (made with libsndfile 1.2.2, numpy 2.4.6)."""

import pathlib
import struct

import numpy as np
import soundfile as sf

OUT = pathlib.Path(__file__).parent.parent / "resources" / "golden"


def signal(samples, channels, seed=0):
    """Tones, silence, noise and full scale, other ones in each channel but alike enough to be coded jointly."""
    rng = np.random.default_rng(seed)
    t = np.arange(samples) / 24000
    common = 0.5 * np.sin(2 * np.pi * 440 * t) + 0.2 * np.sin(2 * np.pi * 3000 * t)
    x = np.stack([common + 0.01 * (c + 1) * rng.standard_normal(samples) for c in range(channels)], axis=1)
    x[samples // 4 : samples // 3] = 0
    noise = x[samples // 2 : samples // 2 + 300]
    noise[:] = rng.uniform(-1, 1, noise.shape)
    x[-1] = 1
    x[-2] = -1
    return np.clip(x, -1, 1 - 2**-23)


def golden(name):
    """What librosa.load(sr=None) does."""
    y, _ = sf.read(OUT / name, dtype="float32", always_2d=False)
    y = y.T
    if y.ndim > 1:
        y = np.mean(y, axis=0)
    (OUT / (name + ".f32")).write_bytes(y.astype("<f4").tobytes())


def write(name, channels=1, samples=1500, rate=24000, **how):
    sf.write(OUT / name, signal(samples, channels), rate, **how)
    golden(name)


def main():
    OUT.mkdir(exist_ok=True)
    for subtype in "PCM_S8", "PCM_U8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW":
        write(f"aiff_{subtype.lower()}.aiff", 2, format="AIFF", subtype=subtype)
    write("aiff_sowt.aiff", 2, format="AIFF", subtype="PCM_16", endian="LITTLE")
    for subtype in "PCM_S8", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW":
        write(f"au_{subtype.lower()}.au", 2, format="AU", subtype=subtype)
    for channels in 3, 7, 8, 9, 19, 64:
        write(f"wavex_{channels}.wav", channels, 200, format="WAVEX", subtype="FLOAT")
    for subtype in "PCM_S8", "PCM_16", "PCM_24":
        for channels in 1, 2, 3:
            write(f"flac_{subtype.lower()}_{channels}.flac", channels, 6000, format="FLAC", subtype=subtype)
    write("flac_fast.flac", 2, 6000, format="FLAC", subtype="PCM_16", compression_level=0.0)
    write("flac_best.flac", 2, 6000, format="FLAC", subtype="PCM_24", compression_level=1.0)
    wasted = np.round(signal(3000, 2) * 2000).astype(np.int16) * 8
    sf.write(OUT / "flac_wasted_bits.flac", wasted, 96000, format="FLAC", subtype="PCM_16")
    golden("flac_wasted_bits.flac")
    write("vorbis_mono.ogg", 1, 12345, format="OGG", subtype="VORBIS")
    write("vorbis_stereo.ogg", 2, 30000, 44100, format="OGG", subtype="VORBIS")
    write("vorbis_short.ogg", 1, 100, format="OGG", subtype="VORBIS")
    sf.write(OUT / "opus.ogg", signal(4800, 1), 48000, format="OGG", subtype="OPUS")
    codes = bytes(range(256))
    for name, tag in ("alaw", 6), ("ulaw", 7):
        header = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + 256, b"WAVE", b"fmt ", 16, tag, 1, 8000, 8000, 1, 8,
                             b"data", 256)
        (OUT / f"all_{name}.wav").write_bytes(header + codes)
        golden(f"all_{name}.wav")


if __name__ == "__main__":
    main()
