"""Which lines a compiler's messages lead to, and how often it is asked."""
import re
import sys
import unittest

sys.path.insert(0, "verify/parity")
import probe

GCC = """In file included from /x/probe.cpp:4:
/inc/fnp/reduce.hpp: In instantiation of 'void take(A)':
/x/probe.cpp:17:31:   required from here
/inc/fnp/reduce.hpp:51:7: error: static assertion failed
/x/probe.cpp:19:25: error: 'take' is not a member of 'fnp'
"""


class Blamed(unittest.TestCase):
    def test_the_line_itself_and_the_line_that_asked_for_a_template(self):
        self.assertLessEqual({17, 19}, probe.blamed(GCC, "/x/probe.cpp"))

    def test_lines_of_other_files_are_nobodys(self):
        self.assertNotIn(51, probe.blamed(GCC, "/x/probe.cpp"))


class Existing(unittest.TestCase):
    def compiler(self, bad, blame=True):
        """Refuses the codes in `bad`, at most one a run unless it blames: an error may hide another."""

        def run(text):
            self.runs += 1
            lines = text.splitlines()
            wrong = [n for n, line in enumerate(lines, 1) if any(f"({code})" in line for code in bad)]
            return ("error" if wrong else ""), (set(wrong[:1]) if blame else set())

        self.runs = 0
        return run

    def test_what_is_blamed_is_taken_out_until_the_rest_compiles(self):
        self.assertEqual(probe.existing(["p", "q", "r"], "typed", self.compiler({"p", "r"})), {"q"})
        self.assertEqual(self.runs, 3)

    def test_errors_that_lead_nowhere_are_found_by_halves(self):
        self.assertEqual(
            probe.existing(["p", "q", "r", "s", "t"], "free", self.compiler({"r"}, blame=False)), {"p", "q", "s", "t"}
        )

    def test_nothing_exists_where_nothing_compiles(self):
        self.assertEqual(probe.existing(["p"], "free", self.compiler({"p"}, blame=False)), set())

    def test_a_name_exists_by_any_of_its_spellings(self):
        class Spelling:
            alternatives = {"typed": ["p", "q"], "lazy": ["p"]}

        found = probe.run({"numpy.x": Spelling}, self.compiler({"p"}), jobs=1)
        self.assertEqual(found, {"numpy.x": {"typed": True, "lazy": False}})

    def test_headers_that_do_not_compile_are_no_absence_of_names(self):
        class Spelling:
            alternatives = {"free": ["p"]}

        with self.assertRaisesRegex(RuntimeError, "headers do not compile .free."):
            probe.run({"numpy.x": Spelling}, lambda text: ("error", set()), jobs=1)

    def test_every_interface_has_all_operands(self):
        for interface in ("typed", "lazy", "dynamic"):
            names = re.findall(r"(\w)(?:,|$)", probe.PARAMETERS[interface])
            self.assertEqual(sorted(names), sorted("abnkmzi"), interface)


if __name__ == "__main__":
    unittest.main()
