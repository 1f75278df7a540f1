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


def is_settled(tolerance, value):
    """May later steps of the same program build on this value: is it the same to the bit in both?"""
    if tolerance == BIT:
        return True
    return tolerance == TIES and not (np.asarray(value) == 0).any()
