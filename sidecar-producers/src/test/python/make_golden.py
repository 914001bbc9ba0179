"""Makes the golden files in ../resources/dev/sidecar/producers with NumPy and Python's re.

Usage: python3 make_golden.py (Python 3.11 or later, NumPy 2). The same seed gives the same files.

Text is UTF-8; a character that is not printable ASCII is written as <U+XXXX>.
"""

import random
import re
import unicodedata
import warnings
import zlib
from pathlib import Path

import numpy as np

OUT = Path(__file__).parent.parent / "resources" / "dev" / "sidecar" / "producers"
DEFAULT = r"_(?P<name>[A-Za-z]\w*)_(?P<value>-?\d+(?:\.\d+)?)"
NFC, NFD = "caf\u00e9", "cafe\u0301"


def escaped(text):
    return "".join(c if " " <= c <= "~" else f"<U+{ord(c):04X}>" for c in text)


def bits(value):
    return f"{np.float64(value).view(np.uint64):016x}"


def float32_bits(values):
    """Bits of float32 values, every NaN as the canonical one."""
    found = values.view(np.uint32).copy()
    found[np.isnan(values)] = 0x7FC00000
    return found


def linspace():
    rng = random.Random(20240521)
    tiny, huge = 5e-324, 1.7976931348623157e308
    ends = [0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 1e-45, 1.4e-45, 1e-40, 3e38, -3e38, 1e39, -1e39, tiny, -tiny, 3 * tiny,
            1e-310, huge, -huge, 16777217.0, 2049.5]
    cases = [(s, e, t) for s, e in [(0.0, 1.0), (-1.5, 3.0), (-0.0, -1.0), (1.0, 1.0), (0.0, tiny), (-huge, huge)]
             for t in range(6)]
    cases += [(rng.choice(ends), rng.choice(ends), rng.choice([0, 1, 2, 3, 5, 8, 76, 1000])) for _ in range(250)]
    cases += [(rng.uniform(-10, 10), rng.uniform(-10, 10), rng.randrange(0, 5000)) for _ in range(200)]
    cases += [(rng.uniform(-1, 1) * 10 ** rng.randint(-45, 45), rng.uniform(-1, 1) * 10 ** rng.randint(-45, 45),
               rng.randrange(0, 300)) for _ in range(150)]
    cases += [(rng.randrange(-9, 9) * tiny, rng.randrange(-9, 9) * tiny, rng.randrange(2, 40)) for _ in range(50)]
    lines = ["# start and end as float64 bits, T, CRC32 of the little-endian float32 bits, the bits themselves if T < 9"]
    with np.errstate(all="ignore"):
        for start, end, frames in cases:
            values = float32_bits(np.linspace(start, end, frames, dtype=np.float32))
            lines.append(" ".join([bits(start), bits(end), str(frames), f"{zlib.crc32(values.astype('<u4').tobytes()):08x}"]
                                  + [f"{v:08x}" for v in values if frames < 9]))
    return lines


def constants():
    lines = ["# value as float64 bits, numpy.full(1, value, float32) as float32 bits"]
    with np.errstate(all="ignore"):
        for value in [0.0, -0.0, 7.0, 0.1, -6.5, 1e-45, 7e-46, 7.1e-46, 1e39, -1e39, 16777217.0, 3.4028235677973366e38,
                      3.4028235677973362e38, 1 + 2**-24, 1 + 3 * 2**-24, float("inf"), float("nan")]:
            lines.append(f"{bits(value)} {float32_bits(np.full(1, value, np.float32))[0]:08x}")
    return lines


MATCHES = [
    # the default pattern
    (DEFAULT, "noise_tempo_90_gain_-6.5.ecdc"), (DEFAULT, "sweep_tempo_120.0.ecdc"),
    (DEFAULT, "II_Double_tempo_120.0.ecdc"), (DEFAULT, "x_a_1_b_2-c_3_d_4.ecdc"), (DEFAULT, "_a_1 _b_2"),
    (DEFAULT, f"_{NFC}_1.ecdc"), (DEFAULT, f"_{NFD}_1.ecdc"), (DEFAULT, "_a\u00b2_1"), (DEFAULT, "_a\u2160_\u0663\u0664.\u0665"),
    (DEFAULT, "_\u00e9a_1"), (DEFAULT, "_gain_\u22126"), (DEFAULT, "_a_1.e"), (DEFAULT, ""),
    # classes and boundaries
    (r"\w+", f"{NFC} {NFD} a\u203fb \u00b2\u2160\u4e00 \U00010400x \U0001d7d9 \U0001f600"), (r"\W+", f"a-{NFD}.\U0001f600_\u200b1"),
    (r"\d+", "12\u0663\u00b2\U0001d7d9\u2167x3"), (r"\D+", "12a\u00b2\u06637-"),
    (r"\s+", "a \t\x1c\x1f\x85\u00a0\u180e\u200b\u2003\u2028\u3000\ufeffb"), (r"\S+", "a\u00a0b\u200bc\x1dd"),
    (r"\b", f"a {NFD}-x"), (r"\B", f"ab {NFD}-xy_"), (r"\b\w+\b", f"\U00010400\U00010401 {NFD}y-\u00e9_1"),
    (r"\b\d", "a1 2\u06633 \u0301" + "4"), (r"\bx\b", "x xx _x x\u0301 x\u00b2 \u00e9x"), (r"(?<=\w)-", "\U00010400-a-.-"),
    (r"(?<!\w)-", "\U00010400-a-.-"), (r"(?<=\W)a", "\U0001f600a-aba"), (r"(?<=[^a])b", "\U00010400bab"),
    (r"[\w]+", "a\u0301b_\u00b2"), (r"[^\W\d_]+", "ab1_\u00e9\u0663\u4e00-x"), (r"[\W\d]+", "ab1-\u0663.c"),
    (r"[^\w-]+", "a-b. c"), (r"[^\s\S]", "abc"), (r"[\s\S]+", "a\nb"), (r"[\d.]+", "1.5\u0663"), (r"[\D]+", "a1b"),
    (r"[^\D5]+", "1255x6"), (r"[\S]+", "a b"), (r"[^a\W]+", "ba-cab"), (r"[\b]", "a\bb"), (r"[\1\12]+", "\x01\n1"),
    # what Java would read differently in a class
    (r"[a[b]]", "a] [] b]"), (r"[a[]+", "a[b"), (r"[a&&b]+", "a&b"), (r"[a||b~~c]+", "a|b~c"),
    (r"[]a]+", "]a["), (r"[^]a]+", "]bca"), (r"[a-]+", "a-b"), (r"[-a]+", "a-b"), (r"[\]\[^]+", "[^]"), (r"[+--]+", "+,-."),
    (r"[\w.-]+", "a.b-c d"), (r"[ #]+", "a # b"), (r"[\x41-\x43\u0044\U00000045\106]+", "ABCDEFG"), (r"[[:alpha:]]+", "al:]]"),
    ("[\U0001f600-\U0001f602]+", "\U0001f601\U0001f602\U0001f603"), ("[^\U0001f600]", "\U0001f600\U0001f601a"),
    # lines
    ("^a", "a\na"), ("a$", "a\na\n"), ("a$", "a\r"), ("a$", "a\u2028"), ("(?m)^a", "a\na\ra\u2028a"), ("(?m)a$", "a\na\ra\u0085a"),
    ("(?m)^", "a\n\nb\n"), ("(?m)$", "a\n\nb\n"), (".+", "a\rb\u2028c\u0085\nd"), ("(?s).+", "a\nb"), ("(?s:.)a.", "\na\n \nab"),
    (r"\Aa", "aa\na"), (r"a\Z", "a\na"), (r"a\Z", "a\n"), ("(?ms)^.*$", "a\nb"), ("$", "a\n"),
    # flags
    ("(?i)\u00e9cole", "\u00c9COLE \u00e9Cole E\u0301cole"), ("(?i)k|s", "K\u212aS\u017f"), ("(?i)[k-s]+", "\u212aKLS\u017ft"),
    ("(?i)stra\u00dfe", "STRA\u1e9eE STRASSE"), ("(?i)\u03c3", "\u03a3\u03c3\u03c2"), ("a(?i:b)c", "abc aBc aBC"),
    ("(?i)a(?-i:b)c|D", "AbC ABC d"), ("(?i)[^a]+", "bAaB"), ("(?i)i", "iI\u0130\u0131"), ("(?u)\\w", "\u00e9"), ("(?i)(?s)A.", "a\n"),
    ("(?x) a b # c\n c", "abc"), ("(?x)a\\ b[ #]\\#", "a b#"), ("(?x)a +b", "aab"), ("(?x) a (?-x: b) c", "a bc"),
    ("(?x:a b)c d", "abc d"), ("(?i)(a)\\1", "aA Aa"), ("(?#c)(?i)a", "A"), ("(?xi) A # b (\n(?# c) ", "a"),
    # groups
    ("(?P<a>x)(?P=a)", "xxx"), ("(?P<_>x)(?P<g_1>y)(?P<\u00e9>z)", "xyz"), ("(a)(b)?", "aab"), (r"(a)(b)\2\1", "abba"),
    (r"(.)\1{2}", "aaab"), ("(?>a+)a", "aaa"), ("a++b", "aab"), ("a(?=b)", "abac"),
    ("a(?!b)", "abac"), ("(?<=a)b", "abcb"), ("(?<!a)b", "abcb"), ("(?=(a))", "ba"), ("(?:a|ab)(?:c|bcd)", "abcd"),
    ("(a|b)*", "abab-"), ("()", "ab"), ("a||b", "ab"), ("(?=a)*b", "ab"), (r"(a)(?#x)+", "aa"), ("(?P<n>a)|(?P<v>b)", "ab"),
    # repeats
    ("a{2}", "aaaaa"), ("a{,2}", "aaa"), ("a{2,}", "aaaa"), ("a{1,2}?", "aaa"), ("a{", "a{"), ("a{}", "a{}"), ("a{,}", "aaa"),
    ("a{1", "a{1"), ("a{x}", "a{x}"), ("a{ 1}", "a{ 1}"), ("x*", "axb"), ("x*?", "axb"), ("a*", "\U0001f600a"), ("", "\U0001f600"),
    ("a??b", "ab"), ("}]", "}]"), ("a{\u0663}", "aaa a{\u0663}"), ("\U0001f600+", "\U0001f600\U0001f600"),
    # escapes
    (r"\a\t\n\v\f\r\\", "\a\t\n\v\f\r\\"), (r"\x41\u0042\U00000043\101\0", "ABCA\0"), (r"\.\-\_\/\ \#\"\'", "._ .-_/ #\"'"),
    (r"\07\08", "\7\0" + "8"), (r"\<\%", "<%"), ("\\\u00e9", "\u00e9"), ("\\\U00010062", "\U00010062b"),
]

REFUSED = [
    "(", ")", "a)", "[", "[a", "[]", "[a-", "a**", "*a", "+", "?", "^*", "$+", r"\b*", "a|*", "(*)", "a{2}{3}", "a+*", "a{3,2}",
    "\\", r"\q", r"\y", r"[\q]", r"[\A]", r"[\B]", r"\8", r"\1", r"(a)\2", r"(a\1)", r"(.)\10", "(?P<a>x)(?P<a>y)", "(?P<1>x)", "(?P<>x)",
    "(?P<a b>x)", "(?P<a", "(?P<a>", "(?P=a)", "(?Pa)", "(?P", "(?", "(?)", "(?z)", "(?i", "(?i-i:a)", "(?-i)", "(?i-:a)", "(?-u:a)",
    "a(?i)b", "(a(?i))", "|(?i)", "(?#", "(?<a", "(?<=a+)b", "(?<=(a*))b", "(?<!a{2,})b", r"[\d-z]", r"[a-\d]", "[z-a]", r"\x4", r"\xg0", r"\u12", r"\U0001",
    r"\U00110000", r"\400", r"[\400]", "(?x)a+ ?", "(?i)*", "(?<", "(?!", "a{99999999999}", r"\Q", r"\E", r"\h", r"\R", r"\X",
    r"\p{L}", r"\P{L}", r"\G", r"\k<a>", r"\e", r"\cA", r"\N",
]

FILENAMES = [
    (None, "noise_tempo_90_gain_-6.5.ecdc"), (None, "sweep_tempo_120.0.ecdc"), (None, "square.ecdc"),
    (None, "x_note_60_vel_100_dur_2.5.ecdc"), (None, "a_x_1-b_y_2-c_x_3.ecdc"), (None, "a_x_.75.ecdc"), (None, "a_x_1e3.ecdc"),
    (None, "a_x_+1.ecdc"), (None, f"_{NFC}_1.ecdc"), (None, f"_{NFD}_1.ecdc"), (None, "_x_\u0661\u0662.\u0663.ecdc"),
    (None, "_x_\uff11\U0001d7d9.ecdc"), (None, "_x_123456789.123456789.ecdc"), (None, "_x_-0.ecdc"),
    (None, "_x_16777217.ecdc"), (None, "_x_" + "9" * 60 + ".ecdc"),
    (r"(?P<name>[a-z]+)=(?P<value>[^,]+),", "gain=-6.5,x=.75,y=5.,z=1e3,u=1_000.2_5,w=+1E-4_5,x= 7 ,.ecdc"),
    (r"(?P<value>\d+)(?P<name>[a-z]+)", "120bpm-60hz.ecdc"), (r"(?P<name>.)(?P<value>\S+?)\.ecdc\Z", "\U0001f6001.5.ecdc"),
    (r"(?i)(?P<name>TEMPO)(?P<value>\d+)", "Tempo12.ecdc"), (r"(?P<name>[^\W\d_]+)(?P<value>-?\d+)", "\u00e9t\u00e912-\u6e29-3.ecdc"),
    (r"(?=(?P<name>[a-z])(?P<value>\d))", "a1b2.ecdc"),
]


def matches():
    lines = ["# p pattern, t text, then for every match: m start end (code points), g with one group per line, n for none"]
    for pattern, text in MATCHES:
        lines += ["", "p " + escaped(pattern), "t " + escaped(text)]
        for match in re.finditer(pattern, text):
            lines.append(f"m {match.start()} {match.end()}")
            lines += ["n" if group is None else "g " + escaped(group) for group in match.groups()]
    return lines


def refused():
    for pattern in REFUSED:
        try:
            re.compile(pattern)
        except (re.error, OverflowError):
            continue
        raise AssertionError(pattern)
    return ["# patterns that Python's re refuses"] + [escaped(p) for p in REFUSED]


def filenames():
    lines = ["# p pattern, t file name, then for every column: c float32 bits, name"]
    with np.errstate(all="ignore"):
        for pattern, name in FILENAMES:
            found = {}
            for match in re.finditer(pattern or DEFAULT, name):
                found[match["name"]] = float(match["value"])
            lines += ["", "p " + escaped(pattern or DEFAULT), "t " + escaped(name)]
            lines += [f"c {float32_bits(np.full(1, v, np.float32))[0]:08x} {escaped(k)}" for k, v in found.items()]
    return lines


def classes():
    """Which of \\w, \\d, \\s match; only characters of Unicode 3.2, which every JDK knows."""
    lines = ["# first and last code point of a run, and which of \\w, \\d, \\s match it; gaps are not in Unicode 3.2"]
    run = None
    for c in [*range(0x110000), None]:
        known = c is not None and unicodedata.ucd_3_2_0.category(chr(c)) not in ("Cn", "Cs")
        kinds = "".join(k for k in "wds" if re.match("\\" + k, chr(c))) or "-" if known else None
        if run and kinds != run[2]:
            lines.append(f"{run[0]:04X} {run[1]:04X} {run[2]}")
            run = None
        if kinds:
            run = (run[0], c, kinds) if run else (c, c, kinds)
    return lines


def ignoring_case():
    """Characters that are the same to (?i), in Unicode 3.2."""
    cased = [c for c in map(chr, range(0x110000)) if unicodedata.ucd_3_2_0.category(c) not in ("Cn", "Cs")
             and len({c, c.lower(), c.upper()}) > 1]
    text = "".join(cased)
    same = sorted({tuple(re.findall("(?i)" + c, text)) for c in cased})
    return ["# code points that match each other under (?i)"] + [
        " ".join(f"{ord(c):04X}" for c in group) for group in same]


warnings.simplefilter("ignore", FutureWarning)  # [[, &&, ||, ~~ in classes, which are plain characters so far
for make in (linspace, constants, matches, refused, filenames, classes, ignoring_case):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{make.__name__}.txt").write_text("\n".join(make()) + "\n", encoding="utf-8", newline="\n")
