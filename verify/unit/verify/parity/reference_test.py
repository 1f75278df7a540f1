"""How a page of ops is put together."""
import sys
import unittest

sys.path.insert(0, "verify/parity")
import op_examples
import reference

ZERO, ONE = {"text": "0.0", "hex": "0000000000000000"}, {"text": "1.0", "hex": "3ff0000000000000"}
NEGATE = {
    "name": "negative",
    "doc": "-x",
    "family": "elementwise",
    "arity": 1,
    "outputs": 1,
    "ulps": 0,
    "rejects_booleans": True,
    "integers_as_float64": False,
    "mixed_as_booleans": False,
    "shown": 0,
    "loops": [[["float64"], ["float64"]]],
    "example": [{"dtype": "float64", "values": ["1.0", "-2.5"]}],
    "special": [{"in": [ZERO], "out": [ZERO]}, {"in": [ONE], "error": "no_loop"}],
}


def binary(result):
    return {
        **NEGATE,
        "arity": 2,
        "loops": [[["float64", "float64"], [result]]],
        "special": [{"in": [x, y], "out": [y]} for x in (ZERO, ONE) for y in (ZERO, ONE)],
    }


class Headers(unittest.TestCase):
    def test_an_op_is_found_by_its_name_and_its_callables_by_its_struct(self):
        headers = {
            "include/fnp/ops/sums.hpp": 'struct add_reduce : reduction {\n  static constexpr std::string_view name = "add.reduce", doc = "sum";\n',
            "include/fnp/expr/calls.hpp": "inline constexpr simple_reducer<ops::add_reduce> sum{}, total{};\n"
            "inline constexpr reducer<typed::reduction_of<ops::add>> plus{};\n",
        }
        self.assertEqual(reference.structs(headers), {"add.reduce": ("add_reduce", "include/fnp/ops/sums.hpp")})
        self.assertEqual(reference.callables(headers), {"add_reduce": ["sum", "total"], "add": ["plus"]})


class Examples(unittest.TestCase):
    def test_a_snippet_declares_calls_and_prints(self):
        self.assertEqual(
            op_examples.snippet("negative", NEGATE),
            ["fnp::array<double> x{1, -2.5};", 'std::cout << fnp::eval(fnp::negative(x)) << "\\n";'],
        )

    def test_two_results_are_bound(self):
        self.assertIn(
            "auto const [first, second] = fnp::frexp(x);", op_examples.snippet("frexp", {**NEGATE, "outputs": 2})
        )

    def test_each_is_a_function_and_a_mark_parts_the_outputs(self):
        text = op_examples.program([["one;"], ["two;"]])
        self.assertIn("void example_1() {\n  two;\n}", text)
        self.assertEqual(text.count('"\\f"'), 2)


class Tables(unittest.TestCase):
    def test_loops_of_one_pattern_share_a_line(self):
        op = {
            "loops": [[["int8", "int8"], ["bool"]], [["int16", "int16"], ["bool"]], [["float64", "int32"], ["float64"]]]
        }
        self.assertEqual(
            reference.loop_lines(op), ["- of one dtype; result bool: int8, int16", "- (float64, int32) → float64"]
        )

    def test_one_operand_gives_a_row_a_value_and_errors_their_reason(self):
        self.assertEqual(
            reference.special_lines(NEGATE)[2:],
            ["| 0.0 | `0000000000000000` | 0.0 | `0000000000000000` |", "| 1.0 | `3ff0000000000000` | no_loop | `` |"],
        )

    def test_two_operands_give_a_matrix_and_floats_their_bits(self):
        lines = reference.special_lines(binary("float64"))
        self.assertEqual(
            lines[:4], ["| x \\ y | 0.0 | 1.0 |", "|---|---|---|", "| **0.0** | 0.0 | 1.0 |", "| **1.0** | 0.0 | 1.0 |"]
        )
        self.assertEqual(lines[6], "0000000000000000 3ff0000000000000")
        self.assertEqual(len(reference.special_lines(binary("bool"))), 4)


class Errors(unittest.TestCase):
    ROWS = [
        {"op": "negative", "dtype": "float32", "max_ulp": "0.9", "at": "0x1p+0", "inputs": "65536", "how": "all arguments"},
        {"op": "negative", "dtype": "float64", "max_ulp": "0.52", "at": "0x1p+1", "inputs": "2000", "how": "random arguments"},
    ]

    def test_a_measured_error_is_a_row_and_the_largest_stands_in_the_index(self):
        lines = reference.measured_lines(self.ROWS)
        self.assertIn("| float32 | 0.9 | 0x1p+0 | all arguments |", lines)
        self.assertIn("| float64 | 0.52 | 0x1p+1 | 2,000 random arguments |", lines)
        made = reference.pages([NEGATE], {"negative": "include/fnp/ops/signs.hpp"}, {}, {}, {"negative": self.ROWS})
        self.assertIn("| 0 | 0.9 | [signs]", made["README.md"])
        self.assertIn("| float32 | 0.9 |", made["signs.md"])

    def test_an_op_without_measurements_has_none(self):
        self.assertEqual(reference.measured_lines([]), [])


class Pages(unittest.TestCase):
    def test_an_op_without_a_public_name_says_so(self):
        made = reference.pages([NEGATE], {"negative": "include/fnp/ops/signs.hpp"}, {}, {})
        self.assertEqual(sorted(made), ["README.md", "signs.md"])
        self.assertIn("No public name", made["signs.md"])
        self.assertIn("(signs.md#negative)", made["README.md"])
        self.assertIn("Operands that are all bool have no loop.", made["signs.md"])

    def test_example_and_output_stand_on_the_page(self):
        made = reference.pages(
            [NEGATE],
            {"negative": "include/fnp/ops/signs.hpp"},
            {"negative": ("negative", ["negative", "minus"])},
            {"negative": "[-1. 2.5]"},
        )
        self.assertIn("`fnp::negative(x)`, also `fnp::minus`", made["signs.md"])
        self.assertIn("```\n[-1. 2.5]\n```", made["signs.md"])


if __name__ == "__main__":
    unittest.main()
