"""How a case of one step is written: fixed inputs, operands in the schema's words, the agreed distance."""
import base64
import struct

FORMATS = {"|b1": "?", "|i1": "b", "|u1": "B", "<i4": "i", "<i8": "q", "<u8": "Q", "<f4": "f", "<f8": "d"}
LAYOUT = ("dtype", "shape", "values", "strides")
INEXACT_FAMILIES = {"ufunc.transcendental"}
INEXACT = {
    "cbrt",
    "power",
    "pow",
    "float_power",
    "hypot",
    "logaddexp",
    "logaddexp2",
    "arctan2",
    "atan2",
    "geomspace",
    "logspace",
    "sinc",
    "angle",
}


def array(dtype, shape, values):
    if dtype == "<c16":
        packed = b"".join(struct.pack("<dd", v.real, v.imag) for v in map(complex, values))
    else:
        packed = struct.pack(f"<{len(values)}{FORMATS[dtype]}", *values)
    readable = {"values": list(values)} if len(shape) == 1 and dtype[1] in "iub" else {}
    return {"dtype": dtype, "shape": list(shape), "data": {"hex": packed.hex()}, **readable}


INPUTS = {
    "a": array("<f8", (3, 4), [-2.5, 0.5, 3.25, -1.0, 7.5, -0.25, 2.0, 1.5, -4.0, 6.0, 0.75, -3.5]),
    "b": array("<f8", (3, 4), [1.5, 0.25, 2.0, 3.5, 0.5, 4.0, 1.25, 2.5, 0.75, 1.0, 3.0, 0.125]),
    "s": array("<f8", (3, 3), [2.0, -1.0, 0.5, 3.0, 1.5, -2.0, 0.25, 4.0, 1.0]),
    "c": array("<f8", (2, 3, 4), [float((7 * k) % 23) - 11.5 for k in range(24)]),
    "v": array("<f8", (4,), [1.0, 2.0, 4.0, 8.0]),
    "w": array("<f8", (3,), [0.5, -1.5, 2.0]),
    "e": array("<f8", (1, 3, 1), [1.0, 2.0, 3.0]),
    "o": array("<f8", (1,), [2.75]),
    "d": array("<f8", (), [-4.5]),
    "x": array("<f8", (6,), [float("nan"), float("inf"), float("-inf"), -0.0, 1.5, -2.5]),
    "h": array("<f8", (5,), [0.125, 0.25, 0.5, 0.625, 0.875]),
    "g": array("<f8", (5,), [1.0, 1.25, 2.0, 5.5, 30.0]),
    "n": array("<i8", (3, 4), [5, -3, 0, 12, 7, -8, 2, 9, -1, 6, 4, -10]),
    "p": array("<i8", (2, 3), [1, 2, 3, 4, 2, 1]),
    "q": array("<i8", (2, 3), [6, 4, 2, 1, 3, 5]),
    "k": array("<i4", (2, 3), [1, 2, 0, 3, 1, 2]),
    "r": array("<f8", (2, 3), [1.5, 2.25, 0.75, 0.5, 1.25, 3.0]),
    "i": array("<i8", (3,), [2, 0, 2]),
    "j": array("<i8", (2,), [1, 0]),
    "i4": array("<i4", (2, 3), [3, -1, 2, 1, 4, 0]),
    "u": array("|u1", (4,), [3, 255, 16, 1]),
    "m": array("|b1", (3, 4), [True, False, True, True, False, False, True, False, True, True, False, True]),
    "l": array("|b1", (3,), [True, False, True]),
    # Every second row of a matrix and every third element of the same memory: they meet, which takes a search to see.
    "y0": {"dtype": "<i4", "shape": [3, 4], "strides": [40, 8], "offset": 0, "buffer": "memory"},
    "y1": {"dtype": "<i4", "shape": [8], "strides": [12], "offset": 4, "buffer": "memory"},
    "z": array("<c16", (2, 3), [1 + 2j, -0.5j, 3 - 1j, -2 + 0.25j, 0, 1.5]),
}


BUFFERS = {"memory": {"b64": base64.b64encode(bytes(range(112))).decode("ascii")}}


def value(item):
    """An operand: an input's name, a number, text behind '=', a dtype behind '<' or '|', a tuple, a list."""
    if item is None:
        return {"t": "none"}
    if isinstance(item, bool):
        return {"t": "bool", "v": item}
    if isinstance(item, int):
        return {"t": "int", "v": str(item)}
    if isinstance(item, float):
        return {"t": "float", "v": item.hex()}
    if isinstance(item, tuple):
        return {"t": "tuple", "items": [value(one) for one in item]}
    if isinstance(item, list):
        return [value(one) for one in item]
    if item.startswith("="):
        return {"t": "str", "v": item[1:]}
    return {"t": "dtype", "v": item} if item[0] in "<|" else item


def names_in(item):
    if isinstance(item, (list, tuple)):
        return {name for one in item for name in names_in(one)}
    if isinstance(item, dict):
        return names_in(list(item.values()))
    return {item} & set(INPUTS) if isinstance(item, str) else set()


def rounding(op, family):
    """How far the outcome may be from NumPy's."""
    owner = op.split(".")[0]
    if family in INEXACT_FAMILIES or owner in INEXACT:
        return (
            {"class": "ulp", "max": 4}
            if op == owner
            else {"class": "close", "rtol": 1e-13, "atol": 1e-300, "rule": "a few steps of 4 ULP"}
        )
    if op.split(".")[-1] in ("matmul", "dot", "inner", "vdot", "vecdot", "matvec", "vecmat", "tensordot", "imatmul"):
        return {"class": "norm", "rtol": 1e-14, "rule": "8 k eps"}
    return {"class": "bit", "zeros": "equal"} if owner in ("maximum", "minimum", "fmax", "fmin") else {"class": "bit"}


def case(op, *operands, family="", check=("dtype", "shape", "values"), errstate=None, **attrs):
    used = sorted(names_in([list(operands), attrs]))
    inputs = {name: INPUTS[name] for name in used}
    step = {"id": "t0", "op": op}
    if operands:
        step["args"] = [value(item) for item in operands]
    if attrs:
        step["attrs"] = attrs
    made = {
        "family": "names",
        "tier": "T1",
        **({"buffers": BUFFERS} if any("buffer" in one for one in inputs.values()) else {}),
        **({"inputs": inputs} if inputs else {}),
        "program": [step],
        "results": ["t0"],
        "check": list(check),
        "tolerance": rounding(op, family),
    }
    return {**made, "errstate": errstate} if errstate else made
