"""Which header owns a name."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, "verify/parity")
import owners
from spellings import Spelling

TREE = {
    "include/fnp/ops/signs.hpp": "struct negative : inlined<1> {\n};\n",
    "include/fnp/expr/calls.hpp": "inline constexpr ops::call<ops::negative> negative{}, minus{};\n",
    "include/fnp/view.hpp": "FNP_EXPORT array_handle view_of(array_body const&);\ntemplate <array_class A> A squeeze(A const& a) {\n",
    "include/fnp/expr/operators.hpp": "// squeeze(a) is elsewhere\n  return squeeze(a);\n",
}


class Owner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in TREE.items():
            path = pathlib.Path(folder.name, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.owner = owners.Owners(pathlib.Path(folder.name))

    def of(self, code, present=True, family="indexing"):
        return self.owner({"family": family}, Spelling({"typed": [code]}), {"typed": present})

    def test_an_op_belongs_to_the_header_of_its_struct(self):
        self.assertEqual(self.of("fnp::negative(a)"), "include/fnp/ops/signs.hpp")

    def test_another_name_of_it_to_where_it_is_declared(self):
        self.assertEqual(self.of("fnp::minus(a)"), "include/fnp/expr/calls.hpp")

    def test_a_use_is_no_declaration(self):
        self.assertEqual(self.of("fnp::squeeze(a)"), "include/fnp/view.hpp")

    def test_subscripts_and_operators(self):
        self.assertEqual(self.of("a(fnp::whole, 0)"), "include/fnp/view.hpp")
        self.assertEqual(self.of("1.5 + a"), "include/fnp/expr/operators.hpp")

    def test_what_is_missing_belongs_to_its_family(self):
        self.assertEqual(self.of("fnp::take(a, i)", present=False), "include/fnp/indexing.hpp")
        self.assertEqual(self.of("fnp::fft::fft(a)", present=False, family="fft"), "include/fnp/fft.hpp")


if __name__ == "__main__":
    unittest.main()
