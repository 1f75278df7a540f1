"""The steps of random programs: each is chosen from the values that are there, with the tolerance of what it gives.

`ProgramSteps` is the half of Programs (random_program.py) that makes steps; the other half runs them. Each kind of step
returns (step, function from a value to its tolerance), or None where nothing fits.
"""
import numpy as np

import agreement
import random_arrays as arrays

IN_PLACE = {"add": "iadd", "subtract": "isub", "multiply": "imul", "divide": "itruediv", "floor_divide": "ifloordiv", "remainder": "imod", "power": "ipow",
            "bitwise_and": "iand", "bitwise_or": "ior", "bitwise_xor": "ixor", "left_shift": "ilshift", "right_shift": "irshift"}
SIGN_OF_NAN = {"signbit", "copysign"}  # tell what arithmetic leaves open


class ProgramSteps:
    """Reads self.rand, self.ops, self.run (the values so far) and self.settled (names of values to build on)."""

    # Values to build on

    def pick(self):
        recent = self.settled[-3:] if self.rand.random() < 0.6 else self.settled
        return self.rand.choice(recent)

    def partner(self, name):
        """An operand beside that one: a value that broadcasts with it, or a Python number."""
        rand, shape = self.rand, self.run.value(name).shape
        if rand.random() < 0.2:
            return arrays.weak_scalar(rand)
        for _ in range(4):
            other = self.pick()
            if broadcasts(shape, self.run.value(other).shape) or rand.random() < 0.03:
                return other
        return name

    def dtype_of(self, operand):
        return operand["t"] if isinstance(operand, dict) else self.run.value(operand).dtype.str

    def is_writable(self, name):
        value = self.run.values.get(name)
        if np.ndim(value) == 0 and name not in self.run.inputs:
            return False  # a scalar of NumPy's; the format has arrays of rank 0 only
        return isinstance(value, np.ndarray) and value.flags.writeable and 0 not in [s for s, n in zip(value.strides, value.shape) if n > 1]

    def next_step(self, name):
        chance, rand = self.rand.random(), self.rand
        kinds = ((0.50, self.elementwise), (0.58, self.in_place), (0.66, self.cast), (0.84, self.view), (0.90, self.reduction),
                 (0.93, self.accumulate), (0.96, self.assignment), (1.0, self.product))
        make = next(kind for limit, kind in kinds if chance < limit)
        step, tolerance = make() or self.elementwise()
        return {"id": name, **{key: value for key, value in step.items() if value or key == "op"}}, tolerance

    def operands(self, arity):
        first = self.pick()
        given = [first] + [self.partner(first) for _ in range(arity - 1)]
        self.rand.shuffle(given)
        return given

    def chosen_op(self, rows):
        """A row and operands that it mostly has a loop for."""
        rand = self.rand
        for _ in range(6):
            row = rand.choice(rows)
            given = self.operands(row["arity"])
            if row["name"] in SIGN_OF_NAN and not all(isinstance(g, str) and g in self.run.inputs for g in given):
                continue
            stand_in = [self.dtype_of(g) if isinstance(g, str) else next(self.dtype_of(o) for o in given if isinstance(o, str)) for g in given]
            if self.ops.loop(row["name"], *stand_in) or rand.random() < 0.03:
                return row, given
        return self.ops.rows["add"], self.operands(2)

    def loop_of(self, row, given, attributes):
        """The loop that computes; a Python number takes the dtype of what is beside it, or its own when that is wider."""
        strong = [self.dtype_of(g) for g in given if isinstance(g, str)]
        common = np.result_type(*strong)
        weak = {"int": 0, "float": 0.0, "complex": 0j, "bool": False}
        given = [self.dtype_of(g) if isinstance(g, str) else np.result_type(common, weak[g["t"]]).str for g in given]
        if "dtype" in attributes:
            asked = [l for l in row["loops"] if l[1][0] == attributes["dtype"]]
            return next((l for l in asked if all(map(np.can_cast, given, l[0]))), asked[0] if asked else None)
        return self.ops.loop(row["name"], *given)

    def tolerance_of(self, row, given, attributes=None, terms=1):
        loop = self.loop_of(row, given, attributes or {})

        largest = max(map(self.magnitude, given)) if row["name"] in agreement.CANCELLING else 1.0

        def of(value, item=0):
            if loop is None:
                return agreement.BIT  # bool operands and the like, exact or an error
            return agreement.after_cast(agreement.of_loop(row, loop[0], loop[1][item], terms, largest), loop[1][item], value.dtype)

        return of

    def magnitude(self, operand):
        """The largest finite absolute value."""
        with np.errstate(all="ignore"):
            values = np.abs(np.asarray(self.run.argument(operand), "c16"))
        return float(np.max(values, where=np.isfinite(values), initial=1.0))

    def elementwise(self):
        rand = self.rand
        row, given = self.chosen_op(self.ops.elementwise)
        attributes = {}
        if row["name"] not in ("where", "clip"):
            if rand.random() < 0.1 and row["name"] != "negative":  # which NumPy gets wrong on strided memory in place
                attributes.update(self.destination(row, given))
            if rand.random() < 0.03:
                attributes["casting"] = rand.choice(("no", "equiv", "safe", "same_kind", "unsafe"))
            if rand.random() < 0.03:
                attributes["dtype"] = rand.choice(arrays.DTYPES)
            if rand.random() < 0.03:
                attributes["order"] = rand.choice("KCFA")
        return {"op": row["name"], "args": given, "attrs": attributes}, self.tolerance_of(row, given, attributes)

    def destination(self, row, given):
        """out=, perhaps where=, one array or two."""
        if not self.all_broadcast(given):
            return {}
        shape = np.broadcast_shapes(*(self.run.value(g).shape for g in given if isinstance(g, str)))
        loop = self.loop_of(row, given, {})
        fits = [n for n in self.settled if self.is_writable(n) and (self.run.value(n).shape == shape or self.rand.random() < 0.02)]
        if loop and self.rand.random() < 0.95:
            fits = [n for n in fits if np.can_cast(loop[1][0], self.dtype_of(n), "same_kind")]
        if len(fits) < row["outputs"]:
            return {}
        outs = self.rand.sample(fits, row["outputs"])
        if loop and self.is_cast_beside_operands(loop, outs, given):
            return {}
        if row["outputs"] == 2 and np.may_share_memory(self.run.value(outs[0]), self.run.value(outs[1])):
            return {}
        attributes = {"out": {"ref": outs[0]} if len(outs) == 1 else [{"ref": o} for o in outs]}
        masks = [n for n in self.settled if self.dtype_of(n) == "|b1" and broadcasts(shape, self.run.value(n).shape)]
        masks = masks if loop and all(self.dtype_of(o) == r for o, r in zip(outs, loop[1])) else []
        if masks and self.rand.random() < 0.6:
            attributes["where"] = {"ref": self.rand.choice(masks)}
        return attributes

    def is_cast_beside_operands(self, loop, outs, given):
        """A destination that shares memory with an operand and is cast to: NumPy's buffers then lose or invent elements."""
        memories = [self.run.value(n) for n in given if isinstance(n, str)]
        return any(self.dtype_of(o) != r and any(np.may_share_memory(self.run.value(o), m) for m in memories) for o, r in zip(outs, loop[1]))

    def all_broadcast(self, given):
        shapes = [self.run.value(g).shape for g in given if isinstance(g, str)]
        return all(broadcasts(shapes[0], s) for s in shapes)

    def in_place(self):
        row, given = self.chosen_op([self.ops.rows[name] for name in IN_PLACE])
        if not isinstance(given[0], str) or not self.is_writable(given[0]):
            return None
        loop, fits = self.loop_of(row, given, {}), self.all_broadcast(given)
        fits = fits and loop and np.can_cast(loop[1][0], self.dtype_of(given[0]), "same_kind")
        if not fits and self.rand.random() < 0.9:
            return None
        return {"op": IN_PLACE[row["name"]], "args": given}, self.tolerance_of(row, given)

    def cast(self):
        name = self.pick()
        attributes = {"dtype": self.rand.choice(arrays.DTYPES)}
        if self.rand.random() < 0.1:
            attributes["casting"] = self.rand.choice(("safe", "same_kind"))
        return {"op": "ndarray.astype", "args": [name], "attrs": attributes}, exactly

    def view(self):
        name = self.pick()
        if isinstance(self.run.value(name), np.generic):
            return None  # a view of NumPy's scalars is a copy; the format has arrays of rank 0 only
        op, attributes = self.movement(self.run.value(name))
        return {"op": op, "args": [name], "attrs": attributes}, exactly

    def movement(self, value):
        rand, shape = self.rand, list(value.shape)
        kind = rand.randrange(9)
        if kind < 4:
            return "getitem", {"index": self.basic_index(shape)}
        if kind == 4 and shape:
            axes = rand.sample(range(len(shape)), len(shape))
            return "transpose", {"axes": axes} if rand.random() < 0.7 else {}
        if kind == 5:
            return "broadcast_to", {"shape": [rand.choice((1, 2, 3))] + [n if n != 1 else rand.choice((1, 2, 4)) for n in shape]}
        if kind == 6:
            return "reshape", {"shape": self.other_shape(value.size)}
        if kind == 7:
            return "expand_dims", {"axis": rand.randrange(len(shape) + 1)}
        return ("swapaxes", {"axis1": rand.randrange(len(shape)), "axis2": rand.randrange(len(shape))}) if shape else ("ravel", {})

    def other_shape(self, size):
        rand = self.rand
        divisors = [d for d in range(1, min(size, 64) + 1) if size % d == 0] or [0]
        first = rand.choice(divisors)
        return [size] if not size or rand.random() < 0.3 else [first, -1] if rand.random() < 0.5 else [first, size // first]

    def basic_index(self, shape):
        rand, items = self.rand, []
        for n in shape:
            chance = rand.random()
            if chance < 0.5:
                bounds = [rand.choice((None, rand.randrange(-n - 1, n + 2))) for _ in range(2)]
                items.append({"slice": [*bounds, rand.choice((None, 1, 1, 2, 3, -1, -1, -2))]})
            elif chance < 0.65 and n:
                items.append(rand.randrange(-n, n))
            else:
                items.append({"slice": [None, None, None]})
            if rand.random() < 0.08:
                items.append(None)
        if items and rand.random() < 0.2:
            items[rand.randrange(len(items)):] = ["..."]
        return items or ["..."]

    def reduction(self):
        rand, row, name = self.rand, self.rand.choice(self.ops.reductions), self.pick()
        value = self.run.value(name)
        if not self.ops.loop(row["name"], value.dtype.str):
            return None
        attributes = {}
        if rand.random() < 0.75 and value.ndim:
            several = value.ndim > 1 and rand.random() < 0.3 and not row["name"].startswith("arg")
            attributes["axis"] = rand.sample(range(value.ndim), 2) if several else rand.randrange(-value.ndim, value.ndim)
        elif row["name"].endswith("reduce"):
            attributes["axis"] = None
        if rand.random() < 0.3:
            attributes["keepdims"] = True
        if row["name"] in ("add.reduce", "multiply.reduce") and rand.random() < 0.15:
            attributes["dtype"] = rand.choice(arrays.DTYPES)
        terms = value.size if value.dtype.kind == "c" and row["name"] == "multiply.reduce" else 1
        return {"op": row["name"], "args": [name], "attrs": attributes}, self.tolerance_of(row, [name], attributes, terms)

    def accumulate(self):
        rows = [r for r in self.ops.ufuncs if r["arity"] == 2 and r["outputs"] == 1 and not r["ulps"]]
        row, name = self.rand.choice(rows), self.pick()
        value = self.run.value(name)
        if not value.ndim or row["name"] in SIGN_OF_NAN or not self.ops.loop(row["name"], value.dtype.str, value.dtype.str) or value.dtype.kind == "c":
            return None
        return {"op": row["name"] + ".accumulate", "args": [name], "attrs": {"axis": self.rand.randrange(value.ndim)}}, self.tolerance_of(row, [name, name])

    def assignment(self):
        rand, name = self.rand, self.pick()
        if not self.is_writable(name):
            return None
        value = self.run.value(name)
        if rand.random() < 0.5:
            source = self.partner(name)
            if isinstance(source, dict) and source["t"] == "int" and abs(int(source["v"])) >= 2**63:
                return None
            if isinstance(source, str) and isinstance(self.run.value(source), np.generic):
                return None
            if isinstance(source, str) and crosses(value, self.run.value(source)):
                return None
            return {"op": "copyto", "args": [name, source], "attrs": {"casting": "unsafe"} if rand.random() < 0.5 else {}}, exactly
        index = self.basic_index(list(value.shape))
        # A number's place takes numbers only; what NumPy says to arrays of one element there changes with its version.
        target = value[tuple(map(as_index, index))]
        fits = [n for n in self.settled if broadcasts(self.run.value(n).shape, target.shape) and isinstance(self.run.value(n), np.ndarray)
                and (target.ndim or not self.run.value(n).ndim) and not crosses(target, self.run.value(n))]
        source = rand.choice(fits) if fits and rand.random() < 0.7 else arrays.weak_scalar(rand, "if")
        return {"op": "setitem", "args": [name, source], "attrs": {"index": index}}, exactly

    def product(self):
        """matmul of integers: any order of summation is exact."""
        names = [n for n in self.settled if self.run.value(n).dtype.kind in "ib" and self.run.value(n).ndim == 2]
        if not names:
            return None
        left = self.rand.choice(names)
        inner = self.run.value(left).shape[1]
        fits = [n for n in names if self.run.value(n).shape[0] == inner]
        if not fits and self.rand.random() < 0.9:
            return None
        pair = [left, self.rand.choice(fits or names)]
        return {"op": "matmul", "args": pair}, exactly


def exactly(value, item=0):
    return agreement.BIT


def items_of(value):
    return value if isinstance(value, tuple) else (value,)


def crosses(to, source):
    """One axis on common memory, both ways forward at unlike strides: NumPy assigns that as if nothing were shared."""
    if to.ndim != 1 or source.ndim == 0 or max(source.shape[:-1], default=1) != 1 or not np.may_share_memory(to, source):
        return False
    return to.strides[0] * source.strides[-1] >= 0 and to.strides[0] != source.strides[-1]


def as_index(item):
    return slice(*item["slice"]) if isinstance(item, dict) else Ellipsis if item == "..." else item


def broadcasts(a, b):
    return all(m == n or m == 1 or n == 1 for m, n in zip(reversed(a), reversed(b)))
