"""Sources without a test of their name: listed for review, never a failure, since many are tested through others."""
import sys
import tempfile
from pathlib import Path

import tree


def untested(root):
    """(number of units, those without a test); a unit is a header, a source, or the two together."""
    units = set()
    for file in tree.files(root, {".hpp", ".cpp"}, ("include", "kernels", "engine", "verify")):
        if file.parts[0] != "verify" or file.parts[1] not in ("unit", "consumer", "compile_fail"):
            units.add(file.with_suffix("").as_posix())
    tests = {file.stem for file in tree.files(root, {".cpp", ".py"}, ("verify/unit",))}
    return len(units), sorted(unit for unit in units if unit.rsplit("/", 1)[1] + "_test" not in tests)


def gate(root):
    """Lists the sources that have no test of their name."""
    units, missing = untested(root)
    return [], [f"{units - len(missing)} of {units} units have a test of their name; not these:", *("  " + m for m in missing)]


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree.plant(root, {"engine/plan/fuse.hpp": "", "engine/plan/fuse.cpp": "", "engine/plan/tile.cpp": "",
                          "verify/unit/engine/plan/fuse_test.cpp": ""})
        return untested(root) == (2, ["engine/plan/tile"])


if __name__ == "__main__":
    if "--self-test" in sys.argv:
        passed = self_test()
        print("the source without a test is listed" if passed else "the list is wrong")
        sys.exit(0 if passed else 1)
    tree.main(gate, {}, [])
