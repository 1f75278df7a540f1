"""Writes C++ sources of random typed expressions, a third of them with a reduction, for the driver compare.cpp.

    generate.py --seed 1 --count 312 --units 6 --out FOLDER

An expression is a random tree over one to six operands of drawn dtypes. The generator follows the kind of every value
(bool, integer, float, complex), so that what it writes has a loop; which dtypes and casts come of it is the library's affair.
"""
import argparse
import random
from pathlib import Path

CPP = {"b1": "bool", "i1": "std::int8_t", "i2": "std::int16_t", "i4": "std::int32_t", "i8": "std::int64_t", "u1": "std::uint8_t",
       "u2": "std::uint16_t", "u4": "std::uint32_t", "u8": "std::uint64_t", "f2": "fnp::half", "f4": "float", "f8": "double",
       "c8": "fnp::complex64", "c16": "fnp::complex128"}
COMMON = ["f4", "f8", "f4", "f8", "i4", "i8", "i2", "u1", "f4", "f8", "i1", "u2", "u4", "u8", "b1", "f2"]
KIND = {"b": "b", "i": "i", "u": "i", "f": "f", "c": "c"}
COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]
UNARY = ["sqrt", "abs", "square", "floor", "ceil", "trunc", "rint", "sign"]
TRUTHS = ["isnan", "isfinite", "signbit"]
BODILESS = ["exp", "log", "sin", "cos", "tanh", "arctan", "expm1", "log1p", "cbrt", "exp2", "log2", "arcsinh", "sinh", "tan", "arccos"]
BODILESS_2 = ["arctan2", "hypot", "power", "logaddexp"]
CHOICE = ["minimum", "maximum", "fmin", "fmax"]
FOLDS = ["sum", "sum", "sum", "min", "max", "prod", "mean", "var", "std"]
ROOT_FOLDS = FOLDS + ["any", "all", "argmin", "argmax", "count_nonzero"]


class Writer:
    def __init__(self, rng, operands):
        self.rng, self.operands = rng, operands
        self.unused = list(range(len(operands)))

    def leaf(self):
        if self.unused:
            k = self.unused.pop(0)
        else:
            k = self.rng.randrange(len(self.operands))
        return f"a{k}", KIND[self.operands[k][0]]

    def number(self, kind):
        if kind == "f" and self.rng.random() < 0.6:
            return self.rng.choice(["0.5", "2.0", "1.25", "-3.0", "0.1", "1e-3"])
        return str(self.rng.randint(1, 100))

    def plain(self, e):
        """A value that subtraction, negation and the like have a loop for."""
        text, kind = e
        return (f"fnp::astype<std::int16_t>({text})", "i") if kind == "b" else e

    def floating(self, e):
        text, kind = e
        return e if kind == "f" else (f"fnp::astype<{self.rng.choice(['float', 'double'])}>({text})", "f")

    @staticmethod
    def joint(x, y):
        return max(x, y, key="bifc".index)

    def value(self, size):
        """A tree with `size` leaves: (text, kind)."""
        r = self.rng
        if size <= 1:
            e = self.leaf()
            if r.random() < 0.55:
                return e
            return self.unary(e)
        if size >= 3 and r.random() < 0.15:
            one, two = r.randint(1, size - 2), 0
            two = r.randint(1, size - one - 1)
            c = self.truth(one)
            x, y = self.value(two), self.value(size - one - two)
            return f"fnp::where({c}, {x[0]}, {y[0]})", self.joint(x[1], y[1])
        left = r.randint(1, size - 1)
        x, y = self.value(left), self.value(size - left)
        pick = r.random()
        if "c" in (x[1], y[1]):
            return f"({x[0]} {r.choice('+-*')} {y[0]})" if "b" not in (x[1], y[1]) else f"({x[0]} * {y[0]})", "c"
        if pick < 0.62:
            op = r.choice("+-*/+-*")
            if op == "-":
                x, y = self.plain(x), self.plain(y)
            return f"({x[0]} {op} {y[0]})", "f" if op == "/" else self.joint(x[1], y[1])
        if pick < 0.74:
            return f"fnp::{r.choice(CHOICE)}({x[0]}, {y[0]})", self.joint(x[1], y[1])
        if pick < 0.84:
            x, y = self.floating(x), self.floating(y)
            return f"fnp::{r.choice(BODILESS_2)}({x[0]}, {y[0]})", "f"
        if pick < 0.92:
            return f"({x[0]} {r.choice(COMPARISONS)} {y[0]})", "b"
        x, y = self.plain(x), self.plain(y)
        return f"({x[0]} % {y[0]})", self.joint(x[1], y[1])

    def truth(self, size):
        r = self.rng
        if size > 1:
            left = r.randint(1, size - 1)
            if r.random() < 0.3:
                return f"({self.truth(left)} {r.choice(['&&', '||'])} {self.truth(size - left)})"
            x, y = self.value(left), self.value(size - left)
            if "c" in (x[1], y[1]):
                return f"({x[0]} == {y[0]})"
            return f"({x[0]} {r.choice(COMPARISONS)} {y[0]})"
        text, kind = self.leaf()
        if kind == "c":
            return f"({text} != 0.0)"
        if kind == "f" and r.random() < 0.3:
            return f"fnp::{r.choice(TRUTHS)}({text})"
        return f"({text} {r.choice(COMPARISONS)} {self.number(kind)})"

    def unary(self, e):
        r = self.rng
        text, kind = e
        if kind == "c":
            return (f"({text} {r.choice('+-*')} {self.number('f')})", "c") if r.random() < 0.7 else (f"fnp::abs({text})", "f")
        pick = r.random()
        if pick < 0.25:
            text, kind = self.plain(e)
            name = r.choice(UNARY)
            return f"fnp::{name}({text})", "f" if name == "sqrt" else kind
        if pick < 0.55:
            return f"fnp::{r.choice(BODILESS)}({self.floating(e)[0]})", "f"
        if pick < 0.7:
            to = r.choice(COMMON)
            return f"fnp::astype<{CPP[to]}>({text})", KIND[to[0]]
        if pick < 0.8:
            text, kind = self.plain(e)
            return f"(-{text})", kind
        op = r.choice("+*-/")
        text, kind = self.plain(e)
        return f"({text} {op} {self.number(kind)})", "f" if op == "/" else kind

    def axes(self, keepdims):
        argument = self.rng.choice(["", ", fnp::axis(-1)", ", fnp::axis(0)", ", fnp::axis(r.axes)"])
        return argument + (", fnp::keepdims" if keepdims else "")

    def fold(self, size, root):
        """A reduction: at the root, or inside of an expression that goes on."""
        r = self.rng
        x = self.value(size)
        while x[1] == "c" and not root:
            x = (f"fnp::abs({x[0]})", "f")
        names = ["sum", "prod"] if x[1] == "c" else ROOT_FOLDS if root else FOLDS
        name = r.choice(names)
        keeps = True if not root else r.random() < 0.4
        if name in ("argmin", "argmax"):
            argument = r.choice(["", ", fnp::axis(-1)", ", fnp::axis(0)"])
            return f"fnp::{name}({x[0]}{argument})", "i"
        return f"fnp::{name}({x[0]}{self.axes(keeps)})", "f" if name in ("mean", "var", "std") else x[1]

    def reducing(self, size):
        r = self.rng
        if size < 2 or r.random() < 0.45:
            e = self.fold(size, root=True)
            return e[0]
        part = r.randint(1, size - 1)
        x, y = self.value(part), self.fold(size - part, root=False)
        if x[1] == "c":
            return f"({x[0]} * {y[0]})"
        x = self.plain(x)
        e = f"({x[0]} {r.choice('+-*/')} {self.plain(y)[0]})"
        if r.random() < 0.3:
            e = f"({e} / fnp::std({x[0]}, fnp::axis(-1), fnp::keepdims))"
        return e if r.random() < 0.6 else f"fnp::sum({e}{self.axes(False)})"


def write_case(number, seed):
    rng = random.Random(f"{seed}:{number}")
    count = rng.randint(1, 6)
    types = [rng.choice(COMMON) for _ in range(count)]
    if rng.random() < 0.06:
        types[0] = rng.choice(["c8", "c16"])
    w = Writer(rng, types)
    size = max(count, rng.randint(1, 9))
    reduces = number % 3 == 0
    if reduces:
        text = w.reducing(size)
    else:
        e = w.value(size)
        text = w.unary(e)[0] if size == 1 else e[0]  # an array alone is no expression
    lines = [f"void case_{number}(request const& r) {{"]
    lines += [f"  [[maybe_unused]] fnp::array<{CPP[t]}> const a{k}(r.operands[{k}]);" for k, t in enumerate(types)]
    lines += [f"  hand_over(r, {text});", "}"]
    dtypes = ", ".join(f"dtype::{t}" for t in types)
    quoted = text.replace("std::", "").replace("fnp::", "")
    row = f'    {{"{number}: {quoted}", {count}, {{{dtypes}}}, {str(reduces).lower()}, case_{number}}},'
    return lines, row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for unit in range(options.units):
        functions, rows = [], []
        for number in range(unit, options.count, options.units):
            lines, row = write_case(number, options.seed)
            functions += lines
            rows.append(row)
        text = "\n".join([
            f"// Typed expressions of seed {options.seed}, part {unit}; written by generate.py.",
            '#include "verify/typed/typed_case.hpp"', "", "namespace fnp::typed_check {", "namespace {", "",
            *functions, "", "constexpr typed_case cases[] = {", *rows, "};",
            "typed_unit unit{cases, static_cast<int>(sizeof cases / sizeof *cases)};", "enlisted const here(unit);", "",
            "}  // namespace", "}  // namespace fnp::typed_check", ""])
        path = options.out / f"typed_{unit}.cpp"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


if __name__ == "__main__":
    main()
