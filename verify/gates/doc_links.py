"""Links in the Markdown pages lead somewhere: every relative target exists."""
import re

import tree

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def gate(root):
    """Fails on a relative link in a Markdown page that leads nowhere."""
    pages = [*root.glob("*.md"), *(root / file for file in tree.files(root, {".md"}, (*tree.PARTS, "docs", "data")))]
    complaints, count = [], 0
    for page in sorted(pages):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:|#", target):
                    continue
                count += 1
                if not (page.parent / target.split("#")[0]).exists():
                    complaints.append(f"{page.relative_to(root)}:{number}: {target} does not exist")
    return complaints, [f"{len(pages)} pages, {count} relative links"]


GOOD = {"README.md": "[a](docs/a.md) ![p](docs/p.png) [w](https://example.org/x)\n", "docs/a.md": "[up](../README.md#top)\n", "docs/p.png": ""}
BAD = [
    ("docs/b.md does not exist", {"CONTRIBUTING.md": "see [b](docs/b.md)\n"}),
    ("x.png does not exist", {"docs/c.md": "![x](x.png)\n"}),
]

if __name__ == "__main__":
    tree.main(gate, GOOD, BAD)
