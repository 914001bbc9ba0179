"""Writes src/test/resources/npy/save_digests.json: the SHA-256 of what numpy.save makes of a matrix.

Value [t, d] is ((31 t + 17 d) mod 2001 - 1000) / 7, computed in float64, rounded to float32, and for <f2 from there to
float16. Made with numpy 2.4. Usage, from the module's folder: python3 src/test/python/make_save_digests.py
"""

import hashlib
import io
import json
from pathlib import Path

import numpy as np

cases = []
for frames in (0, 1, 75, 15251):
    for width in (0, 1, 2, 17):
        t = np.arange(frames).reshape(-1, 1)
        d = np.arange(width).reshape(1, -1)
        values = (((31 * t + 17 * d) % 2001 - 1000) / 7.0).astype(np.float32)
        for dtype in ("f4", "f2"):
            file = io.BytesIO()
            np.save(file, values.astype("<" + dtype))
            digest = hashlib.sha256(file.getvalue()).hexdigest()
            cases.append({"frames": frames, "width": width, "dtype": dtype, "sha256": digest})
lines = ",\n".join("  " + json.dumps(case) for case in cases)
path = Path(__file__).parent.parent / "resources" / "npy" / "save_digests.json"
path.write_text('{"numpy": "%s", "cases": [\n%s\n]}\n' % (np.__version__, lines))
