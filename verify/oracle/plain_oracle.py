"""The arithmetic core without NumPy: Python's exact integers and doubles, rounded to each dtype by struct.

float32 results of + - * / sqrt are computed in double and rounded once more, which changes nothing: 53 bits are more than
twice 24 and two (S. Figueroa, "When is double rounding innocuous?", 1995, https://doi.org/10.1145/221332.221334).
Whatever is not plain is Unsupported: no guess is ever an oracle.
"""
import base64
import itertools
import math
import operator
import struct

CODES = {"|b1": "?", "|i1": "b", "|u1": "B", "<i2": "h", "<u2": "H", "<i4": "i", "<u4": "I", "<i8": "q", "<u8": "Q", "<f4": "f", "<f8": "d"}
MOST_READABLE = 8


class Unsupported(Exception):
    """Not part of the core."""


def require(condition, what):
    if not condition:
        raise Unsupported(what)


def kind(dtype):
    return dtype[1]


def size(dtype):
    return int(dtype[2:])


def promote(a, b):
    """NumPy's common dtype."""
    if a == b or kind(b) == "b":
        return a
    if kind(a) == "b":
        return b
    if kind(a) == "f" or kind(b) == "f":
        floats = [size(d) for d in (a, b) if kind(d) == "f"]
        needed = [8 if size(d) > 2 else 4 for d in (a, b) if kind(d) != "f"]  # the smallest float that holds the integer
        return f"<f{max(floats + needed)}"
    if kind(a) == kind(b):
        return max(a, b, key=size)
    signed, unsigned = (a, b) if kind(a) == "i" else (b, a)
    wanted = max(size(signed), 2 * size(unsigned))
    return "<f8" if wanted > 8 else f"<i{wanted}"


def rounded(x, dtype):
    """x as an element of that dtype: integers wrap, floats round to even, too large ones are infinite."""
    if kind(dtype) == "b":
        return bool(x)
    if kind(dtype) == "f":
        if size(dtype) == 8:
            return float(x)
        try:
            return struct.unpack("<f", struct.pack("<f", x))[0]
        except OverflowError:
            return math.copysign(math.inf, x)
    bits = 8 * size(dtype)
    x = int(x) & ((1 << bits) - 1)
    return x - (1 << bits) if kind(dtype) == "i" and x >> (bits - 1) else x


def divide(x, y):
    if y != 0 or math.isnan(x):
        return x / y
    return math.nan if x == 0 else math.copysign(math.inf, x) * math.copysign(1, y)


def shift_left(x, count, bits):
    return x << count if 0 <= count < bits else 0


def shift_right(x, count, bits):
    return x >> (count if 0 <= count < bits else bits)


def minimum(x, y):
    return x if x < y or x != x else y


def maximum(x, y):
    return x if x > y or x != x else y


COMPARISONS = {"equal": operator.eq, "not_equal": operator.ne, "less": operator.lt, "less_equal": operator.le, "greater": operator.gt, "greater_equal": operator.ge}
EXACT = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul}  # booleans are other functions
INTEGER = {"floor_divide": lambda x, y: x // y if y else 0, "remainder": lambda x, y: x % y if y else 0}
BITS = {"bitwise_and": operator.and_, "bitwise_or": operator.or_, "bitwise_xor": operator.xor}
SHIFTS = {"left_shift": shift_left, "right_shift": shift_right}
UNARY = {"negative": operator.neg, "absolute": abs, "square": lambda x: x * x, "positive": lambda x: x}


class Array:
    def __init__(self, dtype, shape, elements):
        self.dtype, self.shape, self.elements = dtype, tuple(shape), elements

    @staticmethod
    def read(text):
        dtype, shape = text["dtype"], text["shape"]
        require("buffer" not in text, "a view")
        require(isinstance(dtype, str) and dtype in CODES, f"dtype {dtype}")
        data = text["data"]
        raw = bytes.fromhex(data["hex"]) if "hex" in data else base64.b64decode(data["b64"])
        return Array(dtype, shape, struct.unpack(f"<{math.prod(shape)}{CODES[dtype]}", raw))

    def text(self):
        raw = struct.pack(f"<{len(self.elements)}{CODES[self.dtype]}", *self.elements)
        data = {"hex": raw.hex()} if len(raw) <= 96 else {"b64": base64.b64encode(raw).decode("ascii")}
        text = {"dtype": self.dtype, "shape": list(self.shape), "data": data}
        if 0 < len(self.elements) <= MOST_READABLE:
            text["values"] = self.nested([readable(x) for x in self.elements], self.shape)
        return text

    @staticmethod
    def nested(flat, shape):
        if not shape:
            return flat[0]
        rows = len(flat) // shape[0]
        return [Array.nested(flat[k * rows:(k + 1) * rows], shape[1:]) for k in range(shape[0])]

    def spread(self, shape):
        """Elements in C order, seen at a shape that this one broadcasts to."""
        own = (1,) * (len(shape) - len(self.shape)) + self.shape
        strides = [math.prod(own[k + 1:]) if own[k] > 1 else 0 for k in range(len(shape))]
        return [self.elements[sum(map(operator.mul, at, strides))] for at in itertools.product(*map(range, shape))]


def readable(x):
    if isinstance(x, float):
        return x if math.isfinite(x) else repr(x)
    return x if isinstance(x, bool) or abs(x) < 2**53 else str(x)


def joint_shape(a, b):
    rank = max(len(a), len(b))
    pairs = list(zip((1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b))
    require(all(m == n or 1 in (m, n) for m, n in pairs), "shapes that do not broadcast")
    return tuple(n if m == 1 else m for m, n in pairs)


def loop_of(op, dtype):
    """(the dtype that an op computes in, that of its result)."""
    if op in COMPARISONS:
        return dtype, "|b1"
    if op in ("divide", "sqrt"):
        require(op == "divide" or kind(dtype) == "f" or size(dtype) > 1, "float16")
        computed = dtype if kind(dtype) == "f" else "<f4" if op == "sqrt" and size(dtype) == 2 else "<f8"
        return computed, computed
    require(kind(dtype) != "b" or op in BITS, f"{op} of booleans")
    require(kind(dtype) != "f" or op in EXACT or op in UNARY or op in ("maximum", "minimum"), f"{op} of floats")
    return dtype, dtype


def compute(op, operands):
    dtype = operands[0].dtype
    for other in operands[1:]:
        dtype = promote(dtype, other.dtype)
    computed, result = loop_of(op, dtype)
    shape = operands[0].shape if len(operands) == 1 else joint_shape(operands[0].shape, operands[1].shape)
    columns = [[rounded(x, computed) for x in a.spread(shape)] for a in operands]
    function = body_of(op, computed)
    return Array(result, shape, [rounded(function(*row), result) for row in zip(*columns)])


def body_of(op, dtype):
    if op in SHIFTS:
        return lambda x, count: SHIFTS[op](x, count, 8 * size(dtype))
    if op == "sqrt":
        return lambda x: math.sqrt(x) if x >= 0 else x if math.isnan(x) else math.nan
    return {**COMPARISONS, **EXACT, **INTEGER, **BITS, **UNARY, "divide": divide, "maximum": maximum, "minimum": minimum}[op]


KNOWN = {*COMPARISONS, *EXACT, *INTEGER, *BITS, *SHIFTS, *UNARY, "sqrt", "divide", "maximum", "minimum"}


def outcome_of(case):
    """The outcome, or Unsupported: steps of the core on dense arrays, whose flags nobody asks for."""
    require("errstate" not in case and set(case.get("check", [])) <= {"dtype", "shape", "values"}, "strides, base, warnings, errstate")
    values = {name: Array.read(text) for name, text in case.get("inputs", {}).items()}
    for step in case["program"]:
        op = step["op"]
        require(op in KNOWN and not step.get("attrs"), f"op {op}")
        arguments = step.get("args", [])
        require(len(arguments) == (1 if op in UNARY or op == "sqrt" else 2), f"operands of {op}")
        require(all(isinstance(a, str) and a in values for a in arguments), "an operand that is no array")
        values[step["id"]] = compute(op, [values[a] for a in arguments])
    return {"status": "ok", "results": {name: values[name].text() for name in case["results"]}}
