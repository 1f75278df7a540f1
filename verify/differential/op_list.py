"""The list of ops as the generator reads it: what `fnp info --ops` prints, and which operands have a loop."""
import functools
import json
import os
import pathlib
import subprocess

import numpy as np

FNP = pathlib.Path(os.environ.get("FNP_BIN", pathlib.Path(__file__).resolve().parents[2] / "build/release/bin")) / "fnp"
NO_UFUNC = {"where", "clip"}  # functions of Python in NumPy: no out=, where=, casting= of ufuncs for the first


class OpList:
    def __init__(self, text=None):
        if text is None:
            text = subprocess.run([FNP, "info", "--ops"], capture_output=True, text=True, check=True).stdout
        rows = json.loads(text)["ops"]
        # Without those that NumPy has no function for, as erf.
        self.rows = {row["name"]: row for row in rows if hasattr(np, row["name"].split(".")[0])}
        self.elementwise = self.family("elementwise")
        self.reductions = self.family("reduction")
        self.ufuncs = [row for row in self.elementwise if row["name"] not in NO_UFUNC]

    def family(self, name):
        return [row for row in self.rows.values() if row["family"] == name]

    @functools.lru_cache(maxsize=1 << 16)
    def loop(self, name, *dtypes):
        """The first loop that operands of these dtypes cast to safely, as (inputs, outputs); None without one."""
        for inputs, outputs in self.rows[name]["loops"]:
            if all(np.can_cast(d, i) for d, i in zip(dtypes, inputs)):
                return inputs, outputs
        return None
