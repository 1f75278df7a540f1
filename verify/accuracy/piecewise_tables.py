#!/usr/bin/env python3
"""Prints the tables of kernels/math/tanh_float.hpp and erf.hpp: y = head + d s(d) by sixteen cells of |x|.

Needs NumPy and SciPy. A coefficient is rounded to float32 and the lower ones are fitted again to what is left.
"""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.special

CELLS = 16


@dataclass(frozen=True)
class Plan:
    """offset, direct, bits: float_cells of kernels/math/piecewise_float.hpp; end: where the last cell is fitted to."""

    function: Callable
    offset: float
    direct: float
    bits: int
    end: float
    degree: int


PLANS = {
    "tanh": Plan(np.tanh, 0.625, 0.625, 2, 9.25, 5),
    "erf": Plan(scipy.special.erf, 1.375, 0.625, 3, 4.125, 4),
}


def minimax(powers: np.ndarray, values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Coefficients with the least greatest weighted error, by Lawson's iteration."""
    share = np.ones(len(values)) / len(values)
    for _ in range(200):
        w = np.sqrt(share) * weight
        found = np.linalg.lstsq(powers * w[:, None], values * w, rcond=None)[0]
        share = share * np.abs(powers @ found - values) * weight
        share /= share.sum()
    return found


def rounded_minimax(powers: np.ndarray, values: np.ndarray, weight: np.ndarray) -> tuple[list[float], float]:
    """The same in float32, and the greatest error."""
    found: list[float] = []
    for k in reversed(range(powers.shape[1])):
        found.insert(0, float(np.float32(minimax(powers[:, : k + 1], values, weight)[k])))
        values = values - found[0] * powers[:, k]
    return found, float(np.max(np.abs(values) * weight))


def centre(f: Callable, low: float, high: float) -> tuple[float, float]:
    """The number nearest to the middle whose f is within 2^-7 units of the last place of a float32, and f there."""
    middle, eighth = (low + high) / 2, (high - low) / 8
    first, last = (int(np.float32(middle + s * eighth).view(np.int32)) for s in (-1, 1))
    x = np.arange(first, last, max(1, (last - first) // 400_000)).astype(np.int32).view(np.float32)
    y = f(x.astype(np.float64))
    near = np.abs(y - y.astype(np.float32)) / np.spacing(y.astype(np.float32)) < 2**-7
    best = np.argmin(np.where(near, np.abs(x - middle), np.inf))
    return float(x[best]), float(np.float32(y[best]))


def cell(plan: Plan, low: float, high: float) -> tuple[list[float], float]:
    """centre, head and the coefficients of s, lowest first."""
    nodes = np.cos(np.pi * (np.arange(400) + 0.5) / 400) * 1.0005
    a = (low + high) / 2 + (high - low) / 2 * nodes
    a = a[a > 0]
    y = plan.function(a)
    middle, head = (0.0, 0.0) if low < plan.direct else centre(plan.function, low, high)
    d = a - middle
    s = y / a - 1 if low < plan.direct else (y - head) / d
    units = 2.0 ** (np.floor(np.log2(y)) - 23)
    found, error = rounded_minimax(np.stack([d**k for k in range(plan.degree + 1)], 1), s, np.abs(d) / units)
    return [middle, head, *found], error


def literal(x: float) -> str:
    return re.sub(r"\.?0*p", "p", x.hex(), count=1) + "f"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("function", choices=PLANS)
    name = parser.parse_args().function
    plan = PLANS[name]
    first = int(np.float32(plan.offset).view(np.int32)) >> (23 - plan.bits)
    numbers = (np.arange(first, first + CELLS + 1, dtype=np.int32) << (23 - plan.bits)).view(np.float32)
    edges = [float(x) - plan.offset for x in numbers[:-1]] + [plan.end]
    cells = [cell(plan, *ends) for ends in zip(edges[:-1], edges[1:], strict=True)]
    print(f"// greatest error of a cell: {max(error for _, error in cells):.3f} ULP")
    names = ["centre", "head", *(f"slope_{k}" for k in range(plan.degree + 1))]
    for k, column in enumerate(zip(*(numbers for numbers, _ in cells), strict=True)):
        row = [literal(column[(i - first) % CELLS]) for i in range(CELLS)]
        print(f"alignas(64) inline constexpr float {name}_{names[k]}[{CELLS}] = {{")
        for i in range(0, CELLS, 4):
            print("    " + ", ".join(row[i : i + 4]) + ("," if i + 4 < CELLS else "};"))


if __name__ == "__main__":
    main()
