"""fnp tune: what it writes is what the planner reads; results keep their bits; foreign files are refused in words."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FNP = os.path.join(os.environ["FNP_BIN"], "fnp")
SAMPLE = pathlib.Path("verify/oracle/sample_cases.jsonl")


def fnp(*words, machine="none"):
    environment = {**os.environ, "FNP_MACHINE": str(machine)}
    return subprocess.run([FNP, *map(str, words)], capture_output=True, text=True, timeout=300, env=environment)


def expect(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def first_program(folder):
    """A case with an elementwise program, as a file."""
    for line in SAMPLE.read_text().splitlines()[1:]:
        case = json.loads(line)
        if case["id"].startswith("fusion") or any(step.get("op") == "add" for step in case.get("program", [])):
            path = folder / "program.json"
            path.write_text(line)
            return path
    sys.exit("failed: no program in the sample")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tuned = folder / "new" / "machine"
        done = fnp("tune", "--out", tuned)
        expect(done.returncode == 0, f"fnp tune: status {done.returncode}: {done.stderr}")
        expect(tuned.read_text().startswith("fnp.machine/1\n"), "the file begins with its schema")
        expect("worth a second thread" in done.stdout, "the figures are told")
        expect(str(tuned) in fnp("info", machine=tuned).stdout, "info says where the planner's times come from")

        foreign = folder / "foreign"
        foreign.write_text(tuned.read_text().replace("processor ", "processor another ", 1))
        expect("another processor" in fnp("info", machine=foreign).stdout, "a file of another processor is refused in words")

        program = first_program(folder)
        shown = fnp("explain", program, "--run", machine=tuned)
        expect(shown.returncode == 0 and "predicted" in shown.stdout and str(tuned) in shown.stdout, "explain --run says both sides")
        plain = fnp("explain", program).stdout
        expect("measured" not in plain, "without --run nothing is measured")

        texts = []
        for machine in ("none", tuned):
            report = folder / "report.json"
            done = fnp("verify", "run", "--cases", SAMPLE, "--report", report, machine=machine)
            expect(done.returncode == 0, f"sample with {machine}: status {done.returncode}")
            texts.append(report.read_text().split('"timing"')[0])
        expect(texts[0] == texts[1], "reports do not depend on the machine's times")

        refused = fnp("tune", "--out", folder / "new" / "machine" / "below")
        expect(refused.returncode == 3 and "fnp: cannot write" in refused.stderr, "a place that cannot be written ends with 3")


main()
