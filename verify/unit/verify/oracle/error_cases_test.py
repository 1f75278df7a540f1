"""Errors that only the command reaches: NumPy 2.4.6's class and reason for each case, and a damaged plan is refused.

The C++ interface's own are in verify/unit/include/errors_test.cpp.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FNP = os.path.join(os.environ["FNP_BIN"], "fnp")
CASES = pathlib.Path(__file__).parent / "error_cases.jsonl"
REASONS = {"mask_shape_mismatch", "index_shape_mismatch", "no_identity_where", "not_reorderable"}  # raised nowhere else


def fnp(*words):
    return subprocess.run([FNP, *map(str, words)], capture_output=True, text=True, timeout=300)


def expect(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def check_cases(folder):
    cases = [json.loads(line) for line in CASES.read_text().splitlines()[1:]]
    expect(all(c["oracle"]["status"] == "error" for c in cases), "every case is an error")
    expect(REASONS <= {c["oracle"]["error"]["reason"] for c in cases}, f"all of {sorted(REASONS)} are asked")
    done = fnp("verify", "run", "--cases", CASES, "--report", folder / "report.json")
    results = json.loads((folder / "report.json").read_text())["results"]
    expect([r["id"] for r in results if r["status"] != "pass"] == [], f"every case passes: {done.stdout}{results}")


def check_damaged_plan(folder):
    program, plan = folder / "program.json", folder / "plan.json"
    program.write_text(json.dumps({"id": "p", "inputs": {"a": {"dtype": "<f8", "shape": [4]}}, "program": [{"id": "t0", "op": "negative", "args": ["a"]}], "results": ["t0"]}))
    expect(fnp("explain", program, "--format", "json", "--out", plan).returncode == 0, "a plan is written")
    expect(fnp("explain", plan).returncode == 0, "a plan is read")
    value = json.loads(plan.read_text())
    value["graph"]["hash"] = value["graph"]["hash"][::-1]
    plan.write_text(json.dumps(value))
    done = fnp("explain", plan)
    expect(done.returncode == 2 and "OSError: the graph's text and its hash differ" in done.stderr, f"a damaged plan is refused: {done.returncode} {done.stderr}")


with tempfile.TemporaryDirectory() as name:
    check_cases(pathlib.Path(name))
    check_damaged_plan(pathlib.Path(name))
