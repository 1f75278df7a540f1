# Cells of sorting and selection: rows of several lengths, a million elements in all but the short ones.
import numpy as np
from shared_arrays import place, token

LENGTHS = [16, 100, 300, 500, 1000, 4000, 100_000, 1_000_000]


def selected(function):
    return lambda a: function(a, a.shape[1] // 2, axis=1)


# name: what NumPy does, and what its result must equal; None where an order is not defined.
SORTINGS = {
    "sort": (lambda a: np.sort(a, axis=1), lambda a: np.sort(a, axis=1)),
    "argsort": (lambda a: np.argsort(a, axis=1), lambda a: np.argsort(a, axis=1, kind="stable")),
    "partition": (selected(np.partition), None),
    "argpartition": (selected(np.argpartition), None),
}


def rows_of(dtype, length):
    count = max(1, (1_000_000 if length > 100 else 300_000) // length)
    r, t = np.random.default_rng(length), np.dtype(dtype)
    if t.kind == "b":
        return r.integers(0, 2, (count, length)).astype(bool)
    if t.kind in "iu":
        info = np.iinfo(t)
        return r.integers(info.min, info.max, (count, length), dtype=t, endpoint=True)
    a = r.normal(size=(count, length))
    return (a + 1j * r.normal(size=a.shape) if t.kind == "c" else a).astype(t)


def sorting_cells(dtypes):
    for length in LENGTHS:
        for dtype in dtypes:
            a = place(rows_of(dtype, length))
            for name, (function, expected) in SORTINGS.items():
                kept = [None]

                def call(f=function, a=a, k=kept):
                    k[0] = None
                    k[0] = f(a)

                yield ({"name": name, "dtype": dtype, "layout": f"rows of {length}"}, f"call {name} {token(a)}", call,
                       expected and (lambda e=expected, a=a: e(a)))
