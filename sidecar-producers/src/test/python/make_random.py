"""Makes random.txt in ../resources/dev/sidecar/producers with NumPy's Mersenne Twister and Python's hashlib.

Usage: python3 make_random.py (Python 3.11 or later, NumPy 2).

Each line: the kind, the run's seed, the clip's id, and the first numbers: noise from -1 to 3, normal numbers of mean 2 and
standard deviation 0.5, a walk from 0.5 with the step 0.25 between 0 and 1. The column is called x.
"""

import hashlib
import math
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "producers"
COUNT = 12


class Twister:
    def __init__(self, seed, clip):
        words = np.frombuffer(hashlib.sha256(f"{seed}\n{clip}\nx\n".encode()).digest(), ">u4")
        self.bits = np.random.MT19937()
        self.bits._legacy_seeding([int(word) for word in words])  # init_by_array of the reference implementation
        self.spare = None

    def uniform(self):
        """52 bits, of two words 26 each."""
        high, low = int(self.bits.random_raw()) >> 6, int(self.bits.random_raw()) >> 6
        return (high << 26 | low) / 2**52

    def normal(self):
        """Box and Muller, both numbers."""
        if self.spare is not None:
            number, self.spare = self.spare, None
            return number
        angle, radius = 2 * math.pi * self.uniform(), math.sqrt(-2 * math.log(self.uniform()))
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)


def walk(twister):
    value, values = 0.5, []
    for _ in range(COUNT):
        values.append(value)
        value += twister.normal() * 0.25
        value = -value if value < 0 else 2 - value if value > 1 else value
        value = min(1, max(0, value))
    return values


KINDS = {
    "noise": lambda twister: [-1 + twister.uniform() * 4 for _ in range(COUNT)],
    "gauss": lambda twister: [2 + twister.normal() * 0.5 for _ in range(COUNT)],
    "walk": walk,
}


def main():
    lines = ["# kind; seed; clip; numbers"]
    for kind, numbers in KINDS.items():
        for seed, clip in [(0, "a.ecdc"), (0, "b/a.ecdc"), (-7, "a.ecdc"), (2**40, "caf\u00e9.ecdc")]:
            values = " ".join(repr(value) for value in numbers(Twister(seed, clip)))
            lines.append("; ".join([kind, str(seed), clip.replace("\u00e9", "<U+00E9>"), values]))
    (OUT / "random.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
