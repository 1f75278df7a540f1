"""File sizes: nine files in ten stay under 300 lines, none passes 500; what grows past that holds two concepts."""
import tree

SOFT, HARD = 300, 500


def gate(root):
    """Fails when a file passes 500 lines or more than a tenth of the files pass 300."""
    sizes = [(len((root / file).read_bytes().splitlines()), file.as_posix()) for file in tree.files(root, tree.SOURCES)]
    sizes.sort(reverse=True)
    complaints = [f"{name}: {lines} lines, over {HARD}" for lines, name in sizes if lines > HARD]
    over = [(lines, name) for lines, name in sizes if lines > SOFT]
    if 10 * len(over) > len(sizes):
        complaints.append(f"{len(over)} of {len(sizes)} files are over {SOFT} lines: more than one in ten")
    median = sizes[len(sizes) // 2][0] if sizes else 0
    report = [f"{len(sizes)} files, {sum(n for n, _ in sizes)} lines, median {median}, {len(over)} over {SOFT}:"]
    return complaints, report + [f"  {lines:4} {name}" for lines, name in over]


GOOD = {f"engine/part{i}.cpp": "x\n" * 100 for i in range(9)} | {"engine/large.cpp": "x\n" * 301}
BAD = [
    ("over 500", {"kernels/huge.cpp": "x\n" * 501}),
    ("more than one in ten", {"kernels/second.cpp": "x\n" * 301}),
    ("over 500", {"verify/long.py": "x\n" * 501}),
]

if __name__ == "__main__":
    tree.main(gate, GOOD, BAD)
