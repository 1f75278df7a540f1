"""The rules of special_cases.txt as predicates: conditions on operands, and what a result must be.

Operands are a dict name -> float. A result is a tuple of components: one, or the two of a complex number. NaNs keep their
sign; float32 values are held exactly by Python's floats.
"""
import collections
import itertools
import math
import re
import struct
from fractions import Fraction

# A rule and the maps that bring operands and result of the function at hand to those that the rule speaks of.
Rule = collections.namedtuple("Rule", "text conditions result above reason")
Placed = collections.namedtuple("Placed", "rule operands result ulps mirrors")
APPROXIMATIONS = {"pi": math.pi, "pi/2": math.pi / 2, "pi/4": math.pi / 4, "3pi/4": 3 * math.pi / 4}


def negative(v):
    return math.copysign(1, v) < 0


def rounded(v, size):
    if size == 8 or v != v or math.isinf(v):
        return v
    try:
        return struct.unpack("<f", struct.pack("<f", v))[0]
    except OverflowError:
        return math.copysign(math.inf, v)


def unit(v, size):
    if size == 8:
        return math.ulp(v)
    return 2.0 ** max(math.frexp(v)[1] - 24, -149)


def same(u, v):
    return (u != u and v != v) or (u == v and (u != 0 or negative(u) == negative(v)))


def is_integer(v):
    return math.isfinite(v) and v == math.floor(v)


def is_odd(v):
    return is_integer(v) and int(v) % 2 == 1


CLASSES = {
    "any": lambda v: True,
    "NaN": lambda v: v != v,
    "+NaN": lambda v: v != v and not negative(v),
    "-NaN": lambda v: v != v and negative(v),
    "+-infinity": math.isinf,
    "+-0": lambda v: v == 0,
    "finite": math.isfinite,
    "nonzero": lambda v: math.isfinite(v) and v != 0,
    "positive": lambda v: math.isfinite(v) and v > 0,
    "negative": lambda v: math.isfinite(v) and v < 0,
    "integer": is_integer,
    "odd": is_odd,
    "halfway": lambda v: math.isfinite(v) and is_odd(2 * v),
}


def number(text):
    return float(text.replace("infinity", "inf"))


def class_of(text):
    """A predicate (value, operands) -> bool."""
    if text.startswith("not "):
        inner = class_of(text[4:])
        return lambda v, of: not inner(v, of)
    if text.startswith("signed as "):
        other = text[10:]
        return lambda v, of: v == v and of[other] == of[other] and negative(v) == negative(of[other])
    if "|" in text:
        parts = [class_of(t) for t in text.split("|")]
        return lambda v, of: any(p(v, of) for p in parts)
    if text in CLASSES:
        return lambda v, of: CLASSES[text](v)
    if text[0] in "<>":
        bound = float(text[1:])
        return (lambda v, of: v > bound) if text[0] == ">" else (lambda v, of: v < bound)
    if re.fullmatch(r"-?x\d?", text):
        sign = -1 if text[0] == "-" else 1
        return lambda v, of: v == sign * of[text.lstrip("-")]
    wanted = number(text)
    return lambda v, of: same(v, wanted)


def condition(text):
    """A predicate on operands."""
    if text == "M 0":
        return lambda of: of["M"] == 0
    if text == "M - correction <= 0":
        return lambda of: of["M"] - of["correction"] <= 0
    if text.startswith(("some x ", "every x ")):
        quantifier, kind = (any if text[0] == "s" else all), class_of(text.split(" x ", 1)[1])
        return lambda of: of["M"] > 0 and quantifier(kind(v, of) for v in of["row"])
    names, kind = text.split(" ", 1)
    test = class_of(kind)
    if kind.startswith("not signed as "):  # a NaN has no sign
        other, inner = kind[14:], test
        test = lambda v, of: v == v and of[other] == of[other] and inner(v, of)
    if names.startswith("|"):
        name = names.strip("|")
        return lambda of: test(abs(of[name]), of)
    if "|" in names:
        return lambda of: any(test(of[n], of) for n in names.split("|"))
    return lambda of: all(test(of[n], of) for n in names.split("&"))


def quotient_floor(of, out, size):
    """The integer below the exact quotient, to one unit where it has no representation."""
    exact = math.floor(Fraction(of["x1"]) / Fraction(of["x2"]))
    if abs(exact) > 2 ** (53 if size == 8 else 24):
        nearest = rounded(float(exact) if abs(exact) < 2**1023 else math.inf * (1 if exact > 0 else -1), size)
        return out == nearest or abs(out - nearest) <= unit(nearest, size)
    return out == exact


FORMULAS = {
    "sum": lambda of: of["x1"] + of["x2"],
    "product": lambda of: of["x1"] * of["x2"],
    "quotient": lambda of: of["x1"] / of["x2"],
    "square root": lambda of: math.sqrt(of["x"]),
    "even integer": lambda of: math.copysign(round(of["x"]), of["x"]),
    "Python's modulus": lambda of: of["x1"] % of["x2"],
}


def component(text):
    """A predicate (component of the result, operands, bytes, ulps) -> bool."""
    if text in ("NaN", "+NaN", "-NaN", "+-infinity", "+-0", "0"):
        test = CLASSES["+-0" if text == "0" else text]
        return lambda v, of, size, ulps: test(v)
    if text in ("plus", "minus"):
        return lambda v, of, size, ulps: v != v or negative(v) == (text == "minus")
    if text == "not 0":
        return lambda v, of, size, ulps: v != 0
    if text == "floor of quotient":
        return lambda v, of, size, ulps: quotient_floor(of, v, size)
    if text in FORMULAS:
        return lambda v, of, size, ulps: same(v, rounded(FORMULAS[text](of), size))
    if "~" in text:
        free, name = text.startswith("+-"), text.replace("+-", "").lstrip("~")
        value = -APPROXIMATIONS[name[1:]] if name[0] == "-" else APPROXIMATIONS[name]
        return lambda v, of, size, ulps: abs((abs(v) * math.copysign(1, value) if free else v) - value) <= ulps * unit(value, size)
    if match := re.fullmatch(r"(-?)(\|?)(x\d?|a|b)\|?", text):
        sign, bars, name = match.groups()

        def equal(v, of, size, ulps):
            wanted = abs(of[name]) if bars else of[name]
            return same(v, -wanted if sign else wanted)
        return equal
    wanted = number(text)
    return lambda v, of, size, ulps: same(v, wanted)


def result(text):
    """A predicate (result, operands, bytes, ulps, ask); ask(x1, x2) is the result for other operands."""
    if text in ("True", "False"):
        return lambda out, of, size, ulps, ask: out[0] is (text == "True")
    if text == "a = c and b = d":
        return lambda out, of, size, ulps, ask: out[0] is (of["a"] == of["c"] and of["b"] == of["d"])
    if text == "a != c or b != d":
        return lambda out, of, size, ulps, ask: out[0] is (of["a"] != of["c"] or of["b"] != of["d"])
    if match := re.fullmatch(r"f\((-?)(x\d), (-?)(x\d)\)", text):
        s, x, t, y = match.groups()
        return lambda out, of, size, ulps, ask: same(out[0], ask(-of[x] if s else of[x], -of[y] if t else of[y])[0])
    if match := re.fullmatch(r"(\+infinity|\+0) cis( - 1)?", text):
        size_of, less = number(match[1]), match[2]

        def turned(out, of, size, ulps, ask):
            u, v = math.copysign(size_of, math.cos(of["b"])), math.copysign(size_of, math.sin(of["b"]))
            return same(out[0], u - 1 if less else u) and same(out[1], v)
        return turned
    if text.startswith("("):
        u, v = (component(t) for t in text.strip("()").split(", "))
        return lambda out, of, size, ulps, ask: u(out[0], of, size, ulps) and v(out[1], of, size, ulps)
    parts = [component(t) for t in text.split(" or ")]
    return lambda out, of, size, ulps, ask: any(p(out[0], of, size, ulps) for p in parts)


class Table:
    """All sections of the file."""

    def __init__(self, path):
        self.rules, self.mirrors, self.others = {}, {}, {}
        key = None
        for line in open(path, encoding="utf-8").read().splitlines():
            if line.startswith("["):
                key = tuple(line.strip("[]").split())
                self.rules[key], self.mirrors[key], self.others[key] = [], set(), None
            elif line in ("conj", "odd", "even"):
                self.mirrors[key].add(line)
            elif line.startswith("as "):
                self.others[key] = line[3:]
            elif line and not line.startswith("#"):
                self.rules[key].append(self.parse(line, tuple(self.rules[key])))

    @staticmethod
    def parse(line, above):
        left, right = line.split(" -> ")
        reason = right[11:] if right.startswith("unchecked: ") else None
        conditions = None if left == "otherwise" else [condition(t) for t in left.split(" and ")]
        return Rule(line, conditions, None if reason else result(right), above, reason)

    def placed(self, key):
        """The rules that hold for a function, its own and those it takes over, each with its maps."""
        here = [Placed(r, lambda of: of, lambda out: out, 4, self.mirrors[key]) for r in self.rules[key]]
        if other := self.others[key]:
            for operands, map_result, source, ulps in takeover(other, key[1]):
                for p in self.placed(source):
                    here.append(Placed(p.rule, chain(operands, p.operands), chain(map_result, p.result), max(ulps, p.ulps), p.mirrors))
        return here


def chain(f, g):
    return lambda v: g(f(v))


def takeover(text, kind):
    """(map of operands, map of the result, section, ulps) for "as ...", twice where components are taken singly."""
    turn = lambda of: {"a": -of["b"], "b": of["a"]}
    keep = lambda v: v
    if match := re.fullmatch(r"components of (\w+)", text):
        real = lambda of: {"x1": of["a"], "x2": of["c"]} if "c" in of else {"x": of["a"]}
        imaginary = lambda of: {"x1": of["b"], "x2": of["d"]} if "d" in of else {"x": of["b"]}
        source = (match[1], "real")
        return [(real, lambda out: out[:1], source, 4), (imaginary, lambda out: out[1:], source, 4)]
    if match := re.fullmatch(r"(-j )?(\w+)\(jz\)", text):
        return [(turn, (lambda out: (-out[1], out[0])) if match[1] else keep, (match[2], "complex"), 4)]
    if match := re.fullmatch(r"log\(z\) / ln (\d+)", text):
        return [(keep, lambda out: tuple(v * math.log(int(match[1])) for v in out), ("log", "complex"), 5)]
    name, first, second = re.fullmatch(r"(\w+)\((1|x1?), (-?x2?)\)", text).groups()
    if kind == "row":
        return [(lambda of: dict(zip(("x1", "x2"), of["row"])) if of["M"] == 2 else None, keep, (name, "real"), 4)]

    def operands(of):
        value = lambda t: 1.0 if t == "1" else -of[t[1:]] if t[0] == "-" else of[t]
        return {"x1": value(first), "x2": value(second)}
    return [(operands, keep, (name, "real"), 4)]


def mirrored(placed):
    """A rule as it stands and for every mirror image of its operands: maps of operands and of the result."""
    flips = {"conj": ({"b"}, (1, -1)), "odd": ({"a", "b", "x"}, (-1, -1)), "even": ({"a", "b", "x"}, (1, 1))}
    for chosen in itertools.chain.from_iterable(itertools.combinations(sorted(placed.mirrors), n) for n in range(3)):
        names, signs = set(), (1, 1)
        for mirror in chosen:
            names ^= flips[mirror][0]
            signs = tuple(s * t for s, t in zip(signs, flips[mirror][1]))
        yield (lambda of, names=names: {n: -v if n in names else v for n, v in of.items()},
               lambda out, signs=signs: tuple(v if isinstance(v, bool) or s > 0 else -v for v, s in zip(out, signs)))


def applies(rule, of):
    if of is None:
        return False
    if rule.conditions is None:
        return not any(applies(r, of) for r in rule.above)
    return all(c(of) for c in rule.conditions)
