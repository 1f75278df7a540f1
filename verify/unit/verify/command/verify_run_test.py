"""fnp verify run: the public sample passes, reports are reproducible, and bad input ends with the documented status."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FNP = os.path.join(os.environ["FNP_BIN"], "fnp")
SAMPLE = pathlib.Path("verify/oracle/sample_cases.jsonl")
LEAST_PASSES = 276  # of 279 cases of tier T1


def fnp(*words):
    return subprocess.run([FNP, *map(str, words)], capture_output=True, text=True, timeout=300)


def expect(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def check_sample(folder):
    tiers = {case["id"]: case.get("tier") for case in map(json.loads, SAMPLE.read_text().splitlines()[1:])}
    texts = []
    for threads in (1, 3):
        report = folder / f"report{threads}.json"
        done = fnp("verify", "run", "--cases", SAMPLE, "--report", report, "--threads", threads)
        expect(done.returncode == 0, f"sample with {threads} threads: status {done.returncode}: {done.stdout}{done.stderr}")
        texts.append(report.read_text())
    reports = [json.loads(text) for text in texts]
    expect(texts[0].split('"timing"')[0] == texts[1].split('"timing"')[0], "reports are equal but for timing")
    results = reports[0]["results"]
    passes = sum(r["status"] == "pass" and tiers[r["id"]] == "T1" for r in results)
    expect(passes >= LEAST_PASSES, f"{passes} cases of tier T1 pass, expected {LEAST_PASSES}")
    expect(not any(r["status"] == "fail" for r in results), "no case fails")
    expect(sum(r.get("isomorphic") == "not_fused" for r in results) == 0, "every program with several steps is fused")


def check_policy(folder):
    results = []
    for policy in ("strict", "hardened"):
        report = folder / f"{policy}.json"
        done = fnp("verify", "run", "--cases", SAMPLE, "--report", report, "--policy", policy)
        expect(done.returncode == 0, f"the sample under policy {policy}: status {done.returncode}")
        told = json.loads(report.read_text())
        expect(told["engine"]["policy"] == policy, f"the report names the policy {policy}")
        evidence = told["engine"].get("evidence", {})
        expect((evidence.get("temporaries", 0) > 0) == (policy == "strict"), f"strict reports temporaries, and {policy} does what it says")
        results.append(told["results"])
    expect(results[0] == results[1], "both policies give the same results on the sample")
    expect(fnp("verify", "run", "--cases", SAMPLE, "--report", folder / "r.json", "--policy", "lax").returncode == 2, "another policy is wrong usage")


def check_blind(folder):
    lines = SAMPLE.read_text().splitlines()[:40]
    blind = folder / "blind.jsonl"
    cases = [json.loads(line) for line in lines[1:]]
    for case in cases:
        del case["oracle"]
    blind.write_text("\n".join([lines[0], *map(json.dumps, cases)]) + "\n")
    done = fnp("verify", "run", "--cases", blind, "--report", folder / "blind.json")
    expect(done.returncode == 0, "blind cases are handled")
    results = json.loads((folder / "blind.json").read_text())["results"]
    expect(all("actual" in r for r in results if r["status"] == "blind") and any(r["status"] == "blind" for r in results), "blind cases bring their outcome")


def check_bad_input(folder):
    header = SAMPLE.read_text().splitlines()[0]
    report = folder / "bad.json"
    files = {
        "garbage": ("no json at all\n", 2),
        "empty": ("", 2),
        "version": ('{"schema": "fnp.cases/2", "count": 0}\n', 2),
        "line": (header + '\n{"id": "broken", "program": 3}\n{"id": \n', 1),
        "none": (header + "\n", 0),
    }
    for name, (text, status) in files.items():
        file = folder / f"{name}.jsonl"
        file.write_text(text)
        done = fnp("verify", "run", "--cases", file, "--report", report)
        expect(done.returncode == status, f"{name}: status {done.returncode}, expected {status}: {done.stderr}")
        expect(status != 2 or len(done.stderr.splitlines()) == 1, f"{name}: one line says why")
    (folder / "line.jsonl").write_text(files["line"][0])
    fnp("verify", "run", "--cases", folder / "line.jsonl", "--report", report)
    results = json.loads(report.read_text())["results"]
    expect([r["id"] for r in results] == ["broken", "line 3"], "malformed lines are named")
    expect(all(r["why"].startswith("malformed: ") for r in results), "malformed lines say so")
    expect(fnp("verify", "run", "--cases", folder / "missing.jsonl", "--report", report).returncode == 2, "a missing file is status 2")
    expect(fnp("verify", "run", "--cases", SAMPLE, "--report", folder / "no" / "such" / "report.json").returncode == 3, "an unwritable report is status 3")
    for words in ((), ("nonsense",), ("verify", "run"), ("verify", "run", "--cases", SAMPLE, "--report", report, "--mode", "odd"), ("explain", folder / "missing.json")):
        done = fnp(*words)
        expect(done.returncode == 2 and len(done.stderr.splitlines()) == 1, f"{words}: status {done.returncode}: {done.stderr}")


def check_explain(folder):
    program = folder / "program.json"
    program.write_text(json.dumps({
        "id": "p", "inputs": {"a": {"dtype": "<f8", "shape": [40, 30]}, "b": {"dtype": "<f4", "shape": [30]}},
        "program": [{"id": "t0", "op": "multiply", "args": ["a", "b"]}, {"id": "t1", "op": "sum", "args": ["t0"], "attrs": {"axis": 0}}], "results": ["t1"]}))
    for how in ("text", "json", "dot", "html"):
        done = fnp("explain", program, "--format", how)
        expect(done.returncode == 0 and done.stdout, f"explain {how}: {done.stderr}")
    done = fnp("prove", program)
    expect(done.returncode == 0, f"prove: {done.stdout}{done.stderr}")
    expect(fnp("explain", program, "--out", folder / "no" / "such" / "file").returncode == 3, "an unwritable page is status 3")
    expect("instruction sets" in fnp("info").stdout, "info names the instruction sets")


with tempfile.TemporaryDirectory() as name:
    for check in (check_sample, check_policy, check_blind, check_bad_input, check_explain):
        check(pathlib.Path(name))
