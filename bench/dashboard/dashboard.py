"""./dev bench dashboard: one page from all baselines that needs nothing else, no network at view time.

usage: dashboard.py --library chart.umd.min.js [--baselines artifacts/baselines] [--ledger artifacts/parity/ledger.json] --out page.html
Exit status: 0 fine, 2 no baseline, or one that cannot be read.
"""
import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import collect  # noqa: E402  (the modules of bench/peers are found through the line above)

SCRIPTS = ("facts.js", "charts.js", "tables.js", "update.js")


def in_script(text: str) -> str:
    """Text inside <script>: nothing in it may end the element."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")


def page(data: dict, library: str) -> str:
    parts = {
        "style": (HERE / "page.css").read_text(encoding="utf-8"),
        "library": in_script(library.split("//# sourceMappingURL")[0]),
        "data": in_script(json.dumps(data, separators=(",", ":"), ensure_ascii=False)),
        "script": in_script("\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)),
    }
    text = (HERE / "page.html").read_text(encoding="utf-8")
    for name, content in parts.items():
        before, after = text.split("/*{" + name + "}*/")
        text = before + content + after
    return text


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--library", type=Path, required=True)
    words.add_argument("--baselines", type=Path, default=Path("artifacts/baselines"))
    words.add_argument("--ledger", type=Path, default=Path("artifacts/parity/ledger.json"))
    words.add_argument("--out", type=Path, required=True)
    given = words.parse_args()
    try:
        baselines = collect.load(given.baselines)
    except (OSError, ValueError, KeyError) as wrong:
        print(f"dashboard: {wrong}", file=sys.stderr)
        return 2
    if not baselines:
        print(f"dashboard: no baseline in {given.baselines}; ./dev bench peers writes one", file=sys.stderr)
        return 2
    ledger = json.loads(given.ledger.read_text(encoding="utf-8")) if given.ledger.is_file() else None
    text = page(collect.collect(baselines, ledger), given.library.read_text(encoding="utf-8"))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(text, encoding="utf-8")
    print(f"{given.out}: {len(baselines)} baselines, {len(text.encode()) // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
