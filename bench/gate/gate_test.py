"""The gate fails when it must and not on noise: synthetic timings, then whole runs on programs that only print."""

import contextlib
import io
import math
import os
import random
import sys
import tempfile
import unittest
from pathlib import Path

import binaries
import gate
import paired

CELLS = [("W1", "S", "f64", k) for k in range(150)]  # as many as a real run has


def pair_ratio(draw: random.Random, slowdown: float, noise: float) -> float:
    """candidate / baseline of a pair: both share the minute's load; each has its own noise, now and then a stall."""

    def stall() -> float:
        return draw.uniform(1.2, 3) if draw.random() < 0.05 else 1

    load = draw.uniform(1, 2)
    candidate = load * slowdown * math.exp(draw.gauss(0, noise)) * stall()
    baseline = load * math.exp(draw.gauss(0, noise)) * stall()
    return candidate / baseline


def run_of(
    draw: random.Random, slow: dict[tuple, float], noise: float = 0.03, budget: float = 1.03
) -> list[paired.Finding]:
    """A whole run as the gate does it: screening, then fresh pairs of the suspects; the failures."""
    budgets = dict.fromkeys(CELLS, budget)

    def sample(cell: tuple, count: int) -> list[float]:
        return [pair_ratio(draw, slow.get(cell, 1), noise) for _ in range(count)]

    suspects = paired.suspects({cell: sample(cell, 5) for cell in CELLS}, budgets)
    pairs = paired.pairs_to_confirm(len(suspects))
    return [f for f in paired.verdict({cell: sample(cell, pairs) for cell in suspects}, budgets) if f.fails]


class Bound(unittest.TestCase):
    def test_covers_the_median_as_often_as_promised(self):
        draw, error, count = random.Random(1), 0.05, 4000
        wrong = sum(paired.lower_bound([draw.gauss(0, 1) for _ in range(12)], error) > 0 for _ in range(count))
        self.assertLessEqual(wrong / count, error)
        self.assertGreater(wrong, 0)  # it is no bound that could never be wrong

    def test_says_nothing_of_too_few_values(self):
        self.assertEqual(paired.lower_bound([1.0, 1.1], 0.01), -math.inf)
        self.assertEqual(paired.fewest_pairs(0.01), 7)
        self.assertEqual(paired.lower_bound([3.0, 2, 1, 4, 5, 6, 7], 0.01), 1.0)


class Verdict(unittest.TestCase):
    def test_noise_alone_does_not_fail(self):
        draw = random.Random(2)
        self.assertLessEqual(sum(bool(run_of(draw, {})) for _ in range(100)), 3)

    def test_strong_noise_alone_does_not_fail(self):
        draw = random.Random(3)
        self.assertLessEqual(sum(bool(run_of(draw, {}, noise=0.15)) for _ in range(40)), 2)

    def test_a_slowdown_beyond_the_budget_fails_and_is_named(self):
        draw, count = random.Random(4), 40  # stalls of the baseline hide one now and then
        named = sum(CELLS[17] in [f.cell for f in run_of(draw, {CELLS[17]: 1.15})] for _ in range(count))
        self.assertGreaterEqual(named, count - 2)

    def test_a_slowdown_within_the_budget_passes(self):
        draw = random.Random(5)
        failed = [run_of(draw, {CELLS[3]: 1.02}, budget=1.05) for _ in range(40)]
        self.assertLessEqual(sum(map(bool, failed)), 2)

    def test_every_cell_somewhat_slower_fails(self):
        draw = random.Random(6)
        self.assertGreater(len(run_of(draw, dict.fromkeys(CELLS, 1.12))), 30)

    def test_faster_is_never_a_failure(self):
        self.assertEqual(run_of(random.Random(7), dict.fromkeys(CELLS, 0.8)), [])


FAKE = """#!{python}
# Prints the cells of a program whose times are known.
import json, random, sys
words = dict(zip(sys.argv[1::2], sys.argv[2::2]))
asked = set(words.get("--w", "").split(",")) - {{""}}
for w, ns in {cells!r}.items():
    if not asked or w in asked:
        cell = dict(w=w, size="S", n=100, dtype="f64", threads=int(words["--threads"]))
        print(json.dumps(cell | dict(ns=ns * random.uniform(0.99, 1.01))))
sys.exit({status})
"""


class WholeRun(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, name: str, cells: dict[str, float], status: int = 0) -> Path:
        path = self.folder / name
        path.write_text(FAKE.format(python=sys.executable, cells=cells, status=status), encoding="utf-8")
        path.chmod(0o755)
        return path

    def run_gate(self, candidate: Path, against: Path | str, *more: str) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            cpu = str(min(os.sched_getaffinity(0)))
            code = gate.main(
                ["--candidate", str(candidate), "--against", str(against), "--cpus", cpu, "--pairs", "3", *more]
            )
        return code, output.getvalue()

    def test_the_same_speed_passes(self):
        cells = {"W1": 1000.0, "W8": 40.0}
        code, text = self.run_gate(self.program("new", cells), self.program("old", cells))
        self.assertEqual(code, 0, text)

    def test_a_slower_workload_fails(self):
        code, text = self.run_gate(
            self.program("new", {"W1": 1000.0, "W2": 1200.0}), self.program("old", {"W1": 1000.0, "W2": 1000.0})
        )
        self.assertEqual(code, 1, text)
        self.assertIn("FAIL W2", text)
        self.assertNotIn("FAIL W1", text)

    def test_a_slower_member_of_a_family_fails(self):
        code, text = self.run_gate(
            self.program("new", {"W13sin": 1300.0, "W13exp": 1000.0}),
            self.program("old", {"W13sin": 1000.0, "W13exp": 1000.0}),
        )
        self.assertEqual(code, 1, text)
        self.assertIn("FAIL W13sin", text)

    def test_another_result_is_noted(self):
        same = self.program("same", {"W1": 1000.0}).read_text(encoding="utf-8")
        other = self.folder / "other_sum"
        other.write_text(same.replace("ns=ns *", "check=2.5, ns=ns *"), encoding="utf-8")
        other.chmod(0o755)
        code, text = self.run_gate(other, self.folder / "same")
        self.assertEqual(code, 0, text)
        self.assertIn("note W1", text)

    def test_budgets_are_kept_by_workload(self):
        code, text = self.run_gate(self.program("new", {"W8": 1035.0}), self.program("old", {"W8": 1000.0}))
        self.assertEqual(code, 0, text)
        self.assertEqual(gate.budget_of("W13sin", {"": 3, "W1": 4, "W13": 7}), 1.07)

    def test_a_workload_that_is_gone_fails(self):
        code, text = self.run_gate(self.program("new", {"W1": 1.0}), self.program("old", {"W1": 1.0, "W3": 1.0}))
        self.assertEqual(code, 1, text)
        self.assertIn("W3", text)

    def test_what_cannot_be_compared_is_no_verdict(self):
        good = self.program("good", {"W1": 1.0})
        self.assertEqual(self.run_gate(self.folder / "absent", good)[0], 2)
        self.assertEqual(self.run_gate(good, self.program("broken", {"W1": 1.0}, status=3))[0], 2)
        self.assertEqual(self.run_gate(good, self.program("other", {}))[0], 2)
        self.assertEqual(self.run_gate(good, "no-such-commit")[0], 2)
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as stopped:
            gate.main(["--pears", "3"])
        self.assertEqual(stopped.exception.code, 2)

    def test_no_baseline_is_said(self):
        with self.assertRaises(binaries.Missing):
            binaries.last_baseline(self.folder)


if __name__ == "__main__":
    unittest.main()
