"""Cases of one op each, family by family: every ufunc on every dtype and pair of dtypes, keyword arguments, numbers of
Python beside arrays, integer edges, casts, broadcasts, destinations that meet operands, and what is refused.
"""
import numpy as np

import agreement
import function_cases
import random_arrays as arrays
from case_codec import bytes_from_json, bytes_to_json, value_from_json
from numpy_oracle import DEFAULT_CHECK, Run, failed
from program_steps import IN_PLACE, items_of
from random_program import Programs

SHAPES = ([4], [5], [7], [2, 4], [3, 1], [2, 3, 2], [])
RULES = ("no", "equiv", "safe", "same_kind", "unsafe")


class SingleCases(Programs):
    """A stream of cases of one family. Tolerances are the generator's of programs: a program of one step."""

    def __init__(self, rand, ops, family):
        super().__init__(rand, ops)
        self.family = family

    def case(self, name):
        case = {"id": name, "family": self.family, "buffers": {}, "inputs": {}}
        step, results, extra = FAMILIES[self.family](self, case)
        step = {"id": "t0", **{key: value for key, value in step.items() if value or key == "op"}}
        case.update(program=[step], **extra)
        self.program = case["program"]
        self.unheard = case.get("errstate", {}).get("over", "warn") != "warn"
        self.quiet = case.get("errstate", {}).get("invalid", "warn") != "warn"
        with Run(case) as self.run:
            tolerance = self.tolerance_of_step(step)
            try:
                value = self.run.do(step)
            except AttributeError:
                raise
            except SystemError:  # NumPy's own defect: a loop raised twice
                return self.case(name)
            except Exception as error:
                if case.get("errstate") and not self.flags_are_settled():
                    return self.case(name)
                return {**pruned(case), "results": ["t0"], "oracle": failed(error, step)}
            items = items_of(value)
            watched = case.get("errstate") or "warnings" in case.get("check", [])
            if self.is_open() or (watched and ("where" in step.get("attrs", {}) or not self.flags_are_settled())):
                return self.case(name)
            given = [tolerance(item, k) for k, item in enumerate(items)]
            if None in given:  # an inexact value cast to integers
                return self.case(name)
            case["results"] = results or (["t0"] if len(items) < 2 else [f"t0.{k}" for k in range(len(items))])
            case["tolerance"] = given[0] if len(set(map(str, given))) == 1 else {**agreement.BIT, "per": dict(zip(case["results"], given))}
            case["oracle"] = self.run.outcome(case["results"], case.get("check", DEFAULT_CHECK), readable=False)
        return pruned(case)

    def tolerance_of_step(self, step):
        plain = {name: op for op, name in IN_PLACE.items()}.get(step["op"], step["op"])
        if plain not in self.ops.rows or self.family in function_cases.FAMILIES:
            return lambda value, item=0: agreement.of_call(self.ops.rows, step, value)
        row = self.ops.rows[plain]
        given = step["args"][:row["arity"]]
        if not all(isinstance(g, str) or g.get("t") in ("int", "float", "complex", "bool") for g in given) or not any(isinstance(g, str) for g in given):
            return lambda value, item=0: agreement.BIT
        return self.tolerance_of(row, given, step.get("attrs", {}))

    # Parts of cases

    def array(self, case, dtype, shape, plain=True):
        name = "abcdefgh"[len(case["inputs"])]
        case["inputs"][name] = arrays.dense(self.rand, dtype, shape) if plain else arrays.random_input(self.rand, dtype, shape, case["buffers"])
        return name

    def given_elements(self, case, dtype, shape, elements):
        name = "abcdefgh"[len(case["inputs"])]
        case["inputs"][name] = {"dtype": dtype, "shape": shape, "data": bytes_to_json(elements.tobytes())}
        return name

    def elements_of(self, case, name):
        """An input's value."""
        return value_from_json(case["inputs"][name], {key: bytearray(bytes_from_json(text)) for key, text in case["buffers"].items()})

    def op(self, *arities, ufunc=True):
        return self.rand.choice([row for row in (self.ops.ufuncs if ufunc else self.ops.elementwise) if row["arity"] in arities])

    def dtype(self):
        return self.rand.choice(arrays.DTYPES)

    def watched(self):
        """Now and then the warnings count, or a condition is an error."""
        chance = self.rand.random()
        if chance < 0.1:
            return {"check": [*DEFAULT_CHECK, "warnings"]}
        return {"errstate": {self.rand.choice(("divide", "over", "invalid")): self.rand.choice(("raise", "ignore"))}, "check": [*DEFAULT_CHECK, "warnings"]} if chance < 0.15 else {}


def pruned(case):
    return {key: value for key, value in case.items() if value}


def unary(make, case):
    row = make.op(1)
    return {"op": row["name"], "args": [make.array(case, make.dtype(), make.rand.choice(SHAPES), make.rand.random() < 0.7)]}, None, make.watched()


def binary(make, case):
    row, shape = make.op(2), make.rand.choice(SHAPES)
    first = make.array(case, make.dtype(), shape, make.rand.random() < 0.7)
    return {"op": row["name"], "args": [first, make.array(case, make.dtype(), make.rand.choice((shape, shape, [])))]}, None, make.watched()


def special(make, case):
    row, dtype = make.op(1, 2), make.rand.choice(("<f2", "<f4", "<f8", "<c8", "<c16"))
    part = {"<c8": "<f4", "<c16": "<f8"}.get(dtype, dtype)
    info = np.finfo(part)
    reals = np.array([0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan, info.max, -info.max, info.tiny, info.smallest_subnormal, 1 + info.eps, 0.5, -0.5, 2, 2.5, -3, 4.7], part)
    if dtype != part:
        grid = np.empty((len(reals), len(reals)), dtype)
        grid.real, grid.imag = reals[:, None], reals
        reals = grid.ravel()[make.rand.randrange(16)::16]
    n = len(reals)
    if row["arity"] == 1:
        return {"op": row["name"], "args": [make.given_elements(case, dtype, [n], reals)]}, None, make.watched()
    pair = [make.given_elements(case, dtype, [n, 1], reals), make.given_elements(case, dtype, [1, n], reals)]
    return {"op": row["name"], "args": pair}, None, make.watched()


def keywords(make, case):
    rand, row, shape = make.rand, make.op(1, 2), make.rand.choice(([1], [4], [2, 3], [3, 4], [1, 3]))
    args = [make.array(case, make.dtype(), shape, rand.random() < 0.7) for _ in range(row["arity"])]
    attrs = {}
    if rand.random() < 0.5:
        outs = [{"ref": make.array(case, make.dtype(), shape)} for _ in range(row["outputs"])]
        attrs["out"] = outs[0] if len(outs) == 1 else outs
        if rand.random() < 0.5:
            attrs["where"] = {"ref": make.array(case, "|b1" if rand.random() < 0.97 else make.dtype(), shape)}
    if rand.random() < 0.4:
        attrs["casting"] = rand.choice(RULES)
    if rand.random() < 0.4:
        attrs["dtype"] = make.dtype()
    if rand.random() < 0.3:
        attrs["order"] = rand.choice("KCFA")
    extra = make.watched()
    if "order" in attrs and "out" not in attrs:
        extra["check"] = [*extra.get("check", DEFAULT_CHECK), "strides"]
    return {"op": row["name"], "args": args, "attrs": attrs}, None, extra


def promotion(make, case):
    rand = make.rand
    literals = [{"t": "dtype", "v": make.dtype()} for _ in range(rand.choice((2, 2, 3, 4)))]
    op = rand.choice(("result_type", "promote_types", "can_cast"))
    attrs = {"casting": rand.choice(RULES)} if op == "can_cast" and rand.random() < 0.7 else {}
    return {"op": op, "args": literals if op == "result_type" else literals[:2], "attrs": attrs}, None, {}


def promotion_weak(make, case):
    return {"op": "result_type", "args": [{"t": "dtype", "v": make.dtype()}, arrays.weak_scalar(make.rand, "ifc")]}, None, {}


def scalar_weak(make, case):
    row = make.op(2, 3, ufunc=False)
    args = [make.array(case, make.dtype(), [4])] + [arrays.weak_scalar(make.rand) for _ in range(row["arity"] - 1)]
    make.rand.shuffle(args)
    return {"op": row["name"], "args": args}, None, make.watched()


def scalar_strong(make, case):
    row = make.op(2)
    args = [make.array(case, make.dtype(), [3]), make.array(case, make.dtype(), [])]
    make.rand.shuffle(args)
    return {"op": row["name"], "args": args}, None, {}


def edges_of(dtype):
    info = np.iinfo(dtype)
    numbers = {0, 1, 2, 3, 7, 63, 64, info.max, info.max - 1, info.max // 2, info.min, info.min + 1, -1, -2, -3}
    return np.array(sorted(n for n in numbers if info.min <= n <= info.max), dtype)


def integer_edges(make, case):
    row = make.op(1, 2)
    pair = [make.rand.choice([d for d in arrays.DTYPES if d[1] in "iu"]) for _ in range(2)]
    names = [make.given_elements(case, d, [-1, 1] if k else [1, -1], edges_of(d)) for k, d in enumerate(pair[:row["arity"]])]
    for name in names:
        text = case["inputs"][name]
        text["shape"] = [n if n > 0 else len(edges_of(text["dtype"])) for n in text["shape"]]
    return {"op": row["name"], "args": names}, None, make.watched()


def casting(make, case):
    attrs = {"dtype": make.dtype()}
    if make.rand.random() < 0.4:
        attrs["casting"] = make.rand.choice(RULES)
    return {"op": "ndarray.astype", "args": [make.array(case, make.dtype(), [make.rand.choice((3, 19, 64))])], "attrs": attrs}, None, make.watched()


def broadcast(make, case):
    row, shape = make.op(2), arrays.random_shape(make.rand)
    args = [make.array(case, make.dtype(), s, False) for s in (shape, arrays.related_shape(make.rand, shape))]
    make.rand.shuffle(args)
    return {"op": row["name"], "args": args}, None, {"check": [*DEFAULT_CHECK, "strides"]}


def overlap(make, case):
    rand, dtype = make.rand, make.dtype()
    views = arrays.shared_views(rand, dtype, case["buffers"])
    case["inputs"] = dict(zip("abc", views))
    chance = rand.random()
    if chance < 0.25 and not (len(views[0]["shape"]) == 1 and views[0]["strides"] != views[1]["strides"]):
        return {"op": "setitem", "args": ["a", "b"], "attrs": {"index": ["..."]}}, ["a", "b", "c"], {}
    if chance < 0.5:
        name = rand.choice([op for op in IN_PLACE if make.ops.loop(op, dtype, dtype)])
        return {"op": IN_PLACE[name], "args": ["a", "b"]}, ["a", "b", "c"], {}
    # The result has the memory's dtype: where NumPy must cast it, it overlooks what shifted views share.
    rows = [(r, make.ops.loop(r["name"], *[dtype] * r["arity"])) for r in make.ops.ufuncs if r["outputs"] == 1]
    row = rand.choice([r for r, loop in rows if loop and loop[1][0] == dtype and r["name"] != "negative"])
    return {"op": row["name"], "args": ["a", "b"][:row["arity"]], "attrs": {"out": {"ref": "c"}}}, None, {}


def refused(make, case):
    """Shapes, casts, loops, numbers and destinations that NumPy refuses, or might."""
    rand, row = make.rand, make.op(1, 2)
    shapes = [rand.choice(([2, 3], [3], [2], [4, 3], [])) for _ in range(3)]
    args = [make.array(case, make.dtype(), shapes[k]) for k in range(row["arity"])]
    attrs = {}
    if rand.random() < 0.5:
        outs = [make.array(case, make.dtype(), shapes[2]) for _ in range(row["outputs"])]
        for name in outs:
            if rand.random() < 0.2:
                case["inputs"][name]["writeable"] = False
        attrs["out"] = {"ref": outs[0]} if len(outs) == 1 else [{"ref": o} for o in outs]
    if row["arity"] == 2 and rand.random() < 0.3:
        args[rand.randrange(2)] = arrays.weak_scalar(rand)
    return {"op": row["name"], "args": args, "attrs": attrs}, None, {}


FAMILIES = {
    "ufunc.unary": unary, "ufunc.binary": binary, "ufunc.special": special, "ufunc.kwargs": keywords, "promotion": promotion, "promotion.weak": promotion_weak,
    "scalar.weak": scalar_weak, "scalar.strong": scalar_strong, "integer.edges": integer_edges, "casting": casting, "broadcast": broadcast, "overlap": overlap,
    "errors": refused, **function_cases.FAMILIES,
}
