"""Runs the command lines of the Python workflow, with plug-ins, and compares what they make with NumPy and re.

    python3 check.py LAUNCHER CLIPS

LAUNCHER is the built command, beside its jar; CLIPS are the five token files, which are copied.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np

LINES = [
    ["--producer", "const", "--const", "scene_id=7", "--const", "instrument=2"],
    ["--producer", "lin", "--lin", "gain=0:1"],
    ["--producer", "from_filename", "--filename-regex", r"_(?P<name>\w+)_(?P<value>-?\d+(\.\d+)?)"],
    ["--producer", "half", "--producer", "steps", "--step", "-0.5", "--lin", "pos=-1.5:3"],
]

FRAMES = {  # as in the sidecars that the Python workflow made of these tokens
    "noise_tempo_90_gain_-6.5.ecdc": 150,
    "sweep_tempo_120.0.ecdc": 225,
    "pluck_tempo_72.ecdc": 188,
    "speech.take2_pitch_57.25.ecdc": 339,
    "square.ecdc": 77,
}

HALF = """
import dev.sidecar.frame.*;
import dev.sidecar.spi.*;

class Half implements Producer {
    public FeatureFrame produce(Clip clip) {
        return FeatureFrame.of(Column.constant("half", clip.frames(), 0.5f));
    }
}
"""

STEPS = """
package plugin;

import dev.sidecar.frame.*;
import dev.sidecar.spi.*;
import java.util.List;

public final class Steps implements ProducerProvider {
    private static final ProducerOption<Double> STEP = ProducerOption.number("step", "from frame to frame");

    public String name() { return "steps"; }

    public String summary() { return "steps of one height"; }

    public List<ProducerOption<?>> options() { return List.of(STEP); }

    public Producer create(ProducerOptions options) {
        double step = options.get(STEP);
        return clip -> FeatureFrame.of(Column.generate("steps", clip.frames(), t -> step * t));
    }
}
"""


def tool(name):
    """A tool of the JDK in use."""
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home, "bin", name)) if home else name


def write_plugins(folder, work, class_path):
    folder.mkdir()
    (folder / "half.java").write_text(HALF)
    source = work / "plugin" / "Steps.java"
    source.parent.mkdir()
    source.write_text(STEPS)
    service = work / "META-INF" / "services" / "dev.sidecar.spi.ProducerProvider"
    service.parent.mkdir(parents=True)
    service.write_text("plugin.Steps\n")
    subprocess.run([tool("javac"), "--release", "17", "-cp", class_path, "-d", work, source], check=True)
    subprocess.run([tool("jar"), "--create", "--file", folder / "steps.jar", "-C", work, "plugin", "-C", work, "META-INF"],
                   check=True)


def expected(clip):
    """The columns of a clip, in order."""
    frames = FRAMES[clip.name]
    columns = {
        "scene_id": np.full(frames, 7, np.float32),
        "instrument": np.full(frames, 2, np.float32),
        "gain": np.linspace(0, 1, frames, dtype=np.float32),
    }
    for found in re.finditer(LINES[2][-1], clip.name):
        columns[found["name"]] = np.full(frames, float(found["value"]), np.float32)
    columns["half"] = np.full(frames, 0.5, np.float32)
    columns["steps"] = (-0.5 * np.arange(frames)).astype(np.float32)
    columns["pos"] = np.linspace(-1.5, 3, frames, dtype=np.float32)
    return columns


def check(clips, cond):
    tokens = sorted(clips.rglob("*.ecdc"))
    files = sorted(cond.rglob("*.cond.npy"))
    assert len(tokens) == len(files) == 5, files
    for clip in tokens:
        npy = cond / clip.relative_to(clips).with_name(clip.name[:-len(".ecdc")] + ".cond.npy")
        matrix = np.load(npy)
        columns = expected(clip)
        assert matrix.shape == (FRAMES[clip.name], len(columns)), (npy, matrix.shape)
        assert matrix.dtype == np.float32 and matrix.tobytes() == np.stack(list(columns.values()), axis=1).tobytes(), npy
        meta = json.loads(npy.with_suffix(".json").read_text("utf-8"))
        assert meta["names"] == list(columns) == list(meta["features"]), meta
        for name, column in columns.items():
            feature = meta["features"][name]
            assert (feature["min"], feature["max"]) == (column.min(), column.max()), (npy, name)
            assert abs(feature["mean"] - column.mean(dtype=np.float64)) < 1e-12 * max(1, abs(feature["mean"])), (npy, name)
    return len(files)


def main():
    launcher, clips = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        shutil.copytree(clips, work / "ecdc")
        (work / "classes").mkdir()
        write_plugins(work / "paramproducers", work / "classes", launcher.with_name("sidecar.jar"))
        common = ["--audio-root", "./ecdc", "--cond-root", "./params"]
        for line in LINES:
            subprocess.run([launcher, "add", *common, "--producers-dir", "./paramproducers", *line], cwd=work, check=True)
        count = check(work / "ecdc", work / "params")
        required = "scene_id,instrument,gain,half,steps,pos"
        subprocess.run(
            [launcher, "audit", *common, "--expect-fps", "75", "--expect-dtype", "float32", "--require", required,
             "--verify-ranges"],
            cwd=work, check=True)
    print(f"NumPy {np.__version__}: the {count} sidecars of {len(LINES)} command lines hold what Python computes, bit for bit")


main()
