"""From printed cells to a baseline: quietest round, the limit that counts, check sums, a file that fits its schema."""

import copy
import json
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import accuracy
import baseline
import compare
import machine
import numpy as np
import programs
import tables
from cells import Table, at_level, quietest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "bench/baseline.schema.json"


def line(
    workload: str,
    peer: str,
    ns: float,
    check: float = 1.0,
    *,
    size: str = "S",
    dtype: str = "f64",
    threads: int = 1,
    n: int = 10000
) -> dict:
    return {
        "w": workload,
        "size": size,
        "n": n,
        "dtype": dtype,
        "peer": peer,
        "threads": threads,
        "flags": "x",
        "ns": ns,
        "p95": ns * 1.1,
        "p99": ns * 1.2,
        "min_ns": ns * 0.9,
        "max_ns": ns * 1.3,
        "samples": 9,
        "check": check,
        "foreign": 0.01,
    }


class Cells(unittest.TestCase):
    def test_the_quietest_round_stands_for_a_cell_as_a_whole(self):
        (cell,) = quietest([line("W1", "fnp", 200), line("W1", "fnp", 100), line("W1", "fnp", 150)])
        self.assertEqual((cell.p50, cell.p99), (100, 120))

    def test_sums_are_compared_with_the_limit_in_numpys_order(self):
        table = Table(
            quietest(
                [line("W6a", "limit", 10), line("W6aN", "limit", 20), line("W6aT", "limit", 12), line("W6a", "fnp", 22)]
            )
        )
        self.assertEqual(table.limit(("W6a", "S", "f64"), 1).p50, 20)
        self.assertEqual(table.limit(("W6aA", "S", "f64"), 1).p50, 12)
        self.assertIn("1.10", "\n".join(tables.headline(table)))

    def test_more_threads_may_use_what_one_thread_reached(self):
        table = Table(
            quietest([line("W1", "limit", 10), line("W1", "limit", 15, threads=2), line("W1", "fnp", 11, threads=2)])
        )
        self.assertEqual(table.limit(("W1", "S", "f64"), 2).p50, 10)

    def test_a_wrong_check_sum_is_found(self):
        good = Table(quietest([line("W1", "numpy", 9, 2.5), line("W1", "fnp", 3, 2.5 * (1 + 1e-12))]))
        bad = Table(quietest([line("W1", "numpy", 9, 2.5), line("W1", "fnp", 3, 2.5 * (1 + 1e-6))]))
        self.assertEqual((len(good.wrong()), len(bad.wrong())), (0, 1))

    def test_a_peer_with_a_wrong_result_is_not_ranked(self):
        table = Table(
            quietest([line("W6d", "numpy", 9, 2.5), line("W6d", "eigen", 1, 2.6), line("W6d", "numba", 4, 2.5)])
        )
        self.assertEqual(table.best_peer(("W6d", "S", "f64"), 1).program, "numba")

    def test_a_sum_in_numpys_order_must_have_its_bits(self):
        table = Table(
            quietest(
                [line("W6a", "numpy", 9, 2.5), line("W6a", "fnp", 3, 2.5 * (1 + 1e-15)), line("W6aN", "limit", 3, 2.5)]
            )
        )
        self.assertEqual(len(table.wrong()), 1)

    def test_sums_that_cancel_may_round_once_an_element(self):
        table = Table(
            quietest(
                [
                    line("W13sin", "numpy", 9, 0.036022, dtype="f32", n=10**6),
                    line("W13sin", "fnp", 3, 0.036014, dtype="f32", n=10**6),
                ]
            )
        )
        self.assertEqual(table.wrong(), [])


class Levels(unittest.TestCase):
    def setUp(self):
        held = {"simd": "avx2"}
        lines = [line("W1", "fnp", 10), line("W1", "fnp", 15) | held, line("W1", "eigen", 10) | held]
        self.cells = quietest(lines + [line("W1", "xtensor", 30) | held])

    def test_cells_of_a_level_stand_apart(self):
        self.assertEqual([c.p50 for c in at_level(self.cells, "")], [10])
        text = tables.level("avx2", Table(at_level(self.cells, "avx2")))
        self.assertIn("1 of 1 cells beyond 1.25", text[0])
        self.assertIn("eigen x", text[-2])

    def test_a_baseline_keeps_fnp_and_the_best_peer_of_a_level(self):
        held = Table(at_level(self.cells, "avx2"))
        kept = compare.kept(Table(at_level(self.cells, "")), {"avx2": held})
        self.assertEqual([(c.program, c.simd) for c in kept], [("fnp", ""), ("fnp", "avx2"), ("eigen", "avx2")])
        self.assertEqual([baseline.cell_of(baseline.row(c)).simd for c in kept], ["", "avx2", "avx2"])

    def test_every_level_has_programs_and_variables(self):
        self.assertEqual(set(programs.LEVELS), set(programs.LEVEL_VARIABLES))
        allowed = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]["cells"]["items"]["properties"]["simd"]
        self.assertEqual(set(programs.LEVELS), set(allowed["enum"]))


class Accurate(unittest.TestCase):
    def test_errors_are_counted_in_units_of_the_last_place(self):
        true = [Fraction(1), Fraction(3)]
        for dtype, numbers in accuracy.DTYPES.items():
            step = np.spacing(numbers(1))
            found = accuracy.measure(np.array([1 + 3 * step, 3], numbers), true, dtype)
            self.assertEqual((found.greatest, found.mean), (3, 1.5))
        self.assertEqual(accuracy.measure(np.array([np.nan, 3]), true, "f64").greatest, float("inf"))

    def test_the_bar_is_the_fastest_peer_that_is_accurate(self):
        cells = [
            line("W13sin", p, ns, size="M") for p, ns in (("fnp", 30), ("eigen", 10), ("numpy", 20), ("numba", 40))
        ]
        errors = {
            name: accuracy.Accuracy(ulp, 0)
            for name, ulp in (("fnp", 0.6), ("eigen", 3.0), ("numpy", 0.9), ("numba", 0.5))
        }
        text = accuracy.fastest_within(1, errors, Table(quietest(cells)), ("W13sin", "M", "f64"))
        self.assertIn("numpy", text)
        self.assertIn("1.50x", text)


class Baseline(unittest.TestCase):
    def setUp(self):
        self.cells = quietest(
            [
                line("W1", "fnp", 1362.4375, 26998.94008123456),
                line("W1", "limit", 1300.0),
                line("W8", "numpy", 527.25, size="n1", n=1),
            ]
        )
        compiled = baseline.compile_rows(
            "fnp", {"header": {"wall": 0.36, "cpu": 0.34, "mb": 125.0}, "per_expression": {"cpu": 0.0399}}
        )
        self.made = baseline.assemble(
            self.cells,
            commit="0" * 40,
            machine=machine.machine([0]),
            build=machine.build(ROOT, ROOT / "absent"),
            compile_time=compiled,
            extra={"parity": {"implemented": 1, "total": 2}, "proofs": {"mutants": 17000}},
        )

    def test_conforms_to_its_schema_and_comes_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "baselines/x.json"
            baseline.write(self.made, path, SCHEMA)
            read = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(read, self.made)
        self.assertEqual([baseline.cell_of(r).check for r in read["cells"]], [c.check for c in self.cells])

    def test_holds_no_float_as_a_number(self):
        def floats(value: object) -> list:
            if isinstance(value, dict):
                return [f for v in value.values() for f in floats(v)]
            if isinstance(value, list):
                return [f for v in value for f in floats(v)]
            return [value] if isinstance(value, float) else []

        self.assertEqual(floats(json.loads(baseline.text(self.made))), [])

    def test_the_schema_refuses_what_is_wrong(self):
        for place, value in (
            (("cells", 0, "p50"), 1.5),
            (("cells", 0, "check"), "about 3"),
            (("commit",), "abc"),
            (("machine", "cores"), "4"),
            (("extra", "news"), {}),
            (("cells", 0, "unit"), "us"),
            (("schema",), "fnp-baseline/2"),
        ):
            broken = copy.deepcopy(self.made)
            where = broken
            for key in place[:-1]:
                where = where[key]
            where[place[-1]] = value
            self.assertNotEqual(baseline.faults(broken, SCHEMA), [], place)
        self.assertEqual(baseline.faults(self.made, SCHEMA), [])

    def test_a_file_that_is_too_large_is_not_written(self):
        self.made["cells"] *= 2000
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(ValueError):
            baseline.write(self.made, Path(folder) / "x.json", SCHEMA)


if __name__ == "__main__":
    unittest.main()
