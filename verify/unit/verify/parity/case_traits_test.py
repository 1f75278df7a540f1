"""What a passing case shows, and what it does not."""
import sys
import unittest

sys.path.insert(0, "verify/parity")
import case_traits

NAMES = {
    "numpy.add",
    "numpy.add.reduce",
    "numpy.asarray",
    "numpy.load",
    "numpy.finfo",
    "numpy.finfo.min",
    "numpy.ndarray.astype",
    "numpy.ndarray",
}
UFUNCS = {"add"}


def of(*steps, **case):
    return case_traits.traits({"program": list(steps), "oracle": {"status": "ok"}, **case}, NAMES, UFUNCS)


def index(*items, inputs=None, op="getitem", args=("a",)):
    inputs = {"a": {"dtype": "<f8", "shape": [3, 4]}, **(inputs or {})}
    found = of({"op": op, "args": list(args), "attrs": {"index": list(items)}}, inputs=inputs)
    return {one.removeprefix("feature:indexing.") for one in found if one.startswith("feature:indexing.")}


class Names(unittest.TestCase):
    def test_a_method_shows_itself_and_not_its_owner(self):
        self.assertIn("numpy.add.reduce", of({"op": "add.reduce"}))
        self.assertNotIn("numpy.add", of({"op": "add.reduce"}))
        self.assertNotIn("numpy.ndarray", of({"op": "ndarray.astype", "args": ["a"]}))

    def test_variants_show_the_function(self):
        self.assertIn("numpy.asarray", of({"op": "asarray.sequence"}))
        self.assertIn("numpy.load", of({"op": "load.npz"}))

    def test_operators_and_subscripts_are_methods_of_arrays(self):
        self.assertIn("numpy.ndarray.__iadd__", of({"op": "iadd"}))
        self.assertIn("numpy.ndarray.__setitem__", of({"op": "setitem", "args": ["a", "b"]}))

    def test_a_field_is_shown_by_the_case_that_asks_for_it(self):
        self.assertIn("numpy.finfo.min", of({"op": "finfo", "attrs": {"field": "min"}}))

    def test_an_expected_error_shows_the_error_and_who_refused(self):
        found = case_traits.traits(
            {
                "family": "errors",
                "program": [{"op": "add"}],
                "oracle": {"status": "error", "error": {"class": "IndexError", "reason": "index_out_of_range"}},
            },
            NAMES,
            UFUNCS,
        )
        self.assertEqual(
            found,
            {
                "error:IndexError",
                "error:index_out_of_range",
                "family:errors",
                "feature:indexing.out_of_bounds_error",
                "refused:numpy.add",
            },
        )


class Dtypes(unittest.TestCase):
    def test_of_inputs_and_results(self):
        found = of(inputs={"a": {"dtype": "<i2"}}, oracle={"status": "ok", "results": {"t": {"dtype": ">f8"}}})
        self.assertLessEqual(
            {"dtype:int16", "feature:dtype.int8-64", "dtype:float64", "feature:dtype.byteorder >/<"}, found
        )

    def test_structured_and_temporal(self):
        self.assertIn("feature:dtype.structured", case_traits.dtype_traits([["x", "<i4"]]))
        self.assertIn("feature:dtype.datetime64[unit]", case_traits.dtype_traits("<M8[D]"))


class Subscripts(unittest.TestCase):
    def test_basic(self):
        self.assertEqual(
            index(1, None, "...", {"slice": [None, None, -1]}),
            {"basic.integer", "basic.newaxis", "basic.ellipsis", "basic.slice", "basic.negative_step"},
        )

    def test_true_is_no_integer(self):
        self.assertEqual(index(True), {"advanced.bool_scalar"})

    def test_masks_of_the_whole_or_of_some_axes(self):
        self.assertEqual(
            index({"ref": "m"}, inputs={"m": {"dtype": "|b1", "shape": [3, 4]}}), {"advanced.boolean_mask"}
        )
        self.assertIn("advanced.boolean_partial", index({"ref": "m"}, inputs={"m": {"dtype": "|b1", "shape": [3]}}))

    def test_where_slices_stand_among_index_arrays(self):
        inputs = {"i": {"dtype": "<i8", "shape": [2]}, "j": {"dtype": "<i8", "shape": [2]}}
        whole = {"slice": [None, None, None]}
        self.assertIn("advanced.mixed_contiguous", index(whole, {"ref": "i"}, inputs=inputs))
        self.assertIn("advanced.mixed_separated_axes_first", index({"ref": "i"}, whole, {"ref": "j"}, inputs=inputs))

    def test_a_repeated_index_in_an_assignment(self):
        inputs = {"i": {"dtype": "<i8", "shape": [3], "values": [0, 2, 0]}, "v": {"dtype": "<f8", "shape": [3]}}
        self.assertIn(
            "assign.duplicate_indices_last_wins", index({"ref": "i"}, inputs=inputs, op="setitem", args=("a", "v"))
        )
        self.assertNotIn("assign.duplicate_indices_last_wins", index({"ref": "i"}, inputs=inputs))


class Keywords(unittest.TestCase):
    def test_of_a_ufunc(self):
        found = of({"op": "add", "args": ["a", "b"], "attrs": {"out": {"ref": "c"}, "casting": "no"}})
        self.assertLessEqual({"feature:ufunc.call.out", "feature:ufunc.call.casting"}, found)

    def test_of_a_reduction(self):
        found = of(
            {
                "op": "sum",
                "args": ["a"],
                "attrs": {"axis": [0, 1], "keepdims": False, "initial": {"t": "int", "v": "1"}},
            }
        )
        self.assertLessEqual({"feature:ufunc.reduce.axis_tuple", "feature:ufunc.reduce.initial"}, found)
        self.assertNotIn("feature:ufunc.reduce.keepdims", found)


if __name__ == "__main__":
    unittest.main()
