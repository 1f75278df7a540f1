"""No code compiled for one instruction set may be linked into the common path, nor run when the library is loaded.

The linker keeps one of several weak definitions of a name. If an object built for AVX-512 carries a weak copy of, say,
an inline function of the standard library, that copy may be the one every caller gets, on every CPU. So each weak
symbol that a per-level object defines must name its level, fnp::<level>::, which makes it unlike every other level's.
Constants are free: read-only data hold no instructions and are equal in every object. Initialisers of variables run on
every CPU before anything has been chosen, so a per-level object has none.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

WEAK = {"W", "V", "u"}  # weak function, weak object, unique global; lower-case w and v are undefined
CONSTANT = re.compile(r"^\.(rodata|data\.rel\.ro|data\.rel\.local\.DW\.ref)")  # the last: pointer to the exception personality

INITIALISER = "_GLOBAL__sub_I"


def leaks(level, objects):
    listing = subprocess.run(["nm", "-C", "--defined-only", "--format=sysv", *map(str, objects)],
                             capture_output=True, text=True, check=True)
    found, current = [], ""
    for line in listing.stdout.splitlines():
        if line.startswith("Symbols from "):
            current = Path(line.removeprefix("Symbols from ").rstrip(":")).name
        fields = [field.strip() for field in line.rsplit("|", 6)]
        if fields[0].startswith(INITIALISER):
            found.append(f"{current}: code that runs when it is loaded: {fields[0]}")
        if len(fields) != 7 or fields[2] not in WEAK or f"fnp::{level}::" in fields[0]:
            continue
        if fields[3] != "OBJECT" or not CONSTANT.match(fields[6]):
            found.append(f"{current}: weak symbol outside fnp::{level}: {fields[0]}")
    return found


def objects_of(build, level):
    return sorted((build / "kernels" / "CMakeFiles" / f"fnp_kernels_{level}.dir").rglob("*.o"))


def self_test():
    """Compiles one leaking and one clean object for each symbol kind and asks the gate about both."""
    cases = [  # (leaks, source)
        (True, "inline int twice(int x) { return 2 * x; } int (*keep)(int) = twice;"),
        (True, "template <class T> T twice(T x) { return 2 * x; } template double twice(double);"),
        (True, "inline int& counter() { static int n; return n; } int* keep() { return &counter(); }"),
        (True, "namespace fnp::avx2 { inline int f(int x) { return x; } } int (*keep)(int) = fnp::avx2::f;"),
        (False, "namespace fnp::avx512 { inline int f(int x) { return x; } int (*keep)(int) = f; }"),
        (False, "template <class T> T twice(T x) { return x; } namespace fnp::avx512 { struct s { }; } template fnp::avx512::s twice(fnp::avx512::s);"),
        (True, "struct s { virtual ~s() { } virtual void f() { } }; s* make() { return new s; }"),
        (False, "inline constexpr char const* table[] = {\"a\", \"b\"}; char const* at(int i) { return table[i]; }"),
        (False, "static int f(int x) { return x; } int (*keep)(int) = f;"),
        (True, "int f(); static int const made = f(); int of() { return made; }"),
        (False, "int f(); int of() { static int const made = f(); return made; }"),
    ]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (expected, source) in enumerate(cases):
            object_file = Path(folder) / f"{number}.o"
            subprocess.run(["g++", "-std=c++20", "-O0", "-x", "c++", "-c", "-", "-o", object_file], input=source, text=True, check=True)
            if bool(leaks("avx512", [object_file])) != expected:
                wrong.append(f"{'misses' if expected else 'refuses'}: {source}")
    return wrong, len(cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, help="build folder")
    parser.add_argument("--levels", default="", help="levels to look at, separated by commas")
    parser.add_argument("--self-test", action="store_true", help="prove on compiled examples that the gate can fail")
    options = parser.parse_args()
    if options.self_test:
        wrong, count = self_test()
        print("\n".join(wrong) or f"{count} objects judged rightly")
        sys.exit(1 if wrong else 0)
    complaints = []
    for level in filter(None, options.levels.split(",")):
        objects = objects_of(options.build, level)
        if not objects:
            complaints.append(f"no objects of level {level} below {options.build}")
            continue
        complaints += leaks(level, objects)
        print(f"{level}: {len(objects)} objects")
    print("\n".join(complaints) or "no leak")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
