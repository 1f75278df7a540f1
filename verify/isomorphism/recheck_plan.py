"""The re-checker's reading of a plan: its own walk over symbolic memory, bounds and coverage."""

import itertools

from recheck_program import SIZES, Refused, count, dot, fold, points, refuse


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
                folded = s["fold"]["axes"] if s["kind"] == "reduce" and k < s["outputs"] else []
                extent = [1 if a in folded else e for a, e in enumerate(o["extent"])]
                if 0 in extent:
                    continue
                reach = [x * (e - 1) for x, e in zip(o["strides"], extent)]
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
