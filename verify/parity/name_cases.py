"""Small cases for the names of the first tier that the public sample leaves out, and for every ufunc and its methods.

    name_cases.py OUT        then  verify/oracle/capture.py OUT verify/parity/name_cases.jsonl

Written without outcomes, which NumPy gives. One case says little about a function; it says that the name is there and
means the same. Inputs are few and fixed, so that the file reads like a table.
"""
import json
import pathlib
import sys

from case_maker import LAYOUT, case

HERE = pathlib.Path(__file__).parent
FINFO = """bits eps epsneg iexp machep max maxexp min minexp negep nexp nmant precision resolution smallest_normal
           smallest_subnormal tiny dtype""".split()
DTYPE = (
    """alignment base byteorder char descr fields flags isalignedstruct isbuiltin isnative itemsize kind name names ndim
           num str subdtype""".split()
)
METHODS = (
    """flatten imag real item itemsize mT nbytes size ndim shape strides flags T squeeze trace diagonal conj conjugate
             copy nonzero ravel""".split()
)


def operands_of(row):
    """Rows of operands for a ufunc: of float64 within its domain, and of int64 where it takes them."""
    name, loops = row["name"][6:], [loop.split("->")[0] for loop in row["types"]]
    if row["nin"] == 1:
        inside = {"arccosh": "g", "acosh": "g", "log": "g", "log2": "g", "log10": "g", "sqrt": "b"}.get(
            name, "h" if row["family"] == "ufunc.transcendental" else "a"
        )
        return [[one] for one, loop in ((inside, "d"), ("p", "l")) if loop in loops]
    if "dl" in loops and "dd" not in loops:
        return [["r", "k"]]
    rows = [["r", "r"]] * ("dd" in loops) + [["p", "q"]] * ("ll" in loops)
    return rows


def of_ufuncs(surface):
    for row in surface:
        if row["kind"] != "ufunc" or row["tier"] != "T1" or "signature" in row:
            continue
        name, family = row["name"][6:], row["family"]
        for operands in operands_of(row):
            yield case(name, *operands, family=family, check=LAYOUT)
        if "alias_of" in row:
            continue
        methods = set(row.get("methods", []))
        folded = ["m", "m"] if family in ("ufunc.comparison", "ufunc.logical") and "??->?" in row["types"] else None
        for operands in [folded] if folded else operands_of(row)[-1:]:
            if "outer" in methods:
                yield case(f"{name}.outer", *operands, family=family)
            if name != "ldexp":  # a shift count is no value to fold
                for method in sorted(methods & {"reduce", "accumulate"}):
                    yield case(f"{name}.{method}", operands[0], family=family)
                if "reduceat" in methods:
                    yield case(f"{name}.reduceat", operands[0], "j", family=family)
            if "at" in methods and row["nout"] == 1 and operands[0] in ("p", "r") and row["nin"] == 2:
                yield case(f"{name}.at", operands[0], "j", operands[1], family=family)


def of_names():
    """One line a name, or a few."""
    full = {"slice": [None, None, None]}
    for op in (
        "ascontiguousarray",
        "asfortranarray",
        "diagflat",
        "tril",
        "triu",
        "zeros_like",
        "ones_like",
        "argwhere",
        "flatnonzero",
        "fliplr",
        "flipud",
        "rot90",
        "matrix_transpose",
        "rollaxis",
        "atleast_1d",
        "atleast_2d",
        "unstack",
        "size",
        "ndim",
        "shape",
        "iscomplexobj",
        "isrealobj",
        "isscalar",
        "vsplit",
        "ptp",
        "cumulative_prod",
        "trace",
        "diagonal",
        "squeeze",
        "ravel",
        "copy",
        "nonzero",
    ):
        extra = (
            {"axis": 1}
            if op in ("rollaxis", "ptp", "cumulative_prod")
            else {"indices_or_sections": 3} if op == "vsplit" else {}
        )
        yield case(op, "e" if op == "squeeze" else "a", **extra)
    for op, shape in (("zeros", (2, 3)), ("ones", (2, 3)), ("eye", 3), ("identity", 3), ("tri", 3)):
        yield case(op, shape, dtype="<f8")
    yield case("full", (2, 2), 1.5)
    yield case("empty", (2, 3), dtype="<f4", check=["dtype", "shape"])
    yield case("empty_like", "n", check=["dtype", "shape", "strides"])
    yield case("full_like", "a", 1.5)
    yield case("diag", "w")
    yield case("diag", "s", k=1)
    yield case("geomspace", 1.0, 8.0, num=4)
    yield case("logspace", 0.0, 2.0, num=3)
    yield case("linspace", 0.0, 1.0, num=5)
    yield case("arange", 1, 10, 3)
    yield case("meshgrid", "v", "w")
    yield case("require", "a", requirements="C")
    yield case("vander", "w", N=3)
    yield case("asanyarray", "a")
    yield case("array", "a")
    for field in FINFO:
        yield case("finfo", "<f8", field=field)
    for field in ("max", "min"):
        yield case("iinfo", "<i4", field=field)
    for field in DTYPE:
        yield case(f"dtype.{field}", "<f8")
    yield case("common_type", "a", "z")
    yield case("min_scalar_type", 300)
    yield case("issubdtype", "<f8", "<f4")
    yield case("isdtype", "<i4", "=integral")
    for op in ("angle", "imag", "real", "iscomplex", "isreal"):
        yield case(op, "z")
    for op in ("fix", "isneginf", "isposinf", "nan_to_num"):
        yield case(op, "x")
    yield case("sinc", "h")
    yield case("around", "a", 1)
    for op in ("allclose", "array_equal", "isclose"):
        yield case(op, "a", "b")
    yield case("clip", "a", -1.0, 2.0)
    for op, items in (
        ("getitem", [True]),
        ("getitem", [full, {"ref": "i"}]),
        ("getitem", [{"ref": "j"}, full, {"ref": "j"}]),
        ("getitem", [{"ref": "l"}]),
        ("getitem", [{"ref": "m"}]),
        ("getitem", [9]),
    ):
        yield case(op, "c" if len(items) == 3 else "a", index=items)
    yield case("getitem", "d", index=["..."])
    yield case("setitem", "a", 2.5, index=[{"ref": "i"}])
    yield case("compress", "l", "a", axis=0)
    yield case("extract", "m", "a")
    yield case("place", "a", "m", "w")
    yield case("put", "a", "i", "w")
    yield case("putmask", "a", "m", "b")
    yield case("take", "a", "i", axis=0)
    yield case("choose", "i", ["w", "w", "i"])
    yield case("lib.array_utils.normalize_axis_index", -1, 3)
    yield case("lib.stride_tricks.sliding_window_view", "v", 2)
    for op in ("dot", "vdot", "inner", "outer", "vecdot"):
        yield case(op, "v", "v")
    yield case("tensordot", "s", "s", axes=1)
    yield case("matvec", "s", "w")
    yield case("vecmat", "w", "s")
    for op in ("matmul", "tensordot", "matrix_transpose", "trace", "diagonal", "vecdot", "outer"):
        operands = ["w", "w"] if op == "outer" else ["s", "s"] if op in ("matmul", "tensordot", "vecdot") else ["s"]
        yield case(f"linalg.{op}", *operands)
    yield case("block", [["s", "s"], ["s", "s"]])
    yield case("broadcast_arrays", "v", "a")
    yield case("broadcast_shapes", (2, 1), (3,))
    for op in ("column_stack", "dstack", "hstack", "vstack", "concat", "stack"):
        yield case(op, ["a", "b"])
    yield case("dsplit", "c", 2)
    yield case("expand_dims", "a", axis=1)
    yield case("may_share_memory", "a", "a")
    yield case("shares_memory", "a", "b")
    yield case("roll", "a", 2)
    yield case("tile", "v", (2, 2))
    yield case("repeat", "w", 2)
    yield case("permute_dims", "c", axes=[1, 0, 2])
    for op, operands in (
        ("iadd", "ab"),
        ("isub", "ab"),
        ("itruediv", "ab"),
        ("imod", "ab"),
        ("imul", "ab"),
        ("ifloordiv", "ab"),
        ("ipow", "pq"),
        ("iand", "pq"),
        ("ior", "pq"),
        ("ixor", "pq"),
        ("ilshift", "pq"),
        ("irshift", "pq"),
        ("imatmul", "ss"),
    ):
        yield case(op, *operands)
    for field in METHODS:
        yield case(
            f"ndarray.{field}",
            {"imag": "z", "real": "z", "conj": "z", "conjugate": "z", "item": "o", "squeeze": "e"}.get(field, "a"),
        )
    yield case("ndarray.compress", "a", "l", axis=0)
    yield case("ndarray.dot", "s", "w")
    yield case("ndarray.put", "a", "i", "w")
    yield case("ndarray.view", "v", dtype="<i8")
    yield case("add", "a", "b", where={"ref": "m"}, out={"ref": "b"})
    yield case("add.reduce", "a", out={"ref": "v"})
    yield case("sum", "a", axis=[0, 1], keepdims=True)
    yield case("max", "a", axis=1, initial={"t": "float", "v": (3.0).hex()})
    yield case("sum", "a", axis=0, where={"ref": "m"})
    yield case("transpose", "a", check=[*LAYOUT, "base"])
    yield case("ndarray.copy", "a", check=[*LAYOUT, "base"])
    yield case("divide", "r", 0.0, errstate={"divide": "raise"})
    yield case("divide", "r", 0.0, check=["dtype", "shape", "values", "warnings"], errstate={"divide": "ignore"})
    yield case("add", "u", 256)
    yield case("add", "a", "w")


FLAGS = """aligned behaved c_contiguous carray contiguous f_contiguous farray fnc forc fortran num owndata writeable
           writebackifcopy""".split()
WARNED = ["dtype", "shape", "values", "warnings"]


def of_objects():
    """What NumPy's objects tell: broadcast, flags, ufuncs, dtypes, the error state, errors and warnings by their class."""
    lines = [{"slice": [0, 3, None]}, {"slice": [7, -2, -3]}]
    for op in ("mgrid", "ogrid"):
        yield case(op, index=lines[:1])
        yield case(op, index=lines)
    yield case("fromfunction", function="subtract", shape=[2, 3])
    yield case("fromfunction", function="floor_divide", shape=[3, 2], dtype="<i8")
    for field in ("nd", "ndim", "numiter", "shape", "size"):
        yield case(f"broadcast.{field}", "v", "a")
    yield case("broadcast", "w", "o")
    yield case("broadcast.iters", "v", "a")
    yield case("broadcast.index", "v", "a", steps=5)
    yield case("broadcast.reset", "v", "a", steps=5)
    yield case("broadcast.shape", "v", "w")
    for field in FLAGS:
        yield case(f"ndarray.flags.{field}", "a")
        yield case(f"ndarray.flags.{field}", "y0")
    yield case("lib.array_utils.byte_bounds", "y0")
    yield case("ldexp.reduce", "i4")
    yield case("ldexp.accumulate", "i4")
    for op in ("add", "multiply", "bitwise_and", "logical_and", "logaddexp", "maximum", "sqrt"):
        yield case(f"{op}.identity")
    yield case("add.resolve_dtypes", ("<i4", "<f4", None))
    yield case("ldexp.resolve_dtypes", ("<f4", "|i1", None))
    yield case("divmod.resolve_dtypes", ("<i4", "<u4", None, None))
    for order in ("=", "|", "I", "x"):
        yield case("dtype.newbyteorder", "<f8", f"={order}")
    yield case("dtype.newbyteorder", "|i1")
    for name in ("|b1", "<u2", "<c16"):
        yield case("dtype.type", name)
    yield case("ndarray.astype", "z", dtype="<f4", check=WARNED)
    yield case("copyto", "p", "z", casting="unsafe", check=WARNED)
    yield case("add", "z", "z", out={"ref": "r"}, casting="unsafe", check=WARNED)
    yield case("ndarray.astype", "z", dtype="|b1", check=WARNED)
    yield case("promote_types", "<M8[D]", "<f8")
    yield case("shares_memory", "y0", "y1")
    yield case("shares_memory", "y0", "y1", max_work=0)
    yield case("may_share_memory", "y0", "y1")
    yield case("may_share_memory", "y0", "y1", max_work=-1)
    yield case("geterr")
    yield case("geterr", errstate={"all": "ignore", "over": "raise"})
    yield case("seterr", divide="ignore", over="raise", errstate={"invalid": "raise"})
    yield case("choose", "i", ["w", "w", "w"], mode="wrap")


def main(out):
    surface = json.loads((HERE / "numpy_surface.json").read_text(encoding="utf-8"))
    cases, count = [*of_names(), *of_objects(), *of_ufuncs(surface["rows"])], {}
    for one in cases:
        op = one["program"][0]["op"]
        count[op] = count.get(op, 0) + 1
        one["id"] = f"names/{op}/{count[op]:04}"
    header = {"schema": "fnp.cases/1", "name": "names", "count": len(cases)}
    text = [json.dumps(line, separators=(",", ":")) for line in [header, *({"id": c["id"], **c} for c in cases)]]
    pathlib.Path(out).write_text("\n".join(text) + "\n", encoding="utf-8")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main(*sys.argv[1:])
