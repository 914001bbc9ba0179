"""Packs trees with the command, and compares what h5py reads with the sidecars themselves.

    python3 check.py LAUNCHER CLIPS

LAUNCHER is the built command, beside its jar; CLIPS are the five token files, which are copied. Checked with h5py 3.7.0.
"""
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

import h5py
import numpy as np


def native(frames):
    """A token file of EnCodec's own command, of one codebook."""
    header = b'{"m": "encodec_24khz", "al": %d, "nc": 1, "lm": false}' % (frames * 320)
    return struct.pack("!4sBI", b"ECDC", 0, len(header)) + header + bytes((frames * 10 + 7) // 8)


def sidecars(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.cond.*")}


def texts(dataset):
    return [text.decode("utf-8") for text in dataset[:]]


def compare(group, npy):
    """One clip's group with the two files beside its tokens."""
    values = np.load(npy)
    raw = npy.with_name(npy.name[: -len(".npy")] + ".json").read_bytes()
    metadata = json.loads(raw)
    frames, width = values.shape
    assert (group.attrs["frames"], group.attrs["width"]) == (frames, width)
    assert group.attrs["dtype"] == values.dtype.name.encode()
    assert group.attrs["fps"] == metadata["fps"] == group.attrs["sample_rate"] / group.attrs["hop"]
    assert group["json"][:].tobytes() == raw
    header = group["npy_header"][:].tobytes()
    assert npy.read_bytes() == header + (b"" if values.size == 0 else group["cond"][:].astype(values.dtype).tobytes())
    assert ("cond" in group) == (values.size > 0)
    if values.size > 0:
        assert group["cond"].dtype == np.float32 and group["cond"].compression == "gzip"
        assert group["cond"].chunks is not None
        np.testing.assert_array_equal(group["cond"][:], values.astype(np.float32))
    if width > 0:
        assert texts(group["names"]) == metadata["names"]
        assert texts(group["units"]) == [metadata["features"][name]["units"] for name in metadata["names"]]
        for statistic in ("min", "max", "mean", "std"):
            np.testing.assert_array_equal(group[statistic][:], metadata["norm"][statistic])


def check(launcher, root, *options):
    """Packs, compares every clip, unpacks into a tree of its own, and compares that."""
    packed = root.with_suffix(".h5")
    subprocess.run([launcher, "pack", packed, "--audio-root", root, "--quiet", *options], check=True)
    files = [packed, *sorted(packed.parent.glob(packed.stem + ".*.h5"))]
    clips = {}
    for path in files:
        with h5py.File(path, "r") as file:
            assert list(file.attrs) and "_jHDF" not in file.attrs
            groups = []
            file.visititems(lambda name, item: groups.append(name) if name.endswith("/npy_header") else None)
            groups = [name[: -len("/npy_header")] for name in groups]
            for name in groups:
                compare(file[name], root / (name[: -len(".ecdc")] + ".cond.npy"))
                assert name not in clips
                clips[name] = path
    assert sorted(clips) == sorted(str(path.relative_to(root)) for path in root.rglob("*.ecdc"))
    back = root.with_name(root.name + "_back")
    subprocess.run(
        [launcher, "unpack", packed, "--audio-root", root, "--cond-root", back, "--quiet"], check=True)
    assert sidecars(back) == sidecars(root)
    return len(clips), len(files)


def add(launcher, root, *options):
    subprocess.run([launcher, "add", "--audio-root", root, "--quiet", *options], check=True)


def main(launcher, source):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        five = folder / "five"
        for tokens in pathlib.Path(source).rglob("*.ecdc"):
            target = five / "n\u00e4\u00efve \u540d" / tokens.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tokens, target)
        add(launcher, five, "--const", "\u97f3=0.1", "--lin", "gain=-1.5:3", "--dtype", "float16")
        assert check(launcher, five, "--codes") == (5, 1)
        empty = folder / "empty"
        empty.mkdir()
        (empty / "x_120.0.ecdc").write_bytes(native(7))
        subprocess.run([launcher, "init", "--audio-root", empty, "--quiet"], check=True)
        assert check(launcher, empty) == (1, 1)
        many = folder / "many"
        many.mkdir()
        for i in range(3000):
            (many / f"clip_{i}.{i % 10}.ecdc").write_bytes(native(1 + i % 50))
        add(launcher, many, "--lin", "gain=0:1", "--const", "scene_id=7")
        clips, files = check(launcher, many, "--part-size", "16")
        assert clips == 3000 and files > 1, files
    print("h5py reads what the command packs: 3,006 clips")


if __name__ == "__main__":
    main(*sys.argv[1:])
