"""The dashboard answers with the right figure in a real browser, without network and without a script error.

A chart library that draws nothing stands in for the real one: what is checked are the words and the tables.
"""
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "peers")]

import baseline  # noqa: E402
import collect  # noqa: E402
import dashboard  # noqa: E402
from cells import Cell  # noqa: E402

NO_CHARTS = "class Chart { destroy() {} } Chart.defaults = {font: {}};"
ERRORS = "<script>addEventListener('error', e => document.title = 'error: ' + e.message)</script>"


def cell(workload: str, program: str, p50: float, size: str = "S", threads: int = 1) -> Cell:
    return Cell(workload, size, "f64", program, threads, "", 1000, p50, 1.1 * p50, 1.3 * p50, 0.9 * p50, 9, 1.0, 0.0)


CELLS = [cell("W1", "fnp", 100.0), cell("W1", "limit", 80.0), cell("W1", "numpy", 400.0), cell("W1", "eigen", 50.0),
         cell("W2", "fnp", 100.0), cell("W2", "limit", 100.0), cell("W2", "numpy", 900.0),
         cell("W8", "fnp", 20.0, "n1"), cell("W8", "numpy", 500.0, "n1"),
         cell("W6a", "fnp", 60.0), cell("W6a", "limit", 30.0), cell("W6aN", "limit", 50.0), cell("W0read", "limit", 10.0)]
HELD = [replace(cell("W1", "fnp", 100.0), simd="sse2"), replace(cell("W1", "eigen", 120.0), simd="sse2")]
TITLE = "</script><b>title</b>"


def content(date: str = "2026-01-02T03:04:05Z") -> dict:
    made = baseline.assemble(CELLS + HELD, commit="c" * 40, machine={"cpu": TITLE, "cores": 2, "caches": [], "governor": None, "kernel": "6"},
                             build={"compiler": "g++", "flags": "-O2", "fnp": "1", "simd": "avx2", "changed": False}, compile_time=[],
                             extra={"proofs": {"programs": 1234}})
    return {**made, "date": date}


def collected() -> dict:
    c = content()
    return collect.collect([collect.Baseline(Path("x"), c, collect.Table(CELLS), {"sse2": collect.Table(HELD)})], {"rows": [{"tier": "T1", "status": "implemented"}, {"tier": "T1", "status": "partial"}]})


def browse(choice: str) -> str:
    """The page after its scripts ran."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(dashboard.page(collected(), NO_CHARTS).replace("</title>", "</title>" + ERRORS), encoding="utf-8")
        done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                               "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", "--virtual-time-budget=2000", "--dump-dom",
                               f"{path.as_uri()}#{choice}"], capture_output=True, text=True, timeout=120)
        return done.stdout


def text_of(page: str, name: str) -> str:
    found = re.search(rf'id="{name}"[^>]*>(.*?)</p>', page, re.S)
    return html.unescape(re.sub(r"<[^>]*>", "", found.group(1))) if found else ""


class Collected(unittest.TestCase):
    def test_a_sum_is_compared_with_the_limit_in_numpys_order(self):
        row = next(r for r in collected()["rows"] if r["workload"] == "W6a")
        self.assertEqual((row["limit_row"], row["limit"]), ("W6aN", "50"))

    def test_history_holds_the_geometric_mean_of_ratios(self):
        self.assertAlmostEqual(float(collected()["history"][0]["all"]), (100 / 80 * 1 * 60 / 50) ** (1 / 3), places=3)

    def test_no_float_is_a_json_number(self):
        def floats(value):
            if isinstance(value, float):
                return [value]
            parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            return [f for part in parts for f in floats(part)]
        self.assertEqual(floats(collected()), [])

    def test_held_cells_are_kept_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "kept.json").write_text(json.dumps(content()))
            loaded = collect.load(Path(folder))[0]
        self.assertEqual((len(loaded.table.cells), {k: len(t.cells) for k, t in loaded.levels.items()}), (len(CELLS), {"sse2": 2}))

    def test_a_foreign_file_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "other.json").write_text('{"schema": "other"}')
            self.assertRaises(ValueError, collect.load, Path(folder))


@unittest.skipUnless(shutil.which("chromium"), "needs chromium")
class Browsed(unittest.TestCase):
    def test_the_answer_is_the_geometric_mean(self):
        page = browse("peer=numpy")
        self.assertNotIn("<title>error", page)
        self.assertEqual(text_of(page, "answer"), "9.7 × faster")  # (4 * 9 * 25) ** (1 / 3)
        self.assertIn("3 cells, from 4.0 × to 25 ×; ahead in 3", text_of(page, "answer-note"))

    def test_a_slower_cell_is_said_to_be_slower(self):
        self.assertEqual(text_of(browse("peer=eigen&workload=W1"), "answer"), "takes 2.0 × as long")

    def test_an_instruction_set_that_is_held_has_peers_of_its_own(self):
        page = browse("peer=eigen&simd=sse2")
        self.assertEqual(text_of(page, "answer"), "1.20 × faster")
        self.assertIn('<td class="cell"', page)
        self.assertIn(">0.83</td>", page)  # beside the best peer: the limit is not held to it

    def test_what_was_not_measured_is_said(self):
        self.assertEqual(text_of(browse("peer=eigen&workload=W2"), "answer"), "not measured")

    def test_text_of_the_data_stays_text(self):
        page = browse("peer=numpy")
        self.assertIn(html.escape(TITLE), page)
        self.assertNotIn("<b>title</b>", re.sub(r"<script.*?</script>", "", page, flags=re.S))

    def test_the_table_shows_the_multiple_of_the_limit(self):
        cells = re.findall(r'<td class="cell"[^>]*>([^<]*)</td>', browse("peer=limit"))
        self.assertEqual(cells[:2], ["1.25", "1.00"])

    def test_the_page_asks_nothing_of_a_network(self):
        self.assertEqual(re.findall(r'(?:src|href)="[^"#]', dashboard.page(collected(), NO_CHARTS)), [])


if __name__ == "__main__":
    unittest.main()
