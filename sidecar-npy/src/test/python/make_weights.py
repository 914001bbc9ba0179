"""Writes what tests of weights need into src/test/resources/weights, from tiny_decoder_parametrized.safetensors there:

expected.json: the shape and the CRC-32 of the values of each tensor, as NumPy reads them.
pytorch_model.bin, pytorch_model_legacy.bin: some of the tensors as torch.save writes the state_dict of a model, an
OrderedDict with the attribute _metadata. One is transposed, two look into one storage, one is a single value.

torch itself is not needed: classes of the same names are pickled. Usage, from the module's folder:
python3 src/test/python/make_weights.py

With two paths it writes a whole safetensors file as a state_dict instead:
python3 src/test/python/make_weights.py model.safetensors pytorch_model.bin
"""

import io
import json
import pickle
import struct
import sys
import types
import zlib
from collections import OrderedDict
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent.parent / "resources" / "weights"
ALIGNMENT = 64


def safetensors(path):
    content = path.read_bytes()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:start]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            tensors[name] = np.frombuffer(content[start + begin : start + end], "<f4").reshape(entry["shape"])
    return tensors


def rebuild_tensor(*_):
    raise NotImplementedError


rebuild_tensor.__module__, rebuild_tensor.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
for module, name, value in (("torch", "FloatStorage", FloatStorage), ("torch._utils", "_rebuild_tensor_v2", rebuild_tensor)):
    setattr(sys.modules.setdefault(module, types.ModuleType(module)), name, value)


class Storage:
    def __init__(self, values):
        self.values = np.ascontiguousarray(values).reshape(-1)


class Tensor:
    def __init__(self, storage, offset, sizes, strides):
        self.arguments = (storage, offset, sizes, strides, False, OrderedDict())

    def __reduce__(self):
        return rebuild_tensor, self.arguments


def whole(values):
    return Tensor(Storage(values), 0, values.shape, tuple(stride // 4 for stride in values.strides))


class Pickler(pickle.Pickler):
    """Names storages by the order of their first mention, or by a made-up address."""

    def __init__(self, file, legacy):
        super().__init__(file, protocol=2)
        self.legacy = legacy
        self.storages = {}

    def persistent_id(self, thing):
        if not isinstance(thing, Storage):
            return None
        known = self.storages
        key = next((key for key, storage in known.items() if storage is thing), None)
        if key is None:
            key = str(94_000_000_000_000 - 64 * len(known)) if self.legacy else str(len(known))
            known[key] = thing
        address = ("storage", FloatStorage, key, "cpu", thing.values.size)
        return address + (None,) if self.legacy else address


def pickled(root, legacy):
    file = io.BytesIO()
    pickler = Pickler(file, legacy)
    pickler.dump(root)
    return file.getvalue(), {key: storage.values.tobytes() for key, storage in pickler.storages.items()}


def write_zip(path, root):
    content, storages = pickled(root, legacy=False)
    entries = [("data.pkl", content), ("byteorder", b"little")]
    entries += [("data/" + key, storages[key]) for key in storages] + [("version", b"3\n")]
    out, directory = b"", b""
    for entry, content in entries:
        name = (path.stem + "/" + entry).encode()
        extra = -(len(out) + 34 + len(name)) % ALIGNMENT
        crc = zlib.crc32(content)
        directory += struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 0, 0, 0x808, 0, 0, crc, len(content), len(content),
                                 len(name), 0, 0, 0, 0, 0, len(out)) + name
        out += struct.pack("<IHHHIIIIHH", 0x04034B50, 0, 0x808, 0, 0, 0, 0, 0, len(name), extra + 4) + name
        out += struct.pack("<2sH", b"FB", extra) + b"Z" * extra + content
        out += struct.pack("<IIII", 0x08074B50, crc, len(content), len(content))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    path.write_bytes(out + directory + end)


def write_legacy(path, root):
    content, storages = pickled(root, legacy=True)
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
    keys = sorted(storages)
    out = b"".join(pickle.dumps(thing, protocol=2) for thing in (0x1950A86A20F9469CFC6C, 1001, system))
    out += content + pickle.dumps(keys, protocol=2)
    for key in keys:
        out += struct.pack("<q", len(storages[key]) // 4) + storages[key]
    path.write_bytes(out)


def state_dict(tensors):
    bias, gain = "decoder.layers.0.conv.bias", "decoder.layers.0.conv.parametrizations.weight.original0"
    weight = "decoder.layers.0.conv.parametrizations.weight.original1"
    both = Storage(np.concatenate([tensors[bias], [np.float32(7)], tensors[gain].reshape(-1)]))
    size = tensors[bias].size
    state = OrderedDict()
    state[gain] = Tensor(both, size + 1, (size, 1, 1), (1, 1, 1))
    state[bias] = Tensor(both, 0, (size,), (1,))
    turned = np.ascontiguousarray(tensors[weight].transpose(2, 0, 1))
    channels, taps = turned.shape[1:]
    state[weight] = Tensor(Storage(turned), 0, tensors[weight].shape, (taps, 1, channels * taps))
    for name in ("decoder.layers.1.lstm.bias_ih_l0", "decoder.layers.15.conv.bias"):
        state[name] = whole(tensors[name])
    state["single"] = Tensor(Storage(np.array([2.5], "<f4")), 0, (), ())
    state["none"] = Tensor(Storage(np.array([], "<f4")), 0, (0, 3), (3, 1))
    state._metadata = OrderedDict([("", {"version": 1}), ("decoder", {"version": 1}), ("decoder.layers", {})])
    return state


def make_all():
    tensors = safetensors(FOLDER / "tiny_decoder_parametrized.safetensors")
    lines = ",\n".join(
        "  " + json.dumps({"name": name, "shape": values.shape, "crc32": zlib.crc32(values.tobytes())})
        for name, values in tensors.items()
    )
    (FOLDER / "expected.json").write_text("[\n%s\n]\n" % lines)
    write_zip(FOLDER / "pytorch_model.bin", state_dict(tensors))
    write_legacy(FOLDER / "pytorch_model_legacy.bin", state_dict(tensors))


if len(sys.argv) == 3:
    source, target = map(Path, sys.argv[1:])
    write_zip(target, OrderedDict((name, whole(values)) for name, values in safetensors(source).items()))
else:
    make_all()
