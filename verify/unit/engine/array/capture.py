# Captures from NumPy what the tests of printing and views compare with: print_cases.txt and view_cases.txt.
#
# Run it with a NumPy installed, in this folder. Every line is one case, fields separated by tabs.
import itertools
import random
import warnings

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

warnings.simplefilter("ignore")
DTYPES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
choose = random.Random(20)
draw = np.random.default_rng(20)


def reals(n):
    kind = choose.randrange(7)
    values = [
        draw.standard_normal(n), draw.standard_normal(n) * 10.0 ** draw.integers(-8, 8, n), draw.integers(-50, 50, n).astype(float),
        np.round(draw.standard_normal(n) * 100) / 4, draw.random(n) * 1e-5, np.round(draw.random(n) * 1e6, 2),
        10.0 ** draw.integers(-30, 30, n).astype(float)][kind]
    if n and choose.random() < 0.3:
        values[draw.integers(0, n, max(1, n // 5))] = choose.choice([np.nan, np.inf, -np.inf, -0.0])
    return values


def make(code, shape):
    n, d = int(np.prod(shape)), np.dtype(code)
    if d.kind == "b":
        a = draw.integers(0, 2, n).astype(d)
    elif d.kind in "iu":
        a = draw.integers(0, 256, n * d.itemsize, dtype="u1").view(d) if choose.random() < 0.4 else draw.integers(0, 99, n).astype(d)
    elif d.kind == "f":
        a = reals(n).astype(d)
    else:
        a = np.zeros(n, d)
        a.real, a.imag = reals(n), reals(n)
    return a.reshape(shape)


def words(values):
    return " ".join(str(v) for v in values)


with open("print_cases.txt", "w") as out:
    for _ in range(400):
        shape = [choose.choice([0, 1, 2, 3, 4, 5, 7, 12]) for _ in range(choose.choice([0, 1, 1, 2, 2, 3]))]
        if np.prod(shape) > 60:
            continue
        a = make(choose.choice(DTYPES), shape)
        options = [choose.choice([8, 8, 3, 0, 12]), choose.choice([1000, 1000, 5, 20]), choose.choice([3, 1, 2]), choose.choice([75, 75, 40]), choose.choice([0, 0, 1])]
        with np.printoptions(precision=options[0], threshold=options[1], edgeitems=options[2], linewidth=options[3], suppress=bool(options[4])):
            fields = [a.dtype.str[1:], words(shape), words(options), a.tobytes().hex(), repr(a).replace("\n", "\\"), str(a).replace("\n", "\\")]
        out.write("\t".join(fields) + "\n")


def slice_bound():
    return choose.choice([None, None] + list(range(-8, 9)) + [10**18, -(10**18), 2**63 - 1, -(2**63)])


def random_index(rank):
    items, text = [], []
    for _ in range(choose.randrange(0, rank + 2)):
        kind = choose.choice(["i", "i", "s", "s", "s", "s", "n", "e"])
        if kind == "i":
            v = choose.randrange(-5, 5) if choose.random() < 0.5 else choose.randrange(-1, 1)
            items.append(v), text.append(f"i{v}")
        elif kind == "s":
            bounds = [slice_bound(), slice_bound(), choose.choice([None, None, 1, 2, -1, -2, 3, 2**62, -(2**63)] + [0] * (choose.random() < 0.2))]
            items.append(slice(*bounds)), text.append("s" + ":".join("" if b is None else str(b) for b in bounds))
        elif kind == "n":
            items.append(None), text.append("n")
        else:
            items.append(...), text.append("e")
    return tuple(items), text


def axes(rank, least=0):
    return [choose.randrange(-rank - 1, rank + 1) for _ in range(choose.randrange(least, 3))]


with open("view_cases.txt", "w") as out:
    for _ in range(1500):
        shape = [choose.choice([0, 1, 2, 3, 4, 5]) for _ in range(choose.choice([0, 1, 2, 2, 3]))]
        buffer = np.arange(max(1, int(np.prod(shape))), dtype="i4")
        a = buffer[: int(np.prod(shape))].reshape(shape)
        if choose.random() < 0.4 and a.ndim:
            a = a[tuple(slice(None, None, choose.choice([1, -1, 2, -2])) for _ in shape)]
        if choose.random() < 0.4:
            a = a.T
        op = choose.choice(["index"] * 4 + ["reshape"] * 2 + ["diagonal", "window", "moveaxis", "broadcast_to", "flip", "expand_dims", "squeeze", "swapaxes", "transpose"])
        if op == "index":
            key, args = random_index(a.ndim)
            call = lambda: a[key + (...,)] if ... not in key else a[key]
        elif op == "reshape":
            rest, args = a.size, []
            while rest > 1 and len(args) < 4:
                args.append(choose.choice([d for d in range(1, rest + 1) if rest % d == 0]))
                rest //= args[-1]
            args += [rest] if rest != 1 else []
            if args and choose.random() < 0.4:
                args[choose.randrange(len(args))] = choose.choice([-1, -1, -2, 7])
            call = lambda: a.reshape(args)
        elif op == "diagonal":
            args = [choose.randrange(-7, 7), choose.randrange(-3, 3), choose.randrange(-3, 3)]
            call = lambda: a.diagonal(*args)
        elif op == "window":
            args = [choose.choice([1, 2, 3]) for _ in range(a.ndim)]
            call = lambda: sliding_window_view(a, args)
        elif op == "moveaxis":
            n = choose.randrange(0, 3)
            args = [choose.randrange(-a.ndim - 1, a.ndim + 1) for _ in range(2 * n)]
            call = lambda: np.moveaxis(a, args[:n], args[n:])
        elif op == "broadcast_to":
            args = [2] * choose.randrange(0, 2) + [choose.choice([s, s, s, 4]) if s != 1 else choose.choice([1, 3, 0]) for s in a.shape]
            call = lambda: np.broadcast_to(a, args)
        elif op == "flip":
            args = axes(a.ndim)
            call = lambda: np.flip(a, tuple(args))
        elif op == "expand_dims":
            args = axes(a.ndim + 1)
            call = lambda: np.expand_dims(a, tuple(args))
        elif op == "squeeze":
            args = axes(a.ndim, 1)
            call = lambda: np.squeeze(a, tuple(args))
        elif op == "swapaxes":
            args = [choose.randrange(-a.ndim - 1, a.ndim + 1) for _ in range(2)]
            call = lambda: np.swapaxes(a, *args)
        else:
            args = choose.sample(range(a.ndim), a.ndim) if choose.random() < 0.8 else [0, 0]
            call = lambda: np.transpose(a, args)
        start = buffer.__array_interface__["data"][0]
        place = lambda r: r.__array_interface__["data"][0] - start if r.size else 0
        try:
            r = call()
            if not isinstance(r, np.ndarray):
                continue
            if not r.size:
                expected = ["view", words(r.shape), words([0] * r.ndim), "0"]
            elif np.shares_memory(r, buffer):
                # The strides of axes of length 1 are free.
                expected = ["view", words(r.shape), words(0 if n == 1 else s for n, s in zip(r.shape, r.strides)), str(place(r))]
            else:
                expected = ["copy", words(r.shape), words(r.ravel()), ""]
        except Exception as e:
            expected = [type(e).__name__, "", "", ""]
        out.write("\t".join([str(buffer.size), words(a.shape), words(a.strides), str(place(a)), op, words(args)] + expected) + "\n")
