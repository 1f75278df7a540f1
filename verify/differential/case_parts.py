"""Parts of cases of one call: shapes, axes, numbers, and a case under construction to which inputs are added."""
import math

import numpy as np

import random_arrays as arrays

RULES = ("no", "equiv", "safe", "same_kind", "unsafe")
WHOLE = {"slice": [None, None, None]}


def number(v):
    return {"t": "bool", "v": v} if isinstance(v, bool) else {"t": "int", "v": str(v)} if isinstance(v, int) else {"t": "float", "v": v.hex()}


def tuple_of(values):
    return {"t": "tuple", "items": [number(v) for v in values]}


def shape_of(rand, least=0):
    """A small shape of any rank, empty axes included."""
    rank = max(least, rand.choice((0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6)))
    return [0 if rand.random() < 0.03 else rand.choice((1, 2, 2, 3, 3, 4, 5) if rank < 4 else (1, 2, 2, 3)) for _ in range(rank)]


def axis_of(rand, rank):
    """An axis, seldom one too far."""
    return rand.choice((-rank - 1, rank)) if rand.random() < 0.03 or not rank else rand.randrange(-rank, rank)


def axes_of(rand, rank):
    """None, an axis, several."""
    chance = rand.random()
    if chance < 0.15:
        return None
    if chance < 0.7 or rank < 2:
        return axis_of(rand, rank) if rank or rand.random() < 0.1 else None
    chosen = rand.sample(range(rank), rand.randrange(0, rank + 1))
    chosen = [a - rank if rand.random() < 0.4 else a for a in chosen]
    return chosen + chosen[:1] if rand.random() < 0.03 else chosen


def reduced(shape, axis, keepdims):
    """The shape after a reduction; None where it is refused."""
    rank = len(shape)
    chosen = range(rank) if axis is None else axis if isinstance(axis, list) else [axis]
    if any(not -rank <= a < rank for a in chosen):
        return None
    gone = {a % rank for a in chosen}
    return [1 if k in gone else n for k, n in enumerate(shape) if keepdims or k not in gone]


class Maker:
    """One case under construction: inputs are added by asking for them."""

    def __init__(self, make, case):
        self.make, self.case, self.rand = make, case, make.rand

    def input(self, shape, dtype=None, plain=None):
        plain = self.rand.random() < 0.6 if plain is None else plain
        return self.make.array(self.case, dtype or self.make.dtype(), list(shape), plain)

    def target(self, shape, dtype=None):
        """An array that is written: no two of its elements share memory."""
        if self.rand.random() < 0.6:
            return self.input(shape, dtype, plain=True)
        name = "abcdefgh"[len(self.case["inputs"])]
        self.case["inputs"][name] = arrays.strided(self.rand, dtype or self.make.dtype(), list(shape), self.case["buffers"], may_repeat=False)
        return name

    def shape(self, name):
        return self.case["inputs"][name]["shape"]

    def dtype(self, name):
        return self.case["inputs"][name]["dtype"]

    def indices(self, n, shape, dtype="<i8", wrong=0.04):
        """Integers within +-n, seldom beyond."""
        values = [self.rand.randrange(-n, n) if n else 0 for _ in range(math.prod(shape))]
        if values and self.rand.random() < wrong:
            values[0] = self.rand.choice((n, -n - 1))
        if dtype[1] == "u":
            values = [abs(v) for v in values]
        return self.make.given_elements(self.case, dtype, list(shape), np.array(values, dtype).reshape(shape))

    def chance(self, p):
        return self.rand.random() < p

    def choice(self, *of):
        return self.rand.choice(of)

    def maybe(self, attrs, name, p, value):
        if self.chance(p):
            attrs[name] = value()

    def broadcasting(self, shape):
        return arrays.related_shape(self.rand, shape)


def step(op, *args, **attrs):
    return {"op": op, "args": list(args), "attrs": attrs}
