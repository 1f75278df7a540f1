# Cells of products of matrices and vectors: squares, batches of small ones, tall and flat ones.
import numpy as np
from shared_arrays import place, token

# name: the shapes of the operands.
SHAPES = {
    "matmul": [((8, 8), (8, 8)), ((32, 32), (32, 32)), ((100, 100), (100, 100)), ((300, 300), (300, 300)),
               ((20000, 2, 2), (20000, 2, 2)), ((20000, 3, 3), (20000, 3, 3)), ((20000, 4, 4), (20000, 4, 4)),
               ((10000, 8, 8), (10000, 8, 8)), ((2000, 16, 16), (2000, 16, 16)), ((20000, 4, 4), (4, 4)),
               ((20000, 4, 4), (20000, 4, 1)), ((100000, 3), (3, 3)), ((100000, 4), (4, 4)), ((100000, 8), (8, 8)),
               ((20000, 32), (32, 8)), ((4, 100000), (100000, 4)), ((16, 20000), (20000, 16)), ((4, 4), (4, 100000)),
               ((1000, 10), (10, 1000)), ((500, 2), (2, 500)), ((500, 1), (1, 500)),
               ((1000, 1000), (1000,)), ((1000,), (1000, 1000)), ((100, 100), (100,)), ((100000, 4), (4,)),
               ((4,), (4, 100000)), ((10,), (10,)), ((1000,), (1000,)), ((1000000,), (1000000,))],
    "inner": [((300, 100), (300, 100)), ((100000, 4), (4, 4))],
    "outer": [((1000,), (1000,))],
    "vecdot": [((1000, 1000), (1000, 1000)), ((100000, 4), (100000, 4))],
    "matvec": [((20000, 4, 4), (20000, 4)), ((1000, 1000), (1000,))],
    "tensordot": [((20, 30, 40), (30, 40, 50)), ((100, 20, 20), (20, 20, 4))],
}


def matrix(dtype, seed, shape):
    r, t = np.random.default_rng(seed), np.dtype(dtype)
    if t.kind == "b":
        return r.integers(0, 2, shape).astype(bool)
    if t.kind in "iu":
        return r.integers(0, 100, shape).astype(t)
    a = r.uniform(0.5, 1.5, shape)
    return (a + 1j * r.uniform(0.5, 1.5, shape) if t.kind == "c" else a).astype(t)


def function_of(name):
    if name != "tensordot":
        return getattr(np, name)
    return lambda x, y: np.tensordot(x, y, 2)


def label(shape):
    return "x".join(map(str, shape))


def product_cells(dtypes):
    for name, pairs in SHAPES.items():
        for left, right in pairs:
            for dtype in dtypes:
                x, y = place(matrix(dtype, 1, left)), place(matrix(dtype, 2, right))
                kept = [None]

                def call(f=function_of(name), x=x, y=y, k=kept):
                    k[0] = f(x, y)

                yield ({"name": name, "dtype": dtype, "layout": f"{label(left)} {label(right)}"},
                       f"call {name} {token(x)} {token(y)}", call, lambda k=kept: k[0])
