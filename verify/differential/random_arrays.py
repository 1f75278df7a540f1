"""Random inputs of cases: elements of every dtype with its edges, shapes, and memory in every layout.

Elements are drawn from one pool a dtype: small numbers, edges, special values, random bit patterns. A layout is a
permutation of axes with steps, reversals, repeated axes (stride 0) and an offset into a buffer that others may share.
"""
import functools
import itertools

import numpy as np

from case_codec import bytes_to_json, float_to_json

DTYPES = ["|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
POOL = 4096  # elements; a power of two


def integer_pool(dtype, source):
    info = np.iinfo(dtype)
    edges = [0, 1, 2, 3, 7, info.max, info.max - 1, info.max // 2, info.min, info.min + 1]
    if info.min < 0:
        edges += [-1, -2, -3, -7]
    small = source.integers(max(info.min, -10), 11, POOL // 2).astype(dtype)
    wild = np.frombuffer(source.bytes(POOL * dtype.itemsize), dtype)[:POOL // 4]
    return [np.resize(np.array(edges, dtype), POOL // 4), small, wild]


def float_pool(dtype, source):
    info = np.finfo(dtype)
    special = [0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, -np.nan, info.max, -info.max, info.tiny, -info.tiny, info.smallest_subnormal,
               -info.smallest_subnormal, info.eps, 1 + info.eps, 0.5, -0.5, 1.5, 2.5, -2.5, 3.0]
    wild = np.frombuffer(source.bytes(POOL * dtype.itemsize), dtype)[:POOL // 8]
    wild = np.where(np.isnan(wild), dtype.type(np.nan), wild)  # signalling NaNs are no values of programs
    small = (source.integers(-40, 41, POOL // 4) / 4).astype(dtype)
    ordinary = (source.standard_normal(POOL) * np.exp(source.uniform(-3, 3, POOL))).astype(dtype)
    return [np.resize(np.array(special, dtype), POOL // 8), wild, small, ordinary[:POOL // 2]]


@functools.cache
def pool_of(text):
    """POOL elements in random order, the same on every run."""
    dtype, source = np.dtype(text), np.random.default_rng(20261)
    if dtype.kind == "b":
        return source.integers(0, 2, POOL).astype(dtype)
    if dtype.kind == "c":
        part = pool_of("<f4" if dtype.itemsize == 8 else "<f8")
        pool = np.empty(POOL, dtype)
        pool.real, pool.imag = part, source.permutation(part)
        return pool
    parts = integer_pool(dtype, source) if dtype.kind in "iu" else float_pool(dtype, source)
    return source.permutation(np.concatenate(parts))


@functools.cache
def tame_pool_of(text):
    """The pool without what only overflows or is no number."""
    pool = pool_of(text)
    with np.errstate(all="ignore"):
        kept = pool[np.abs(pool.astype("c16" if pool.dtype.kind == "c" else "f8")) < 1000]
    return np.resize(kept, POOL)


def elements(rand, text, count):
    """Random elements, dense."""
    pool = pool_of(text) if rand.random() < 0.6 else tame_pool_of(text)
    at = np.frombuffer(rand.randbytes(2 * count), np.uint16) & (POOL - 1)
    return pool[at]


def random_shape(rand):
    chance = rand.random()
    if chance < 0.07:
        return []
    if chance < 0.25:
        return [rand.choice((1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 70, 100, 130, 257))]
    rank = rand.choice((1, 1, 2, 2, 2, 3, 3, 4))
    return [0 if rand.random() < 0.01 else rand.choice((1, 2, 2, 3, 3, 4, 5, 6)) for _ in range(rank)]


def related_shape(rand, shape):
    """A shape that broadcasts with that one."""
    kept = list(shape) if rand.random() < 0.7 else list(shape)[rand.randrange(len(shape) + 1):]
    return [1 if rand.random() < 0.12 else n for n in kept]


def dense(rand, dtype, shape):
    count = 1
    for n in shape:
        count *= n
    return {"dtype": dtype, "shape": shape, "data": bytes_to_json(elements(rand, dtype, count).tobytes())}


def strided(rand, dtype, shape, buffers, may_repeat=True):
    """An input on a buffer of its own, in a random layout."""
    item = int(dtype[2:])
    order = list(range(len(shape)))
    if rand.random() < 0.5:
        rand.shuffle(order)
    strides, reach = [0] * len(shape), item
    for axis in order:
        step = rand.choice((1, 1, 1, 2, 3))
        strides[axis] = reach * step
        reach *= max(step * max(shape[axis], 1), 1)
    for axis in range(len(shape)):
        if may_repeat and rand.random() < 0.08:
            strides[axis] = 0
        elif rand.random() < 0.3:
            strides[axis] = -strides[axis]
    low = sum(min(s, 0) * max(n - 1, 0) for s, n in zip(strides, shape))
    high = sum(max(s, 0) * max(n - 1, 0) for s, n in zip(strides, shape)) + item
    pad = item * rand.randrange(3)
    name = f"b{len(buffers)}"
    buffers[name] = bytes_to_json(elements(rand, dtype, (high - low + pad) // item).tobytes())
    return {"dtype": dtype, "shape": shape, "strides": strides, "offset": pad - low, "buffer": name}


def shared_views(rand, dtype, buffers):
    """Several inputs of one shape on one buffer, shifted, reversed, transposed: they meet in memory."""
    item, n = int(dtype[2:]), rand.choice((2, 3, 4, 5, 8))
    name = f"b{len(buffers)}"
    if rand.random() < 0.5:  # rows
        n, steps = rand.choice((5, 9, 20, 40)), (1, -1, 2)
        buffers[name] = bytes_to_json(elements(rand, dtype, 3 * n).tobytes())
        views = []
        for _ in range(3):
            step = rand.choice(steps)
            first = rand.randrange(3 * n - (n - 1) * abs(step)) + (n - 1 if step == -1 else 0)
            views.append({"dtype": dtype, "shape": [n], "strides": [step * item], "offset": first * item, "buffer": name})
        return views
    buffers[name] = bytes_to_json(elements(rand, dtype, (n + 1) * (n + 1)).tobytes())
    row = (n + 1) * item
    kinds = [([row, item], 0), ([item, row], 0), ([row, item], row), ([row, item], item), ([-row, item], (n - 1) * row), ([-row, -item], (n - 1) * (row + item)), ([item, row], item)]
    return [{"dtype": dtype, "shape": [n, n], "strides": s, "offset": o, "buffer": name} for s, o in rand.sample(kinds, 3)]


def random_input(rand, dtype, shape, buffers):
    return strided(rand, dtype, shape, buffers) if rand.random() < 0.4 else dense(rand, dtype, shape)


EDGES = sorted({sign * (2**k + d) for k in (7, 8, 15, 16, 31, 32, 63, 64, 70) for d in (-1, 0, 1) for sign in (1, -1)})
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 2.5, 0.1, 1e-310, 65504.0, 65520.0, 3.4e38, 1e39, 1e300, float("inf"), float("-inf"), float("nan")]


def weak_scalar(rand, kinds="ifcb"):
    """A Python number, as a typed value."""
    kind = rand.choice(kinds)
    if kind == "i":
        value = rand.randrange(-10, 11) if rand.random() < 0.6 else rand.choice(EDGES) if rand.random() < 0.5 else rand.randrange(-300, 300)
        return {"t": "int", "v": str(value)}
    if kind == "b":
        return {"t": "bool", "v": rand.random() < 0.5}
    parts = [float_to_json(rand.choice(FLOATS) if rand.random() < 0.4 else rand.uniform(-10, 10)) for _ in range(2)]
    return {"t": "float", "v": parts[0]} if kind == "f" else {"t": "complex", "v": parts}


def pairs_of_dtypes():
    return itertools.product(DTYPES, DTYPES)
