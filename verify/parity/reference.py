"""docs/reference: a page for each header of ops, made from the list of ops and from running them.

    reference.py --bin DIR --lib DIR --cxx COMPILER --include DIR... (--check | --refresh)

Examples are compiled and run as they stand on the page; special values are what the op gives, in text and bits.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

import op_examples
import owners

NOTES = {
    "rejects_booleans": "Operands that are all bool have no loop.",
    "integers_as_float64": "Operands without a float compute in float64.",
    "mixed_as_booleans": "Operands of different dtypes are each cast to bool.",
}


def structs(headers):
    """{op: (struct, header)} from the op headers."""
    found = {}
    for file, text in headers.items():
        for struct, name in re.findall(
            r'\bstruct (\w+)[^{;]*\{\s*static constexpr std::string_view name = "([^"]+)"', text
        ):
            found[name] = (struct, file)
    return found


def callables(headers):
    """{struct: [public names]}: the objects that the headers declare for an op."""
    found = {}
    for text in headers.values():
        for struct, names in re.findall(r"\b\w+<(?:typed::\w+<)?ops::(\w+)>+ (\w+\{\}(?:, \w+\{\})*);", text):
            found.setdefault(struct, []).extend(re.findall(r"\w+", names))
    return found


def loop_lines(op):
    """NumPy's list of loops: those of one pattern in one line."""
    groups = {}
    for inputs, results in op["loops"]:
        same = len(set(inputs)) == 1
        if same and set(results) == set(inputs):
            pattern = "of one dtype, which the result has as well"
        elif same:
            pattern = "of one dtype; result " + " and ".join("of that dtype" if r == inputs[0] else r for r in results)
        else:
            first = "bool, then two" if inputs[0] == "bool" and len(inputs) == 3 else None
            if first and inputs[1] == inputs[2] == results[0]:
                pattern, inputs = "bool, then two of one dtype, which the result has as well", inputs[1:]
            else:
                pattern = ""
        member = inputs[0] if pattern else f"({', '.join(inputs)}) → {', '.join(results)}"
        groups.setdefault(pattern, []).append(member)
    return [f"- {f'{pattern}: ' if pattern else ''}{', '.join(members)}" for pattern, members in groups.items()]


def shown(cell):
    return cell.get("error") or ", ".join(value["text"] for value in cell["out"])


def bits(cell):
    return "" if "error" in cell else ", ".join(value["hex"] for value in cell["out"])


def special_lines(op):
    """Unary: a row a value. Else a matrix: first operand down, second across; its bits below."""
    cells = op["special"]
    if not cells:
        return []
    inputs, results = op["loops"][op["shown"]]
    operands = len(cells[0]["in"])
    if operands == 1:
        return [
            "| x | bits | result | bits |",
            "|---|---|---|---|",
            *(f"| {c['in'][0]['text']} | `{c['in'][0]['hex']}` | {shown(c)} | `{bits(c)}` |" for c in cells),
        ]
    across = []
    for c in cells:
        if c["in"][1] in across:
            break
        across.append(c["in"][1])
    rows = [cells[k : k + len(across)] for k in range(0, len(cells), len(across))]
    names = "first \\ second" if op["family"] == "reduction" else "x \\ y"
    lines = [f"| {names} | " + " | ".join(v["text"] for v in across) + " |", "|---" * (len(across) + 1) + "|"]
    lines += [f"| **{row[0]['in'][0]['text']}** | " + " | ".join(shown(c) for c in row) + " |" for row in rows]
    if operands == 3:
        lines = [f"The third operand is {cells[0]['in'][2]['text']}.", "", *lines]
    if not any(r.startswith(("float", "complex")) for r in results) or all("error" in c for c in cells):
        return lines
    width = max(len(bits(c)) for c in cells)
    return [*lines, "", "```", *(" ".join(bits(c).rjust(width) for c in row) for row in rows), "```"]


def measured_errors(root):
    """{op: [its rows]} of artifacts/math/ulp.json, which `measure_ulps` writes."""
    found = {}
    for row in json.loads((root / "artifacts/math/ulp.json").read_text()):
        found.setdefault(row["op"], []).append(row)
    return found


def largest(rows):
    """The largest of the measured errors, as the index shows it."""
    return max((row["max_ulp"] for row in rows), key=float, default="")


def measured_lines(rows):
    if not rows:
        return []
    lines = ["", "Measured maximum error, in units in the last place of the exact result:", ""]
    lines += ["| dtype | ULP | at | among |", "|---|--:|---|---|"]
    for row in rows:
        among = row["how"] if row["how"] == "all arguments" else f"{int(row['inputs']):,} {row['how']}"
        lines.append(f"| {row['dtype']} | {row['max_ulp']} | {row['at']} | {among} |")
    return lines


def op_lines(op, name, others, output, measured=()):
    """One op's part of a page."""
    lines = [f"## {op['name']}", "", op["doc"] + ".", ""]
    if name:
        also = [f"`fnp::{other}`" for other in others if other != name]
        lines += [f"`{op_examples.call(name, op)}`" + (f", also {', '.join(also)}" if also else ""), ""]
        lines += ["```cpp", *op_examples.snippet(name, op), "```", "```", output, "```", ""]
    else:
        lines += ["No public name: reached through graphs and programs only.", ""]
    lines += ["Loops, in NumPy's order:", "", *loop_lines(op), *[f"- {NOTES[n]}" for n in NOTES if op[n]], ""]
    lines += ["Agreed distance from NumPy: " + (f"{op['ulps']} ULP." if op["ulps"] else "none, bit for bit.")]
    lines += measured_lines(measured)
    special = special_lines(op)
    dtypes = ", ".join(dict.fromkeys(op["loops"][op["shown"]][0]))
    of = f"Special values ({dtypes}){' of two elements' * (op['family'] == 'reduction')}:"
    return [*lines, "", of, "", *special, ""] if special else [*lines, ""]


def pages(ops, homes, names, printed, measured=None):
    """{file: text}: one page a header, and the index."""
    measured = measured or {}
    by_page = {}
    for op in ops:
        by_page.setdefault(pathlib.PurePath(homes[op["name"]]).stem, []).append(op)
    result = {}
    index = [
        "# Ops",
        "",
        "Generated by `verify/parity/reference.py` from the list of ops and from running them: for each op what it computes,",
        "an example with its output, the loops, the agreed distance from NumPy, the largest error that was measured",
        "(`measure_ulps`, verify/accuracy), and what it makes of special values (their bits most significant first; the bits",
        "of a NaN are not promised). `./dev docs` writes the pages anew; the test `op_reference` fails when they are not",
        "current. How names compare with NumPy's: [parity](../parity.md).",
        "",
        "| op | meaning | operands | results | ULP | measured | page |",
        "|---|---|--:|--:|--:|--:|---|",
    ]
    for page, members in sorted(by_page.items()):
        lines = [f"# Ops: {page}", "", f"Declared in `{homes[members[0]['name']]}`. [All ops](README.md)", ""]
        for op in members:
            name, others = names.get(op["name"], (None, []))
            lines += op_lines(op, name, others, printed.get(op["name"], ""), measured.get(op["name"], ()))
            index.append(
                f"| {op['name']} | {op['doc'].replace('|', chr(92) + '|')} | {op['arity']} | {op['outputs']} "
                f"| {op['ulps']} | {largest(measured.get(op['name'], ()))} | [{page}]({page}.md#{op['name'].replace('.', '')}) |"
            )
        result[f"{page}.md"] = "\n".join(lines).rstrip() + "\n"
    return {"README.md": "\n".join(index) + "\n", **result}


def build(root, bin_folder, lib, cxx, includes):
    ops = json.loads(
        subprocess.run([bin_folder / "op_facts", "ops"], check=True, capture_output=True, text=True).stdout
    )
    house = owners.Owners(root)
    homes = structs(house.texts)
    declared = callables(house.texts)
    tried = {op["name"]: list(dict.fromkeys([*declared.get(homes[op["name"]][0], []), op["name"]])) for op in ops}
    attempts = {(op["name"], name): op_examples.snippet(name, op) for op in ops for name in tried[op["name"]]}
    good = op_examples.compiles(attempts, cxx, includes)
    names = {}
    for op in ops:
        usable = [name for name in tried[op["name"]] if (op["name"], name) in good]
        if usable:
            names[op["name"]] = (usable[0], usable)
    chosen = [op for op in ops if op["name"] in names]
    texts = op_examples.outputs([op_examples.snippet(names[op["name"]][0], op) for op in chosen], cxx, includes, lib)
    return pages(
        ops,
        {name: header for name, (_, header) in homes.items()},
        names,
        {op["name"]: text for op, text in zip(chosen, texts)},
        measured_errors(root),
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bin", type=pathlib.Path, required=True)
    options.add_argument("--lib", type=pathlib.Path, required=True)
    options.add_argument("--cxx", default="g++")
    options.add_argument("--include", action="append", default=[], type=pathlib.Path)
    options.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."))
    what = options.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true")
    what.add_argument("--refresh", action="store_true")
    given = options.parse_args()
    root = given.root.resolve()
    folder = root / "docs/reference"
    made = build(root, given.bin.resolve(), given.lib.resolve(), given.cxx, [path.resolve() for path in given.include])
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} if folder.exists() else {}
    stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if given.refresh:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in made:
                (folder / name).write_text(made[name], encoding="utf-8")
            else:
                (folder / name).unlink()
    print(
        f"{len(made)} pages, {len(stale)} {'written' if given.refresh else 'not current'}: {', '.join(stale) or 'none'}"
    )
    if given.check and stale:
        sys.exit("run ./dev docs (or the command above with --refresh) and commit what it writes")


if __name__ == "__main__":
    main()
