"""The parity ledger: for every public name of NumPy, whether fnp has it and which cases prove it.

    ledger.py --bin DIR --cxx COMPILER --include DIR... (--check | --refresh)

A T1 name is implemented where its C++ spelling compiles in every interface that it has (typed, lazy, dynamic) and a
case that exercises it passes while none fails; partial with one of these; else missing. Names without a spelling can
be partial at most. --refresh writes artifacts/parity/ledger.json, docs/parity.md and the floor, which only rises;
--check fails if they are not what would be written, or if the share of a family's tier has sunk below the floor.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import case_traits
import ledger_page
import owners
import probe
import spellings

HERE = pathlib.Path(__file__).parent
SHOWN_CASES = 8
REFRESH = "run ./dev docs (or the command above with --refresh) and commit what it writes"


def status(exists, passing, failing):
    """exists: {interface: bool}, empty where no C++ name is known."""
    complete = bool(exists) and all(exists.values())
    if complete and passing and not failing:
        return "implemented"
    return "partial" if any(exists.values()) or passing else "missing"


def evidence(cases, outcomes, names, ufuncs):
    """{trait: (passing ids, failing ids)}; cases: parsed lines, outcomes: {id: status}."""
    found = {}
    for case in cases:
        outcome = outcomes.get(case["id"])
        if outcome in ("pass", "fail"):
            for trait in case_traits.traits(case, names, ufuncs):
                found.setdefault(trait, (set(), set()))[outcome == "fail"].add(case["id"])
    return found


def ledger_rows(surface, spelled, exists, found, steps, owner_of):
    """One row a name, in the surface's order by family, tier and name."""
    aliases = {}
    for row in surface:
        if "alias_of" in row:
            aliases.setdefault(row["alias_of"], []).append(row["name"])
    rows = []
    for row in sorted(surface, key=lambda r: (r["family"], r["tier"], r["name"])):
        name, spelling = row["name"], spelled.get(row["name"], spellings.Spelling())
        entry = {"name": name, "family": row["family"], "tier": row["tier"]}
        rows.append(entry)
        if row["tier"] == "NA":
            entry.update(status="not applicable", why=row["why"])
            continue
        proofs = [name, *spelling.proofs, *aliases.get(name, []), *([row["alias_of"]] if "alias_of" in row else [])]
        passing, failing = (set().union(*(found.get(p, (set(), set()))[k] for p in proofs)) for k in (0, 1))
        present = exists.get(name, {})
        if "spelling" in spelling.proofs and present and all(present.values()):
            passing.add("spelling")
        entry["status"] = status(present, passing, failing)
        if present:
            entry["cpp"] = {i: present[i] for i in spellings.INTERFACES if i in present}
        entry["step"] = name in steps
        entry["cases"] = sorted(passing)[:SHOWN_CASES]
        entry["passing"] = len(passing)
        if failing:
            entry["failing"] = sorted(failing)
        entry["owner"] = owner_of(row, spelling, present)
        entry["gate"] = "parity_share"
        if entry["status"] != "implemented":
            entry["needs"] = needs(spelling, present, passing, failing)
    return rows


def needs(spelling, present, passing, failing):
    """What is between a name and `implemented`."""
    wanted = [f"{i}: {spelling.alternatives[i][0]}" for i in spellings.INTERFACES if present.get(i) is False]
    wanted += [] if present else ["a C++ name (names.txt)"]
    wanted += [] if passing else ["a passing case"]
    return wanted + [f"{len(failing)} failing cases"] * bool(failing)


def shares(rows):
    """{family: {tier: {"implemented": n, "begun": n, "of": n}}}; begun: not missing."""
    found = {}
    for row in rows:
        if row["tier"] != "NA":
            share = found.setdefault(row["family"], {}).setdefault(row["tier"], {"implemented": 0, "begun": 0, "of": 0})
            share["implemented"] += row["status"] == "implemented"
            share["begun"] += row["status"] != "missing"
            share["of"] += 1
    return found


def sunk(now, floor):
    """Complaints about shares below the floor."""
    complaints = []
    for family, tiers in sorted(floor.items()):
        for tier, least in sorted(tiers.items()):
            for what in ("implemented", "begun"):
                have = now.get(family, {}).get(tier, {}).get(what, 0)
                if have < least[what]:
                    complaints.append(f"{family} {tier}: {have} names {what}, the floor is {least[what]}")
    return complaints


def raised(now, floor):
    """The floor after a refresh: never lower than it was."""
    return {
        family: {
            tier: {
                "implemented": max(share["implemented"], floor.get(family, {}).get(tier, share)["implemented"]),
                "begun": max(share["begun"], floor.get(family, {}).get(tier, share)["begun"]),
                "of": share["of"],
            }
            for tier, share in tiers.items()
        }
        for family, tiers in sorted(now.items())
    }


def as_lines(member, rows, header):
    """JSON with one row a line, so that a change is a short difference."""
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return json.dumps(header)[:-1] + f', "{member}": [\n{body}\n]}}\n'


def floor_text(floor):
    return (
        "{\n"
        + ",\n".join(
            f"{json.dumps(family)}: {json.dumps(tiers, sort_keys=True)}" for family, tiers in sorted(floor.items())
        )
        + "\n}\n"
    )


def case_files(root):
    """Every file of cases in verify/, by its header line."""
    for path in sorted((root / "verify").rglob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            first = lines.readline()
        if first.startswith("{") and json.loads(first).get("schema") == "fnp.cases/1":
            yield path


def run_cases(root, program):
    """([case], {id: status}) of all files."""
    cases, outcomes = [], {}
    for path in case_files(root):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder, "report.json")
            run = subprocess.run(
                [program, "verify", "run", "--cases", path, "--report", report],
                check=False,
                capture_output=True,
                text=True,
            )
            if run.returncode > 1:
                sys.exit(f"{path.relative_to(root)}: fnp verify run ends with {run.returncode}: {run.stderr.strip()}")
            results = json.loads(report.read_text(encoding="utf-8"))["results"]
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
        cases += lines
        outcomes.update({result["id"]: result["status"] for result in results})
    return cases, outcomes


def build(root, bin_folder, cxx, includes):
    """(surface header, ledger rows)."""
    surface = json.loads((HERE / "numpy_surface.json").read_text(encoding="utf-8"))
    rows = surface["rows"]
    spelled = spellings.load(rows)
    headers = [p.relative_to(root / "include").as_posix() for p in sorted((root / "include/fnp").glob("*.hpp"))]
    exists = probe.run(spelled, probe.Compiler(cxx, includes), headers)
    names = {row["name"] for row in rows}
    ufuncs = {row["name"][6:] for row in rows if row["kind"] == "ufunc"}
    found = evidence(*run_cases(root, bin_folder / "fnp"), names, ufuncs)
    steps = subprocess.run(
        [bin_folder / "op_facts", "steps"], input="\n".join(sorted(names)), check=True, capture_output=True, text=True
    )
    return surface["header"], ledger_rows(
        rows, spelled, exists, found, set(steps.stdout.splitlines()), owners.Owners(root)
    )


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--bin", type=pathlib.Path, required=True, help="where fnp and op_facts were built")
    options.add_argument("--cxx", default="g++")
    options.add_argument("--include", action="append", default=[], type=pathlib.Path)
    options.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."))
    what = options.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true")
    what.add_argument("--refresh", action="store_true")
    given = options.parse_args()
    root = given.root.resolve()
    header, rows = build(root, given.bin.resolve(), given.cxx, [path.resolve() for path in given.include])
    now = shares(rows)
    floor_file = HERE / "floor.json"
    floor = json.loads(floor_file.read_text(encoding="utf-8")) if floor_file.exists() else {}
    complaints = sunk(now, floor)
    texts = {
        root
        / "artifacts/parity/ledger.json": as_lines(
            "rows", rows, {"schema": "fnp.ledger/1", "numpy": header["numpy"], "total": len(rows)}
        ),
        root / "docs/parity.md": ledger_page.page(header, rows, now),
        floor_file: floor_text(raised(now, floor)),
    }
    if given.refresh and not complaints:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if given.check:
        complaints += [f"{path.relative_to(root).as_posix()} is not current: {REFRESH}" for path in stale]
    failing = sorted({one for row in rows for one in row.get("failing", [])})
    if failing:
        print(f"{len(failing)} cases fail: {', '.join(failing[:20])}")
    first = [row for row in rows if row["tier"] == "T1"]
    print(
        f"{len(rows)} names; T1: "
        + ", ".join(f"{sum(r['status'] == s for r in first)} {s}" for s in ("implemented", "partial", "missing"))
    )
    print("\n".join(complaints) or "no complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
