#!/usr/bin/env python3
"""Prints the tables of kernels/math/tanh_double.hpp: c by cell, tanh c and 1 - tanh^2 c.

Needs mpmath. c is a number near its cell's middle such that tanh c lies within 2^-11 units of the last place of a
float64.
"""

import math
import struct

import mpmath

CELLS, OFFSET, DIRECT = 32, 1.375, 0.375
SHIFT = 52 - 3


def bits(x: float) -> int:
    return struct.unpack("<q", struct.pack("<d", x))[0]


def number(b: int) -> float:
    return struct.unpack("<d", struct.pack("<q", b))[0]


def centre(low: float, high: float) -> tuple[float, float]:
    """Tries the float64 next to tanh of the middle, then the ones beside it."""
    below = above = min(float(mpmath.tanh((low + high) / 2)), math.nextafter(1, 0))
    while True:
        for h in (below, above):
            c = float(mpmath.atanh(mpmath.mpf(h)))
            if low < c < high and abs(mpmath.tanh(mpmath.mpf(c)) - h) < math.ulp(h) / 2048:
                return c, h
        below, above = math.nextafter(below, 0), min(math.nextafter(above, 1), math.nextafter(1, 0))


def main() -> None:
    mpmath.mp.prec = 200
    first = bits(OFFSET) >> SHIFT
    rows = [(0.0, 0.0, 1.0)] * CELLS
    for i in range(first, first + CELLS):
        low, high = number(i << SHIFT) - OFFSET, number((i + 1) << SHIFT) - OFFSET
        if low >= DIRECT:
            c, h = centre(low, high)
            rows[i % CELLS] = (c, h, float(1 - mpmath.tanh(mpmath.mpf(c)) ** 2))
    for name, column in zip(("centre", "head", "slope"), zip(*rows, strict=True), strict=True):
        print(f"alignas(64) inline constexpr double tanh_of_{name}[{CELLS}] = {{")
        for i in range(0, CELLS, 4):
            print("    " + ", ".join(x.hex() for x in column[i : i + 4]) + ("," if i + 4 < CELLS else "};"))


if __name__ == "__main__":
    main()
