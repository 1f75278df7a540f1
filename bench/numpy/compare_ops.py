#!/usr/bin/env python3
# Times every element-wise operation, reduction, accumulation, update by indices, movement, sorting and product that fnp
# and NumPy share, in turns.
#
# Both read the same operands and keep the same destination (out=, shared_arrays.py). A turn is a few evaluations of one
# side after a warming one; sides alternate. The times of a cell are medians of all, its ratio is the median of its
# rounds' ratios: what disturbs both sides stays out of it. Results are compared as well, so no figure stands for a
# wrong answer.
import argparse
import json
import math
import os
import statistics
import sys
import tempfile
import time

import numpy as np
from product_cells import product_cells
from shared_arrays import Program, place, token
from sorting_cells import sorting_cells

SIDE = 1000
DTYPES = ["float64", "float32", "float16", "complex128", "complex64", "int64", "int32", "int16", "uint8", "bool"]
LAYOUTS = ["contiguous", "strided", "broadcast"]

UNARY = """negative positive absolute fabs square reciprocal sign conjugate logical_not invert bitwise_count floor ceil
trunc rint sqrt isnan isinf isfinite signbit spacing exp exp2 expm1 log log2 log10 log1p cbrt sin cos tan arcsin arccos
arctan sinh cosh tanh arcsinh arccosh arctanh degrees radians rad2deg deg2rad""".split()
BINARY = """add subtract multiply divide floor_divide remainder fmod power float_power gcd lcm equal not_equal less
less_equal greater greater_equal logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor left_shift
right_shift maximum minimum fmax fmin copysign nextafter heaviside ldexp logaddexp logaddexp2 arctan2 hypot""".split()
REDUCTIONS = {f"{u}.reduce": getattr(np, u).reduce for u in """add multiply minimum maximum logical_and logical_or
bitwise_and bitwise_or bitwise_xor""".split()} | {"argmin": np.argmin, "argmax": np.argmax}
SCANS = "add subtract multiply divide maximum bitwise_or floor_divide hypot power logaddexp".split()
# name: what NumPy does; the same names stand in fnp_ops.cpp.
MOVEMENTS = {
    "copy": lambda out, a: np.copyto(out, a),
    "transpose": lambda out, a: np.copyto(out, a.T),
    "flip": lambda out, a: np.copyto(out, np.flip(a)),
    "astype": lambda out, a: a.astype(np.float64),
    "concatenate": lambda out, a: np.concatenate([a, a]),
}
RANGES = {"log": (0.01, 100), "log2": (0.01, 100), "log10": (0.01, 100), "log1p": (-0.9, 100), "sqrt": (0, 100),
          "arcsin": (-1, 1), "arccos": (-1, 1), "arctanh": (-0.999, 0.999), "arccosh": (1, 100),
          "power": (0.01, 10), "float_power": (0.01, 10)}


def operand(name, dtype, seed, shape):
    r = np.random.default_rng(seed)
    t = np.dtype(dtype)
    if t.kind == "b":
        return r.integers(0, 2, shape).astype(bool)
    if t.kind in "iu":
        if name in ("left_shift", "right_shift") and seed == 2:
            return r.integers(0, 8, shape).astype(t)
        if name == "power":
            return r.integers(0, 6, shape).astype(t)
        low = 1 if seed == 2 else 0 if t.kind == "u" else -1000
        return r.integers(low, 100 if t.itemsize == 1 else 1000, shape).astype(t)
    low, high = RANGES.get(name, (-10, 10))
    a = r.uniform(low, high, shape)
    if t.kind == "c":
        a = a + 1j * r.uniform(low, high, shape)
    return a.astype(t)


def turn(call, count):
    times = []
    for _ in range(count):
        begin = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - begin)
    return times


def close_enough(ours, theirs, dtype):
    if ours.shape != theirs.shape:
        return False
    if theirs.dtype.kind not in "fc":
        return ours.dtype == theirs.dtype and np.array_equal(ours, theirs)
    wide = np.complex128 if theirs.dtype.kind == "c" else np.float64
    tolerance = 64 * np.finfo(theirs.dtype).eps
    return np.allclose(ours.astype(wide), theirs.astype(wide), rtol=tolerance, atol=tolerance, equal_nan=True)


def measure(program, folder, cell, request, call, result, rounds):
    if program.ask(request) != "ready":
        return None
    once = min(turn(call, 2))
    count = max(1, min(20, int(3e6 / once)))
    ours, theirs, ratios = [], [], []
    for _ in range(rounds):
        theirs.append(turn(call, count + 1)[1:])
        ours.append([int(t) for t in program.ask(f"run {count + 1}").split()][1:])
        ratios.append(statistics.median(theirs[-1]) / statistics.median(ours[-1]))
    ours, theirs = sum(ours, []), sum(theirs, [])
    same = True
    if result:  # else the two have made different numbers of updates
        path = os.path.join(folder, "result.npy")
        program.ask("run 1")
        program.ask(f"save {path}")
        call()
        same = close_enough(np.load(path), np.asarray(result()), cell["dtype"])
    a, b = statistics.median(ours), statistics.median(theirs)
    return cell | {"fnp_ns": int(a), "numpy_ns": int(b), "fnp_min_ns": min(ours), "numpy_min_ns": min(theirs),
                   "ratio": round(statistics.median(ratios), 4), "agrees": bool(same)}


def elementwise_cells(names, dtypes, layouts):
    for name in names:
        ufunc = getattr(np, name)
        for dtype in dtypes:
            types = [np.dtype(dtype)] * ufunc.nin
            if name == "ldexp":
                types[1] = np.dtype("int32")
            try:
                resolved = ufunc.resolve_dtypes((*types, None))
            except TypeError:
                continue
            if list(resolved[: ufunc.nin]) != types:
                continue
            for layout in layouts:
                n = SIDE * SIDE
                shapes = {"contiguous": [(n,)] * 2, "strided": [(2 * n,)] * 2,
                          "broadcast": [(SIDE, SIDE if ufunc.nin == 1 else 1), (SIDE,)]}[layout]
                if ufunc.nin == 1 and layout == "broadcast":
                    continue
                arrays = [place(operand(name, t, k + 1, shapes[k])) for k, t in enumerate(types)]
                given = " ".join(map(token, arrays))
                if layout == "strided":
                    arrays = [a[::2] for a in arrays]
                out = place(np.empty(np.broadcast_shapes(*(a.shape for a in arrays)), resolved[-1]))
                yield ({"name": name, "dtype": dtype, "layout": layout},
                       f"elementwise {name} {layout} {given} into {token(out)}",
                       lambda u=ufunc, a=arrays, o=out: u(*a, out=o), lambda o=out: o)


def reduction_cells(dtypes):
    for name, function in REDUCTIONS.items():
        for dtype in dtypes:
            a = operand(name, dtype, 1, (SIDE, SIDE))
            if name == "multiply.reduce" and a.dtype.kind in "fc":
                a = (a / np.abs(a)).astype(a.dtype)
            a = place(a)
            for layout, seen in (("", a), ("transposed", a.T), ("strided", a[:, ::2])):
                for axis in (None, 0, 1):
                    try:
                        out = place(function(seen, axis=axis))
                    except TypeError:
                        continue
                    where = "all" if axis is None else f"axis {axis}"
                    yield ({"name": name, "dtype": dtype, "layout": f"{where} {layout}".strip()},
                           f"reduce {name} {'all' if axis is None else axis} {layout or 'dense'} {token(a)} "
                           f"into {token(out)}",
                           lambda f=function, a=seen, x=axis, o=out: f(a, axis=x, out=o), lambda o=out: o)


# Running results of small numbers: a row of a million would only multiply infinities.
def accumulation_cells(dtypes):
    for name in SCANS:
        for dtype in dtypes:
            a = place(operand("left_shift", dtype, 2, (SIDE, SIDE)))
            for axis in (0, 1):
                try:
                    kept = [getattr(np, name).accumulate(a, axis=axis)]
                except TypeError:
                    continue

                def call(u=getattr(np, name), a=a, x=axis, k=kept):
                    k[0] = u.accumulate(a, axis=x)

                yield ({"name": f"{name}.accumulate", "dtype": dtype, "layout": f"axis {axis}"},
                       f"accumulate {name} {axis} {token(a)}", call, lambda k=kept: k[0])


# The target changes with every call, so these results are not compared.
def update_cells(dtypes):
    index = place(np.random.default_rng(3).integers(0, SIDE, SIDE * SIDE))
    for name in SCANS:
        for dtype in dtypes:
            a, target = place(operand("left_shift", dtype, 2, (SIDE * SIDE,))), place(np.ones(SIDE, dtype))
            given = " ".join(map(token, (target, index, a)))
            try:
                getattr(np, name).at(target, index[:1], a[:1])
            except TypeError:
                continue
            yield ({"name": f"{name}.at", "dtype": dtype, "layout": "repeated"}, f"at {name} {given}",
                   lambda u=getattr(np, name), t=target, a=a: u.at(t, index, a), None)


def movement_cells(dtypes):
    for name, function in MOVEMENTS.items():
        for dtype in dtypes:
            if name == "astype" and np.dtype(dtype).kind == "c":
                continue
            a = place(operand(name, dtype, 1, (SIDE, SIDE)))
            out = place(a)
            fresh = function(out, a)
            yield ({"name": name, "dtype": dtype, "layout": "square"}, f"move {name} {token(a)} into {token(out)}",
                   lambda f=function, o=out, a=a: f(o, a), lambda o=out, r=fresh: o if r is None else r)


def geometric_mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else float("nan")


def table(cells, machine):
    lines = [f"# fnp beside NumPy {np.__version__}", "", machine, "",
             f"{len(cells)} cells; geometric mean of NumPy's time over fnp's: "
             f"**{geometric_mean([c['ratio'] for c in cells]):.2f}**; "
             f"below 1.0: {sum(c['ratio'] < 1 for c in cells)}", ""]
    for heading, chosen in (("Below 1.0", sorted((c for c in cells if c["ratio"] < 1), key=lambda c: c["ratio"])),
                            ("Results that differ", [c for c in cells if not c["agrees"]]), ("All", cells)):
        lines += [f"## {heading}", "", "| operation | dtype | layout | NumPy µs | fnp µs | ratio |",
                  "|---|---|---|--:|--:|--:|"]
        lines += [f"| {c['name']} | {c['dtype']} | {c['layout']} | {c['numpy_ns'] / 1e3:.1f} | "
                  f"{c['fnp_ns'] / 1e3:.1f} | {c['ratio']:.2f} |" for c in chosen]
        lines.append("")
    return "\n".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--program", default="build/release/lib/libfnp_ops.so")
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--only", default="", help="names, separated by commas")
    p.add_argument("--dtypes", default=",".join(DTYPES))
    p.add_argument("--layouts", default=",".join(LAYOUTS))
    p.add_argument("--kinds", default="elementwise,reduce,accumulate,at,move,order,product")
    p.add_argument("--json")
    p.add_argument("--markdown")
    o = p.parse_args()
    np.seterr(all="ignore")
    only, dtypes = [n for n in o.only.split(",") if n], o.dtypes.split(",")
    names = [n for n in UNARY + BINARY if not only or n in only]
    program = Program(o.program, o.threads)
    cells = []
    with tempfile.TemporaryDirectory() as folder:
        sources = {"elementwise": lambda: elementwise_cells(names, dtypes, o.layouts.split(",")),
                   "reduce": lambda: reduction_cells(dtypes), "accumulate": lambda: accumulation_cells(dtypes),
                   "at": lambda: update_cells(dtypes), "move": lambda: movement_cells(dtypes),
                   "order": lambda: sorting_cells(dtypes), "product": lambda: product_cells(dtypes)}
        for kind in o.kinds.split(","):
            for cell, request, call, result in sources[kind]():
                if only and cell["name"] not in only:
                    continue
                measured = measure(program, folder, {"kind": kind} | cell, request, call, result, o.rounds)
                if measured is None:
                    print(f"{cell['name']:18} {cell['dtype']:10} {cell['layout']:10} none", file=sys.stderr)
                    continue
                cells.append(measured)
                print(f"{cell['name']:18} {cell['dtype']:10} {cell['layout']:22} {measured['numpy_ns'] / 1e3:9.1f} "
                      f"{measured['fnp_ns'] / 1e3:9.1f} {measured['ratio']:7.2f}"
                      f"{'' if measured['agrees'] else '  DIFFERS'}", flush=True)
    machine = f"{SIDE * SIDE:,} elements, {o.threads} thread(s), {o.rounds} rounds in turns."
    report = {"numpy": np.__version__, "elements": SIDE * SIDE, "threads": o.threads, "rounds": o.rounds,
              "geometric_mean": round(geometric_mean([c["ratio"] for c in cells]), 4), "cells": cells}
    if o.json:
        with open(o.json, "w") as f:
            json.dump(report, f, indent=1)
    if o.markdown:
        with open(o.markdown, "w") as f:
            f.write(table(cells, machine))
    below = [c for c in cells if c["ratio"] < 1]
    print(f"geometric mean {report['geometric_mean']:.2f} over {len(cells)} cells, {len(below)} below 1.0, "
          f"{sum(not c['agrees'] for c in cells)} differ")


if __name__ == "__main__":
    main()
