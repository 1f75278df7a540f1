"""Cases through `fnp verify run`: a batch goes out as a file and comes back as judgements, one a case."""
import json
import pathlib
import subprocess
import tempfile

from op_list import FNP


def line_of(value):
    return json.dumps(value, separators=(",", ":")) + "\n"


def judge(cases, threads=1, mode="both"):
    """The members of the report's `results`, in the order of the cases. Raises when the engine breaks the contract."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with open(folder / "cases.jsonl", "w", encoding="utf-8") as to:
            to.write(line_of({"schema": "fnp.cases/1", "count": len(cases)}))
            to.writelines(map(line_of, cases))
        command = [FNP, "verify", "run", "--cases", folder / "cases.jsonl", "--report", folder / "report.json", "--mode", mode, "--threads", str(threads)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"fnp verify run ended with {done.returncode}: {done.stderr.strip()[:500]}")
        return json.loads((folder / "report.json").read_text())["results"]


def complaint(judgement):
    """What went wrong, in a few words that stay the same while the case shrinks; empty for no failure."""
    if judgement["status"] != "fail":
        return ""
    diff = judgement.get("diff", {})
    return " ".join(filter(None, [diff.get("kind") or judgement.get("why", "?").split(":")[0], "" if diff.get("kind") == "values" else str(diff.get("expected", ""))[:60]]))
