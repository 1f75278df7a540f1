"""Cases of one call of a function that is no ufunc, or of a ufunc's method: reductions, scans, indexing, creation,
manipulation, views, products. Shapes, axes, indices and keywords are mostly right and now and then wrong, so that what
NumPy refuses is asked as well.
"""
import random_arrays as arrays
from case_parts import RULES, Maker, shape_of, step
from fold_cases import cumulative, methods, reduction
from index_cases import indexing_functions, indexing_get, indexing_set
from maker_cases import creation, elementwise
from movement_cases import VIEWS, manipulation, views_layout


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
