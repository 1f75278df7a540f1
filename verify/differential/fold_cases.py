"""Cases of reductions, scans and ufuncs' methods, with NumPy's keyword arguments."""
import math

import numpy as np

import random_arrays as arrays
from case_parts import axes_of, axis_of, reduced, shape_of, step


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
        values = [m.rand.randrange(n) if n else 0 for _ in range(m.rand.choice((1, 2, 3, 5)))]
        if m.chance(0.04):
            values[-1] = n
        return step(f"{name}.reduceat", a, m.make.given_elements(m.case, "<i8", [len(values)], np.array(values, "<i8")), **attrs)
    if method == "reduce":
        m.maybe(attrs, "keepdims", 0.2, lambda: True)
        m.maybe(attrs, "initial", 0.15, lambda: arrays.weak_scalar(m.rand, "iif"))
        m.maybe(attrs, "where", 0.12, lambda: {"ref": m.input(m.broadcasting(shape), "|b1")})
    return step(f"{name}.{method}", a, **attrs)
