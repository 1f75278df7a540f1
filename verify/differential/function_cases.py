"""Cases of one call of a function that is no ufunc, or of a ufunc's method: reductions, scans, indexing, creation,
manipulation, views, products. Shapes, axes, indices and keywords are mostly right and now and then wrong, so that what
NumPy refuses is asked as well.
"""
import math

import random_arrays as arrays

RULES = ("no", "equiv", "safe", "same_kind", "unsafe")
FLOATS = ("<f2", "<f4", "<f8", "<c8", "<c16")
WHOLE = {"slice": [None, None, None]}


# --- parts ------------------------------------------------------------------------------------------------------------

def number(v):
    return {"t": "bool", "v": v} if isinstance(v, bool) else {"t": "int", "v": str(v)} if isinstance(v, int) else {"t": "float", "v": v.hex()}


def tuple_of(values):
    return {"t": "tuple", "items": [number(v) for v in values]}


def shape_of(rand, least=0):
    """A small shape of any rank, empty axes included."""
    rank = max(least, rand.choice((0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6)))
    return [0 if rand.random() < 0.03 else rand.choice((1, 2, 2, 3, 3, 4, 5) if rank < 4 else (1, 2, 2, 3)) for _ in range(rank)]


def axis_of(rand, rank):
    """An axis, seldom one too far."""
    return rand.choice((-rank - 1, rank)) if rand.random() < 0.03 or not rank else rand.randrange(-rank, rank)


def axes_of(rand, rank):
    """None, an axis, several."""
    chance = rand.random()
    if chance < 0.15:
        return None
    if chance < 0.7 or rank < 2:
        return axis_of(rand, rank) if rank or rand.random() < 0.1 else None
    chosen = rand.sample(range(rank), rand.randrange(0, rank + 1))
    chosen = [a - rank if rand.random() < 0.4 else a for a in chosen]
    return chosen + chosen[:1] if rand.random() < 0.03 else chosen


def reduced(shape, axis, keepdims):
    """The shape after a reduction; None where it is refused."""
    rank = len(shape)
    chosen = range(rank) if axis is None else axis if isinstance(axis, list) else [axis]
    if any(not -rank <= a < rank for a in chosen):
        return None
    gone = {a % rank for a in chosen}
    return [1 if k in gone else n for k, n in enumerate(shape) if keepdims or k not in gone]


class Maker:
    """One case under construction: inputs are added by asking for them."""

    def __init__(self, make, case):
        self.make, self.case, self.rand = make, case, make.rand

    def input(self, shape, dtype=None, plain=None):
        plain = self.rand.random() < 0.6 if plain is None else plain
        return self.make.array(self.case, dtype or self.make.dtype(), list(shape), plain)

    def target(self, shape, dtype=None):
        """An array that is written: no two of its elements share memory."""
        if self.rand.random() < 0.6:
            return self.input(shape, dtype, plain=True)
        name = "abcdefgh"[len(self.case["inputs"])]
        self.case["inputs"][name] = arrays.strided(self.rand, dtype or self.make.dtype(), list(shape), self.case["buffers"], may_repeat=False)
        return name

    def shape(self, name):
        return self.case["inputs"][name]["shape"]

    def dtype(self, name):
        return self.case["inputs"][name]["dtype"]

    def indices(self, n, shape, dtype="<i8", wrong=0.04):
        """Integers within +-n, seldom beyond."""
        import numpy as np
        values = [self.rand.randrange(-n, n) if n else 0 for _ in range(math.prod(shape))]
        if values and self.rand.random() < wrong:
            values[0] = self.rand.choice((n, -n - 1))
        if dtype[1] == "u":
            values = [abs(v) for v in values]
        return self.make.given_elements(self.case, dtype, list(shape), np.array(values, dtype).reshape(shape))

    def chance(self, p):
        return self.rand.random() < p

    def choice(self, *of):
        return self.rand.choice(of)

    def maybe(self, attrs, name, p, value):
        if self.chance(p):
            attrs[name] = value()

    def broadcasting(self, shape):
        return arrays.related_shape(self.rand, shape)


def step(op, *args, **attrs):
    return {"op": op, "args": list(args), "attrs": attrs}


# --- reductions and scans ---------------------------------------------------------------------------------------------

def reduction(m):
    rand = m.rand
    op = m.choice("sum", "prod", "max", "min", "amax", "amin", "any", "all", "mean", "var", "std", "ptp", "argmax", "argmin", "count_nonzero")
    shape = shape_of(rand)
    a = m.input(shape)
    positional = op.startswith("arg")
    axis = axis_of(rand, len(shape)) if positional and m.chance(0.8) else None if positional else axes_of(rand, len(shape))
    attrs = {} if axis is None and m.chance(0.5) else {"axis": axis}
    keep = m.chance(0.25)
    if keep:
        attrs["keepdims"] = True
    if op in ("sum", "prod", "mean", "var", "std"):
        m.maybe(attrs, "dtype", 0.15, lambda: m.choice(*arrays.DTYPES))
    if op in ("sum", "prod", "max", "min", "amax", "amin"):
        m.maybe(attrs, "initial", 0.15, lambda: arrays.weak_scalar(rand, "iiif"))
    if op in ("var", "std"):
        m.maybe(attrs, "ddof", 0.3, lambda: rand.choice((0, 1, 2)))
    if op not in ("ptp", "count_nonzero", "argmax", "argmin"):
        m.maybe(attrs, "where", 0.15, lambda: {"ref": m.input(m.broadcasting(shape), "|b1")})
    out = reduced(shape, axis, keep)
    if out is not None and op != "count_nonzero" and m.chance(0.12):
        attrs["out"] = {"ref": m.target(out if m.chance(0.95) else [*out, 2], "<i8" if positional and m.chance(0.8) else None)}
    return step(f"ndarray.{op}" if m.chance(0.15) and op not in ("amax", "amin", "ptp", "count_nonzero") else op, a, **attrs)


def cumulative(m):
    op, shape = m.choice("cumsum", "cumprod", "cumulative_sum", "cumulative_prod", "ndarray.cumsum"), shape_of(m.rand)
    a, attrs = m.input(shape), {}
    if len(shape) != 1 and op.startswith("cumulative") or m.chance(0.8):
        attrs["axis"] = axis_of(m.rand, len(shape))
    m.maybe(attrs, "dtype", 0.2, m.make.dtype)
    if op.startswith("cumulative"):
        m.maybe(attrs, "include_initial", 0.3, lambda: True)
    elif m.chance(0.1) and shape:  # NumPy crashes on an out= of rank 0
        attrs["out"] = {"ref": m.target(shape if "axis" in attrs else [math.prod(shape)])}
    return step(op, a, **attrs)


def methods(m):
    """reduce, accumulate, reduceat, outer, at of any ufunc."""
    rows = [r for r in m.make.ops.ufuncs if r["arity"] == 2 and (not r["ulps"] or m.chance(0.1))]
    name = m.rand.choice(rows)["name"]
    method, dtype = m.choice("reduce", "reduce", "accumulate", "reduceat", "outer", "at"), m.make.dtype()
    shape = shape_of(m.rand, 0 if method in ("outer", "reduce") else 1)
    shape = shape[:3] if method == "outer" else shape
    if method == "reduce" and name in ("power", "arctan2", "ldexp", "float_power"):  # NumPy's stops after two elements
        name = "add"
    a, attrs, rank = (m.target if method == "at" else m.input)(shape, dtype), {}, len(shape)
    if method == "outer":
        return step(f"{name}.outer", a, m.input(shape_of(m.rand)[:2], dtype if m.chance(0.6) else None))
    if method == "at":
        count = m.choice([0], [1], [3], [5], [2, 2])
        b = m.input(m.choice(count + shape[1:], shape[1:], []), dtype if m.chance(0.7) else None)
        return step(f"{name}.at", a, m.indices(shape[0], count), b)
    m.maybe(attrs, "axis", 0.8, lambda: axis_of(m.rand, rank) if method != "reduce" else axes_of(m.rand, rank))
    m.maybe(attrs, "dtype", 0.15, m.make.dtype)
    if method == "reduceat":
        axis = attrs.get("axis", 0)
        n = shape[axis] if -rank <= axis < rank else 1
        import numpy as np
        values = [m.rand.randrange(n) if n else 0 for _ in range(m.rand.choice((1, 2, 3, 5)))]
        if m.chance(0.04):
            values[-1] = n
        return step(f"{name}.reduceat", a, m.make.given_elements(m.case, "<i8", [len(values)], np.array(values, "<i8")), **attrs)
    if method == "reduce":
        m.maybe(attrs, "keepdims", 0.2, lambda: True)
        m.maybe(attrs, "initial", 0.15, lambda: arrays.weak_scalar(m.rand, "iif"))
        m.maybe(attrs, "where", 0.12, lambda: {"ref": m.input(m.broadcasting(shape), "|b1")})
    return step(f"{name}.{method}", a, **attrs)


# --- elementwise functions --------------------------------------------------------------------------------------------

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
        return step(op, a, a if m.chance(0.2) else arrays.weak_scalar(m.rand, "f") if m.chance(0.3) else m.input(m.broadcasting(shape)), **attrs)
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


# --- creation ---------------------------------------------------------------------------------------------------------

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


# --- indexing ---------------------------------------------------------------------------------------------------------

def index_of(m, shape):
    rand, items, left, advanced = m.rand, [], list(shape), m.chance(0.5)
    together = rand.choice(([2], [3], [1], [2, 3], [], [0]))
    while left and not m.chance(0.12):
        n = left[0]
        chance = rand.random()
        if advanced and chance < 0.35:
            items.append({"ref": m.indices(n, together if m.chance(0.7) else [1] * len(together), m.choice("<i8", "<i8", "<i4", "|u1"))})
        elif advanced and chance < 0.45:
            depth = rand.randrange(1, len(left) + 1) if m.chance(0.3) else 1
            mask = left[:depth] if m.chance(0.95) else [n + 1]
            items.append({"ref": m.input(mask, "|b1")})
            left = left[depth - 1:]
        elif chance < 0.6:
            items.append(rand.randrange(-n, n) if n and m.chance(0.97) else n)
        elif chance < 0.95:
            bounds = [rand.choice((None, rand.randrange(-n - 2, n + 3))) for _ in range(2)]
            items.append({"slice": [*bounds, rand.choice((None, 1, 1, 2, 3, -1, -1, -2, 0 if m.chance(0.1) else 1))]})
        else:
            items.append(WHOLE)
        left = left[1:]
        if m.chance(0.08):
            items.append(None)
        if m.chance(0.03):
            items.append(m.chance(0.5))
    if m.chance(0.2):
        items.insert(rand.randrange(len(items) + 1), "...")
    if m.chance(0.02):
        items += [0] * 3
    return items or ["..."]


def indexing_get(m):
    a = m.input(shape_of(m.rand))
    index = index_of(m, m.shape(a))
    plain = not any(isinstance(item, dict) and "ref" in item for item in index)
    return step("getitem", a, index=index), {"check": ["dtype", "shape", "values", "strides", "base"]} if plain and m.chance(0.4) else {}


def indexing_set(m):
    import numpy as np
    a = m.target(shape_of(m.rand))
    index = index_of(m, m.shape(a))
    probe = np.empty(m.shape(a), "|b1")
    refs = {name: m.make.elements_of(m.case, name) for name in (item["ref"] for item in index if isinstance(item, dict) and "ref" in item)}
    items = tuple(refs[i["ref"]] if isinstance(i, dict) and "ref" in i else slice(*i["slice"]) if isinstance(i, dict) else Ellipsis if i == "..." else i for i in index)
    try:
        shape = list(probe[items if len(items) != 1 else items[0]].shape)
    except (IndexError, ValueError):
        shape = []
    value = arrays.weak_scalar(m.rand, "iif") if m.chance(0.3) else m.input(m.broadcasting(shape) if m.chance(0.95) else [7, 2])
    return step("setitem", a, value, index=index)


def indexing_functions(m):
    rand = m.rand
    op = m.choice("take", "take", "put", "putmask", "place", "choose", "compress", "extract", "nonzero", "argwhere", "flatnonzero", "take_along_axis", "put_along_axis", "diagonal",
                  "flat.getitem", "ndarray.take", "ndarray.put", "ndarray.choose", "ndarray.compress", "ndarray.nonzero", "ndarray.diagonal", "where", "unravel_index", "ravel_multi_index", "copyto")
    shape, attrs = shape_of(rand), {}
    rank, size = len(shape), math.prod(shape)
    mode = lambda: m.choice("raise", "wrap", "clip")
    if op.endswith("take"):
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = size if axis is None or not -rank <= axis < rank else shape[axis]
        a = m.input(shape)
        if axis is not None:
            attrs["axis"] = axis
        m.maybe(attrs, "mode", 0.4, mode)
        chosen = number(rand.randrange(-n, n)) if n and m.chance(0.2) else m.indices(n, m.choice([2], [3], [2, 2], [0], []), m.choice("<i8", "<i4", "|u1"), 0.15)
        return step(op, a, chosen, **attrs)
    if op.endswith("put"):
        m.maybe(attrs, "mode", 0.4, mode)
        return step(op, m.target(shape), m.indices(size, m.choice([2], [3], [0]), wrong=0.15), m.input([rand.choice((1, 2, 3))]) if m.chance(0.7) else arrays.weak_scalar(rand, "if"), **attrs)
    if op in ("putmask", "place"):
        return step(op, m.target(shape), m.input(shape, "|b1"), m.input([rand.choice((0, 1, 2, 5))]))
    if op.endswith("choose"):
        count = rand.choice((1, 2, 3))
        m.maybe(attrs, "mode", 0.4, mode)
        return step(op, m.indices(count, shape, wrong=0.2) if m.chance(0.9) else m.input(shape), [m.input(m.broadcasting(shape)) for _ in range(count)], **attrs)
    if op.endswith("compress") or op == "extract":
        if op == "extract":
            return step(op, m.input(shape, "|b1"), m.input(shape))
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = size if axis is None or not -rank <= axis < rank else shape[axis]
        if axis is not None:
            attrs["axis"] = axis
        mask, a = m.input([max(n + rand.choice((0, 0, 0, -1, 1)), 0)], "|b1"), m.input(shape)
        return step(op, *((a, mask) if op.startswith("nd") else (mask, a)), **attrs)
    if op.endswith("along_axis"):
        shape = shape_of(rand, 1)
        axis = axis_of(rand, len(shape))
        where = [rand.choice((1, 2, n)) if k == axis % len(shape) else n for k, n in enumerate(shape)]
        a, i = m.target(shape), m.indices(shape[axis % len(shape)], where)
        return step(op, a, i, *([m.input(m.broadcasting(where))] if op[0] == "p" else []), axis=axis)
    if op.endswith("diagonal"):
        m.maybe(attrs, "offset", 0.5, lambda: rand.randrange(-3, 4))
        if m.chance(0.5):
            attrs.update(axis1=axis_of(rand, rank), axis2=axis_of(rand, rank))
        return step(op, m.input(shape), **attrs)
    if op == "flat.getitem":
        return step(op, m.input(shape), index=number(rand.randrange(-size, size) if size else 0))
    if op == "unravel_index":
        return step(op, m.indices(size, m.choice([2], [0], []), wrong=0.1), shape=shape, order=m.choice("C", "F"))
    if op == "ravel_multi_index":
        dims = shape[:3] or [3]
        return step(op, [m.indices(n, [3], wrong=0.1) for n in dims], dims=dims, mode=mode(), order=m.choice("C", "F"))
    if op == "copyto":
        m.maybe(attrs, "where", 0.5, lambda: {"ref": m.input(m.broadcasting(shape), "|b1")})
        m.maybe(attrs, "casting", 0.5, lambda: m.choice(*RULES))
        return step(op, m.target(shape), m.input(m.broadcasting(shape)) if m.chance(0.8) else arrays.weak_scalar(rand), **attrs)
    return step(op, m.input(shape))


# --- manipulation -----------------------------------------------------------------------------------------------------

def other_shape(m, shape):
    rand, size = m.rand, math.prod(shape)
    divisors = [d for d in range(1, min(size, 64) + 1) if size % d == 0] or [0]
    first = rand.choice(divisors)
    made = rand.choice(([size], [first, -1], [first, size // first if first else 0], [-1], [1, first, -1, 1]))
    return [*made, 2] if m.chance(0.04) else made


def pieces(m, shape, axis):
    n = shape[axis] if -len(shape) <= axis < len(shape) else 1
    return m.rand.choice((1, max(n, 1), 2, 3, 0 if m.chance(0.1) else 1)) if m.chance(0.5) else sorted(m.rand.randrange(-1, n + 3) for _ in range(m.choice(0, 1, 2)))


def manipulation(m):
    rand = m.rand
    op = m.choice("reshape", "ravel", "ndarray.flatten", "transpose", "swapaxes", "moveaxis", "rollaxis", "concatenate", "concatenate", "stack", "vstack", "hstack", "dstack",
                  "column_stack", "block", "split", "array_split", "hsplit", "vsplit", "dsplit", "tile", "repeat", "repeat", "roll", "rot90", "flip", "fliplr", "flipud", "squeeze",
                  "expand_dims", "broadcast_to", "broadcast_arrays", "atleast_1d", "atleast_2d", "atleast_3d", "unstack", "matrix_transpose", "permute_dims", "trace", "concat",
                  "ndarray.reshape", "ndarray.transpose", "ndarray.squeeze", "ndarray.repeat", "ndarray.T", "ndarray.mT", "ndarray.ravel", "ndarray.swapaxes",
                  "lib.stride_tricks.sliding_window_view", "linalg.diagonal", "linalg.trace", "linalg.matrix_transpose")
    shape, attrs = shape_of(rand), {}
    rank = len(shape)
    plain = op.rpartition(".")[2]
    if plain in ("concatenate", "concat", "stack", "vstack", "hstack", "dstack", "column_stack"):
        axis = axis_of(rand, rank)
        like = [m.input([rand.choice((1, 2, 3)) if plain[:6] == "concat" and rank and k == axis % rank else n for k, n in enumerate(shape)] if m.chance(0.97) else shape_of(rand))
                for _ in range(m.choice(1, 2, 3))]
        if plain[:6] == "concat":
            attrs["axis"] = axis if m.chance(0.9) else None
        elif plain == "stack":
            m.maybe(attrs, "axis", 0.8, lambda: rand.randrange(-rank - 1, rank + 1))
        if plain in ("concatenate", "stack", "vstack", "hstack"):
            m.maybe(attrs, "dtype", 0.15, m.make.dtype)
            m.maybe(attrs, "casting", 0.15, lambda: m.choice(*RULES))
        return step(op, like, **attrs)
    if plain == "block":
        return step(op, [[m.input([2, 2]), m.input([2, 3])], [m.input([1, 5])]] if m.chance(0.5) else [m.input(shape), m.input(shape)])
    a = m.input(shape)
    if plain in ("reshape",):
        made = other_shape(m, shape)
        m.maybe(attrs, "order", 0.4, lambda: m.choice(*"CFA"))
        return step(op, a, tuple_of(made), **attrs) if op[:2] == "nd" else step(op, a, shape=made, **attrs)
    if plain in ("ravel", "flatten"):
        m.maybe(attrs, "order", 0.7, lambda: m.choice(*"CFAK"))
    elif plain in ("transpose", "permute_dims"):
        m.maybe(attrs, "axes", 0.7, lambda: [k - rank if m.chance(0.3) else k for k in rand.sample(range(rank), rank)] + [0] * m.chance(0.04))
        if op == "ndarray.transpose" and "axes" in attrs:
            return step(op, a, tuple_of(attrs["axes"]))
    elif plain == "swapaxes":
        pair = [axis_of(rand, rank) for _ in range(2)]
        return step(op, a, *map(number, pair)) if op[:2] == "nd" else step(op, a, axis1=pair[0], axis2=pair[1])
    elif plain == "moveaxis":
        count = rand.randrange(rank + 1)
        attrs.update(source=[axis_of(rand, rank) for _ in range(count)], destination=[axis_of(rand, rank) for _ in range(count)])
    elif plain == "rollaxis":
        attrs.update(axis=axis_of(rand, rank), start=rand.randrange(-rank, rank + 2))
    elif plain.endswith("split"):
        axis = axis_of(rand, rank) if plain in ("split", "array_split") else {"hsplit": 1 if rank > 1 else 0, "vsplit": 0, "dsplit": 2}[plain]
        attrs["indices_or_sections"] = pieces(m, shape, axis)
        if plain in ("split", "array_split"):
            attrs["axis"] = axis
    elif plain == "tile":
        return step(op, a, tuple_of([rand.choice((0, 1, 2, 2, 3)) for _ in range(m.choice(1, 1, 2, 3))]))
    elif plain == "repeat":
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = math.prod(shape) if axis is None or not -rank <= axis < rank else shape[axis]
        if axis is not None:
            attrs["axis"] = axis
        import numpy as np
        counts = [rand.choice((0, 1, 2, 3)) for _ in range(n if m.chance(0.95) else n + 1)]
        return step(op, a, number(rand.choice((0, 1, 2, 3, -1 if m.chance(0.1) else 2))) if m.chance(0.5) else m.make.given_elements(m.case, "<i8", [len(counts)], np.array(counts, "<i8")), **attrs)
    elif plain == "roll":
        axis = axes_of(rand, rank)
        shift = [rand.randrange(-7, 8) for _ in axis] if isinstance(axis, list) and m.chance(0.7) else rand.randrange(-7, 8)
        attrs.update(shift=shift, axis=axis)
    elif plain == "rot90":
        m.maybe(attrs, "k", 0.7, lambda: rand.randrange(-3, 5))
        m.maybe(attrs, "axes", 0.5, lambda: [axis_of(rand, rank), axis_of(rand, rank)])
    elif plain in ("flip", "squeeze"):
        m.maybe(attrs, "axis", 0.7, lambda: axes_of(rand, rank))
    elif plain == "expand_dims":
        attrs["axis"] = rand.choice((rand.randrange(-rank - 1, rank + 1), [0, rank], [0, 0] if m.chance(0.2) else [0], rank + 1 if m.chance(0.2) else 0))
    elif plain == "broadcast_to":
        attrs["shape"] = [rand.choice((0, 1, 2))] * m.chance(0.5) + [n if n != 1 or m.chance(0.3) else rand.choice((1, 2, 4)) for n in shape] + [3] * m.chance(0.04)
    elif plain == "broadcast_arrays":
        return step(op, a, *(m.input(m.broadcasting(shape) if m.chance(0.95) else [7, 2]) for _ in range(m.choice(1, 2))))
    elif plain == "unstack":
        m.maybe(attrs, "axis", 0.7, lambda: axis_of(rand, rank))
    elif op in ("trace", "linalg.trace", "linalg.diagonal"):
        m.maybe(attrs, "offset", 0.5, lambda: rand.randrange(-3, 4))
        if op == "trace" and m.chance(0.4):
            attrs.update(axis1=axis_of(rand, rank), axis2=axis_of(rand, rank))
        m.maybe(attrs, "dtype", 0.2 if op != "linalg.diagonal" else 0, m.make.dtype)
    elif plain == "sliding_window_view":
        axis = axis_of(rand, rank)
        return step(op, a, number(rand.choice((1, 2, 3))), axis=axis)
    return step(op, a, **attrs)


VIEWS = ["dtype", "shape", "values", "strides", "base"]


def views_layout(m):
    """Movements of one array, and what new memory looks like."""
    while True:
        made = manipulation(m)
        if made["op"].rpartition(".")[2] in ("reshape", "ravel", "transpose", "swapaxes", "moveaxis", "rollaxis", "rot90", "flip", "fliplr", "flipud", "squeeze", "expand_dims", "broadcast_to",
                                             "atleast_1d", "atleast_2d", "atleast_3d", "permute_dims", "T", "mT", "split", "array_split", "sliding_window_view", "repeat", "roll",
                                             "tile", "concatenate", "stack", "flatten", "diagonal"):
            return made, {"check": VIEWS if made["op"] not in ("tile", "roll") else VIEWS[:3]}
        m.case["inputs"].clear(), m.case["buffers"].clear()


def ndarray_methods(m):
    rand, shape, attrs = m.rand, shape_of(m.rand), {}
    op = m.choice("copy", "astype", "astype", "fill", "flags", "item", "view", "view", "itemsize", "nbytes", "strides", "ndim", "shape", "size", "dtype", "real", "imag", "conj", "conjugate",
                  "all", "any", "max", "min", "mean", "sum", "prod", "std", "var", "argmax", "argmin", "trace", "dot", "__int__", "__float__", "__bool__", "__complex__", "__len__", "__neg__",
                  "__abs__", "__add__", "__rsub__", "__matmul__", "__divmod__", "__pow__", "__rpow__", "__lt__", "__and__", "__invert__", "__index__", "__pos__", "__rtruediv__", "__mod__", "__eq__")
    if op in ("__int__", "__float__", "__bool__", "__complex__", "__index__", "item") and m.chance(0.8):
        shape = [1] * rand.choice((0, 0, 0, 1, 2))
    if op in ("dot", "__matmul__"):
        n = rand.choice((0, 1, 2, 3))
        return step(f"ndarray.{op}", m.input([2, n], m.choice("<i4", "<i8", "|u1", "|b1")), m.input(m.choice([n, 3], [n], [n + 1]), m.choice("<i4", "<i8", "|u1", "|b1")))
    a = m.input(shape)
    check = {}
    if op == "copy":
        m.maybe(attrs, "order", 0.6, lambda: m.choice(*"CFAK"))
        check = {"check": VIEWS}
    elif op == "astype":
        attrs["dtype"] = m.make.dtype()
        m.maybe(attrs, "casting", 0.3, lambda: m.choice(*RULES))
        m.maybe(attrs, "order", 0.3, lambda: m.choice(*"CFAK"))
        m.maybe(attrs, "copy", 0.3, lambda: False)
        check = {"check": VIEWS}
    elif op == "fill":
        return step("ndarray.fill", m.target(shape), arrays.weak_scalar(rand, "iif"))
    elif op == "view":
        m.maybe(attrs, "dtype", 0.9, m.make.dtype)
        check = {"check": VIEWS}
    elif op in ("__add__", "__rsub__", "__divmod__", "__pow__", "__rpow__", "__lt__", "__and__", "__rtruediv__", "__mod__", "__eq__"):
        return step(f"ndarray.{op}", a, arrays.weak_scalar(rand) if m.chance(0.4) else m.input(m.broadcasting(shape)))
    return step(f"ndarray.{op}", a, **attrs), check


def products(m):
    rand = m.rand
    op = m.choice("matmul", "matmul", "dot", "inner", "outer", "tensordot", "vdot", "vecdot", "matvec", "vecmat", "linalg.matmul", "linalg.outer", "linalg.tensordot", "linalg.vecdot")
    plain, attrs = op.rpartition(".")[2], {}
    n, k, l = (rand.choice((0, 1, 2, 3, 4, 5)) for _ in range(3))
    batch = lambda: [rand.choice((1, 2)) for _ in range(rand.choice((0, 0, 0, 1, 2)))]
    dtype = m.make.dtype()
    wrong = m.chance(0.05)
    if plain in ("matmul", "dot"):
        left, right = rand.choice((([n, k], [k, l]), ([k], [k, l]), ([n, k], [k]), ([k], [k])))
        shapes = [batch() + left if len(left) > 1 else left, batch() + right if len(right) > 1 else right]
    elif plain in ("inner", "vecdot", "vdot"):
        shapes = [batch() + [k], batch() + [k]] if plain != "vdot" else [[k, n], [k, n]]
    elif plain == "outer":
        shapes = [[n], [k]] if op[:6] == "linalg" else [batch() + [n], [k]]
    elif plain == "tensordot":
        shapes = [[n, k, l], [k, l, 2]]
        attrs["axes"] = rand.choice((0, 1, 2, [[1, 2], [0, 1]], [1, 0]))
        shapes = [[n, k], [k, l]] if attrs["axes"] == 1 else shapes
    else:
        shapes = [batch() + [n, k], batch() + [k]] if plain == "matvec" else [batch() + [n], batch() + [n, k]]
    if wrong:
        shapes[1] = [7, *shapes[1][1:]]
    names = [m.make.array(m.case, dtype if j == 0 or m.chance(0.7) else m.make.dtype(), s, m.chance(0.6)) for j, s in enumerate(shapes)]
    return step(op, *names, **attrs)


CALLS = {
    "reduction": reduction, "cumulative": cumulative, "ufunc.methods": methods, "elementwise": elementwise, "creation": creation, "indexing.get": indexing_get, "indexing.set": indexing_set,
    "indexing.functions": indexing_functions, "manipulation": manipulation, "views.layout": views_layout, "ndarray.methods": ndarray_methods, "linalg.products": products,
}


def family(build):
    def made(make, case):
        built = build(Maker(make, case))
        call, extra = built if isinstance(built, tuple) else (built, {})
        extra = extra or make.watched()
        return call, None, extra
    return made


FAMILIES = {name: family(build) for name, build in CALLS.items()}
