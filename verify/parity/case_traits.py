"""What a case exercises, in the words of the surface: names, shared features, and tags (family:, dtype:, error:, ...).

A case whose expected outcome is an error says nothing about names: an engine that refuses everything would pass it.
"""
DTYPES = {
    "|b1": "bool",
    "|i1": "int8",
    "i2": "int16",
    "i4": "int32",
    "i8": "int64",
    "|u1": "uint8",
    "u2": "uint16",
    "u4": "uint32",
    "u8": "uint64",
    "f2": "float16",
    "f4": "float32",
    "f8": "float64",
    "c8": "complex64",
    "c16": "complex128",
    "f16": "longdouble",
    "c32": "clongdouble",
}
OTHER_DTYPES = {"M": "datetime64[unit]", "m": "timedelta64[unit]", "U": "str U", "S": "bytes S", "V": "void V"}
IN_PLACE = {f"i{name}" for name in "add sub mul truediv floordiv mod pow and or xor lshift rshift matmul".split()}
REDUCTIONS = set("sum prod max min amax amin all any mean std var ptp".split())
FAMILY_FEATURES = {
    "overlap": ["ufunc.overlap"],
    "broadcast": ["ufunc.broadcasting"],
    "reduction.pairwise_bits": ["ufunc.pairwise_sum"],
    "promotion": ["ufunc.promotion.nep50"],
    "promotion.weak": ["ufunc.promotion.nep50"],
    "scalar.weak": ["ufunc.promotion.nep50"],
    "reduction.empty": ["ufunc.reduce.identity"],
}


def dtype_traits(text):
    if not isinstance(text, str):
        return {"feature:dtype.structured"}
    name = DTYPES.get(text) or DTYPES.get(text[1:])
    if name is None:
        return {f"feature:dtype.{OTHER_DTYPES[text[1]]}"} if text[1:2] in OTHER_DTYPES else set()
    order = {"feature:dtype.byteorder >/<"} if text[0] == ">" else set()
    group = "int8-64" if name.startswith("int") else "uint8-64" if name.startswith("uint") else name
    return order | {f"dtype:{name}", f"feature:dtype.{group}"}


def op_names(op, names):
    """The rows that a step's op stands for: its own name, the function before a variant (load.npz), an operator."""
    if op in IN_PLACE or op in ("getitem", "setitem"):
        return {f"numpy.ndarray.__{op}__"}
    if op == "flat.getitem":
        return {"numpy.ndarray.flat", "feature:indexing.flat_indexing"}
    candidates = (f"numpy.{op}", f"numpy.{op.rpartition('.')[0]}")
    return {next((name for name in candidates if name in names), f"op:{op}")}


def index_traits(step, inputs):
    """How a subscript selects and, for setitem, what is stored where."""
    items = step.get("attrs", {}).get("index", [])
    items = items if isinstance(items, list) else [items]
    found, arrays, plain = set(), [], []
    for place, item in enumerate(items):
        if isinstance(item, dict) and "ref" in item:
            arrays.append((place, inputs.get(item["ref"], {})))
            continue
        if isinstance(item, bool):
            found.add("advanced.bool_scalar")
        elif isinstance(item, int):
            found.add("basic.integer")
        elif item is None:
            found.add("basic.newaxis")
        elif item == "...":
            found.add("basic.ellipsis")
        elif isinstance(item, dict) and "slice" in item:
            plain.append(place)
            found.add("basic.slice")
            if (item["slice"] + [None] * 3)[2] not in (None, 0) and (item["slice"] + [None] * 3)[2] < 0:
                found.add("basic.negative_step")
        elif isinstance(item, dict) and "field" in item:
            found.add("field_access")
    target = inputs.get(step["args"][0], {}) if step.get("args") and isinstance(step["args"][0], str) else {}
    if target.get("shape") == []:
        found.add("basic.0d")
    masks = [a for _, a in arrays if a.get("dtype") == "|b1"]
    if masks:
        whole = len(items) == 1 and masks[0].get("shape") == target.get("shape")
        found.add("advanced.boolean_mask" if whole else "advanced.boolean_partial")
    if len(arrays) > len(masks):
        found.add("advanced.integer_array")
    if len(arrays) > 1:
        found.add("advanced.broadcast")
    if arrays and plain:
        places = [place for place, _ in arrays]
        apart = any(place not in places for place in range(places[0], places[-1] + 1))
        found.add("advanced.mixed_separated_axes_first" if apart else "advanced.mixed_contiguous")
    if step["op"] == "setitem":
        value = step["args"][1] if len(step["args"]) > 1 else None
        if not isinstance(value, str) or inputs.get(value, {}).get("shape") in ([], [1]):
            found.add("assign.broadcast")
        for _, array in arrays:
            flat = array.get("values")
            if array.get("dtype") != "|b1" and isinstance(flat, list) and len({str(v) for v in flat}) < len(flat):
                found.add("assign.duplicate_indices_last_wins")
    return {f"feature:indexing.{one}" for one in found}


def call_traits(step, ufuncs):
    """Keyword arguments of ufuncs, of their methods and of reductions."""
    attrs, op = step.get("attrs", {}), step["op"]
    owner, _, method = op.rpartition(".")
    found = set()
    if op in ufuncs:
        found = {
            f"call.{key}"
            for key in ("casting", "dtype", "order", "out", "where", "axes", "axis", "keepdims", "signature")
            if key in attrs
        }
    elif op in REDUCTIONS or method == "reduce" or (op.startswith("ndarray.") and method in REDUCTIONS):
        found = {
            f"reduce.{key}"
            for key in ("dtype", "initial", "keepdims", "out", "where")
            if attrs.get(key) not in (None, False)
        }
        found |= {"reduce.axis_tuple"} if isinstance(attrs.get("axis"), list) else set()
    elif method == "accumulate" or op in ("cumsum", "cumprod"):
        found = {"accumulate.axis_dtype_out"} if {"axis", "dtype", "out"} & set(attrs) else set()
    elif owner in ufuncs:
        found = {"outer": {"outer"}, "at": {"at.unbuffered"}, "reduceat": {"reduceat.indices"}}.get(method, set())
    return {f"feature:ufunc.{one}" for one in found}


def traits(case, names, ufuncs):
    """Everything that `case` shows if it passes. names: all rows; ufuncs: without 'numpy.'."""
    outcome = case.get("oracle", {})
    family = case.get("family", "none")
    if outcome.get("status") == "error":
        error = outcome["error"]
        found = {f"error:{error['class']}", f"error:{error['reason']}", f"family:{family}"}
        # NumPy refuses some functions every operand: that is all a case can show of them.
        if len(case.get("program", [])) == 1:
            found |= {f"refused:{name}" for name in op_names(case["program"][0]["op"], names)}
        found |= {"numpy.errstate"} if error["class"] == "FloatingPointError" and "errstate" in case else set()
        return found | ({"feature:indexing.out_of_bounds_error"} if error["reason"] == "index_out_of_range" else set())
    inputs = case.get("inputs", {})
    found = {f"family:{family}"} | {f"feature:{one}" for one in FAMILY_FEATURES.get(family, [])}
    found |= {f"warning:{code}" for code in outcome.get("warnings", [])}
    if "errstate" in case:
        found.add("numpy.errstate")
    if "base" in case.get("check", []):
        found.add("numpy.ndarray.base")
    if "warnings" in case.get("check", []):
        found.add("feature:ufunc.fp_warnings")
    for array in [*inputs.values(), *outcome.get("results", {}).values()]:
        if isinstance(array, dict) and "dtype" in array:
            found |= dtype_traits(array["dtype"])
    for step in case.get("program", []):
        op, attrs = step["op"], step.get("attrs", {})
        found |= op_names(op, names) | call_traits(step, ufuncs)
        if op in ("getitem", "setitem"):
            found |= index_traits(step, inputs)
            found |= {"feature:indexing.assign.overlap"} if family == "overlap" and op == "setitem" else set()
        if "field" in attrs and f"numpy.{op}.{attrs['field']}" in names:
            found.add(f"numpy.{op}.{attrs['field']}")
        if op in ufuncs and "strides" in case.get("check", []):
            found.add("feature:ufunc.layout_K")
        if op.endswith((".identity", ".resolve_dtypes")):
            found.add(f"numpy.ufunc.{op.rpartition('.')[2]}")
        if op == "ndarray.flags":  # a case asks for these three
            found |= {
                f"numpy.ndarray.flags.{one}"
                for one in ("c_contiguous", "contiguous", "f_contiguous", "fortran", "writeable")
            }
        if op == "can_cast":
            found.add("feature:casting.table")
        source = inputs.get(step["args"][0], {}) if step.get("args") and isinstance(step["args"][0], str) else {}
        if op == "ndarray.astype" and source.get("dtype", "  ")[1] == "f" and str(attrs.get("dtype", "  "))[1] in "iu":
            found.add("feature:casting.float_to_int")
    return found
