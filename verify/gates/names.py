"""Names: no room for what has no home, no path of one machine, and a stem names one thing in the whole tree."""
import re

import tree

HOMELESS = {"detail", "details", "util", "utils", "utility", "common", "misc", "helper", "helpers"}
# Absolute paths that hold on one machine only; spelled in pieces so that this file passes its own gate.
MACHINE = re.compile(r"(?<![\w.$}/])/" + r"(home|root|work|tmp|Users|mnt)/\w")
TEXT = tree.SOURCES | {".txt", ".md", ".json", ".in", ".cmake", ".sh", ".html", ".jsonl", ""}
TOP = ("CMakeLists.txt", "CMakePresets.json", "dev", "README.md", "CONTRIBUTING.md", ".ci/run")


def gate(root):
    """Fails on homeless names, machine paths, and stems that name two things."""
    complaints = []
    everything = tree.files(root, None, (*tree.PARTS, "docs", "data"))
    for file in everything:
        for word in [*file.parts[:-1], file.stem]:
            if word.lower() in HOMELESS:
                complaints.append(f"{file.as_posix()}: '{word}' says nothing; name what is in it")
    top = [root.joinpath(name).relative_to(root) for name in TOP if (root / name).is_file()]
    for file in [*everything, *top]:
        if file.suffix not in TEXT:
            continue
        for number, line in enumerate((root / file).read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            hit = MACHINE.search(line)
            if hit:
                complaints.append(f"{file.as_posix()}:{number}: path of one machine: {line[hit.start():][:40]}")
    homes = {}
    for file in tree.files(root, {".hpp", ".cpp"}):
        if not re.match(r"verify/(unit|consumer|compile_fail)/|bench/peers/", file.as_posix()):
            homes.setdefault(file.stem, []).append(file)
    for stem, paths in sorted(homes.items()):
        pair = len(paths) == 2 and paths[0].parent == paths[1].parent
        if len(paths) > 1 and not pair:
            complaints.append(f"stem '{stem}' names several things: " + ", ".join(p.as_posix() for p in paths))
    return complaints, [f"{len(everything)} files, {len(homes)} stems"]


GOOD = {
    "engine/plan/fuse.hpp": "", "engine/plan/fuse.cpp": "// see /usr/include and ${root}/work/x\n",
    "verify/unit/engine/fuse_test.cpp": "", "verify/unit/kernels/fuse_test.cpp": "",
}
BAD = [
    ("says nothing", {"engine/util/x.cpp": ""}),
    ("says nothing", {"include/fnp/common.hpp": ""}),
    ("path of one machine", {"engine/plan/load.cpp": 'open("/' + 'home/somebody/x.npy");\n'}),
    ("path of one machine", {"docs/page.md": "see /" + "tmp/out\n"}),
    ("path of one machine", {"dev": "cd /" + "work/main\n"}),
    ("stem 'fuse'", {"kernels/fuse.cpp": ""}),
]

if __name__ == "__main__":
    tree.main(gate, GOOD, BAD)
