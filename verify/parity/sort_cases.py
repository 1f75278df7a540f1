"""Cases of sorting and of sets of values: every function, every dtype with its special values, axes, layouts, errors.

    sort_cases.py OUT        then  verify/oracle/capture.py OUT verify/parity/sort_cases.jsonl

Written without outcomes, which NumPy gives. Where NumPy promises no order of equal elements, the program asks for what
is determined: a stable sort, or the sorted halves of a partition.
"""
import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "differential"))
sys.path.insert(0, str(HERE.parent / "oracle"))
from random_arrays import DTYPES, strided  # noqa: E402

STABLE = {"kind": "stable"}


def integer(v):
    return {"t": "int", "v": str(v)}


class Maker:
    """Cases with numbered ids; inputs are random and the same on every run."""

    def __init__(self):
        self.rand, self.cases = random.Random(20261), []

    def add(self, op, dtype, shape, *args, results=None, more=(), family="sorting", zeros=False, **attrs):
        buffers = {}
        inputs = {"a": strided(self.rand, dtype, list(shape), buffers, may_repeat=False)}
        step = {"id": "t0", "op": op, "args": ["a", *args], **({"attrs": attrs} if attrs else {})}
        self.cases.append({
            "id": f"{family}/{op}/{len(self.cases):04}", "family": family, "tier": "T2", "buffers": buffers,
            "inputs": inputs, "program": [step, *more], "results": results or ["t0"],
            "check": ["dtype", "shape", "values"],
            "tolerance": {"class": "bit", **({"zeros": "equal"} if zeros else {})}})


def of_orders(m):
    for dtype in DTYPES:
        for shape, axis in (((5, 7), 0), ((4, 33), -1), ((200,), 0), ((3, 2, 5), 1)):
            m.add("sort", dtype, shape, axis=axis, **STABLE)
            m.add("argsort", dtype, shape, axis=axis, **STABLE)
        m.add("ndarray.sort", dtype, (6, 9), axis=0, results=["t0", "a"], **STABLE)
        m.add("sort", dtype, (3, 4), axis={"t": "none"}, stable=True)
        m.add("argsort", dtype, (3, 4), axis={"t": "none"}, stable=True)
        m.add("lexsort", dtype, (3, 40))
        m.add("sort_complex", dtype, (2, 6), zeros=True)
        for op in ("partition", "ndarray.partition"):
            m.add(op, dtype, (9,), integer(4), results=["t1", "t2"], zeros=True, more=[
                {"id": "s1", "op": "getitem", "args": ["t0"], "attrs": {"index": [{"slice": [None, 4, None]}]}},
                {"id": "s2", "op": "getitem", "args": ["t0"], "attrs": {"index": [{"slice": [4, None, None]}]}},
                {"id": "t1", "op": "sort", "args": ["s1"], "attrs": STABLE},
                {"id": "t2", "op": "sort", "args": ["s2"], "attrs": STABLE}])
        m.add("argpartition", dtype, (9,), integer(2), results=["t2"], zeros=True, more=[
            {"id": "t1", "op": "take", "args": ["a", "t0"]},
            {"id": "t2", "op": "sort", "args": ["t1"], "attrs": STABLE}])


def of_sets(m):
    for dtype in DTYPES:
        m.add("unique", dtype, (5, 6), family="sets", zeros=True)
        m.add("unique", dtype, (20,), family="sets", results=["t0.0", "t0.1", "t0.2", "t0.3"], zeros=True,
              return_index=True, return_inverse=True, return_counts=True)
        m.add("unique", dtype, (4, 2), family="sets", axis=0, zeros=True)
        m.add("unique", dtype, (12,), family="sets", equal_nan=False, zeros=True)
        m.add("unique_values", dtype, (9,), family="sets", results=["t1"], zeros=True,
              more=[{"id": "t1", "op": "sort", "args": ["t0"], "attrs": STABLE}])
        m.add("unique_counts", dtype, (9,), family="sets", results=["t0.0", "t0.1"], zeros=True)
        m.add("unique_inverse", dtype, (3, 3), family="sets", results=["t0.0", "t0.1"], zeros=True)
        m.add("unique_all", dtype, (3, 3), family="sets", results=["t0.0", "t0.1", "t0.2", "t0.3"], zeros=True)


def of_errors(m):
    m.add("sort", "<f8", (2, 3), axis=2)
    m.add("sort", "<f8", ())
    m.add("argsort", "<f8", ())
    m.add("sort", "<f8", (3,), kind="bubble")
    m.add("sort", "<f8", (3,), kind="stable", stable=True)
    m.add("partition", "<f8", (3,), integer(3))
    m.add("partition", "<f8", (3,), {"t": "float", "v": "0x1p+0"})
    m.add("partition", "<f8", (3,), {"t": "bool", "v": True})
    m.add("partition", "<f8", (0, 3), integer(7), axis=0)
    m.add("argpartition", "<f8", (3,), integer(-4))
    m.add("lexsort", "<f8", (0,))
    m.add("unique", "<f8", (3,), family="sets", axis=1)
    m.add("unique", "<f8", (0,), family="sets")
    m.add("unique", "<f8", (2, 0), family="sets", axis=0)


def main(out):
    m = Maker()
    of_orders(m)
    of_sets(m)
    of_errors(m)
    header = {"schema": "fnp.cases/1", "name": "sorting", "count": len(m.cases)}
    text = [json.dumps(line, separators=(",", ":")) for line in [header, *m.cases]]
    pathlib.Path(out).write_text("\n".join(text) + "\n", encoding="utf-8")
    print(f"{len(m.cases)} cases")


if __name__ == "__main__":
    main(*sys.argv[1:])
