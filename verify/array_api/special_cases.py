"""Runs every rule of special_cases.txt through fnp: eagerly, as a plan and typed at every instruction set, float32 and float64.

A rule is asked with all operands of a fixed set of samples that meet its conditions. Where NumPy knowingly departs from the
standard, deviations.txt names the rule; it must then be NumPy that breaks it, and fnp must give NumPy's result there.
"""
import argparse
import collections
import itertools
import math
import pathlib
import struct
import subprocess
import sys
import warnings

import case_rules as cases

try:
    import numpy
except ImportError:  # rules are still asked; deviations cannot be proved here
    numpy = None

HERE = pathlib.Path(__file__).parent
NAMES = {"abs": "absolute", "acos": "arccos", "acosh": "arccosh", "asin": "arcsin", "asinh": "arcsinh", "atan": "arctan",
         "atan2": "arctan2", "atanh": "arctanh", "pow": "power", "round": "rint"}
UNPACK = {"bool": "?", "float32": "f", "float64": "d", "complex64": "f", "complex128": "d"}


def samples(size):
    """Both signs of zeros, infinities, NaNs and of numbers of every class that rules speak of."""
    tiny, least, most, digits = (2.0**-1074, 2.0**-1022, sys.float_info.max, 53) if size == 8 else (2.0**-149, 2.0**-126, float(2**24 - 1) * 2.0**104, 24)
    positive = [0.0, math.inf, tiny, least, 2.0**-40, 0.1, 0.25, 0.5, 1 - 2.0**-digits, 1.0, 1 + 2.0**(1 - digits), 1.5, 1.5707963267948966,
                2.0, 2.5, 3.0, 4.0, 5.0, 17.75, 1000.0, 2.0**(digits - 1) + 1, 2.0**(digits + 3), most, math.nan]
    return [math.copysign(cases.rounded(v, size), s) for v in positive for s in (1, -1)]


FEW = [math.copysign(v, s) for v in (0.0, 1.0, 2.5, math.inf, math.nan) for s in (1, -1)]
Row = collections.namedtuple("Row", "values correction")


def rows(name, size):
    """Empty rows, single elements, all pairs, and long rows with one value of interest at each place."""
    corrections = (0, 1, 2, 3) if name in ("std", "var") else (0,)
    may_be_empty = name not in ("max", "min")
    values = samples(size)
    for free in corrections:
        if may_be_empty:
            yield Row((), free)
        for v in values:
            yield Row((v,), free)
        for pair in itertools.product(values, repeat=2):
            yield Row(pair, free)
        for v, at in itertools.product((math.nan, math.inf, 2.0, 0.0), range(37)):
            yield Row(tuple(v if i == at else 0.0 if name == "any" else 1.5 for i in range(37)), free)


def operand_sets(name, kind, rules, size):
    if kind == "row":
        return [{"row": r.values, "M": len(r.values), "correction": r.correction} for r in rows(name, size)]
    if name == "clip":
        names, values = ("x", "min", "max"), FEW
    elif name in ("add", "divide", "equal", "multiply", "not_equal", "pow", "subtract") and kind == "complex":
        names, values = ("a", "b", "c", "d"), FEW
    elif kind == "complex":
        names, values = ("a", "b"), samples(size)
    else:
        two = name not in ("reciprocal", "square") and any("x1" in r.text for r in rules)
        names, values = (("x1", "x2") if two else ("x",)), samples(size)
    return [dict(zip(names, v)) for v in itertools.product(values, repeat=len(names))]


class Calls:
    """The program that answers calls: requests go in one stream, answers come back in order."""

    def __init__(self, program):
        self.program, self.requests = program, []

    def ask(self, way, name, kind, size, operands):
        """Yields requests for one op over operand sets; rows of one length and correction go together."""
        letter = "f" if size == 4 else "d"
        if kind == "row":
            key = lambda of: (of["M"], of["correction"])
            for (length, free), group in itertools.groupby(operands, key):
                group = list(group)
                flat = [v for of in group for v in of["row"]]
                self.requests.append((f"{way} {name} f{size} 1 {len(group)} {length} {free}\n", [struct.pack(f"<{len(flat)}{letter}", *flat)]))
            return
        columns = list(zip(*(of.values() for of in operands)))
        if kind == "complex":
            columns = [[v for pair in zip(u, w) for v in pair] for u, w in zip(columns[::2], columns[1::2])]
        data = [struct.pack(f"<{len(c)}{letter}", *c) for c in columns]
        self.requests.append((f"{way} {name} {'c' if kind == 'complex' else 'f'}{size * (2 if kind == 'complex' else 1)} {len(data)} {len(operands)} 1 0\n", data))

    def answers(self):
        """One answer a request: dtype and bytes, or the text of an error."""
        stream = b"".join(head.encode() + b"".join(data) for head, data in self.requests)
        done = subprocess.run([self.program], input=stream, capture_output=True, check=True, timeout=500)
        at, out = 0, []
        for _ in self.requests:
            end = done.stdout.index(b"\n", at)
            line, at = done.stdout[at:end].decode(), end + 1
            if line.startswith("error"):
                out.append(line)
                continue
            kind, count = line.split()
            out.append((kind, done.stdout[at:at + int(count)]))
            at += int(count)
        return out


def unpack(kind, data):
    values = struct.unpack(f"<{len(data) // struct.calcsize(UNPACK[kind])}{UNPACK[kind]}", data)
    return list(zip(values[::2], values[1::2])) if kind.startswith("complex") else [(v,) for v in values]


def of_numpy(name, kind, size, of):
    """NumPy's result for one set of operands."""
    real, imaginary = (numpy.float32, numpy.complex64) if size == 4 else (numpy.float64, numpy.complex128)
    with numpy.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind == "row":
            given = {"ddof": of["correction"]} if name in ("std", "var") else {}
            r = getattr(numpy, name)(numpy.array(of["row"], real), **given)
        elif kind == "complex":
            v = list(of.values())
            columns = []
            for u, w in zip(v[::2], v[1::2]):
                z = numpy.empty(1, imaginary)
                z.real, z.imag = u, w
                columns.append(z)
            r = getattr(numpy, NAMES.get(name, name))(*columns)[0]
        else:
            r = getattr(numpy, NAMES.get(name, name))(*(numpy.array([v], real) for v in of.values()))[0]
    if isinstance(r, numpy.complexfloating):
        return float(r.real), float(r.imag)
    return (bool(r),) if isinstance(r, numpy.bool_) else (float(r),)


def alike(u, v, size):
    return all(cases.same(p, q) or (p * q > 0 and math.isfinite(p) and abs(p - q) <= 4 * cases.unit(q, size)) for p, q in zip(u, v))


def deviations():
    """rule -> reason, from deviations.txt."""
    found = {}
    for line in (HERE / "deviations.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, reason = line.split(" | ")
            found[rule] = reason
    return found


class Judge:
    def __init__(self, table):
        self.table, self.excused = table, deviations()
        self.asked, self.broken, self.proved, self.failures = 0, 0, collections.Counter(), []
        self.rules = self.unchecked = 0

    def section(self, key, size, operands, answers):
        """All rules of one function against the answers that differ from each other: (way, results) pairs."""
        name, kind = key
        for placed in self.table.placed(key):
            label = f"{name} {kind}: {placed.rule.text}"
            places = [] if placed.rule.reason else self.places(placed, operands)
            if not places and placed.rule not in self.table.rules[key]:
                continue  # a rule of another function that these operands cannot meet
            self.rules += size == 8
            self.unchecked += size == 8 and placed.rule.reason is not None
            if not places and not placed.rule.reason:
                self.failures.append(f"{label}: no sample meets the conditions")
            for way, results in answers:
                known = {self.bits(of): r for of, r in zip(operands, results)} if "f(" in placed.rule.text else {}
                ask = lambda u, v: known[self.bits({"x1": u, "x2": v})]
                for at, of, map_result in places:
                    self.asked += 1
                    out = map_result(results[at])
                    if not placed.rule.result(out, of, size, placed.ulps, ask):
                        self.departure(label, key, size, operands[at], results[at], way)

    @staticmethod
    def bits(of):
        return tuple(struct.pack("<d", v) for v in of.values())

    @staticmethod
    def places(placed, operands):
        found = []
        for flip, unflip in cases.mirrored(placed):
            for at, of in enumerate(operands):
                mapped = placed.operands(of)
                mapped = flip(mapped) if mapped is not None and "row" not in mapped else mapped
                if cases.applies(placed.rule, mapped):
                    found.append((at, mapped, lambda out, unflip=unflip: unflip(placed.result(out))))
        return found

    def departure(self, label, key, size, of, out, way):
        self.broken += 1
        theirs = of_numpy(*key, size, of) if numpy else None
        if label in self.excused and (theirs is None or alike(out, theirs, size)):
            self.proved[label] += 1
            return
        self.failures.append(f"{label}\n    float{8 * size} {way}: {of} gives {out}" + (f", NumPy {theirs}" if numpy else ""))


def spoilt(result):
    return tuple(-v if v == 0 and not isinstance(v, bool) else v for v in result)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", required=True, help="the program that answers calls")
    parser.add_argument("--levels", required=True, type=lambda text: text.split(","), help="instruction sets, by commas")
    parser.add_argument("--failures", type=int, default=40, help="how many to print")
    parser.add_argument("--spoil", action="store_true", help="give every zero of the results the other sign: rules must break")
    parser.add_argument("--only", help="a function; else all")
    options = parser.parse_args()
    table = cases.Table(HERE / "special_cases.txt")
    calls, plan = Calls(options.calls), []
    judge, seen, ways = Judge(table), collections.defaultdict(dict), set()
    for key in (k for k in table.rules if options.only in (None, k[0])):
        for size in (4, 8):
            rules = [p.rule for p in table.placed(key)]
            operands = operand_sets(*key, rules, size)
            if all(r.reason for r in rules):
                seen[key, size] = {(): (None, operands)}
                continue
            for way in ("eager", *options.levels, *(() if key[1] == "row" else (f"typed-{level}" for level in options.levels))):
                first = len(calls.requests)
                calls.ask(way, NAMES.get(key[0], key[0]), key[1], size, operands)
                plan.append((key, size, operands, way, first, len(calls.requests)))
    answers = calls.answers()
    for key, size, operands, way, first, last in plan:
        parts = answers[first:last]
        if bad := [p for p in parts if isinstance(p, str)]:
            if "no instruction set" not in bad[0]:
                judge.failures.append(f"{key} {way}: {bad[0]}")
            continue
        ways.add(way)
        seen[key, size].setdefault(tuple(parts), (way, operands))
    for (key, size), different in seen.items():
        results = [(way, [spoilt(r) if options.spoil else r for part in parts for r in unpack(*part)]) for parts, (way, _) in different.items()]
        judge.section(key, size, next(iter(different.values()))[1], results)
    if numpy and not options.only:
        judge.failures += [f"deviations.txt: {label}: NumPy keeps this rule" for label in judge.excused if not judge.proved[label]]
    for failure in judge.failures[:options.failures]:
        print(failure)
    print(f"{judge.rules} rules of {len(table.rules)} tables, {judge.rules - judge.unchecked - len(judge.excused)} hold, {len(judge.excused)} are NumPy's deviations"
          f"{'' if numpy else ' (not proved: no NumPy)'}, {judge.unchecked} state nothing to check; {judge.asked} questions to the results of {len(ways)} ways, equal ones asked once: {len(judge.failures)} failures")
    sys.exit(1 if judge.failures else 0)


if __name__ == "__main__":
    main()
