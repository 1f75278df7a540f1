"""The rules of the ledger: status, evidence, floors."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, "verify/parity")
import ledger
import ledger_page
from spellings import Spelling

SURFACE = [
    {"name": "numpy.take", "family": "indexing", "tier": "T1", "kind": "function"},
    {"name": "numpy.abs", "family": "ufunc", "tier": "T1", "kind": "ufunc", "alias_of": "numpy.absolute"},
    {"name": "numpy.absolute", "family": "ufunc", "tier": "T1", "kind": "ufunc"},
    {"name": "numpy.core", "family": "ufunc", "tier": "NA", "kind": "module", "why": "deprecated"},
]


def rows(exists, found):
    spelled = {row["name"]: Spelling({"typed": [f"fnp::{row['name'][6:]}(a)"]}) for row in SURFACE}
    made = ledger.ledger_rows(SURFACE, spelled, exists, found, {"numpy.take"}, lambda *_: "include/fnp/view.hpp")
    return {row["name"]: row for row in made}


class Status(unittest.TestCase):
    def test_implemented_needs_every_interface_and_a_case(self):
        everywhere = {"typed": True, "dynamic": True}
        self.assertEqual(ledger.status(everywhere, {"x"}, set()), "implemented")
        self.assertEqual(ledger.status(everywhere, set(), set()), "partial")
        self.assertEqual(ledger.status({"typed": True, "dynamic": False}, {"x"}, set()), "partial")
        self.assertEqual(ledger.status({"typed": False}, {"x"}, set()), "partial")
        self.assertEqual(ledger.status({"typed": False}, set(), set()), "missing")

    def test_a_failing_case_outweighs_passing_ones(self):
        self.assertEqual(ledger.status({"typed": True}, {"x"}, {"y"}), "partial")

    def test_a_name_without_a_spelling_is_partial_at_most(self):
        self.assertEqual(ledger.status({}, {"x"}, set()), "partial")
        self.assertEqual(ledger.status({}, set(), set()), "missing")


class Rows(unittest.TestCase):
    def test_an_alias_and_its_original_share_their_cases(self):
        made = rows({"numpy.abs": {"typed": True}, "numpy.absolute": {"typed": True}}, {"numpy.abs": ({"c1"}, set())})
        self.assertEqual((made["numpy.absolute"]["status"], made["numpy.absolute"]["cases"]), ("implemented", ["c1"]))

    def test_what_a_name_still_needs(self):
        made = rows({"numpy.take": {"typed": False}}, {})
        self.assertEqual(made["numpy.take"]["needs"], ["typed: fnp::take(a)", "a passing case"])
        self.assertTrue(made["numpy.take"]["step"])

    def test_python_only_names_carry_their_reason(self):
        self.assertEqual(
            rows({}, {})["numpy.core"],
            {"name": "numpy.core", "family": "ufunc", "tier": "NA", "status": "not applicable", "why": "deprecated"},
        )

    def test_evidence_takes_passes_and_fails_and_nothing_else(self):
        cases = [{"id": i, "program": [{"op": "take"}], "oracle": {"status": "ok"}} for i in "abc"]
        found = ledger.evidence(cases, {"a": "pass", "b": "unsupported", "c": "fail"}, {"numpy.take"}, set())
        self.assertEqual(found["numpy.take"], ({"a"}, {"c"}))


class Floor(unittest.TestCase):
    def test_a_sunk_share_is_named(self):
        now = {"indexing": {"T1": {"implemented": 1, "begun": 2, "of": 3}}}
        self.assertEqual(ledger.sunk(now, now), [])
        self.assertEqual(
            ledger.sunk(now, {"indexing": {"T1": {"implemented": 2, "begun": 2, "of": 3}}}),
            ["indexing T1: 1 names implemented, the floor is 2"],
        )
        self.assertEqual(len(ledger.sunk({}, now)), 2)

    def test_a_refresh_raises_and_never_lowers(self):
        now = {"io": {"T2": {"implemented": 3, "begun": 4, "of": 9}}}
        floor = {"io": {"T2": {"implemented": 1, "begun": 5, "of": 9}}}
        self.assertEqual(ledger.raised(now, floor), {"io": {"T2": {"implemented": 3, "begun": 5, "of": 9}}})

    def test_python_only_names_have_no_share(self):
        made = rows({}, {})
        self.assertEqual(ledger.shares(made.values())["ufunc"], {"T1": {"implemented": 0, "begun": 0, "of": 2}})


class Files(unittest.TestCase):
    def test_the_ledger_is_json_with_one_row_a_line(self):
        text = ledger.as_lines("rows", [{"name": "a"}, {"name": "b"}], {"schema": "fnp.ledger/1"})
        self.assertEqual(json.loads(text), {"schema": "fnp.ledger/1", "rows": [{"name": "a"}, {"name": "b"}]})
        self.assertEqual(len(text.splitlines()), 4)

    def test_cases_are_found_by_their_header(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "verify/x").mkdir(parents=True)
            (root / "verify/x/cases.jsonl").write_text('{"schema":"fnp.cases/1"}\n')
            (root / "verify/x/other.jsonl").write_text('{"schema":"fnp.log/1"}\n')
            self.assertEqual([path.name for path in ledger.case_files(root)], ["cases.jsonl"])

    def test_the_page_counts_and_lists_what_is_open(self):
        made = list(
            rows(
                {"numpy.take": {"typed": False}, "numpy.abs": {"typed": True}, "numpy.absolute": {"typed": True}},
                {"numpy.abs": ({"c1"}, set())},
            ).values()
        )
        text = ledger_page.page({"numpy": "2"}, made, ledger.shares(made))
        self.assertIn("| T1 | 2 | 0 | 1 | 66.7 % |", text)
        self.assertIn("Missing (1):\n`take`", text)
        self.assertIn("- deprecated:\n  `core`", text)


if __name__ == "__main__":
    unittest.main()
