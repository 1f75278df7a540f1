"""capture.py: answers are the public sample's, byte for byte over runs; old NumPy is refused; the core answers without NumPy."""
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
SAMPLE = HERE / "sample_cases.jsonl"
NOWHERE = "/nonexistent/python"


def expect(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def capture(out, *words, oracle=None, cases=SAMPLE):
    environment = {name: value for name, value in os.environ.items() if name != "FNP_ORACLE_PYTHON"}
    if oracle:
        environment["FNP_ORACLE_PYTHON"] = oracle
    return subprocess.run([sys.executable, HERE / "capture.py", cases, out, *words], capture_output=True, text=True, env=environment)


def lines(file):
    return [json.loads(line) for line in pathlib.Path(file).read_text().splitlines()]


def is_exact(case):
    return case.get("tolerance", {}).get("class", "bit") == "bit"


def old_python(folder):
    """An interpreter whose NumPy says that it is 1.24."""
    package = folder / "numpy"
    package.mkdir()
    (package / "__init__.py").write_text('__version__ = "1.24.2"\n')
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def check_numpy(folder):
    outs = [folder / "first.jsonl", folder / "second.jsonl"]
    for out in outs:
        done = capture(out, oracle=sys.executable)
        expect(done.returncode == 0, f"capture of the sample: {done.stderr}")
    expect(outs[0].read_bytes() == outs[1].read_bytes(), "two runs write the same bytes")
    header, *answered = lines(outs[0])
    expect(header["oracle"]["source"] == "FNP_ORACLE_PYTHON" and header["numpy"] == header["oracle"]["numpy"], "the header says who answered")
    for ours, theirs in zip(answered, lines(SAMPLE)[1:], strict=True):
        same = ours == theirs if is_exact(theirs) else ours["oracle"].keys() == theirs["oracle"].keys()
        expect(same, f"{theirs['id']}: captured {ours['oracle']}, the sample has {theirs['oracle']}")


def check_order(folder):
    done = capture(folder / "venv.jsonl", "--venv", sys.executable, "--system", NOWHERE)
    expect("answered by: virtual environment" in done.stdout, "the virtual environment comes before the system")
    done = capture(folder / "system.jsonl", "--venv", NOWHERE, "--system", sys.executable)
    expect("answered by: system" in done.stdout, "the system comes next")


def check_refusal(folder):
    old = old_python(folder)
    done = capture(folder / "old.jsonl", oracle=old)
    complaint = done.stderr.splitlines()
    expect(done.returncode == 2 and len(complaint) == 1 and "1.24.2" in complaint[0] and "2.3" in complaint[0], f"an old NumPy is refused in one line: {done.stderr}")
    done = capture(folder / "old.jsonl", "--venv", old, "--system", sys.executable)
    expect("answered by: system" in done.stdout and "1.24.2" in done.stderr, "an old NumPy is passed over, and said so")
    done = capture(folder / "old.jsonl", "--source", "forced", oracle=None)
    expect(done.returncode == 0, "the interpreter itself answers under a name")


def check_core(folder):
    out = folder / "core.jsonl"
    done = capture(out, "--venv", NOWHERE, "--system", NOWHERE)
    expect(done.returncode == 0 and "pure-Python core" in done.stdout, "the core answers when no NumPy is there")
    header, *answered = lines(out)
    expect("numpy" not in header and header["oracle"]["source"] == "pure-Python core", "the header does not claim NumPy")
    count = 0
    for ours, theirs in zip(answered, lines(SAMPLE)[1:], strict=True):
        if "oracle" in ours:
            count += 1
            theirs["oracle"].pop("warnings", None)
            expect(ours["oracle"] == theirs["oracle"], f"{theirs['id']}: the core answers {ours['oracle']}")
    expect(count >= 15, f"the core answers {count} cases of the sample")


if __name__ == "__main__":
    for check in (check_numpy, check_order, check_refusal, check_core):
        with tempfile.TemporaryDirectory() as folder:
            check(pathlib.Path(folder))
    print("capture answers as the sample, refuses old NumPy, and has a core without NumPy")
