"""Cases of functions that make arrays, and of elementwise functions that are no ufuncs."""
import random_arrays as arrays
from case_parts import number, shape_of, step, tuple_of

FLOATS = ("<f2", "<f4", "<f8", "<c8", "<c16")


def elementwise(m):
    op = m.choice("clip", "clip", "round", "around", "nan_to_num", "real", "imag", "iscomplex", "isreal", "isneginf", "isposinf", "fix", "isclose", "allclose",
                  "array_equal", "array_equiv", "where", "where", "angle", "ndarray.clip", "ndarray.round", "ndarray.conj", "astype")
    shape = shape_of(m.rand)
    a = m.input(shape)
    if op.endswith("clip"):
        bound = lambda: {"t": "none"} if m.chance(0.25) else arrays.weak_scalar(m.rand, "iif") if m.chance(0.5) else m.input(m.broadcasting(shape))
        attrs = {}
        m.maybe(attrs, "out", 0.1, lambda: {"ref": m.target(shape)})
        return step(op, a, bound(), bound(), **attrs)
    if op.endswith("round") or op == "around":
        attrs = {}
        m.maybe(attrs, "decimals", 0.7, lambda: m.rand.randrange(-3, 5))
        m.maybe(attrs, "out", 0.1, lambda: {"ref": m.target(shape)})
        return step(op, a, **attrs)
    if op in ("isclose", "allclose"):
        attrs = {}
        m.maybe(attrs, "equal_nan", 0.3, lambda: True)
        m.maybe(attrs, "rtol", 0.3, lambda: m.choice(0.0, 1e-3, 0.5))
        m.maybe(attrs, "atol", 0.3, lambda: m.choice(0.0, 1e-3, 0.5))
        return step(op, a, a if m.chance(0.2) else number(m.rand.uniform(-9, 9)) if m.chance(0.3) else m.input(m.broadcasting(shape)), **attrs)
    if op in ("array_equal", "array_equiv"):
        return step(op, a, a if m.chance(0.5) else m.input(m.broadcasting(shape), m.dtype(a)))
    if op == "where":
        other = lambda: arrays.weak_scalar(m.rand, "ifb") if m.chance(0.3) else m.input(m.broadcasting(shape))
        return step(op, m.input(m.broadcasting(shape), "|b1" if m.chance(0.8) else None), a, other())
    if op == "nan_to_num":
        attrs = {}
        for name in ("nan", "posinf", "neginf"):
            m.maybe(attrs, name, 0.25, lambda: m.choice(0.0, 1.5, -7.0))
        return step(op, a, **attrs)
    if op == "astype":
        return step(op, a, {"t": "dtype", "v": m.make.dtype()})
    return step(op, a)


def creation(m):
    rand = m.rand
    op = m.choice("arange", "arange", "linspace", "linspace", "logspace", "geomspace", "zeros", "ones", "full", "eye", "identity", "tri", "tril", "triu", "diag", "diagflat",
                  "vander", "zeros_like", "ones_like", "full_like", "meshgrid", "indices", "asarray.sequence", "ascontiguousarray", "asfortranarray", "copy", "frombuffer", "require")
    attrs = {}
    some = lambda: number(rand.randrange(-6, 12) if m.chance(0.6) else rand.uniform(-9, 9))
    if op == "arange":
        args = [some() for _ in range(m.choice(1, 2, 3))]
        m.maybe(attrs, "dtype", 0.4, m.make.dtype)
        return step(op, *args, **attrs)
    if op in ("linspace", "logspace", "geomspace"):
        m.maybe(attrs, "num", 0.8, lambda: rand.choice((0, 1, 2, 3, 5, 10, -1)))
        m.maybe(attrs, "endpoint", 0.4, lambda: m.chance(0.5))
        m.maybe(attrs, "dtype", 0.3, m.make.dtype if op == "linspace" else lambda: m.choice(*FLOATS))
        ends = [number(rand.randrange(1, 30) if m.chance(0.4) else rand.uniform(0.5, 9)) for _ in range(2)] if op == "geomspace" else [some(), some()]
        if op == "linspace" and m.chance(0.25):
            ends[rand.randrange(2)] = m.input(shape_of(rand)[:2])
            m.maybe(attrs, "axis", 0.5, lambda: rand.choice((0, -1)))
        if op == "linspace":
            m.maybe(attrs, "retstep", 0.2, lambda: True)
        return step(op, *ends, **attrs)
    if op in ("zeros", "ones", "full"):
        shape = [-1] if m.chance(0.03) else shape_of(rand)
        m.maybe(attrs, "dtype", 0.7, m.make.dtype)
        m.maybe(attrs, "order", 0.3, lambda: m.choice("C", "F"))
        return step(op, tuple_of(shape), *([arrays.weak_scalar(rand)] if op == "full" else []), **attrs)
    if op in ("eye", "tri"):
        m.maybe(attrs, "M", 0.5, lambda: rand.choice((0, 1, 3, 5)))
        m.maybe(attrs, "k", 0.5, lambda: rand.randrange(-4, 5))
        m.maybe(attrs, "dtype", 0.5, m.make.dtype)
        return step(op, number(rand.choice((0, 1, 3, 4))), **attrs)
    if op == "identity":
        m.maybe(attrs, "dtype", 0.5, m.make.dtype)
        return step(op, number(rand.choice((0, 1, 3, -1))), **attrs)
    if op in ("tril", "triu", "diag", "diagflat"):
        m.maybe(attrs, "k", 0.6, lambda: rand.randrange(-4, 5))
        return step(op, m.input(shape_of(rand)), **attrs)
    if op == "vander":
        m.maybe(attrs, "N", 0.5, lambda: rand.choice((0, 1, 3, 5)))
        m.maybe(attrs, "increasing", 0.5, lambda: True)
        return step(op, m.input([rand.choice((0, 1, 3))]), **attrs)
    if op.endswith("_like"):
        m.maybe(attrs, "dtype", 0.3, m.make.dtype)
        m.maybe(attrs, "order", 0.4, lambda: m.choice(*"CFAK"))
        m.maybe(attrs, "shape", 0.2, lambda: shape_of(rand))
        return step(op, m.input(shape_of(rand)), *([arrays.weak_scalar(rand)] if op == "full_like" else []), **attrs)
    if op == "meshgrid":
        m.maybe(attrs, "indexing", 0.5, lambda: m.choice("ij", "xy", "zz" if m.chance(0.1) else "ij"))
        m.maybe(attrs, "sparse", 0.3, lambda: True)
        m.maybe(attrs, "copy", 0.3, lambda: False)
        return step(op, *(m.input([rand.choice((0, 1, 2, 3))]) for _ in range(m.choice(1, 2, 3))), **attrs)
    if op == "indices":
        m.maybe(attrs, "sparse", 0.4, lambda: True)
        m.maybe(attrs, "dtype", 0.4, m.make.dtype)
        return step(op, dimensions=shape_of(rand)[:3], **attrs)
    if op == "asarray.sequence":
        m.maybe(attrs, "dtype", 0.3, m.make.dtype)
        return step(op, *(arrays.weak_scalar(rand, "ifb") for _ in range(m.choice(0, 1, 3))), **attrs)
    if op == "frombuffer":
        m.maybe(attrs, "dtype", 0.8, m.make.dtype)
        m.maybe(attrs, "count", 0.3, lambda: rand.choice((-1, 0, 1, 2, 9)))
        m.maybe(attrs, "offset", 0.3, lambda: rand.choice((0, 1, 8, 16, 200)))
        return step(op, m.input([rand.choice((1, 2, 6))], plain=True), **attrs)
    if op == "require":
        m.maybe(attrs, "requirements", 0.8, lambda: m.choice("C", "F", "A", "W", "O", ["C", "O"]))
        m.maybe(attrs, "dtype", 0.3, m.make.dtype)
    if op == "copy":
        m.maybe(attrs, "order", 0.5, lambda: m.choice(*"CFAK"))
    return step(op, m.input(shape_of(rand)), **attrs)
