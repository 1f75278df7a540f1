"""Re-checks a certificate of fnp without any code of fnp: python3 recheck.py CERTIFICATE.json

Reads the program and the plan, runs both over symbolic values by its own reading of them (own walk, own pairwise tree, own
affine maps), and compares every element of every result. Exit status: 0 the certificate holds, 1 it does not, 2 it
cannot be read. Prints one line. Python 3.11, standard library only.

A premise is taken from the certificate: the strides along which NumPy walks each eager value (they order additions).
The witness (bits of compiled code) cannot be repeated here.
"""

import hashlib
import itertools
import json
import re
import struct
import sys

SIZES = {"bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8,
         "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16}
COMPLEX = ("complex64", "complex128")
INEXACT = ("float16", "float32", "float64") + COMPLEX
MOST_WORK = 3_000_000


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
        if order == "pairwise":
            part = pairwise(t, name, list(chunk), leaf, lanes)
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


def eager_chunks(nodes, node, walk):
    """For each kept point, the chunks of element numbers in the order of NumPy's walk."""
    below = nodes[node["operands"][0][0]]
    shape, axes = below["shape"], node["attributes"]["axes"]
    buffered = below["op"] == "cast" and "buffered" in below["attributes"]
    positions = node["op"] in ("argmin", "argmax")
    if positions:
        order = [a for a in range(len(shape)) if a not in axes] + axes
    else:
        order = axis_order(shape, walk)
    order = [a for a in order if shape[a] != 1]
    run = 0
    if order and order[-1] in axes:
        run = 1
        while run < len(order) and order[-run - 1] in axes:
            outer, inner = order[-run - 1], order[-run]
            if not (positions or buffered or walk[outer] == walk[inner] * shape[inner]):
                break
            run += 1
    inner, outside = order[len(order) - run:], [a for a in order[:len(order) - run] if a in axes]
    step = c_strides(shape, 1)

    def listed(axes_of, base):
        return [base + dot(p, [step[a] for a in axes_of]) for p in points([shape[a] for a in axes_of])]

    empty = any(shape[a] == 0 for a in axes)
    runs = listed(inner, 0)
    for kept in points([1 if a in axes else e for a, e in enumerate(shape)]):
        chunks = []
        for start in [] if empty else listed(outside, dot(kept, step)):
            size = 8192 if buffered and run else max(len(runs), 1)
            for lo in range(0, len(runs), size):
                chunks.append([start + r for r in runs[lo:lo + size]])
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


# --- the plan ----------------------------------------------------------------------------------------------------------------

class Memory:
    """Elements by byte; a byte knows its element, so that a read across borders is seen."""

    def __init__(self, t):
        self.t, self.bytes, self.writes = t, {}, {}

    def read(self, space, at, dtype):
        size = SIZES[dtype]
        first = self.bytes.get((space, at))
        if first is None and all((space, at + k) not in self.bytes for k in range(size)):
            return self.t("memory", space[1], at, dtype) if space[0] == "caller" else self.t("undefined", space, at)
        if first is None or any(self.bytes.get((space, at + k)) != (first[0], k, size) for k in range(size)):
            return self.t("torn", space, at, len(self.t.known))
        return first[0]

    def write(self, space, at, dtype, term):
        size = SIZES[dtype]
        for k in range(size):
            self.bytes[space, at + k] = (term, k, size)
            self.writes[space, at + k] = self.writes.get((space, at + k), 0) + 1


class Walker:
    def __init__(self, t, certificate, nodes, results):
        self.t, self.c, self.plan, self.memory = t, certificate, certificate["plan"], Memory(t)
        self.nodes, self.results = nodes, results
        self.loops = {}
        self.places = [self.place(b) for b in self.plan["buffers"]]

    def place(self, b):
        """(space, first byte, bytes) of a buffer."""
        k = b["position"]
        if b["role"] == "input":
            at = self.c["inputs"][k]
            return ("caller", at["range"]), at["base"], at["bytes"]
        if b["role"] == "result":
            at = self.c["destinations"][k]
            if at:
                return ("caller", at["range"]), at["base"], at["bytes"]
            n, out = self.results[k]
            return ("fresh", k), 0, count(self.nodes[n]["shape"]) * SIZES[self.nodes[n]["dtypes"][out]]
        if b["role"] == "constant":
            return ("constant", k), 0, 16
        refuse(not 0 <= b["storage"] < len(self.plan["storages"]), "a temporary has no storage")
        return ("temporary", b["storage"]), 0, self.plan["storages"][b["storage"]]

    def check_bounds(self):
        for i, s in enumerate(self.plan["steps"]):
            for k, o in enumerate(s["operands"]):
                refuse(not 0 <= o["buffer"] < len(self.places), f"step {i}, operand {k}: no such buffer")
                refuse(o["dtype"] != self.plan["buffers"][o["buffer"]]["dtype"], f"step {i}, operand {k} has another dtype than its buffer")
                refuse(s["kind"] != "opaque" and o["extent"] != s["extent"], f"step {i}, operand {k} has another space")
                if 0 in o["extent"]:
                    continue
                reach = [x * (e - 1) for x, e in zip(o["strides"], o["extent"])]
                low, high = o["offset"] + sum(x for x in reach if x < 0), o["offset"] + sum(x for x in reach if x > 0) + SIZES[o["dtype"]]
                refuse(low < 0 or high > self.places[o["buffer"]][2], f"step {i}, operand {k} leaves its buffer")

    def check_coverage(self):
        written = {}
        for s in self.plan["steps"]:
            for o in s["operands"][:s["outputs"]]:
                written[o["buffer"]] = written.get(o["buffer"], 0) + 1
        for b, n in written.items():
            refuse(n > 1, f"buffer {b} is written by {n} steps")

    def at(self, o, p):
        space, base, _ = self.places[o["buffer"]]
        return space, base + o["offset"] + dot(o["strides"], p)

    def load(self, o, p):
        space, at = self.at(o, p)
        if space[0] == "constant":
            v = self.t("bits", o["dtype"], self.plan["constants"][space[1]], at)
        else:
            v = self.memory.read(space, at, o["dtype"])
        return v if o["dtype"] == o["as"] else self.t("cast", o["dtype"], o["as"], v)

    def store(self, o, p, v):
        space, at = self.at(o, p)
        self.memory.write(space, at, o["dtype"], v if o["dtype"] == o["as"] else self.t("cast", o["as"], o["dtype"], v))

    def apply(self, s, i, x):
        code = s["code"][i]
        types = self.slot_types(s)
        ins, outs = [types[k] for k in code["slots"][code["outputs"]:]], [types[k] for k in code["slots"][:code["outputs"]]]
        if code["op"] == "cast":
            return [x[0] if ins[0] == outs[0] else self.t("cast", ins[0], outs[0], x[0])]
        if (code["op"], tuple(ins), tuple(outs)) != self.loops.setdefault((code["op"], code["loop"]), (code["op"], tuple(ins), tuple(outs))):
            raise Refused(f"op {code['op']} runs in loop {code['loop']} on other dtypes than elsewhere")
        return [self.t("op", (code["op"], tuple(ins), tuple(outs), k), *x) for k in range(code["outputs"])]

    @staticmethod
    def slot_types(s):
        types = [o["as"] for o in s["operands"]] + s["scratch"]
        if s["kind"] == "reduce":
            types[0] = s["fold"]["element"]
        return types

    def run_map(self, s):
        tiles = list(itertools.product(*[range(0, e, max(t, 1)) for e, t in zip(s["extent"], s["tile"])]))
        for corner in reversed(tiles) if s["backwards"] else tiles:
            box = list(itertools.product(*[range(c, min(c + max(t, 1), e)) for c, t, e in zip(corner, s["tile"], s["extent"])]))
            staged = {k: [self.load(o, p) for p in box] for k, o in enumerate(s["operands"]) if o["access"] == "staged" and k >= s["outputs"]}
            kept = {}
            for i, code in enumerate(s["code"]):
                rows = []
                for slot in code["slots"][code["outputs"]:]:
                    if slot in kept:
                        rows.append(kept[slot])
                    elif slot in staged:
                        rows.append(staged[slot])
                    elif slot < len(s["operands"]):
                        rows.append([self.load(s["operands"][slot], p) for p in box])
                    else:
                        rows.append([self.t("undefined", "scratch", slot)] * len(box))
                values = [self.apply(s, i, list(x)) for x in zip(*rows)]
                for k, slot in enumerate(code["slots"][:code["outputs"]]):
                    column = [v[k] for v in values]
                    direct = slot < s["outputs"] and s["operands"][slot]["access"] != "staged"
                    if direct:
                        for p, v in zip(box, column):
                            self.store(s["operands"][slot], p, v)
                        kept.pop(slot, None)
                    else:
                        kept[slot] = column
            for k, o in enumerate(s["operands"][:s["outputs"]]):
                if o["access"] == "staged":
                    for p, v in zip(box, kept.get(k, [self.t("undefined", "row", k)] * len(box))):
                        self.store(o, p, v)

    def value(self, s, p):
        """What is folded at one point."""
        slots = {}

        def get(slot):
            if slot in slots:
                return slots[slot]
            return self.load(s["operands"][slot], p) if 0 < slot < len(s["operands"]) else self.t("undefined", "slot", slot)

        for i, code in enumerate(s["code"]):
            for slot, v in zip(code["slots"], self.apply(s, i, [get(k) for k in code["slots"][code["outputs"]:]])):
                slots[slot] = v
        return get(s["fold"]["slot"])

    def run_fold(self, s):
        f, extent = s["fold"], s["extent"]
        rank, axes, run = len(extent), f["axes"], f["run_axes"]
        refuse(any(a not in axes for a in range(rank - run, rank)), "a run covers an axis that is kept")
        inner, outside = list(range(rank - run, rank)), [a for a in range(rank - run) if a in axes]
        empty = any(extent[a] == 0 for a in axes)
        for kept in points([1 if a in axes else e for a, e in enumerate(extent)]):
            chunks = []
            for outer in [] if empty else points([extent[a] for a in outside]):
                at = list(kept)
                for a, x in zip(outside, outer):
                    at[a] = x
                values = []
                for x in points([extent[a] for a in inner]):
                    for a, k in zip(inner, x):
                        at[a] = k
                    values.append(self.value(s, at))
                size = f["chunk"] if f["chunk"] > 0 and run else len(values)
                chunks += [values[lo:lo + size] for lo in range(0, len(values), size)]
            out = s["operands"][0]
            self.store({**out, "as": out["dtype"]}, kept, fold(self.t, f["op"], f["element"], f["result"], chunks))

    def run_opaque(self, s):
        x = [tuple(self.load(o, p) for p in points(o["extent"])) for o in s["operands"][s["outputs"]:]]
        whole = self.t("whole", *x)
        for k, p in enumerate(points(s["operands"][0]["extent"])):
            self.store(s["operands"][0], p, self.t("part", whole, k))

    def run(self):
        for s in self.plan["steps"]:
            if 0 in s["extent"] and s["kind"] == "map":
                continue
            {"map": self.run_map, "reduce": self.run_fold, "opaque": self.run_opaque}[s["kind"]](s)


def dense_like(shape, stride, item):
    order = sorted(range(len(shape)), key=lambda a: (-abs(stride[a]), a))
    r, step = [0] * len(shape), item
    for a in reversed(order):
        r[a] = step
        step *= max(shape[a], 1)
    return r


def constants_as_bits(t, nodes):
    """The text of a constant and the bits in the plan name one value: both sides get the bits, once they are shown equal."""
    kinds = {"int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q", "float32": "f", "float64": "d", "float16": "e", "bool": "?"}

    def real(text, dtype):
        if text.startswith("nan:"):
            return int(text[4:], 16).to_bytes(SIZES[dtype], "little")
        if dtype == "bool":
            return struct.pack("<?", text == "true")
        return struct.pack("<" + kinds[dtype], float.fromhex(text) if dtype.startswith("float") else int(text))

    def bits(node):
        dtype, text = node["dtypes"][0], node["inside"]
        if dtype in COMPLEX:
            part = "float32" if dtype == "complex64" else "float64"
            a, b = text.strip("()").split(" ")
            raw = real(a, part) + real(b, part)
        else:
            raw = real(text, dtype)
        return raw.ljust(16, b"\0").hex()

    for node in nodes:
        if node["op"] == "constant":
            t.known["constant", node["dtypes"][0], node["inside"]] = t("bits", node["dtypes"][0], bits(node), 0)


def recheck(c):
    refuse(hashlib.sha256(c["program"]["text"].encode()).hexdigest() != c["program"]["sha256"], "the program is not the one that was hashed")
    refuse(hashlib.sha256(json.dumps(c["plan"], separators=(",", ":"), ensure_ascii=False).encode()).hexdigest() != c["plan_sha256"], "the plan is not the one that was hashed")
    failed = [claim["name"] for claim in c["claims"] if claim["outcome"] == "fails"]
    refuse(c["holds"] != (not failed), "the verdict is not that of the claims")
    refuse(bool(failed), "the certificate itself says that these claims fail: " + " ".join(failed))
    nodes, results = parse_program(c["program"]["text"])
    refuse(len(results) != len(c["destinations"]) or len(nodes) != len(c["eager_strides"]), "results and destinations differ in number")
    work = sum(count(s["extent"]) * (len(s["code"]) + 1) for s in c["plan"]["steps"]) + sum(count(n["shape"]) for n in nodes)
    t = Terms()
    walker = Walker(t, c, nodes, results)
    walker.check_bounds()
    walker.check_coverage()
    if work > MOST_WORK:
        return f"bounds and coverage hold; {work} points are too many to rebuild all terms here"
    constants_as_bits(t, nodes)
    wanted = evaluate_program(t, nodes, results, c)
    walker.run()
    elements, expected_writes = 0, {}
    for r, (n, k) in enumerate(results):
        to, shape, dtype = c["destinations"][r], nodes[n]["shape"], nodes[n]["dtypes"][k]
        space, base, _ = walker.place({"role": "result", "position": r})
        if to:
            refuse(to["shape"] != shape or to["dtype"] != dtype, f"result {r} does not fit its destination")
            strides, offset = to["strides"], to["offset"]
        else:
            strides, offset = dense_like(shape, c["eager_strides"][n], SIZES[dtype]), 0
        for p, term in zip(points(shape), wanted[r]):
            at = base + offset + dot(strides, p)
            elements += 1
            refuse(walker.memory.read(space, at, dtype) != term, f"result {r}, element {list(p)} is not the eager term")
            for b in range(SIZES[dtype]):
                expected_writes[space, at + b] = expected_writes.get((space, at + b), 0) + 1
    for (space, at), n in walker.memory.writes.items():
        if space[0] != "temporary":
            refuse(expected_writes.get((space, at)) != n, f"byte {at} of {space[0]} memory {space[1]} is written {n} times")
    return f"{elements} elements of {len(results)} results have the eager term; {len(t.known)} different terms"


def main(arguments):
    if len(arguments) != 2:
        print("usage: recheck.py CERTIFICATE.json")
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as f:
            c = json.load(f)
        if not isinstance(c, dict) or c.get("schema") != "fnp.certificate/1":
            raise Unreadable("no fnp.certificate/1")
        print("holds: " + recheck(c))
        return 0
    except Refused as why:
        print(f"does not hold: {why}")
        return 1
    except (OSError, Unreadable, ValueError, KeyError, TypeError, IndexError, AttributeError) as why:
        print(f"cannot be read: {type(why).__name__}: {why}")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
