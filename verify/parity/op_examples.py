"""The example of an op as C++: written from its facts, compiled, and run."""
import pathlib
import subprocess
import tempfile

import probe

CPP = {
    "bool": "bool",
    "int8": "std::int8_t",
    "int16": "std::int16_t",
    "int32": "std::int32_t",
    "int64": "std::int64_t",
    "uint8": "std::uint8_t",
    "uint16": "std::uint16_t",
    "uint32": "std::uint32_t",
    "uint64": "std::uint64_t",
    "float16": "fnp::half",
    "float32": "float",
    "float64": "double",
    "complex64": "fnp::complex64",
    "complex128": "fnp::complex128",
}
OPERANDS = "xyz"


def literal(dtype, text):
    return text.lower() if dtype == "bool" else text.removesuffix(".0") if dtype == "float64" else text


def declarations(op):
    """The operands of the example as C++; a matrix where the op is opaque."""
    lines = []
    for variable, operand in zip(OPERANDS, op["example"]):
        items = [literal(operand["dtype"], text) for text in operand["values"]]
        rows = [f"{{{', '.join(items[:2])}}}", f"{{{', '.join(items[2:])}}}"] if op["family"] == "opaque" else items
        lines.append(f"fnp::array<{CPP[operand['dtype']]}> {variable}{{{', '.join(rows)}}};")
    return lines


def call(name, op):
    arguments = ", ".join(OPERANDS[: op["arity"]])
    return f"fnp::{name}({arguments})"


def snippet(name, op):
    """The example's lines."""
    if op["outputs"] == 2:
        return [
            *declarations(op),
            f"auto const [first, second] = {call(name, op)};",
            'std::cout << fnp::eval(first) << " " << fnp::eval(second) << "\\n";',
        ]
    return [*declarations(op), f'std::cout << fnp::eval({call(name, op)}) << "\\n";']


def program(snippets):
    """One function an example, so that each is compiled as it stands; a mark parts the outputs."""
    body = "".join(
        f"void example_{k}() {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"
        for k, lines in enumerate(snippets)
    )
    calls = "".join(f'  example_{k}();\n  std::cout << "\\f";\n' for k in range(len(snippets)))
    return f"#include <fnp/fnp.hpp>\n#include <iostream>\n{body}int main() {{\n{calls}}}\n"


def outputs(snippets, cxx, includes, lib):
    """What each example prints."""
    with tempfile.TemporaryDirectory() as folder:
        source, binary = pathlib.Path(folder, "examples.cpp"), pathlib.Path(folder, "examples")
        source.write_text(program(snippets), encoding="utf-8")
        subprocess.run(
            [
                cxx,
                "-std=c++20",
                "-O0",
                "-ffp-contract=off",
                str(source),
                "-o",
                str(binary),
                *[f"-I{d}" for d in includes],
                f"-L{lib}",
                "-lfnp",
                f"-Wl,-rpath,{lib}",
            ],
            check=True,
        )
        text = subprocess.run([binary], check=True, capture_output=True, text=True).stdout
    return [part.strip("\n") for part in text.split("\f")[:-1]]


def compiles(snippets, cxx, includes):
    """Which of the examples compile: one probe line each."""
    compiler = probe.Compiler(cxx, includes)
    lines = {" ".join(code): key for key, code in snippets.items()}
    source = "[] {{ {} }}"
    found = probe.existing([source.format(code) + ";" for code in lines], "free", compiler, ["iostream"])
    return {key for code, key in lines.items() if source.format(code) + ";" in found}
