"""Kept baselines conform to their schema, are named after their commit, stay small, and hold no float as a number."""

import json

import jsonschema
import tree

LARGEST = 640_000  # bytes
SCHEMA = tree.Path(__file__).resolve().parents[2] / "bench/baseline.schema.json"


def gate(root):
    """Fails on a baseline in artifacts/baselines that a reader could not trust."""
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    complaints, paths = [], sorted((root / "artifacts/baselines").glob("*"))
    for path in paths:
        name = path.relative_to(root).as_posix()
        if path.stat().st_size > LARGEST:
            complaints.append(f"{name}: {path.stat().st_size} bytes, at most {LARGEST}")
        try:
            baseline = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as fault:
            complaints.append(f"{name}: no JSON: {fault}")
            continue
        complaints += [
            f"{name}: {'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(baseline)
        ]
        commit = baseline.get("commit", "") if isinstance(baseline, dict) else ""
        if path.suffix != ".json" or not commit.startswith(path.stem):
            complaints.append(f"{name}: is not named after its commit {commit[:12]}")
        cells = baseline.get("cells", []) if isinstance(baseline, dict) else []
        places = [
            tuple(c.get(k) for k in ("workload", "size", "dtype", "program", "threads", "flags", "simd"))
            for c in cells
            if isinstance(c, dict)
        ]
        complaints += [f"{name}: twice: {place}" for place in {p for p in places if places.count(p) > 1}]
    return complaints, [f"{len(paths)} baselines"]


def made(**changes):
    cell = {
        "workload": "W1",
        "title": "t",
        "size": "S",
        "n": 10,
        "dtype": "f64",
        "threads": 1,
        "unit": "ns",
        "program": "fnp",
        "flags": "O2",
        "p50": "1.5",
        "p95": "1.6",
        "p99": "2",
        "min": "1.25",
        "samples": 9,
        "check": "-2.5e-07",
        "foreign": "0.01",
    }
    base = {
        "schema": "fnp-baseline/1",
        "commit": "ab" * 20,
        "date": "2026-01-31T12:00:00Z",
        "machine": {"cpu": "c", "cores": 4, "caches": [{"level": "1", "size": "48K"}], "governor": None, "kernel": "6"},
        "build": {"compiler": "g++", "flags": "-O2", "fnp": "0.1.0", "simd": "avx512", "changed": False},
        "cells": [cell],
        "compile_time": [],
        "extra": {},
    }
    return json.dumps(base | {key: value(base) for key, value in changes.items()})


GOOD = {"artifacts/baselines/abababababab.json": made()}
BAD = [
    ("no JSON", {"artifacts/baselines/abababababab.json": "{"}),
    (
        "is not of type 'string'",
        {"artifacts/baselines/abababababab.json": made(cells=lambda b: [b["cells"][0] | {"p50": 1.5}])},
    ),
    ("not named after its commit", {"artifacts/baselines/cdcdcdcdcdcd.json": made()}),
    ("at most 640000", {"artifacts/baselines/abababababab.json": made() + " " * LARGEST}),
    ("twice", {"artifacts/baselines/abababababab.json": made(cells=lambda b: b["cells"] * 2)}),
    ("was unexpected", {"artifacts/baselines/abababababab.json": made(extra=lambda b: {"news": {}})}),
]

if __name__ == "__main__":
    tree.main(gate, GOOD, BAD)
