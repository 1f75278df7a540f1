"""Includes run down the floors of the house and never climb: the table below is the wall plan.

Each part lists the parts it may include. Third-party headers with one home are listed too. Cycles between files are
refused, and so are include lines that are not written from the root or from include/.
"""
import re

import tree

# part -> parts whose headers it may include (itself always). The first pattern that fits a path names its part.
PARTS = [
    ("base", r"include/fnp/base/"),
    ("ops", r"include/fnp/ops/"),
    ("door", r"include/fnp/engine\.hpp"),
    ("memory door", r"include/fnp/memory\.hpp"),
    ("view door", r"include/fnp/view\.hpp"),  # movements of a body: compiled in engine/array, used by the graph too
    ("version", r"include/fnp/version\.hpp"),
    ("face", r"include/fnp/"),
    ("registry", r"kernels/(registry|product_kernel)\.hpp"),
    ("kernels", r"kernels/"),
    ("legality", r"engine/legality/"),
    ("memory", r"engine/memory/"),
    ("ir", r"engine/ir/"),
    ("plan", r"engine/plan/"),
    ("transform", r"engine/transform/"),
    ("execute", r"engine/execute/"),
    ("runtime", r"engine/runtime/"),
    ("engine", r"engine/"),
    ("consumer", r"verify/consumer/"),
    ("verify", r"verify/"),
    ("bench", r"bench/"),
    ("examples", r"examples/"),
]
WORDS = {"base", "ops"}
FLOORS = {
    "base": set(),
    "ops": {"base"},
    "version": set(),
    "door": WORDS,
    "memory door": {"base"},
    "view door": {"base"},
    "face": WORDS | {"door", "memory door", "view door", "version"},
    "registry": WORDS,
    "kernels": WORDS | {"registry"},
    "legality": {"base"},
    "memory": {"base", "memory door"},
    "ir": WORDS | {"memory", "door", "view door"},
    "plan": WORDS | {"memory", "door", "ir", "legality"},
    "transform": WORDS | {"ir"},
    "execute": WORDS | {"memory", "door", "ir", "legality", "plan", "registry"},
    "runtime": WORDS | {"memory", "door", "ir", "execute"},
    # The rest of engine/ binds what public headers declare: the door, errors, views, input and output.
    "engine": WORDS | {"door", "memory door", "view door", "version", "face", "registry", "legality", "memory", "ir", "plan", "transform", "execute"},
    "consumer": WORDS | {"door", "memory door", "view door", "version", "face"},
    "examples": WORDS | {"door", "memory door", "view door", "version", "face"},
}
EVERYTHING = {"verify", "bench"}  # these look at everything but the consumer and each other

# Headers of other projects that have one home: pattern of the header -> pattern of the files that may name it.
HOMES = [
    (r"^(tbb|oneapi)/", r"^engine/execute/parallel|^verify/|^bench/"),
    (r"^(Eigen|unsupported/Eigen)/", r"^include/fnp/interop|^verify/|^bench/"),
    (r"^boost/(yap|hana)", r"^include/fnp/(?!base/|ops/|engine\.hpp)|^verify/|^bench/"),
    (r"^hwy/", r"^engine/sorting/vector_sort|^bench/"),
    (r"^llvm", r"^engine/execute/jit|^verify/"),
    (r"^boost/(?!yap|hana)", r"^verify/"),
    (r"^(immintrin|x86intrin|arm_neon)\.h", r"^kernels/math/wide\.hpp|^kernels/sort/(?:pivot_split|partial_register)\.hpp|^kernels/linalg/partial_load\.hpp|^kernels/reduce/first_(match|lanes)\.hpp|^bench/"),
]


def part_of(path):
    return next((name for name, pattern in PARTS if re.match(pattern, path)), None)


def resolve(root, name):
    """The file of ours that an include line means, or None."""
    if name == "fnp/version.hpp":  # made by CMake from version.hpp.in
        return "include/fnp/version.hpp"
    for place in ("include/", ""):
        if (root / place / name).is_file():
            return place + name
    return None


def cycles(graph):
    """Circles among files, each reported once, by depth-first search."""
    found, state = [], {}

    def visit(node, trail):
        state[node] = "open"
        for target in graph.get(node, ()):
            if state.get(target) == "open":
                found.append([*trail[trail.index(target):], target])
            elif target not in state:
                visit(target, [*trail, target])
        state[node] = "done"

    for node in graph:
        if node not in state:
            visit(node, [node])
    return found


def gate(root):
    """Fails on an include that climbs a floor of the house."""
    complaints, graph = [], {}
    for file in tree.files(root, {".hpp", ".cpp", ".h"}):
        path, part = file.as_posix(), part_of(file.as_posix())
        if path.startswith("bench/peers/"):
            continue  # programs on other libraries, with a harness of their own
        graph[path] = []
        for number, form, name in tree.includes(root, file):
            where = f"{path}:{number}: {name}"
            target = resolve(root, name)
            if target is None:
                if form == '"':
                    complaints.append(f"{where} is not written from the root or from include/, or does not exist")
                for header, homes in HOMES:
                    if re.match(header, name) and not re.match(homes, path):
                        complaints.append(f"{where} has another home: {homes}")
                continue
            graph[path].append(target)
            theirs = part_of(target)
            if theirs == part or part in EVERYTHING and theirs not in EVERYTHING | {"consumer", "examples"}:
                continue
            if theirs not in FLOORS.get(part, ()):
                complaints.append(f"{where} climbs: {part} may not include {theirs}")
    complaints += ["circle: " + " -> ".join(circle) for circle in cycles(graph)]
    return complaints, [f"{len(graph)} files, {sum(map(len, graph.values()))} includes among them"]


GOOD = {
    "include/fnp/base/shape.hpp": "#pragma once\n#include <vector>\n",
    "include/fnp/ops/add.hpp": '#include "fnp/base/shape.hpp"\n',
    "include/fnp/array.hpp": '#include "fnp/ops/add.hpp"\n#include <boost/yap/algorithm_fwd.hpp>\n#include "fnp/version.hpp"\n',
    "kernels/registry.hpp": '#include "fnp/ops/add.hpp"\n',
    "include/fnp/interop/eigen.hpp": '#include <Eigen/Core>\n#include "fnp/base/shape.hpp"\n',
    "engine/legality/overlap.hpp": '#include "fnp/base/shape.hpp"\n',
    "engine/plan/nest.hpp": '#include "engine/legality/overlap.hpp"\n',
    "engine/execute/parallel.cpp": '#include <tbb/task_arena.h>\n#include "engine/plan/nest.hpp"\n#include "kernels/registry.hpp"\n',
    "verify/unit/engine/nest_test.cpp": '#include <boost/test/unit_test.hpp>\n#include "engine/plan/nest.hpp"\n',
    "examples/terrain.cpp": "#include <fnp/array.hpp>\n",
}
BAD = [
    ("base may not include ops", {"include/fnp/base/low.hpp": '#include "fnp/ops/add.hpp"\n'}),
    ("ops may not include face", {"include/fnp/ops/up.hpp": '#include "fnp/array.hpp"\n'}),
    ("kernels may not include legality", {"kernels/climb.cpp": '  #  include "engine/legality/overlap.hpp"\n'}),
    ("legality may not include plan", {"engine/legality/up.cpp": '#include "engine/plan/nest.hpp"\n'}),
    ("plan may not include registry", {"engine/plan/up.cpp": '#include "kernels/registry.hpp"\n'}),
    ("execute may not include kernels", {"kernels/loops.hpp": "", "engine/execute/a.cpp": '#include "kernels/loops.hpp"\n'}),
    ("face may not include plan", {"include/fnp/array.hpp": "#include <engine/plan/nest.hpp>\n"}),
    ("examples may not include plan", {"examples/deep.cpp": '#include "engine/plan/nest.hpp"\n'}),
    ("execute may not include verify", {"verify/oracle/a.hpp": "", "engine/execute/b.cpp": '#include "verify/oracle/a.hpp"\n'}),
    ("is not written from the root", {"engine/plan/near.cpp": '#include "nest.hpp"\n'}),
    ("has another home", {"engine/plan/threads.cpp": "#include <tbb/parallel_for.h>\n"}),
    ("has another home", {"include/fnp/base/yap.hpp": "#include <boost/yap/yap.hpp>\n"}),
    ("circle", {"engine/ir/a.hpp": '#include "engine/ir/b.hpp"\n', "engine/ir/b.hpp": '#include "engine/ir/a.hpp"\n'}),
]

if __name__ == "__main__":
    tree.main(gate, GOOD, BAD)
