"""The table of C++ spellings, and the rule that gives ufuncs theirs."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, "verify/parity")
import spellings

SURFACE = [
    {"name": "numpy.add", "kind": "ufunc", "tier": "T1", "nin": 2, "types": ["??->?", "ll->l", "dd->d"]},
    {"name": "numpy.gcd", "kind": "ufunc", "tier": "T1", "nin": 2, "types": ["bb->b", "ll->l"]},
    {"name": "numpy.sqrt", "kind": "ufunc", "tier": "T1", "nin": 1, "types": ["e->e", "d->d"]},
    {"name": "numpy.add.reduce", "kind": "ufunc-method", "tier": "T1"},
    {"name": "numpy.sqrt.at", "kind": "ufunc-method", "tier": "T2"},
    {"name": "numpy.take", "kind": "function", "tier": "T1"},
    {"name": "numpy.ndarray.take", "kind": "method", "tier": "T1"},
]


class Table(unittest.TestCase):
    def test_a_line_gives_its_alternatives_to_each_interface(self):
        row = spellings.parse("td numpy.put  fnp::put(a, i, b); ;; a.put(i, b); ~ numpy.place\n")["numpy.put"]
        self.assertEqual(
            row.alternatives,
            {"typed": ["fnp::put(a, i, b);", "a.put(i, b);"], "dynamic": ["fnp::put(a, i, b);", "a.put(i, b);"]},
        )
        self.assertEqual(row.proofs, ["numpy.place"])

    def test_interfaces_may_be_spelled_apart_but_not_twice(self):
        row = spellings.parse("t numpy.eye fnp::eye<double>(3)\nd numpy.eye fnp::eye(3)\n")["numpy.eye"]
        self.assertEqual(set(row.alternatives), {"typed", "dynamic"})
        with self.assertRaisesRegex(ValueError, "numpy.eye is spelled twice for typed"):
            spellings.parse("t numpy.eye fnp::eye<double>(3)\ntd numpy.eye fnp::eye(3)\n")

    def test_a_line_that_is_none_is_refused_with_its_number(self):
        with self.assertRaisesRegex(ValueError, "line 2"):
            spellings.parse("- numpy.pi fnp::pi\nnumpy.e fnp::e\n")

    def test_the_cases_of_the_function_that_a_method_calls_prove_the_method(self):
        row = spellings.parse("tld numpy.ndarray.take fnp::take(a, i)\n")["numpy.ndarray.take"]
        self.assertEqual(row.proofs, ["numpy.take"])

    def test_a_member_of_a_result_and_a_feature_are_not_proved_by_the_call_alone(self):
        self.assertEqual(spellings.parse("- numpy.finfo.eps fnp::finfo(d).eps\n")["numpy.finfo.eps"].proofs, [])
        self.assertEqual(
            spellings.parse("td numpy.broadcast.size fnp::broadcast(a, b).size()\n")["numpy.broadcast.size"].proofs, []
        )
        self.assertEqual(spellings.parse("t feature:x fnp::sum(a)\n")["feature:x"].proofs, [])


class Rule(unittest.TestCase):
    def test_a_ufunc_is_called_with_operands_of_its_best_loop(self):
        found = spellings.of_surface(SURFACE, "")
        self.assertEqual(found["numpy.add"].alternatives["lazy"], ["fnp::add(a, a)"])
        self.assertEqual(found["numpy.gcd"].alternatives["typed"], ["fnp::gcd(n, n)"])
        self.assertEqual(found["numpy.sqrt"].alternatives["dynamic"], ["fnp::sqrt(a)"])

    def test_operands_of_mixed_loops_keep_their_places(self):
        self.assertEqual(spellings.operands(["ei->e", "di->d"]), ["a", "k"])
        self.assertIsNone(spellings.operands(["O->O"]))

    def test_methods_follow_their_ufunc(self):
        found = spellings.of_surface(SURFACE, "")
        self.assertIn("fnp::add.reduce(a, fnp::axis(0))", found["numpy.add.reduce"].alternatives["lazy"])
        self.assertEqual(
            found["numpy.sqrt.at"].alternatives, {"typed": ["fnp::sqrt.at(a, i);"], "dynamic": ["fnp::sqrt.at(a, i);"]}
        )

    def test_a_row_of_the_table_wins_and_must_be_in_the_surface(self):
        self.assertEqual(
            spellings.of_surface(SURFACE, "t numpy.add fnp::plus(a, b)\n")["numpy.add"].alternatives,
            {"typed": ["fnp::plus(a, b)"]},
        )
        with self.assertRaisesRegex(ValueError, "not in the surface: numpy.tkae"):
            spellings.of_surface(SURFACE, "t numpy.tkae fnp::take(a, i)\n")

    def test_every_name_of_the_first_tier_is_spelled(self):
        rows = json.loads(pathlib.Path("verify/parity/numpy_surface.json").read_text(encoding="utf-8"))["rows"]
        found = spellings.load(rows)
        self.assertEqual([row["name"] for row in rows if row["tier"] == "T1" and row["name"] not in found], [])


if __name__ == "__main__":
    unittest.main()
