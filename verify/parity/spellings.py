"""The C++ spelling of NumPy's names: the rows of names.txt, and a rule for ufuncs and their methods.

A ufunc is `fnp::NAME` called with operands of one of its loops, so an op needs no row: it is one struct.
"""
import dataclasses
import pathlib
import re

LETTERS = {"t": "typed", "l": "lazy", "d": "dynamic", "-": "free"}
INTERFACES = tuple(LETTERS.values())
# Operands of a loop by NumPy's type characters, from the loop that names a function best to the last resort.
OPERANDS = {"d": "a", "l": "n", "i": "k", "?": "m", "D": "z"}
METHODS = {
    "reduce": ("tld", "fnp::{0}.reduce(a) ;; fnp::{0}.reduce(a, fnp::axis(0)) ;; fnp::{0}.reduce(a, 0)"),
    "accumulate": (
        "tld",
        "fnp::{0}.accumulate(a) ;; fnp::{0}.accumulate(a, fnp::axis(0)) ;; fnp::{0}.accumulate(a, 0)",
    ),
    "reduceat": (
        "tld",
        "fnp::{0}.reduceat(a, i) ;; fnp::{0}.reduceat(a, i, fnp::axis(0)) ;; fnp::{0}.reduceat(a, i, 0)",
    ),
    "outer": ("tld", "fnp::{0}.outer(a, b)"),
    "at": ("td", "fnp::{0}.at(a, i{1});"),
}


@dataclasses.dataclass
class Spelling:
    """What is looked for: alternatives by interface, and which other cases prove the name."""

    alternatives: dict = dataclasses.field(default_factory=dict)
    proofs: list = dataclasses.field(default_factory=list)


def parse(text):
    """{name: Spelling} of a table as names.txt; complains about a line that is none and a name said twice."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = re.fullmatch(r"([tld]+|-) +(\S+) +(.+)", line)
        if not parts:
            raise ValueError(f"line {number}: expected interfaces, NumPy's name and C++, found '{line}'")
        letters, name, rest = parts.groups()
        code, _, proofs = rest.partition(" ~ ")
        add(found.setdefault(name, Spelling()), letters, name, code, proofs.split())
    return found


def add(spelling, letters, name, code, proofs=()):
    alternatives = [one.strip() for one in code.split(" ;; ")]
    for letter in letters:
        if LETTERS[letter] in spelling.alternatives:
            raise ValueError(f"{name} is spelled twice for {LETTERS[letter]} arrays")
        spelling.alternatives[LETTERS[letter]] = alternatives
    spelling.proofs += [proof for proof in proofs if proof not in spelling.proofs]
    if name.startswith("feature:"):
        return
    for one in alternatives:
        called = re.fullmatch(r"fnp::(?:linalg::)?(\w+)\((?!.*\)\.).*\);?", one)
        if called and f"numpy.{called.group(1)}" not in [name, "numpy.ndarray", *spelling.proofs]:
            spelling.proofs.append(f"numpy.{called.group(1)}")


def of_operand(code, x):
    """The same call on operands of another dtype: `fnp::gcd.outer(a, b)` on n and n."""
    return re.sub(r"\b[ab]\b", x, code)


def operands(types):
    """The operands of the best loop of NumPy's list: ["bb->b", "dd->d"] gives ["a", "a"]; None if there is none."""
    for best in OPERANDS:
        for loop in types:
            inputs = loop.split("->")[0]
            if best in inputs and all(c in OPERANDS for c in inputs):
                return [OPERANDS[c] for c in inputs]
    return None


def of_surface(rows, text):
    """{name: Spelling} for the table and every row that the rules reach."""
    found = parse(text)
    names = {row["name"] for row in rows}
    unknown = sorted(set(found) - names)
    if unknown:
        raise ValueError(f"not in the surface: {', '.join(unknown)}")
    ufuncs = {row["name"]: row for row in rows if row["kind"] == "ufunc" and row["tier"] == "T1"}
    for name, row in ufuncs.items():
        given = operands(row["types"])
        if name not in found and given:
            add(
                found.setdefault(name, Spelling()),
                "tld",
                name,
                f"fnp::{name[6:]}({', '.join(given)})",
                [row["alias_of"]] if "alias_of" in row else [],
            )
    for row in rows:
        owner, _, method = row["name"].rpartition(".")
        if row["kind"] == "ufunc-method" and owner in ufuncs and row["name"] not in found:
            letters, code = METHODS[method]
            x = (operands(ufuncs[owner]["types"]) or ["a"])[0]
            code = code.format(owner[6:], ", b" if ufuncs[owner]["nin"] == 2 else "")
            add(found.setdefault(row["name"], Spelling()), letters, row["name"], code if x == "a" else of_operand(code, x))
    return found


def load(rows, folder=pathlib.Path(__file__).parent):
    return of_surface(rows, (folder / "names.txt").read_text(encoding="utf-8"))
