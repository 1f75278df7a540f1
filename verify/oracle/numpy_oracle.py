"""Runs a case step by step under the installed NumPy and says what came of it.

`Run` can be fed steps one at a time, so that whoever makes up programs sees each value before choosing the next step.
"""
import io
import operator
import warnings

import numpy as np

from case_codec import Opaque, bytes_from_json, dtype_from_json, value_from_json, value_to_json
from error_reason import class_of, reason_of, warning_code

DEFAULT_CHECK = ["dtype", "shape", "values"]
DEFAULT_ERRSTATE = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
IN_PLACE = {name: getattr(operator, name) for name in (
    "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "iand", "ior", "ixor", "ilshift", "irshift", "imatmul")}
# Steps that yield the array they wrote, whatever NumPy's function returns.
WRITERS = {"copyto", "put", "putmask", "place", "fill_diagonal", "put_along_axis"}
WRITING_METHODS = {"sort", "partition", "fill", "put", "setfield", "resize"}
PROGRAM_FAULTS = (AttributeError, NameError)  # of the case or of this file; never an outcome


def written(writer, target, *arguments, **keywords):
    writer(target, *arguments, **keywords)
    return target.getvalue()


def loaded_npz(data):
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return [(name, archive[name]) for name in sorted(archive.files)]


def save_archive(arrays, names, compressed=False):
    return written(np.savez_compressed if compressed else np.savez, io.BytesIO(), **dict(zip(names, arrays)))


def seed_words(entropy, n_words, dtype=np.uint32, spawn_key=()):
    return np.random.SeedSequence(entropy, spawn_key=spawn_key).generate_state(n_words, dtype)


def walked(arrays, steps):
    """A broadcast object after so many of its elements."""
    joint = np.broadcast(*arrays)
    for _ in range(steps):
        next(joint)
    return joint


def walked_and_reset(*arrays, steps=0):
    joint = walked(arrays, steps)
    joint.reset()
    return joint.index


def bounds_from_first_element(a):
    return [bound - a.__array_interface__["data"][0] for bound in np.lib.array_utils.byte_bounds(a)]


# Objects of NumPy that no case can hold: a step tells one of their attributes.
BROADCAST = {
    "broadcast": lambda *arrays: list(np.broadcast(*arrays)),
    "broadcast.iters": lambda *arrays: [np.array([x[()] for x in flat]) for flat in np.broadcast(*arrays).iters],
    "broadcast.index": lambda *arrays, steps=0: walked(arrays, steps).index,
    "broadcast.reset": walked_and_reset,
    **{f"broadcast.{name}": lambda *arrays, name=name: getattr(np.broadcast(*arrays), name) for name in ("nd", "ndim", "numiter", "shape", "size")},
}

# Steps that are no plain call of the NumPy function of their name.
SPECIAL = {
    **BROADCAST,
    "mgrid": lambda index: np.mgrid[index],
    "ogrid": lambda index: np.ogrid[index],
    "fromfunction": lambda function, shape, **k: np.fromfunction(getattr(np, function), shape, **k),
    "lib.array_utils.byte_bounds": bounds_from_first_element,
    "dtype.newbyteorder": lambda dtype, *order: dtype.newbyteorder(*order),
    "save": lambda a, **k: written(np.save, io.BytesIO(), a, allow_pickle=False, **k),
    "load": lambda data: np.load(io.BytesIO(data), allow_pickle=False),
    "savez": save_archive,
    "load.npz": loaded_npz,
    "savetxt": lambda a, **k: written(np.savetxt, io.StringIO(), a, **k),
    "loadtxt": lambda text, **k: np.loadtxt(io.StringIO(text), **k),
    "genfromtxt": lambda text, **k: np.genfromtxt(io.StringIO(text), **k),
    "lib.format.header": lambda data: data[:10 + int.from_bytes(data[8:10], "little")],
    "asarray.sequence": lambda *items, **k: np.asarray(list(items), **k),
    "ndarray.flags": lambda a: [a.flags.c_contiguous, a.flags.f_contiguous, a.flags.writeable],
    "flat.getitem": lambda a, index: a.flat[index],
    "nditer.order": lambda a, order="K": np.array([x[()] for x in np.nditer(a, order=order)]),
    "finfo": lambda dtype, field: getattr(np.finfo(dtype), field),
    "iinfo": lambda dtype, field: getattr(np.iinfo(dtype), field),
    "random.SeedSequence.generate_state": seed_words,
    "random.Generator": lambda bitgen, seed: Opaque(np.random.Generator(getattr(np.random, bitgen)(seed))),
    "random.RandomState": lambda seed: Opaque(np.random.RandomState(seed)),
    "partition.set": lambda a: a,
    "identity_copy": lambda a: a.copy(order="K"),
    "ma.array": lambda a, mask: np.ma.array(a, mask=mask),
    "str": str,
    "repr": repr,
}


def draw(method, holder, *arguments, **keywords):
    """A step of a random generator."""
    source = holder.held
    if method == "random_raw":
        return source.bit_generator.random_raw(**keywords)
    if method == "jumped":
        return Opaque(np.random.Generator(source.bit_generator.jumped(**keywords)))
    if method == "advance":
        source.bit_generator.advance(**keywords)
        return holder
    if method == "state":
        return source.bit_generator.state
    if method == "spawn":
        return [Opaque(child) for child in source.spawn(**keywords)]
    drawn = getattr(source, method)(*arguments, **keywords)
    return arguments[0] if method == "shuffle" else drawn


def called(op, arguments, keywords):
    if op in IN_PLACE:
        return IN_PLACE[op](*arguments)
    if op in SPECIAL:
        return SPECIAL[op](*arguments, **keywords)
    owner, _, name = op.rpartition(".")
    if owner in ("random.Generator", "random.RandomState"):
        return draw(name, *arguments, **keywords)
    if owner == "dtype":
        return getattr(arguments[0], name)
    if owner == "ndarray.flags":
        return getattr(arguments[0].flags, name)
    if name == "identity" and owner:
        return getattr(np, owner).identity
    if owner == "ndarray":
        member = getattr(arguments[0], name)
        value = member(*arguments[1:], **keywords) if callable(member) else member
        return arguments[0] if name in WRITING_METHODS else value
    function = operator.attrgetter(op)(np)
    value = function(*arguments, **keywords)
    return arguments[0] if op in WRITERS or name == "at" else value


def as_tuples(x):
    return tuple(map(as_tuples, x)) if isinstance(x, (tuple, list)) else x


class Run:
    """Values by name, warnings so far; a context in which the case's errstate holds."""

    def __init__(self, case):
        buffers = {name: bytearray(bytes_from_json(text)) for name, text in case.get("buffers", {}).items()}
        self.inputs = {name: value_from_json(text, buffers) for name, text in case.get("inputs", {}).items()}
        self.values = dict(self.inputs)
        asked = dict(case.get("errstate", {}))
        everywhere = dict.fromkeys(DEFAULT_ERRSTATE, asked.pop("all")) if "all" in asked else {}
        self.errstate = np.errstate(**{**DEFAULT_ERRSTATE, **everywhere, **asked})
        self.catcher = warnings.catch_warnings(record=True)

    def __enter__(self):
        self.caught = self.catcher.__enter__()
        warnings.simplefilter("always")
        self.errstate.__enter__()
        return self

    def __exit__(self, *error):
        self.errstate.__exit__(*error)
        self.catcher.__exit__(*error)

    def value(self, name):
        if name in self.values:
            return self.values[name]
        holder, _, item = name.rpartition(".")
        return self.value(holder)[int(item)]

    def argument(self, text):
        if isinstance(text, str):
            return self.value(text)
        return [self.argument(item) for item in text] if isinstance(text, list) else value_from_json(text)

    def attribute(self, name, text):
        if isinstance(text, dict):
            return self.value(text["ref"]) if "ref" in text else value_from_json(text)
        if name in ("dtype", "sig_dtype") and isinstance(text, (str, list)):
            return dtype_from_json(text)
        return tuple(self.attribute(None, item) for item in text) if isinstance(text, list) else text

    def index(self, items):
        def one(item):
            if not isinstance(item, dict):
                return Ellipsis if item == "..." else item
            if "slice" in item:
                return slice(*item["slice"])
            return self.value(item["ref"]) if "ref" in item else item["field"]

        index = tuple(map(one, items))
        return index[0] if len(index) == 1 else index

    def do(self, step):
        """Computes and keeps the step's value; NumPy's exceptions pass through."""
        op, attributes = step["op"], step.get("attrs", {})
        arguments = [self.argument(text) for text in step.get("args", [])]
        if op in ("mgrid", "ogrid"):
            value = called(op, [self.index(attributes["index"])], {})
        elif op == "getitem":
            value = arguments[0][self.index(attributes["index"])]
        elif op == "setitem":
            value = arguments[0]
            value[self.index(attributes["index"])] = arguments[1]
        else:
            value = called(op, arguments, {name: self.attribute(name, text) for name, text in attributes.items()})
        self.values[step["id"]] = as_tuples(value)
        return self.values[step["id"]]

    def owner_of(self, array):
        shares = (name for name in sorted(self.inputs) if isinstance(self.inputs[name], np.ndarray) and np.shares_memory(array, self.inputs[name]))
        return next(shares, None) if array.size else None

    def outcome(self, results, check=DEFAULT_CHECK, readable=True):
        texts = {}
        for name in results:
            value = self.value(name)
            texts[name] = value_to_json(value, readable)
            if isinstance(value, np.ndarray) and "dtype" in texts[name]:
                if "strides" in check:
                    texts[name]["strides"] = list(value.strides)
                if "base" in check:
                    texts[name]["base"] = self.owner_of(value)
        outcome = {"status": "ok", "results": texts}
        codes = sorted({code for code in (warning_code(w.message) for w in self.caught) if code})
        if codes or "warnings" in check:
            outcome["warnings"] = codes
        return outcome


def failed(error, step):
    return {"status": "error", "error": {"class": class_of(error), "reason": reason_of(error), "step": step["id"]}}


def outcome_of(case, readable=True):
    """What NumPy answers to a case."""
    with Run(case) as run:
        for step in case["program"]:
            try:
                run.do(step)
            except PROGRAM_FAULTS:
                raise
            except Exception as error:
                return failed(error, step)
        return run.outcome(case["results"], case.get("check", DEFAULT_CHECK), readable)


def machine():
    """What of the machine may show in results: NumPy's kernels differ between instruction sets."""
    import platform
    import sys

    from numpy._core._multiarray_umath import __cpu_features__ as features

    told = ("X86_V2", "X86_V3", "X86_V4", "AVX2", "FMA3", "AVX512F", "AVX512_SKX", "AVX512_ICL", "ASIMD")
    return {"os": sys.platform, "arch": platform.machine(), "byteorder": sys.byteorder,
            "longdouble": "x87-80" if np.finfo(np.longdouble).nmant == 63 else "other",
            "simd": sorted(name for name in told if features.get(name))}
