"""The tree as the gates see it: files, include lines, and the frame in which every gate runs.

A gate is a function  gate(root) -> (complaints, report): it fails if there are complaints; the report is always
printed. `main` runs it on the tree, or, with --self-test, on small trees made for the purpose: each bad one must
draw a complaint that contains the expected words, and the good one none.
"""
import argparse
import re
import sys
import tempfile
from pathlib import Path

PARTS = ("include", "kernels", "engine", "verify", "bench", "examples")
SOURCES = {".hpp", ".cpp", ".h", ".cc", ".py"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def files(root, suffixes=None, parts=PARTS):
    """Paths relative to root of the files in the named parts, sorted."""
    found = []
    for part in parts:
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes):
                found.append(path.relative_to(root))
    return found


def includes(root, path):
    """(line number, form, name) of each include line; form is '<' or '"'."""
    text = (root / path).read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        hit = INCLUDE.match(line)
        if hit:
            yield number, hit.group(1), hit.group(2)


def plant(root, content):
    """Writes a small tree: {path: text}."""
    for name, text in content.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test(gate, good, bad):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        plant(Path(folder), good)
        complaints, _ = gate(Path(folder))
        wrong += [f"complains about a good tree: {line}" for line in complaints]
    for expected, content in bad:
        with tempfile.TemporaryDirectory() as folder:
            plant(Path(folder), {**good, **content})
            complaints, _ = gate(Path(folder))
            if not any(expected in line for line in complaints):
                wrong.append(f"does not say '{expected}' about {sorted(content)}; says {complaints}")
    return wrong


def main(gate, good, bad):
    """`bad` is a list of (words of the expected complaint, files added to the good tree)."""
    parser = argparse.ArgumentParser(description=gate.__doc__)
    parser.add_argument("--root", type=Path, default=Path("."), help="the folder that holds include/, engine/, ...")
    parser.add_argument("--self-test", action="store_true", help="prove on made-up trees that the gate can fail")
    options = parser.parse_args()
    if options.self_test:
        wrong = self_test(gate, good, bad)
        print("\n".join(wrong) or f"{len(bad)} bad trees caught, the good one passed")
        sys.exit(1 if wrong else 0)
    complaints, report = gate(options.root)
    print("\n".join([*report, *complaints]))
    print(f"{len(complaints)} complaints")
    sys.exit(1 if complaints else 0)
