"""Writes overlap_cases.json: assignments whose two sides share memory, with NumPy's answers.

python3 capture_overlap.py > overlap_cases.json (needs numpy). Each case is base[out] = base[in] * 2 + base[in2] on a base
of float64 whose element k is k * k % 101: not linear, or a shifted case would prove nothing.
"""

import itertools
import json
import random

import numpy


def slices(rng, shape, want):
    r = []
    for extent, n in zip(shape, want):
        step = rng.choice([1, 1, 1, 2, -1]) if n > 1 else 1
        while abs(step) * (n - 1) + 1 > extent:
            step //= abs(step)
        room = extent - (abs(step) * (n - 1) + 1)
        first = rng.randint(0, room)
        r.append([first if step > 0 else first + abs(step) * (n - 1), n, step])
    return r


def view(base, parts, transposed):
    index = []
    for first, n, step in parts:
        stop = first + n * step
        index.append(slice(first, stop if stop >= 0 else None, step))
    v = base[tuple(index)]
    return v.T if transposed else v


def main():
    rng = random.Random(20260101)
    cases = []
    for number, shape in itertools.product(range(60), [[33], [9, 9], [7, 12], [4, 5, 6]]):
        want = [rng.randint(max(1, e // 2), e) for e in shape]
        square = len(shape) == 2 and rng.random() < 0.4
        if square:
            want = [min(want)] * 2
        case = {"shape": shape, "out": slices(rng, shape, want), "in": slices(rng, shape, want), "in2": slices(rng, shape, want), "transposed": square and rng.random() < 0.6}
        base = numpy.array([k * k % 101 for k in range(int(numpy.prod(shape)))], dtype=numpy.float64).reshape(shape)
        view(base, case["out"], False)[...] = view(base, case["in"], case["transposed"]) * 2 + view(base, case["in2"], False)
        case["result"] = [int(x) for x in base.ravel()]
        cases.append(case)
    print("[")
    print(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
    print("]")


if __name__ == "__main__":
    main()
