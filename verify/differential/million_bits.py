#!/usr/bin/env python3
# Bits of large arrays against NumPy's, family by family: at least ten million generated elements each.
#
# Half of the numbers are arbitrary bit patterns (subnormal numbers, infinities and NaNs among them), half are ordinary.
# NaN is one value; everything else must agree in every bit. A cell is one operation, dtype and layout of a million
# elements, asked of the program that bench/numpy times.
import argparse
import os
import pathlib
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench" / "numpy"))
import compare_ops  # noqa: E402

FLOATS = ["float64", "float32", "float16"]
INTEGERS = ["int64", "int32", "int16", "uint8"]
FAMILIES = {
    "arithmetic": ("add subtract multiply divide negative absolute square reciprocal floor_divide remainder fmod "
                   "copysign", FLOATS),
    "complex arithmetic": ("add subtract negative", ["complex128", "complex64"]),
    "integers": ("add subtract multiply floor_divide remainder bitwise_and bitwise_or bitwise_xor left_shift "
                 "right_shift gcd invert", INTEGERS),
    "comparison": ("equal not_equal less less_equal greater greater_equal maximum minimum fmax fmin isnan signbit",
                   FLOATS + INTEGERS),
    "square roots": ("sqrt", FLOATS),
    "rounding": ("floor ceil trunc rint", FLOATS),
}
SUMS = FLOATS + ["complex128", "complex64", "int64", "int32", "bool"]


def numbers(dtype, seed, size):
    r, t = np.random.default_rng(seed), np.dtype(dtype)
    if t.kind == "b":
        return r.integers(0, 2, size).astype(bool)
    raw = np.frombuffer(r.bytes(size * t.itemsize), t).copy()
    if t.kind in "iu":
        raw[::2] %= 64
        return raw
    ordinary = compare_ops.operand("", dtype, seed, size)
    raw[::2] = ordinary[::2]
    return raw


def differing(ours, theirs):
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return max(ours.size, 1)
    parts = np.dtype({"c16": "f8", "c8": "f4"}.get(f"{ours.dtype.kind}{ours.itemsize}", ours.dtype))
    a, b = np.ascontiguousarray(ours).view(parts), np.ascontiguousarray(theirs).view(parts)
    if parts.kind == "f":
        both = np.isnan(a) & np.isnan(b)
        bits = np.dtype(f"u{parts.itemsize}")
        return int(np.count_nonzero((a.view(bits) != b.view(bits)) & ~both))
    return int(np.count_nonzero(a != b))


class Judge:
    def __init__(self, program, folder):
        self.program, self.folder, self.compared, self.wrong, self.named = program, folder, {}, {}, []

    def cell(self, family, name, request, theirs):
        if self.program.ask(request) != "ready":
            return
        self.program.ask("run 1")
        path = os.path.join(self.folder, "result.npy")
        self.program.ask(f"save {path}")
        n = differing(np.load(path), theirs)
        self.compared[family] = self.compared.get(family, 0) + theirs.size
        self.wrong[family] = self.wrong.get(family, 0) + n
        if n:
            self.named.append(f"{family}: {request.rsplit('/', 1)[0].split(' /')[0]}: {n} of {theirs.size}")


def elementwise(judge, size):
    for family, (names, dtypes) in FAMILIES.items():
        for round_number in range(4 if family in ("square roots", "complex arithmetic") else 1):
            for dtype in dtypes:
                operands = [numbers(dtype, 10 * round_number + k, 2 * size) for k in (1, 2)]
                for name in names.split():
                    u = getattr(np, name)
                    second = operands[1] % 8 if name.endswith("_shift") else operands[1]
                    given = [operands[0], second][: u.nin]
                    try:
                        if u.resolve_dtypes((*(a.dtype for a in given), None))[0] != given[0].dtype:
                            continue
                    except TypeError:
                        continue
                    for layout, step in (("contiguous", 1), ("strided", 2)):
                        seen = [a[: size * step] for a in given]
                        paths = []
                        for k, a in enumerate(seen):
                            paths.append(os.path.join(judge.folder, f"operand{k}.npy"))
                            np.save(paths[-1], a)
                        judge.cell(family, name, f"elementwise {name} {layout} {' '.join(paths)}",
                                   u(*(a[::step] for a in seen)))


def sums_and_moves(judge, side):
    for dtype in SUMS:
        a = compare_ops.operand("", dtype, 5, (side, side))
        path = os.path.join(judge.folder, "square.npy")
        np.save(path, a)
        for layout, seen in (("dense", a), ("transposed", a.T), ("strided", a[:, ::2])):
            for axis in (None, 0, 1):
                before = judge.compared.get("sums", 0)
                judge.cell("sums", "add.reduce", f"reduce add.reduce {'all' if axis is None else axis} {layout} {path}",
                           np.asarray(np.add.reduce(seen, axis=axis)))
                if judge.compared.get("sums", 0) > before:  # what is compared is few sums of many elements
                    judge.compared["sums"] = before + seen.size
        for name, function in compare_ops.MOVEMENTS.items():
            if name == "astype" and a.dtype.kind == "c":
                continue
            family = "casts" if name == "astype" else "moves"
            out = np.empty_like(a)
            result = function(out, a)
            judge.cell(family, name, f"move {name} {path}", out if result is None else result)


def main():
    words = argparse.ArgumentParser(description="Bits of large arrays against NumPy's; exit status 1 where one differs")
    words.add_argument("--program", default="build/release/lib/libfnp_ops.so")
    words.add_argument("--side", type=int, default=1000, help="arrays have side x side elements")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, np.errstate(all="ignore"):
        judge = Judge(compare_ops.Program(given.program, 1), folder)
        elementwise(judge, given.side * given.side)
        sums_and_moves(judge, given.side)
    for family, count in judge.compared.items():
        print(f"{family:20} {count:12,} elements, {judge.wrong[family]} differ")
    print("\n".join(judge.named))
    return 1 if judge.named else 0


if __name__ == "__main__":
    sys.exit(main())
