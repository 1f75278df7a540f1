"""Which C++ spellings exist: the compiler decides.

Every spelling is one line `using` its type in a function that has the operands as parameters; nothing is evaluated, so
no kernel is compiled. A line that an error message leads to does not exist. It is taken out and the rest compiled
again until nothing is left to complain about: an error can hide another of the same template.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import tempfile

TYPED = (
    "fnp::array<double>& a, fnp::array<double>& b, fnp::array<std::int64_t>& n, fnp::array<std::int32_t>& k, "
    "fnp::array<bool>& m, fnp::array<fnp::complex128>& z, fnp::array<std::int64_t>& i"
)
PARAMETERS = {
    "typed": TYPED,
    "lazy": "decltype(x + x) const& a, decltype(x * x) const& b, decltype(whole + whole) const& n, "
    "decltype(narrow + narrow) const& k, decltype(x < x) const& m, decltype(imaginary + imaginary) const& z, "
    "decltype(whole * whole) const& i",
    "dynamic": "fnp::ndarray& a, fnp::ndarray& b, fnp::ndarray& n, fnp::ndarray& k, fnp::ndarray& m, fnp::ndarray& z, "
    "fnp::ndarray& i",
    "free": "",
}
PREFACE = """#include <array>
#include <span>
#include <type_traits>
#include <fnp/fnp.hpp>
{includes}
extern fnp::array<double> x;
extern fnp::array<std::int64_t> whole;
extern fnp::array<std::int32_t> narrow;
extern fnp::array<fnp::complex128> imaginary;
template <class T> inline constexpr bool gives_value = !std::is_void_v<T>;
void probe({parameters}) {{
"""


def line_of(code):
    """One spelling as a line: a value unless it ends with a semicolon."""
    if code.endswith(";"):
        return f"  {{ [[maybe_unused]] std::add_pointer_t<decltype({code[:-1]})> exists{{}}; }}"
    return f"  {{ using type = decltype({code}); static_assert(gives_value<type>); }}"


def blamed(messages, source):
    """Numbers of the lines of `source` that the messages lead to. Warnings are off: all are parts of errors."""
    return {
        int(number) for number in re.findall(r"(?:^|\s)" + re.escape(str(source)) + r":(\d+):", messages, re.MULTILINE)
    }


def preface_of(interface, includes):
    return PREFACE.format(parameters=PARAMETERS[interface], includes="\n".join(f"#include <{i}>" for i in includes))


def require_preface(interface, compile_to_messages, includes):
    """Nothing exists: because the headers do not compile at all?"""
    messages, _ = compile_to_messages(preface_of(interface, includes) + "}\n")
    if messages:
        raise RuntimeError(f"the public headers do not compile ({interface}):\n{messages[:2000]}")


def existing(codes, interface, compile_to_messages, includes=()):
    """The spellings among `codes` that compile as operands of that interface."""
    codes = sorted(set(codes))
    preface = preface_of(interface, includes)
    first = preface.count("\n") + 1
    while codes:
        messages, lines = compile_to_messages(preface + "\n".join(line_of(code) for code in codes) + "\n}\n")
        if not messages:
            return set(codes)
        missing = {codes[n - first] for n in lines if first <= n < first + len(codes)}
        if not missing and len(codes) > 1:  # clang does not say what asked for a body that it compiles last
            half = len(codes) // 2
            return set().union(
                *(existing(part, interface, compile_to_messages, includes) for part in (codes[:half], codes[half:]))
            )
        codes = [code for code in codes if missing and code not in missing]
    return set()


class Compiler:
    """Runs the C++ compiler on a source text; errors only, every one of them."""

    def __init__(self, cxx, includes):
        self.command = [cxx, "-std=c++20", "-fsyntax-only", "-ffp-contract=off", "-w", *[f"-I{d}" for d in includes]]
        # A chain of templates that is cut short may lose the line that leads to it; clang stops after twenty errors.
        self.command += ["-ftemplate-backtrace-limit=0", *["-ferror-limit=0"] * ("clang" in pathlib.PurePath(cxx).name)]

    def __call__(self, text):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "probe.cpp")
            source.write_text(text, encoding="utf-8")
            run = subprocess.run(
                [*self.command, str(source)],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
            return (run.stderr if run.returncode else ""), blamed(run.stderr, source)


def run(spellings, compiler, headers=(), jobs=2):
    """{name: {interface: exists}} of every spelling; `headers`: public headers that fnp.hpp leaves out."""
    wanted = {}
    for spelling in spellings.values():
        for interface, codes in spelling.alternatives.items():
            wanted.setdefault(interface, set()).update(codes)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = dict(zip(wanted, pool.map(lambda i: existing(wanted[i], i, compiler, headers), wanted)))
    for interface in (i for i in wanted if not found[i]):
        require_preface(interface, compiler, headers)
    return {
        name: {i: any(code in found[i] for code in codes) for i, codes in spelling.alternatives.items()}
        for name, spelling in spellings.items()
    }
