"""Every ufunc on every pair of dtypes, and beside every kind of Python number: result dtype or refusal as NumPy's.

The dtypes of numpy_tables.json are checked in the unit test of the list of ops; this goes through the dynamic interface.
"""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))

from engine_run import judge
from numpy_oracle import outcome_of
from op_list import OpList
from random_arrays import DTYPES

NUMBERS = [{"t": "int", "v": "1"}, {"t": "float", "v": "0x1.0p+0"}, {"t": "complex", "v": ["0x1.0p+0", "0x0.0p+0"]}, {"t": "bool", "v": True}]


def cases_of(row):
    """Arrays of one element, one: what is computed hardly matters, in which dtype does."""
    def case(name, dtypes, args):
        inputs = {letter: {"dtype": d, "shape": [1], "data": {"hex": np.ones(1, d).tobytes().hex()}} for letter, d in zip("abc", dtypes)}
        return {"id": f"{row['name']}/{name}", "inputs": inputs, "program": [{"id": "t0", "op": row["name"], "args": args}],
                "results": ["t0"] if row["outputs"] == 1 else ["t0.0", "t0.1"], "check": ["dtype", "shape"]}

    if row["arity"] == 1:
        return [case(d, [d], ["a"]) for d in DTYPES]
    pairs = [case(f"{d},{e}", [d, e], ["a", "b"]) for d in DTYPES for e in DTYPES]
    weak = [case(f"{d},{n['t']},{side}", [d], ["a", n] if side else [n, "a"]) for d in DTYPES for n in NUMBERS for side in (0, 1)]
    return pairs + weak


def main():
    cases = [case for row in OpList().ufuncs for case in cases_of(row)]
    for case in cases:
        case["oracle"] = outcome_of(case, readable=False)
    wrong = [v for v in judge(cases) if v["status"] != "pass"]
    for verdict in wrong[:20]:
        print(verdict)
    print(f"{len(cases)} combinations of ufuncs and dtypes, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
