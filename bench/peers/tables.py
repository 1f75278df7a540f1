"""A comparison as Markdown: fnp against the limit and the best peer first, then every cell of every program."""

import math
from collections.abc import Iterable

from cells import Cell, Table
from workloads import WORKLOADS, gigabytes_a_second, order

UNITS = {"element": ("ns/element", 0), "evaluation": ("ns", 1), "call": ("ms", 1e6)}


def figure(cell: Cell | None) -> str:
    """The cell's median in the unit that its workload is shown in."""
    if cell is None:
        return ""
    _, divisor = UNITS[WORKLOADS[cell.workload].per] if cell.workload in WORKLOADS else UNITS["element"]
    value = cell.p50 / (divisor or cell.n)
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def ratio(a: Cell | None, b: Cell | None) -> str:
    return f"{a.p50 / b.p50:.2f}" if a and b else ""


def markdown(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(row) + " |" for row in rows)]


def label(cell: Cell | None, threads: int) -> str:
    if cell is None:
        return ""
    return cell.program + (" 1t" if cell.threads < threads else "")


def headline(table: Table) -> list[str]:
    """fnp's cells: the limit's time, the ratio to it, to the best peer, and to NumPy."""
    rows = []
    for cell in sorted((c for c in table.cells if c.program == "fnp"), key=lambda c: (*order(c.place), c.threads)):
        limit, best, numpy = (
            table.limit(cell.place, cell.threads),
            table.best_peer(cell.place, cell.threads),
            table.of("numpy", cell.place, cell.threads),
        )
        bar = f"{figure(limit)}" + (f" ({limit.workload})" if limit and limit.workload != cell.workload else "")
        rows.append(
            [
                cell.workload,
                WORKLOADS[cell.workload].title,
                f"{cell.size} {cell.dtype} {cell.threads}t",
                figure(cell),
                bar,
                ratio(cell, limit),
                f"{label(best, cell.threads)} {figure(best)}".strip(),
                ratio(cell, best),
                ratio(numpy, cell),
            ]
        )
    return markdown(
        ["workload", "", "cell", "fnp", "limit", "fnp / limit", "best peer", "fnp / best peer", "NumPy / fnp"], rows
    )


def matrix(table: Table, workload: str) -> list[str]:
    """Every program's figure in every cell of a workload, with its multiple of the limit."""
    cells = [c for c in table.cells if c.workload == workload]
    columns = sorted({(c.size, c.dtype, c.threads) for c in cells}, key=lambda k: order((workload, *k)))
    programs = sorted({(c.program, c.flags) for c in cells}, key=lambda p: (p[0] != "limit", p[0] != "fnp", p))
    rows = []
    for program, flags in programs:
        row = [f"{program} {flags}"]
        for size, dtype, threads in columns:
            found = next(
                (
                    c
                    for c in cells
                    if (c.program, c.flags, c.size, c.dtype, c.threads) == (program, flags, size, dtype, threads)
                ),
                None,
            )
            limit = table.of("limit", (workload, size, dtype), threads)
            bandwidth = (
                gigabytes_a_second(workload, dtype, found.n, found.p50)
                if found and program == "limit" and size == "L"
                else None
            )
            note = (
                f" ({found.p50 / limit.p50:.2f}x)"
                if found and limit and program != "limit"
                else f" {bandwidth:.0f} GB/s" if bandwidth else ""
            )
            row.append(figure(found) + note)
        rows.append(row)
    unit = UNITS[WORKLOADS[workload].per][0] if workload in WORKLOADS else ""
    return (
        [f"### {workload}: {WORKLOADS[workload].title if workload in WORKLOADS else ''}, {unit}", ""]
        + markdown(["program", *(f"{size} {dtype} {threads}t" for size, dtype, threads in columns)], rows)
        + [""]
    )


def geometric_mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values)) if values else math.nan


def summary(table: Table) -> list[str]:
    """The bars of the whole, one line each."""
    ours = [c for c in table.cells if c.program == "fnp"]
    lines = []
    numpy = [n.p50 / c.p50 for c in ours if c.threads == 1 and (n := table.of("numpy", c.place, 1))]
    if numpy:
        lines.append(
            f"- NumPy's time over fnp's, one thread: geometric mean {geometric_mean(numpy):.2f} of {len(numpy)} cells, "
            f"{sum(r < 1 for r in numpy)} below 1"
        )
    limit = [c.p50 / b.p50 for c in ours if c.threads == 1 and (b := table.limit(c.place, 1))]
    if limit:
        lines.append(
            f"- fnp's time over the limit's, one thread: geometric mean {geometric_mean(limit):.2f} "
            f"of {len(limit)} cells, "
            f"{sum(r <= 1.1 for r in limit)} at most 1.10"
        )
    second = [c.p50 / o.p50 for c in ours if c.threads == 2 and (o := table.exactly("fnp", c.place, 1))]
    if second:
        lines.append(
            f"- two threads over one: {sum(r > 1.03 for r in second)} of {len(second)} cells more than 3 % slower"
        )
    return lines


def level(simd: str, table: Table) -> list[str]:
    """fnp held to an instruction set beside peers that are held to it too."""
    rows, ratios = [], []
    for cell in sorted((c for c in table.cells if c.program == "fnp"), key=lambda c: order(c.place)):
        best = table.best_peer(cell.place, 1)
        if not best:
            continue
        ratios.append(cell.p50 / best.p50)
        place = f"{cell.size} {cell.dtype}"
        rows.append([cell.workload, place, figure(cell), f"{best.program} {best.flags}", figure(best), ratio(cell, best)])
    beyond = f"{sum(r > 1.25 for r in ratios)} of {len(ratios)} cells beyond 1.25, geometric mean {geometric_mean(ratios):.2f}"
    return [
        f"## {simd} forced: {beyond}",
        "",
        *markdown(["workload", "cell", "fnp", "best peer", "", "fnp / best peer"], rows),
        "",
    ]


def page(table: Table, failed: list[str], levels: dict[str, Table] | None = None) -> str:
    lines = [
        "## Summary",
        "",
        *summary(table),
        "",
        "## fnp against the limit and the best peer",
        "",
        *headline(table),
        "",
        "## All cells",
        "",
    ]
    for workload in sorted({c.workload for c in table.cells}, key=lambda w: order((w, "", "f64"))):
        lines += matrix(table, workload)
    for simd, held in (levels or {}).items():
        lines += level(simd, held)
    for title, texts in (
        ("Check sums that differ from NumPy's", [text for _, text in table.wrong()]),
        ("Cells that failed", failed),
    ):
        if texts:
            lines += [f"## {title}", "", *(f"- {text}" for text in texts), ""]
    return "\n".join(lines)
