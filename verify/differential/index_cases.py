"""Cases of subscripts, assignments through them, and of the functions that look elements up."""
import math

import numpy as np

import random_arrays as arrays
from case_parts import RULES, WHOLE, axis_of, number, shape_of, step


def index_of(m, shape):
    rand, items, left, advanced = m.rand, [], list(shape), m.chance(0.5)
    together = rand.choice(([2], [3], [1], [2, 3], [], [0]))
    while left and not m.chance(0.12):
        n = left[0]
        chance = rand.random()
        if advanced and chance < 0.35:
            items.append({"ref": m.indices(n, together if m.chance(0.7) else [1] * len(together), m.choice("<i8", "<i8", "<i4", "|u1"))})
        elif advanced and chance < 0.45:
            depth = rand.randrange(1, len(left) + 1) if m.chance(0.3) else 1
            mask = left[:depth] if m.chance(0.95) else [n + 1]
            items.append({"ref": m.input(mask, "|b1")})
            left = left[depth - 1:]
        elif chance < 0.6:
            items.append(rand.randrange(-n, n) if n and m.chance(0.97) else n)
        elif chance < 0.95:
            bounds = [rand.choice((None, rand.randrange(-n - 2, n + 3))) for _ in range(2)]
            items.append({"slice": [*bounds, rand.choice((None, 1, 1, 2, 3, -1, -1, -2, 0 if m.chance(0.1) else 1))]})
        else:
            items.append(WHOLE)
        left = left[1:]
        if m.chance(0.08):
            items.append(None)
        if m.chance(0.03):
            items.append(m.chance(0.5))
    if m.chance(0.2):
        items.insert(rand.randrange(len(items) + 1), "...")
    if m.chance(0.02):
        items += [0] * 3
    return items or ["..."]


def indexing_get(m):
    a = m.input(shape_of(m.rand))
    index = index_of(m, m.shape(a))
    plain = not any(isinstance(item, dict) and "ref" in item for item in index)
    return step("getitem", a, index=index), {"check": ["dtype", "shape", "values", "strides", "base"]} if plain and m.chance(0.4) else {}


def indexing_set(m):
    a = m.target(shape_of(m.rand))
    index = index_of(m, m.shape(a))
    probe = np.empty(m.shape(a), "|b1")
    refs = {name: m.make.elements_of(m.case, name) for name in (item["ref"] for item in index if isinstance(item, dict) and "ref" in item)}
    items = tuple(refs[i["ref"]] if isinstance(i, dict) and "ref" in i else slice(*i["slice"]) if isinstance(i, dict) else Ellipsis if i == "..." else i for i in index)
    try:
        shape = list(probe[items if len(items) != 1 else items[0]].shape)
    except (IndexError, ValueError):
        shape = []
    value = arrays.weak_scalar(m.rand, "iif") if m.chance(0.3) else m.input(m.broadcasting(shape) if m.chance(0.95) else [7, 2])
    return step("setitem", a, value, index=index)


def indexing_functions(m):
    rand = m.rand
    op = m.choice("take", "take", "put", "putmask", "place", "choose", "compress", "extract", "nonzero", "argwhere", "flatnonzero", "take_along_axis", "put_along_axis", "diagonal",
                  "flat.getitem", "ndarray.take", "ndarray.put", "ndarray.choose", "ndarray.compress", "ndarray.nonzero", "ndarray.diagonal", "where", "unravel_index", "ravel_multi_index", "copyto")
    shape, attrs = shape_of(rand), {}
    rank, size = len(shape), math.prod(shape)
    mode = lambda: m.choice("raise", "wrap", "clip")
    if op.endswith("take"):
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = size if axis is None or not -rank <= axis < rank else shape[axis]
        a = m.input(shape)
        if axis is not None:
            attrs["axis"] = axis
        m.maybe(attrs, "mode", 0.4, mode)
        chosen = number(rand.randrange(-n, n)) if n and m.chance(0.2) else m.indices(n, m.choice([2], [3], [2, 2], [0], []), m.choice("<i8", "<i4", "|u1"), 0.15)
        return step(op, a, chosen, **attrs)
    if op.endswith("put"):
        m.maybe(attrs, "mode", 0.4, mode)
        return step(op, m.target(shape), m.indices(size, m.choice([2], [3], [0]), wrong=0.15), m.input([rand.choice((1, 2, 3))]) if m.chance(0.7) else arrays.weak_scalar(rand, "if"), **attrs)
    if op in ("putmask", "place"):
        return step(op, m.target(shape), m.input(shape, "|b1"), m.input([rand.choice((0, 1, 2, 5))]))
    if op.endswith("choose"):
        count = rand.choice((1, 2, 3))
        m.maybe(attrs, "mode", 0.4, mode)
        return step(op, m.indices(count, shape, wrong=0.2) if m.chance(0.9) else m.input(shape), [m.input(m.broadcasting(shape)) for _ in range(count)], **attrs)
    if op.endswith("compress") or op == "extract":
        if op == "extract":
            return step(op, m.input(shape, "|b1"), m.input(shape))
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = size if axis is None or not -rank <= axis < rank else shape[axis]
        if axis is not None:
            attrs["axis"] = axis
        mask, a = m.input([max(n + rand.choice((0, 0, 0, -1, 1)), 0)], "|b1"), m.input(shape)
        return step(op, *((a, mask) if op.startswith("nd") else (mask, a)), **attrs)
    if op.endswith("along_axis"):
        shape = shape_of(rand, 1)
        axis = axis_of(rand, len(shape))
        where = [rand.choice((1, 2, n)) if k == axis % len(shape) else n for k, n in enumerate(shape)]
        a, i = m.target(shape), m.indices(shape[axis % len(shape)], where)
        return step(op, a, i, *([m.input(m.broadcasting(where))] if op[0] == "p" else []), axis=axis)
    if op.endswith("diagonal"):
        m.maybe(attrs, "offset", 0.5, lambda: rand.randrange(-3, 4))
        if m.chance(0.5):
            attrs.update(axis1=axis_of(rand, rank), axis2=axis_of(rand, rank))
        return step(op, m.input(shape), **attrs)
    if op == "flat.getitem":
        return step(op, m.input(shape), index=number(rand.randrange(-size, size) if size else 0))
    if op == "unravel_index":
        return step(op, m.indices(size, m.choice([2], [0], []), wrong=0.1), shape=shape, order=m.choice("C", "F"))
    if op == "ravel_multi_index":
        dims = shape[:3] or [3]
        return step(op, [m.indices(n, [3], wrong=0.1) for n in dims], dims=dims, mode=mode(), order=m.choice("C", "F"))
    if op == "copyto":
        m.maybe(attrs, "where", 0.5, lambda: {"ref": m.input(m.broadcasting(shape), "|b1")})
        m.maybe(attrs, "casting", 0.5, lambda: m.choice(*RULES))
        return step(op, m.target(shape), m.input(m.broadcasting(shape)) if m.chance(0.8) else arrays.weak_scalar(rand), **attrs)
    return step(op, m.input(shape))
