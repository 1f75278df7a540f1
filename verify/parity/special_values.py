"""Compares what ops make of special values, as the reference pages show it, with NumPy.

    special_values.py --bin DIR

Bits must be equal up to the op's agreed distance; any NaN equals any NaN, and where two zeros tie for a minimum or a
maximum either may win, as between builds of NumPy itself.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import warnings

TIES = {"maximum", "minimum", "fmax", "fmin", "maximum.reduce", "minimum.reduce"}


def element(np, value, dtype):
    if value["hex"] == "nan":
        return np.asarray(np.nan, dtype)
    parts = [bytes.fromhex(part)[::-1] for part in value["hex"].split()]
    return np.frombuffer(b"".join(parts), dtype)[0]


def distance(np, x, y):
    """Units in the last place between two float64; 0 for equal bits and for two NaN, None where it has no meaning."""
    if x.tobytes() == y.tobytes() or (x.dtype.kind in "fc" and np.isnan(x) and np.isnan(y)):
        return 0
    return (
        abs(int(x.view("i8")) - int(y.view("i8")))
        if x.dtype == "f8" and np.isfinite(x) and np.isfinite(y) and x * y > 0
        else None
    )


def expected(np, op, cell, dtypes):
    """NumPy's results, or the exception that it raises."""
    name = op["name"].removesuffix(".reduce")
    operands = [
        np.asarray(element(np, v, d), d).reshape(1)
        for v, d in zip(cell["in"], dtypes * (2 if op["family"] == "reduction" else 1))
    ]
    try:
        if op["family"] == "reduction":
            both = np.concatenate(operands)
            result = getattr(np, name).reduce(both) if op["name"] != name else getattr(np, name)(both)
        else:
            result = getattr(np, name)(*operands)
    except (TypeError, ValueError) as error:
        return error
    return [np.asarray(r).reshape(-1)[0] for r in (result if isinstance(result, tuple) else (result,))]


def complaints(np, op):
    inputs, outputs = op["loops"][op["shown"]]
    for cell in op["special"]:
        want = expected(np, op, cell, inputs)
        given = ", ".join(v["text"] for v in cell["in"])
        if isinstance(want, Exception) or "error" in cell:
            if not (isinstance(want, Exception) and "error" in cell):
                yield f"{op['name']}({given}): NumPy {want}, fnp {cell.get('error') or cell['out']}"
            continue
        for numpy_value, shown, dtype in zip(want, cell["out"], outputs, strict=True):
            ours = element(np, shown, dtype)
            apart = distance(np, numpy_value, ours) if numpy_value.dtype == ours.dtype else None
            if not ((apart is not None and apart <= op["ulps"]) or (op["name"] in TIES and numpy_value == ours == 0)):
                yield f"{op['name']}({given}): NumPy {numpy_value}, fnp {shown['text']} ({apart} ULP)"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bin", type=pathlib.Path, required=True)
    given = options.parse_args()
    try:
        import numpy as np
    except ImportError:
        np = None
    if np is None or tuple(int(part) for part in np.__version__.split(".")[:2]) < (2, 3):
        print("no NumPy >= 2.3 to compare with")
        return
    warnings.simplefilter("ignore")
    ops = json.loads(subprocess.run([given.bin / "op_facts", "ops"], check=True, capture_output=True, text=True).stdout)
    ops = [op for op in ops if hasattr(np, op["name"].removesuffix(".reduce"))]  # NumPy has no erf
    wrong = [line for op in ops for line in complaints(np, op)]
    print(
        "\n".join(
            wrong
            + [
                f"{sum(len(op['special']) for op in ops)} values of {len(ops)} ops, "
                f"{len(wrong)} differ from NumPy {np.__version__}"
            ]
        )
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
