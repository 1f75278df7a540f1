"""Arrays and typed values of cases as JSON, and back: NumPy's side of the schemas' vocabulary.

An array is its dtype string, its shape and its bytes in C order; a Python number is {"t": kind, "v": exact text}.
"""
import base64
import math

import numpy as np

LONGEST_HEX = 96  # bytes; what is longer is base64
MOST_READABLE = 8  # elements of an array that is also written out for people


class Opaque:
    """A value that only later steps can use: a random generator."""

    def __init__(self, held):
        self.held = held


def bytes_to_json(data):
    return {"hex": data.hex()} if len(data) <= LONGEST_HEX else {"b64": base64.b64encode(data).decode("ascii")}


def bytes_from_json(text):
    return bytes.fromhex(text["hex"]) if "hex" in text else base64.b64decode(text["b64"])


def float_to_json(x):
    return float.hex(x) if math.isfinite(x) else repr(x)


def float_from_json(text):
    return float.fromhex(text) if "x" in text else float(text)


def dtype_to_json(dtype):
    if dtype.names is None:
        return dtype.str
    fields = [(name, dtype.fields[name][0]) for name in dtype.names]
    return [[name, dtype_to_json(field.base), *([list(field.shape)] if field.shape else [])] for name, field in fields]


def dtype_from_json(text):
    if isinstance(text, str):
        return np.dtype(text)
    return np.dtype([(name, dtype_from_json(kind), *map(tuple, shape)) for name, kind, *shape in text])


def element_bytes(array):
    """C-order bytes; the padding of 80-bit long doubles is not part of the value, so it is zero."""
    data = array.tobytes()
    if array.dtype.char in "gG":
        padded = np.frombuffer(data, np.uint8).reshape(-1, 16).copy()
        padded[:, 10:] = 0
        data = padded.tobytes()
    return data


def for_people(x):
    if isinstance(x, list):
        return [for_people(item) for item in x]
    if isinstance(x, int) and not isinstance(x, bool) and abs(x) >= 2**53:
        return str(x)
    if isinstance(x, float) and not math.isfinite(x):
        return repr(x)
    return x if isinstance(x, (bool, int, float, str)) else str(x)


def array_to_json(array, readable=True):
    array = np.asarray(array)
    text = {"dtype": dtype_to_json(array.dtype), "shape": list(array.shape), "data": bytes_to_json(element_bytes(array))}
    if readable and 0 < array.size <= MOST_READABLE and array.dtype.names is None:
        text["values"] = for_people(array.tolist())
    return text


def array_from_json(text, buffers):
    dtype, shape = dtype_from_json(text["dtype"]), tuple(text["shape"])
    if "buffer" in text:
        strides = tuple(text["strides"]) if "strides" in text else None
        array = np.ndarray(shape, dtype, buffers[text["buffer"]], text.get("offset", 0), strides)
    else:
        data = bytearray(bytes_from_json(text["data"]))
        array = np.ndarray(shape, dtype, data) if data else np.empty(shape, dtype)
    if text.get("writeable") is False:
        array.flags.writeable = False
    return array


def tuple_to_json(items, readable):
    return {"t": "tuple", "items": [value_to_json(item, readable) for item in items]}


def masked_to_json(array, readable):
    mask = np.ma.getmaskarray(array)
    data = np.where(mask, np.zeros((), array.dtype), np.ma.getdata(array))  # what lies under a mask is nobody's value
    return tuple_to_json([data, mask], readable)


def value_to_json(x, readable=True):
    if isinstance(x, (np.ndarray, np.generic)):
        if x is np.ma.masked:
            return {"t": "str", "v": "masked"}
        return masked_to_json(x, readable) if isinstance(x, np.ma.MaskedArray) else array_to_json(x, readable)
    if x is None:
        return {"t": "none"}
    if isinstance(x, Opaque):
        return {"t": "opaque"}
    if isinstance(x, bool):
        return {"t": "bool", "v": x}
    if isinstance(x, int):
        return {"t": "int", "v": str(x)}
    if isinstance(x, float):
        return {"t": "float", "v": float_to_json(x)}
    if isinstance(x, complex):
        return {"t": "complex", "v": [float_to_json(x.real), float_to_json(x.imag)]}
    if isinstance(x, str):
        return {"t": "str", "v": x}
    if isinstance(x, (bytes, bytearray)):
        return {"t": "bytes", "data": bytes_to_json(bytes(x))}
    if isinstance(x, np.dtype) or (isinstance(x, type) and issubclass(x, np.generic)):
        return {"t": "dtype", "v": dtype_to_json(np.dtype(x))}
    if isinstance(x, (tuple, list)):
        return tuple_to_json(x, readable)
    if isinstance(x, dict):
        return tuple_to_json([(key, x[key]) for key in sorted(x)], readable)
    for coefficients in ("coef", "coeffs"):  # polynomials of the new and the old kind
        if hasattr(x, coefficients):
            return array_to_json(getattr(x, coefficients), readable)
    raise TypeError(f"a {type(x).__name__} has no place in the case format")


def value_from_json(text, buffers=None):
    if "dtype" in text:
        return array_from_json(text, buffers)
    kind, v = text["t"], text.get("v")
    if kind in ("bool", "str"):
        return v
    if kind == "int":
        return int(v)
    if kind == "float":
        return float_from_json(v)
    if kind == "complex":
        return complex(*map(float_from_json, v))
    if kind == "none":
        return None
    if kind == "dtype":
        return dtype_from_json(v)
    if kind == "bytes":
        return bytes_from_json(text["data"])
    if kind == "tuple":
        return tuple(map(value_from_json, text["items"]))
    raise ValueError(f"value of type '{kind}'")
