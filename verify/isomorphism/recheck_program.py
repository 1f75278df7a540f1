"""The re-checker's reading of a program: terms, folds and the eager evaluation."""

import itertools
import re

SIZES = {"bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8,
         "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16}
COMPLEX = ("complex64", "complex128")
INEXACT = ("float16", "float32", "float64") + COMPLEX


class Refused(Exception):
    """The certificate does not hold."""


class Unreadable(Exception):
    """The certificate is no certificate."""


def refuse(condition, why):
    if condition:
        raise Refused(why)


# --- terms: equal structure, equal number ------------------------------------------------------------------------------

class Terms:
    def __init__(self):
        self.known = {}

    def __call__(self, *parts):
        return self.known.setdefault(parts, len(self.known))


# --- the program ---------------------------------------------------------------------------------------------------------

NODE = re.compile(r"%(\d+) = ([\w.]+)\((.*)\)(?: \{(.*)\})? : ([\w,]+)\[([-\d,]*)\]$")


def integers(text):
    return [int(x) for x in text.split(",")] if text else []


def parse_program(text):
    lines = text.splitlines()
    if not lines or lines[0] != "fnp.graph/1" or not lines[-1].startswith("return"):
        raise Unreadable("the program is no fnp.graph/1")
    nodes = []
    for line in lines[1:-1]:
        m = NODE.match(line)
        if not m or int(m[1]) != len(nodes):
            raise Unreadable("cannot read the program's line: " + line)
        inside, attributes = m[3], {}
        for name, numbers in re.findall(r"(\w+)(?:=\[([-\d,]*)\])?", m[4] or ""):
            attributes[name] = integers(numbers)
        plain = m[2] in ("input", "constant")
        operands = [] if plain else [tuple(map(int, (v + ".0").split(".")[:2])) for v in re.findall(r"%(\d+(?:\.\d+)?)", inside)]
        nodes.append({"op": m[2], "inside": inside, "operands": operands, "attributes": attributes, "dtypes": m[5].split(","), "shape": integers(m[6]), "raw": m[4]})
    results = [tuple(map(int, (v + ".0").split(".")[:2])) for v in re.findall(r"%(\d+(?:\.\d+)?)", lines[-1])]
    return nodes, results


def points(shape):
    return itertools.product(*map(range, shape))


def count(shape):
    n = 1
    for e in shape:
        n *= e
    return n


def c_strides(shape, item):
    r, step = [0] * len(shape), item
    for i in reversed(range(len(shape))):
        r[i] = step
        step *= max(shape[i], 1)
    return r


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


# --- folds ---------------------------------------------------------------------------------------------------------------

def fold_rule(op, dtype):
    """(order, has an identity, longest leaf, running sums)"""
    if op in ("wide_add.reduce", "moments.reduce"):
        lanes = 512 // (4 if dtype == "float16" else SIZES[dtype])
        return ("wide", True, 16 * lanes, lanes)
    wide = (64, 4) if dtype in COMPLEX else (128, 8)
    if op == "add.reduce":
        return ("pairwise" if dtype in INEXACT else "any", True, *wide)
    if op == "multiply.reduce":
        return ("sequential" if dtype in INEXACT else "any", True, *wide)
    if op in ("minimum.reduce", "maximum.reduce"):
        return ("sequential" if dtype in COMPLEX else "any", False, *wide)
    if op in ("argmin", "argmax"):
        return ("any", False, *wide)
    return ("any", True, *wide)


def pairwise(t, name, x, leaf, lanes):
    if len(x) > leaf:
        half = len(x) // 2 // lanes * lanes
        return t("join", name, pairwise(t, name, x[:half], leaf, lanes), pairwise(t, name, x[half:], leaf, lanes))
    whole = len(x) // lanes * lanes
    if whole:
        sums = x[:lanes]
        for i in range(lanes, whole):
            sums[i % lanes] = t("join", name, sums[i % lanes], x[i])
        while len(sums) > 1:
            sums = [t("join", name, sums[k], sums[k + 1]) for k in range(0, len(sums), 2)]
        total, rest = sums[0], x[whole:]
    else:
        total, rest = x[0], x[1:]
    for v in rest:
        total = t("join", name, total, v)
    return total


def wide_tree(t, name, x, leaf, lanes):
    if len(x) > leaf:
        half = len(x) // 2 // lanes * lanes
        return t("join", name, wide_tree(t, name, x[:half], leaf, lanes), wide_tree(t, name, x[half:], leaf, lanes))
    sums = x[:lanes]
    for i in range(lanes, len(x)):
        sums[i % lanes] = t("join", name, sums[i % lanes], x[i])
    half = lanes // 2
    while half:
        for k in range(min(half, len(sums) - half)):
            sums[k] = t("join", name, sums[k], sums[k + half])
        half //= 2
    return sums[0]


def fold(t, op, dtype, result, chunks):
    """The result over chunks of terms, which are added one after the other."""
    order, identity, leaf, lanes = fold_rule(op, dtype)
    name = (op, dtype)
    if order == "any":
        leaves = list(itertools.chain(*chunks))
        if op in ("argmin", "argmax"):
            leaves = [t("at", v, i) for i, v in enumerate(leaves)]
        return t("any", name, tuple(sorted(leaves)))
    state = t("identity", name) if identity else None
    for chunk in chunks:
        if order in ("pairwise", "wide"):
            part = (pairwise if order == "pairwise" else wide_tree)(t, name, list(chunk), leaf, lanes)
            state = part if state is None else t("join", name, state, part)
        else:
            for v in chunk:
                state = v if state is None else t("join", name, state, v)
        if dtype == "float16":
            state = t("rounded", name, state)
    return t("finish", name, state)


# --- the eager program -----------------------------------------------------------------------------------------------------

def axis_order(shape, stride):
    """NumPy's: an insertion from the last axis on; axes without a say are compared with the next one out."""
    stride = [0 if e == 1 else s for e, s in zip(shape, stride)]
    inwards = []
    for axis in reversed(range(len(shape))):
        at = len(inwards)
        for k in reversed(range(len(inwards))):
            outer, inner = abs(stride[axis]), abs(stride[inwards[k]])
            if outer == 0 or inner == 0:
                continue
            if inner <= outer:
                break
            at = k
        inwards.insert(at, axis)
    return inwards[::-1]


def run_of(order, axes, shape, walk, positions, buffered, buffer=8192):
    """How many of the innermost axes form one run, and after how many elements it is cut (0: never)."""
    inside = []  # [axes, elements] of reduced axes that one stride walks, from the inside out
    for k in reversed(range(len(order))):
        if order[k] not in axes:
            break
        inner = order[min(k + 1, len(order) - 1)]
        if not inside or not (positions or walk[order[k]] == walk[inner] * shape[inner]):
            inside.append([0, 1])
        inside[-1][0] += 1
        inside[-1][1] *= shape[order[k]]
    run, size = inside[0]
    if positions:
        return run, 0
    core, fills = 1, buffered
    if len(inside) > 1 and (size < buffer if buffered else 2 * size <= buffer):
        fills = True
        for n, length in inside[1:]:
            if size >= buffer:
                break
            core, size, run = size, size * length, run + n
    return run, core * (buffer // core) if fills and size > buffer else 0


def eager_chunks(nodes, node, walk):
    """For each kept point, the chunks of element numbers in the order of NumPy's walk."""
    below = nodes[node["operands"][0][0]]
    shape, axes = below["shape"], node["attributes"]["axes"]
    buffered = below["op"] == "cast" and "buffered" in below["attributes"]
    positions = node["op"] in ("argmin", "argmax", "wide_add.reduce", "moments.reduce")
    if positions:
        order = [a for a in range(len(shape)) if a not in axes] + axes
    else:
        order = axis_order(shape, walk)
    order = [a for a in order if shape[a] != 1]
    run, size = 0, 0
    if order and order[-1] in axes:
        run, size = run_of(order, axes, shape, walk, positions, buffered)
    inner, outside = order[len(order) - run:], [a for a in order[:len(order) - run] if a in axes]
    step = c_strides(shape, 1)

    def listed(axes_of, base):
        return [base + dot(p, [step[a] for a in axes_of]) for p in points([shape[a] for a in axes_of])]

    empty = any(shape[a] == 0 for a in axes)
    runs = listed(inner, 0)
    for kept in points([1 if a in axes else e for a, e in enumerate(shape)]):
        chunks = []
        for start in [] if empty else listed(outside, dot(kept, step)):
            step_by = size or max(len(runs), 1)
            for lo in range(0, len(runs), step_by):
                chunks.append([start + r for r in runs[lo:lo + step_by]])
        yield chunks


def evaluate_program(t, nodes, results, certificate):
    values, inputs = {}, 0
    needed = {n for n, _ in results}
    for i in reversed(range(len(nodes))):
        if i in needed:
            needed.update(n for n, _ in nodes[i]["operands"])
    for i, node in enumerate(nodes):
        op, shape, dtype = node["op"], node["shape"], node["dtypes"][0]
        if op == "input":
            at = certificate["inputs"][inputs]
            inputs += 1
            refuse(at["dtype"] != dtype or at["shape"] != shape, f"input {inputs - 1} is not the program's")
            stated = re.match(r"strides \[([-\d,]*)\] offset (-?\d+) of (\d+)$", node["inside"])
            refuse(not stated or integers(stated[1]) != at["strides"] or int(stated[2]) != at["offset"] or int(stated[3]) != at["bytes"], f"input {inputs - 1} lies elsewhere in the program")
            if i in needed:
                values[i, 0] = [t("memory", at["range"], at["base"] + at["offset"] + dot(p, at["strides"]), dtype) for p in points(shape)]
            continue
        if i not in needed:
            continue
        if op == "constant":
            values[i, 0] = [t("constant", dtype, node["inside"])]
            continue
        operands = [(nodes[n]["shape"], values[n, k], nodes[n]["dtypes"][k]) for n, k in node["operands"]]
        if op == "reshape":
            values[i, 0] = operands[0][1]
        elif op == "view":
            below, x, _ = operands[0]
            numbers = node["attributes"].get("map", [])
            rank, step = len(shape), c_strides(below, 1)
            start, rows = numbers[:len(below)], [numbers[len(below) + k * rank:len(below) + (k + 1) * rank] for k in range(len(below))]
            values[i, 0] = [x[dot(step, [s + dot(row, p) for s, row in zip(start, rows)])] for p in points(shape)]
        elif op in ("argmin", "argmax") or op.endswith(".reduce"):
            x, of = operands[0][1], operands[0][2]
            walk = certificate["eager_strides"][node["operands"][0][0]]
            values[i, 0] = [fold(t, op, of, dtype, [[x[k] for k in chunk] for chunk in chunks]) for chunks in eager_chunks(nodes, node, walk)]
        elif op == "matmul":
            whole = t("whole", *[tuple(x) for _, x, _ in operands])
            values[i, 0] = [t("part", whole, k) for k in range(count(shape))]
        else:
            rows = []
            for below, x, _ in operands:
                if below == shape:
                    rows.append(x)
                    continue
                step = [0] * (len(shape) - len(below)) + [0 if e == 1 else s for e, s in zip(below, c_strides(below, 1))]
                rows.append([x[dot(step, p)] for p in points(shape)])
            for k, out in enumerate(node["dtypes"]):
                if op == "cast":
                    of = operands[0][2]
                    values[i, k] = rows[0] if of == out else [t("cast", of, out, v) for v in rows[0]]
                else:
                    name = (op, tuple(o[2] for o in operands), tuple(node["dtypes"]), k) if op != "map" else ("map", node["raw"], k)
                    values[i, k] = [t("op", name, *v) for v in (zip(*rows) if rows else [])]
    return [values[r] for r in results]
