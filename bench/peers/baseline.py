"""A comparison as a file: artifacts/baselines/<commit>.json, schema bench/baseline.schema.json.

No float is a JSON number: times, shares and check sums are decimal strings (times with six digits, check sums with as
many as bring the same double back), so that no reader rounds them on the way. Times are ns an evaluation.
"""

import datetime
import json
import math
from pathlib import Path

from cells import Cell
from workloads import WORKLOADS

SCHEMA = "fnp-baseline/1"
LARGEST = 640_000  # bytes


def decimal(value: float, digits: int | None = None) -> str:
    if digits is None or not math.isfinite(value):
        return repr(float(value))
    return f"{value:.{digits}g}"


def row(cell: Cell) -> dict:
    title = WORKLOADS[cell.workload].title if cell.workload in WORKLOADS else cell.workload
    return {
        "workload": cell.workload,
        "title": title,
        "size": cell.size,
        "n": cell.n,
        "dtype": cell.dtype,
        "threads": cell.threads,
        "unit": "ns",
        "program": cell.program,
        "flags": cell.flags,
        "p50": decimal(cell.p50, 6),
        "p95": decimal(cell.p95, 6),
        "p99": decimal(cell.p99, 6),
        "min": decimal(cell.least, 6),
        "samples": cell.samples,
        "check": decimal(cell.check),
        "foreign": decimal(cell.foreign, 2),
    } | ({"simd": cell.simd} if cell.simd else {})


def cell_of(entry: dict) -> Cell:
    return Cell(
        entry["workload"],
        entry["size"],
        entry["dtype"],
        entry["program"],
        entry["threads"],
        entry["flags"],
        entry["n"],
        float(entry["p50"]),
        float(entry["p95"]),
        float(entry["p99"]),
        float(entry["min"]),
        entry["samples"],
        float(entry["check"]),
        float(entry["foreign"]),
        entry.get("simd", ""),
    )


def assemble(
    cells: list[Cell], *, commit: str, machine: dict, build: dict, compile_time: list[dict], extra: dict
) -> dict:
    return {
        "schema": SCHEMA,
        "commit": commit,
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "machine": machine,
        "build": build,
        "cells": [row(c) for c in cells],
        "compile_time": compile_time,
        "extra": extra,
    }


def text(baseline: dict) -> str:
    """One cell a line: small, and two baselines can be compared by eye."""
    head = {key: value for key, value in baseline.items() if key != "cells"}
    lines = [json.dumps(head, separators=(",", ":"), ensure_ascii=False)[:-1] + ',"cells":[']
    rows = [json.dumps(r, separators=(",", ":"), ensure_ascii=False) for r in baseline["cells"]]
    return "\n".join(lines) + "\n" + ",\n".join(rows) + "\n]}\n"


def faults(baseline: dict, schema_file: Path) -> list[str]:
    """Where a baseline does not conform to the schema."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(json.loads(schema_file.read_text(encoding="utf-8")))
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(baseline)]


def write(baseline: dict, path: Path, schema_file: Path) -> None:
    wrong = faults(baseline, schema_file)
    if wrong:
        raise ValueError("the baseline does not conform to its schema: " + "; ".join(wrong[:3]))
    content = text(baseline)
    if len(content.encode()) > LARGEST:
        raise ValueError(
            f"the baseline has {len(content.encode())} bytes, at most {LARGEST} are kept under version control"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def compile_rows(program: str, figures: dict) -> list[dict]:
    """What bench/compile_time/compile_time.py --json wrote of a library, a row a translation unit."""
    units = {"wall": "wall_s", "cpu": "cpu_s", "mb": "memory_mb"}
    return [
        {"program": program, "what": what} | {units[key]: decimal(value, 4) for key, value in found.items()}
        for what, found in figures.items()
    ]


def parity(ledger: Path) -> dict:
    """How much of NumPy is there, as the parity ledger counts it."""
    rows = [r for r in json.loads(ledger.read_text(encoding="utf-8"))["rows"] if r["status"] != "not applicable"]
    return {"implemented": sum(r["status"] == "implemented" for r in rows), "total": len(rows)}
