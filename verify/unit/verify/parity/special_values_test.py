"""When a special value counts as NumPy's."""
import sys
import unittest

sys.path.insert(0, "verify/parity")
import special_values

try:
    import numpy as np
except ImportError:
    np = None

ZERO, MINUS, ONE, NAN = (
    {"text": t, "hex": h}
    for t, h in (("0.0", "0" * 16), ("-0.0", "8" + "0" * 15), ("1.0", "3ff" + "0" * 13), ("nan", "nan"))
)


def op(name, cell, ulps=0):
    return {
        "name": name,
        "family": "elementwise",
        "ulps": ulps,
        "shown": 0,
        "loops": [[["float64"] * len(cell["in"]), ["float64"]]],
        "special": [cell],
    }


@unittest.skipIf(np is None, "no NumPy")
class Complaints(unittest.TestCase):
    def of(self, *words, **more):
        return list(special_values.complaints(np, op(*words, **more)))

    def test_equal_bits_and_any_nan_pass(self):
        self.assertEqual(self.of("positive", {"in": [MINUS], "out": [MINUS]}), [])
        self.assertEqual(self.of("sqrt", {"in": [NAN], "out": [NAN]}), [])

    def test_the_sign_of_zero_counts_but_in_ties(self):
        self.assertIn("positive(0.0)", self.of("positive", {"in": [ZERO], "out": [MINUS]})[0])
        self.assertEqual(self.of("maximum", {"in": [ZERO, MINUS], "out": [MINUS]}), [])

    def test_units_in_the_last_place_within_the_agreement_pass(self):
        near = {"in": [ONE], "out": [{"text": "1.0000000000000002", "hex": "3ff" + "0" * 12 + "1"}]}
        self.assertEqual(self.of("exp2", {**near, "in": [ZERO]}, ulps=1), [])
        self.assertEqual(len(self.of("exp2", {**near, "in": [ZERO]})), 1)

    def test_a_refusal_must_be_numpys_too(self):
        self.assertEqual(len(self.of("sqrt", {"in": [ONE], "error": "no_loop"})), 1)


if __name__ == "__main__":
    unittest.main()
