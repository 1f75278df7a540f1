"""capture.py CASES OUT: runs cases (JSON lines) and writes them again with NumPy's outcomes as `oracle`.

Who answers, the first that can: the interpreter that FNP_ORACLE_PYTHON names, the virtual environment build/venv, the
system's python3, and without any NumPy the pure-Python core (plain_oracle.py), which leaves cases that it does not know
without `oracle`. NumPy before 2.3 has other promotion rules and is refused. The header's `oracle` says who answered.
"""
import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys

OLDEST = (2, 3)
VENV = pathlib.Path(__file__).resolve().parents[2] / "build/venv/bin/python"


def complain(text):
    print(f"capture: {text}", file=sys.stderr)


def numpy_of(python):
    """The interpreter's NumPy version; None without one."""
    try:
        asked = subprocess.run([python, "-c", "import numpy; print(numpy.__version__)"], capture_output=True, text=True, timeout=120)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def is_new_enough(version):
    return tuple(int(part) for part in version.split(".")[:2]) >= OLDEST


def why_not(python):
    """Why this interpreter is no oracle; empty when it is one."""
    version = numpy_of(python)
    if version is None:
        return f"{python} has no NumPy"
    if not is_new_enough(version):
        return f"{python} has NumPy {version}, which has other promotion rules: {OLDEST[0]}.{OLDEST[1]} or later is needed"
    return ""


def choose(environment, venv, system):
    """(source, interpreter); the interpreter is None for the core. Exits when FNP_ORACLE_PYTHON names no oracle."""
    if environment:
        refusal = why_not(environment)
        if refusal:
            complain(f"FNP_ORACLE_PYTHON: {refusal}")
            sys.exit(2)
        return "FNP_ORACLE_PYTHON", environment
    for source, python in (("virtual environment", venv), ("system", system)):
        refusal = why_not(python)
        if not refusal:
            return source, python
        complain(f"{source}: {refusal}; going on")
    return "pure-Python core", None


def line_of(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n"


def answer_with_numpy(source):
    """(what the header tells, the function that answers a case)."""
    import numpy

    import numpy_oracle

    if not is_new_enough(numpy.__version__):
        complain(f"{source}: {why_not(sys.executable)}")
        sys.exit(2)
    told = {"numpy": numpy.__version__, "machine": numpy_oracle.machine()}
    return told, numpy_oracle.outcome_of


def answer_with_core(_):
    import plain_oracle

    def outcome(case):
        try:
            return plain_oracle.outcome_of(case)
        except plain_oracle.Unsupported:
            return None

    return {}, outcome


def capture(cases, out, source, answer):
    """(cases, those without an answer)."""
    told, outcome_of = answer(source)
    done = silent = 0
    with open(cases, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as to:
        header = json.loads(next(lines))
        for gone in ("numpy", "machine"):
            header.pop(gone, None)
        oracle = {"source": source, "python": platform.python_version(), **{k: v for k, v in told.items() if k == "numpy"}}
        to.write(line_of({**header, **told, "oracle": oracle}))
        for line in lines:
            if not line.strip():
                continue
            case = json.loads(line)
            case.pop("oracle", None)
            outcome = outcome_of(case)
            if outcome is not None:
                case["oracle"] = outcome
            done, silent = done + 1, silent + (outcome is None)
            to.write(line_of(case))
    return done, silent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases")
    parser.add_argument("out")
    parser.add_argument("--source", help="answer in this interpreter, under this name; how the program calls itself")
    parser.add_argument("--venv", default=str(VENV), help="the virtual environment's interpreter")
    parser.add_argument("--system", default="python3", help="the system's interpreter")
    request = parser.parse_args()
    if request.source:
        source, answer = request.source, answer_with_numpy
    else:
        source, python = choose(os.environ.get("FNP_ORACLE_PYTHON"), request.venv, request.system)
        if python:
            sys.stdout.flush()
            sys.exit(subprocess.run([python, __file__, request.cases, request.out, "--source", source]).returncode)
        answer = answer_with_core
    done, silent = capture(request.cases, request.out, source, answer)
    print(f"{done} cases, {silent} unsupported; answered by: {source}")


if __name__ == "__main__":
    main()
