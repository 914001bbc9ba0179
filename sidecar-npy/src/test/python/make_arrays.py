"""Writes src/test/resources/npy/arrays: arrays of several shapes, types and orders as numpy.save writes them.

Value i in C order is i / 4 - 2. Usage, from the module's folder: python3 src/test/python/make_arrays.py
"""

from pathlib import Path

import numpy as np

folder = Path(__file__).parent.parent / "resources" / "npy" / "arrays"
folder.mkdir(exist_ok=True)
shapes = ((), (7,), (2, 3), (2, 3, 4), (1, 1, 5), (3, 0, 2), (2, 1, 3, 2))
kinds = [(shape, "<f4") for shape in shapes] + [((2, 3, 4), dtype) for dtype in ("<f2", "<f8", ">f2", ">f4", ">f8")]
for shape, dtype in kinds:
    values = (np.arange(np.prod(shape, dtype=int)) / 4 - 2).reshape(shape)
    for order in "CF":
        name = "x".join(map(str, shape)) or "single"
        ends = "big" if dtype[0] == ">" else "little"
        path = folder / f"{name}_{ends}_{dtype[1:]}_{order.lower()}.npy"
        np.save(path, np.asarray(values.astype(dtype), order=order))
