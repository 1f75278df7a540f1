"""The cases of single names: complete, well-formed, and the file that is committed."""
import json
import math
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, "verify/parity")
import case_maker
import name_cases

SIZES = {"|b1": 1, "|u1": 1, "<i4": 4, "<i8": 8, "<f8": 8, "<c16": 16}


class Cases(unittest.TestCase):
    def test_inputs_hold_as_many_bytes_as_their_shape_says(self):
        for name, array in case_maker.INPUTS.items():
            if "buffer" in array:
                self.assertIn(array["buffer"], case_maker.BUFFERS)
                continue
            self.assertEqual(len(array["data"]["hex"]), 2 * SIZES[array["dtype"]] * math.prod(array["shape"]), name)

    def test_operands_become_references_typed_values_and_lists(self):
        self.assertEqual(
            [case_maker.value(one) for one in ("a", 3, 0.5, True, "<f8", "=C", (1,), ["a", "b"])],
            [
                "a",
                {"t": "int", "v": "3"},
                {"t": "float", "v": "0x1.0000000000000p-1"},
                {"t": "bool", "v": True},
                {"t": "dtype", "v": "<f8"},
                {"t": "str", "v": "C"},
                {"t": "tuple", "items": [{"t": "int", "v": "1"}]},
                ["a", "b"],
            ],
        )

    def test_a_case_carries_the_inputs_that_it_names_and_no_others(self):
        self.assertEqual(sorted(case_maker.case("where", ["a"], index=[{"ref": "m"}])["inputs"]), ["a", "m"])

    def test_every_ufunc_of_the_first_tier_and_its_methods_have_a_case(self):
        surface = json.loads(pathlib.Path("verify/parity/numpy_surface.json").read_text(encoding="utf-8"))["rows"]
        ops = {one["program"][0]["op"] for one in name_cases.of_ufuncs(surface)}
        ops |= {one["program"][0]["op"] for one in name_cases.of_objects()}
        missing = [
            row["name"]
            for row in surface
            if row["tier"] == "T1"
            and row["kind"] in ("ufunc", "ufunc-method")
            and "signature" not in row
            and row["name"][6:] not in ops
        ]
        self.assertEqual(missing, [])

    def test_the_committed_file_is_what_the_program_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "cases.jsonl")
            name_cases.main(path)
            written = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        committed = [
            json.loads(line)
            for line in pathlib.Path("verify/parity/name_cases.jsonl").read_text(encoding="utf-8").splitlines()[1:]
        ]
        self.assertTrue(all("oracle" in one for one in committed))
        self.assertEqual([{k: v for k, v in one.items() if k != "oracle"} for one in committed], written)


if __name__ == "__main__":
    unittest.main()
