"""How near a result must be to NumPy's: bit for bit, but where two correct libraries may differ.

Bit: arithmetic, comparison, integers, square roots, rounding, casts, moves, pairwise sums. Ulp: transcendentals. Close:
complex products, which NumPy contracts, and what is made of them. Ties of maxima leave the sign of zero open.
"""
import numpy as np

BIT = {"class": "bit"}
TIES = {"class": "bit", "zeros": "equal"}
MAXIMA = {"maximum", "minimum", "fmax", "fmin", "clip", "maximum.reduce", "minimum.reduce"}
CANCELLING = {"logaddexp", "logaddexp2"}
COMPLEX_PRODUCTS = {"multiply", "square", "sqrt", "sign", "power", "float_power", "multiply.reduce", "matmul"}
PRODUCTS = {"matmul", "dot", "inner", "vdot", "vecdot", "matvec", "vecmat", "tensordot", "__matmul__"}
LIMITS = {"max", "min", "amax", "amin", "clip", "ptp"}
INEXACT_CALLS = {"logspace", "geomspace", "angle", "__pow__", "__rpow__", "__abs__"}
COMPLEX_CALLS = {"prod", "cumprod", "cumulative_prod", "mean", "var", "std", "vander", "outer", "__divmod__"}


def eps_of(dtype):
    return float(np.finfo(dtype).eps)


def of_loop(op, given, result, terms=1, largest=1.0):
    """The tolerance of what the loop itself gives: `result` and `given` are its dtypes, `op` a row of the list of ops.

    `terms` is how many factors a product has, `largest` the greatest finite operand.
    """
    name, result = op["name"], np.dtype(result)
    if result.kind not in "fc":
        return BIT
    if name in MAXIMA:
        return TIES
    if result.kind == "c":
        if not op["ulps"] and name not in COMPLEX_PRODUCTS:
            return BIT
        return {"class": "close", "rtol": 16 * terms * eps_of(result), "atol": 0.0, "rule": "complex modulus, 16 eps"}
    if name == "absolute":
        return {"class": "ulp", "max": 2} if np.dtype(given[0]).kind == "c" else BIT
    if not op["ulps"]:
        return BIT
    if name in CANCELLING:
        return {"class": "close", "rtol": 4 * eps_of(result), "atol": largest * (4 * eps_of(result)), "rule": "4 eps of the larger operand: its sum with a logarithm cancels"}
    return {"class": "ulp", "max": 1 if result.itemsize == 2 else 4}


def after_cast(tolerance, computed, stored):
    """The same, once the value was cast to a dtype of floats; None when a cast makes any difference a large one."""
    computed, stored = np.dtype(computed), np.dtype(stored)
    if computed == stored or tolerance in (BIT, TIES):
        return tolerance
    if stored.kind not in "fc":
        return None
    return {"class": "close", "rtol": 16 * max(eps_of(computed), eps_of(stored)), "atol": 0.0, "rule": "16 eps of the coarser dtype"}


def of_call(rows, step, value):
    """The tolerance of a function that is no ufunc, or of a ufunc's method, with these results."""
    dtype, op = getattr(value, "dtype", np.dtype(bool)), step["op"]
    owner, _, plain = op.rpartition(".")
    of_ufunc = rows.get(owner, {})
    if dtype.kind not in "fc":
        return BIT
    if plain in PRODUCTS and dtype.kind == "c" and not np.isfinite(value).all():
        return None  # infinities times complex numbers come out of BLAS as they like
    if plain in PRODUCTS:
        return {"class": "norm", "rtol": 64 * eps_of(dtype), "atol": 0.0, "rule": "8 k eps, k up to 8"}
    if plain in LIMITS or owner in MAXIMA:
        return TIES
    if plain in INEXACT_CALLS or of_ufunc.get("ulps"):
        return {"class": "close", "rtol": 64 * eps_of(dtype), "atol": 64 * eps_of(dtype), "rule": "a few steps of 4 ULP"}
    if dtype.kind == "c" and (plain in COMPLEX_CALLS or owner in COMPLEX_PRODUCTS):
        return {"class": "close", "rtol": 1024 * eps_of(dtype), "atol": 0.0, "rule": "complex modulus, 16 eps a factor"}
    return BIT


def is_settled(tolerance, value):
    """May later steps of the same program build on this value: is it the same to the bit in both?"""
    if tolerance == BIT:
        return True
    return tolerance == TIES and not (np.asarray(value) == 0).any()
