"""Cases of functions that move, join, split and repeat arrays, and of the layout of what they give."""
import math

import numpy as np

from case_parts import RULES, axes_of, axis_of, number, shape_of, step, tuple_of


def other_shape(m, shape):
    rand, size = m.rand, math.prod(shape)
    divisors = [d for d in range(1, min(size, 64) + 1) if size % d == 0] or [0]
    first = rand.choice(divisors)
    made = rand.choice(([size], [first, -1], [first, size // first if first else 0], [-1], [1, first, -1, 1]))
    return [*made, 2] if m.chance(0.04) else made


def pieces(m, shape, axis):
    n = shape[axis] if -len(shape) <= axis < len(shape) else 1
    return m.rand.choice((1, max(n, 1), 2, 3, 0 if m.chance(0.1) else 1)) if m.chance(0.5) else sorted(m.rand.randrange(-1, n + 3) for _ in range(m.choice(0, 1, 2)))


def manipulation(m):
    rand = m.rand
    op = m.choice("reshape", "ravel", "ndarray.flatten", "transpose", "swapaxes", "moveaxis", "rollaxis", "concatenate", "concatenate", "stack", "vstack", "hstack", "dstack",
                  "column_stack", "block", "split", "array_split", "hsplit", "vsplit", "dsplit", "tile", "repeat", "repeat", "roll", "rot90", "flip", "fliplr", "flipud", "squeeze",
                  "expand_dims", "broadcast_to", "broadcast_arrays", "atleast_1d", "atleast_2d", "atleast_3d", "unstack", "matrix_transpose", "permute_dims", "trace", "concat",
                  "ndarray.reshape", "ndarray.transpose", "ndarray.squeeze", "ndarray.repeat", "ndarray.T", "ndarray.mT", "ndarray.ravel", "ndarray.swapaxes",
                  "lib.stride_tricks.sliding_window_view", "linalg.diagonal", "linalg.trace", "linalg.matrix_transpose")
    shape, attrs = shape_of(rand), {}
    rank = len(shape)
    plain = op.rpartition(".")[2]
    if plain in ("concatenate", "concat", "stack", "vstack", "hstack", "dstack", "column_stack"):
        axis = axis_of(rand, rank)
        like = [m.input([rand.choice((1, 2, 3)) if plain[:6] == "concat" and rank and k == axis % rank else n for k, n in enumerate(shape)] if m.chance(0.97) else shape_of(rand))
                for _ in range(m.choice(1, 2, 3))]
        if plain[:6] == "concat":
            attrs["axis"] = axis if m.chance(0.9) else None
        elif plain == "stack":
            m.maybe(attrs, "axis", 0.8, lambda: rand.randrange(-rank - 1, rank + 1))
        if plain in ("concatenate", "stack", "vstack", "hstack"):
            m.maybe(attrs, "dtype", 0.15, m.make.dtype)
            m.maybe(attrs, "casting", 0.15, lambda: m.choice(*RULES))
        return step(op, like, **attrs)
    if plain == "block":
        return step(op, [[m.input([2, 2]), m.input([2, 3])], [m.input([1, 5])]] if m.chance(0.5) else [m.input(shape), m.input(shape)])
    a = m.input(shape)
    if plain in ("reshape",):
        made = other_shape(m, shape)
        m.maybe(attrs, "order", 0.4, lambda: m.choice(*"CFA"))
        return step(op, a, tuple_of(made), **attrs) if op[:2] == "nd" else step(op, a, shape=made, **attrs)
    if plain in ("ravel", "flatten"):
        m.maybe(attrs, "order", 0.7, lambda: m.choice(*"CFAK"))
    elif plain in ("transpose", "permute_dims"):
        m.maybe(attrs, "axes", 0.7, lambda: [k - rank if m.chance(0.3) else k for k in rand.sample(range(rank), rank)] + [0] * m.chance(0.04))
        if op == "ndarray.transpose" and "axes" in attrs:
            return step(op, a, tuple_of(attrs["axes"]))
    elif plain == "swapaxes":
        pair = [axis_of(rand, rank) for _ in range(2)]
        return step(op, a, *map(number, pair)) if op[:2] == "nd" else step(op, a, axis1=pair[0], axis2=pair[1])
    elif plain == "moveaxis":
        count = rand.randrange(rank + 1)
        attrs.update(source=[axis_of(rand, rank) for _ in range(count)], destination=[axis_of(rand, rank) for _ in range(count)])
    elif plain == "rollaxis":
        attrs.update(axis=axis_of(rand, rank), start=rand.randrange(-rank, rank + 2))
    elif plain.endswith("split"):
        axis = axis_of(rand, rank) if plain in ("split", "array_split") else {"hsplit": 1 if rank > 1 else 0, "vsplit": 0, "dsplit": 2}[plain]
        attrs["indices_or_sections"] = pieces(m, shape, axis)
        if plain in ("split", "array_split"):
            attrs["axis"] = axis
    elif plain == "tile":
        return step(op, a, tuple_of([rand.choice((0, 1, 2, 2, 3)) for _ in range(m.choice(1, 1, 2, 3))]))
    elif plain == "repeat":
        axis = axis_of(rand, rank) if m.chance(0.7) else None
        n = math.prod(shape) if axis is None or not -rank <= axis < rank else shape[axis]
        if axis is not None:
            attrs["axis"] = axis
        counts = [rand.choice((0, 1, 2, 3)) for _ in range(n if m.chance(0.95) else n + 1)]
        return step(op, a, number(rand.choice((0, 1, 2, 3, -1 if m.chance(0.1) else 2))) if m.chance(0.5) else m.make.given_elements(m.case, "<i8", [len(counts)], np.array(counts, "<i8")), **attrs)
    elif plain == "roll":
        axis = axes_of(rand, rank)
        shift = [rand.randrange(-7, 8) for _ in axis] if isinstance(axis, list) and m.chance(0.7) else rand.randrange(-7, 8)
        attrs.update(shift=shift, axis=axis)
    elif plain == "rot90":
        m.maybe(attrs, "k", 0.7, lambda: rand.randrange(-3, 5))
        m.maybe(attrs, "axes", 0.5, lambda: [axis_of(rand, rank), axis_of(rand, rank)])
    elif plain in ("flip", "squeeze"):
        m.maybe(attrs, "axis", 0.7, lambda: axes_of(rand, rank))
    elif plain == "expand_dims":
        attrs["axis"] = rand.choice((rand.randrange(-rank - 1, rank + 1), [0, rank], [0, 0] if m.chance(0.2) else [0], rank + 1 if m.chance(0.2) else 0))
    elif plain == "broadcast_to":
        attrs["shape"] = [rand.choice((0, 1, 2))] * m.chance(0.5) + [n if n != 1 or m.chance(0.3) else rand.choice((1, 2, 4)) for n in shape] + [3] * m.chance(0.04)
    elif plain == "broadcast_arrays":
        return step(op, a, *(m.input(m.broadcasting(shape) if m.chance(0.95) else [7, 2]) for _ in range(m.choice(1, 2))))
    elif plain == "unstack":
        m.maybe(attrs, "axis", 0.7, lambda: axis_of(rand, rank))
    elif op in ("trace", "linalg.trace", "linalg.diagonal"):
        m.maybe(attrs, "offset", 0.5, lambda: rand.randrange(-3, 4))
        if op == "trace" and m.chance(0.4):
            attrs.update(axis1=axis_of(rand, rank), axis2=axis_of(rand, rank))
        m.maybe(attrs, "dtype", 0.2 if op != "linalg.diagonal" else 0, m.make.dtype)
    elif plain == "sliding_window_view":
        axis = axis_of(rand, rank)
        return step(op, a, number(rand.choice((1, 2, 3))), axis=axis)
    return step(op, a, **attrs)


VIEWS = ["dtype", "shape", "values", "strides", "base"]


def views_layout(m):
    """Movements of one array, and what new memory looks like."""
    while True:
        made = manipulation(m)
        if made["op"].rpartition(".")[2] in ("reshape", "ravel", "transpose", "swapaxes", "moveaxis", "rollaxis", "rot90", "flip", "fliplr", "flipud", "squeeze", "expand_dims", "broadcast_to",
                                             "atleast_1d", "atleast_2d", "atleast_3d", "permute_dims", "T", "mT", "split", "array_split", "sliding_window_view", "repeat", "roll",
                                             "tile", "concatenate", "stack", "flatten", "diagonal"):
            return made, {"check": VIEWS if made["op"] not in ("tile", "roll") else VIEWS[:3]}
        m.case["inputs"].clear(), m.case["buffers"].clear()
