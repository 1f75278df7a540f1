"""A failing case made as small as it stays failing: fewer steps, attributes, results and elements, plain layouts and values.

A step is dropped or becomes an input with NumPy's value of it. All changes of a round are judged in one run of the
engine; the first that still fails in the same way is kept, until none does.
"""
import copy
import itertools

import numpy as np

from case_codec import array_from_json, array_to_json, bytes_from_json
from engine_run import complaint, judge
from numpy_oracle import Run, outcome_of

ROUNDS = 40


def names_in(value):
    """Names that an argument or attribute refers to; a name of an item counts as its step."""
    if isinstance(value, str):
        return {value.split(".")[0]}
    if isinstance(value, dict):
        return set() if "t" in value else set().union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def without_unused(case):
    """Drops inputs and buffers that nobody names."""
    named = set().union(*(names_in(step.get("args", [])) | names_in(list(step.get("attrs", {}).values())) for step in case["program"]), *map(names_in, case["results"]))
    case["inputs"] = {name: text for name, text in case.get("inputs", {}).items() if name in named}
    held = {text["buffer"] for text in case["inputs"].values() if "buffer" in text}
    case["buffers"] = {name: text for name, text in case.get("buffers", {}).items() if name in held}
    return {key: value for key, value in case.items() if value}


def fewer_results(case):
    if len(case.get("results", [])) > 1:
        for name in case["results"]:
            yield {**case, "results": [name]}


def fewer_steps(case):
    program = case["program"]
    if len(program) > 1:
        shorter = program[:-1]
        known = {*case.get("inputs", {}), *(step["id"] for step in shorter)}
        results = [name for name in case["results"] if name.split(".")[0] in known] or [shorter[-1]["id"]]
        yield {**case, "program": shorter, "results": results}
    for k in range(len(program)):
        yield {**case, "program": program[:k] + program[k + 1:]}


def steps_as_inputs(case):
    for k in range(len(case["program"]) - 1):
        try:
            with Run(case) as run:
                for step in case["program"][:k + 1]:
                    value = run.do(step)
        except Exception:
            return
        if isinstance(value, (np.ndarray, np.generic)):
            inputs = {**case.get("inputs", {}), case["program"][k]["id"]: array_to_json(value, readable=False)}
            yield {**case, "inputs": inputs, "program": case["program"][:k] + case["program"][k + 1:]}


def fewer_attributes(case):
    for k, step in enumerate(case["program"]):
        for name in step.get("attrs", {}):
            if name != "index":
                changed = {**step, "attrs": {n: v for n, v in step["attrs"].items() if n != name}}
                yield {**case, "program": case["program"][:k] + [changed] + case["program"][k + 1:]}
    for name in ("errstate", "check"):
        if name in case:
            yield {n: v for n, v in case.items() if n != name}


def arrays_of(case):
    buffers = {name: bytearray(bytes_from_json(text)) for name, text in case.get("buffers", {}).items()}
    return {name: array_from_json(text, buffers) for name, text in case.get("inputs", {}).items()}


def with_inputs(case, arrays):
    return {**case, "inputs": {**case.get("inputs", {}), **{name: array_to_json(a, readable=False) for name, a in arrays.items()}}}


def plain_layouts(case):
    arrays = arrays_of(case)
    for name, text in case.get("inputs", {}).items():
        if "buffer" in text:
            yield with_inputs(case, {name: arrays[name]})


def smaller_shapes(case):
    """One axis, counted from the last, cut in all dense inputs that have more than one element along it."""
    arrays = {name: a for name, a in arrays_of(case).items() if "data" in case["inputs"][name]}
    rank = max((a.ndim for a in arrays.values()), default=0)
    for axis in range(1, rank + 1):
        extent = max(a.shape[-axis] for a in arrays.values() if a.ndim >= axis)
        for cut in (slice(0, extent // 2), slice(extent // 2, None), slice(0, 1), slice(extent - 1, None), slice(0, extent - 1)):
            if extent > 1:
                long = {name: a for name, a in arrays.items() if a.ndim >= axis and a.shape[-axis] > 1}
                yield with_inputs(case, {name: a[(..., cut) + (slice(None),) * (axis - 1)] for name, a in long.items()})
    if rank and any(a.ndim and a.shape[0] == 1 for a in arrays.values()):
        yield with_inputs(case, {name: a[0] for name, a in arrays.items() if a.ndim and a.shape[0] == 1})


def plainer_values(case):
    for name, a in arrays_of(case).items():
        if "data" not in case["inputs"][name] or a.size > 64:
            continue
        for plain in (np.zeros_like(a), np.ones_like(a)):
            if a.tobytes() != plain.tobytes():
                yield with_inputs(case, {name: plain})
        for k in range(a.size if a.size <= 8 else 0):
            changed = a.copy()
            changed.flat[k] = 1
            if changed.tobytes() != a.tobytes() and a.flat[k] != 0:
                yield with_inputs(case, {name: changed})


CHANGES = (fewer_results, fewer_steps, steps_as_inputs, fewer_attributes, plain_layouts, smaller_shapes, plainer_values)


def answered(case):
    """The case with NumPy's outcome; None when the change made no case of it."""
    try:
        case = without_unused(copy.deepcopy(case))
        case["oracle"] = outcome_of(case, readable=True)
        return case
    except Exception:
        return None


def minimise(case, threads=1):
    """The smallest failing case that was found."""
    wanted = complaint(judge([case], threads)[0])
    for _ in range(ROUNDS):
        for change in CHANGES:
            candidates = [c for c in map(answered, itertools.islice(change(case), 60)) if c]
            verdicts = judge(candidates, threads) if candidates else []
            failing = [c for c, v in zip(candidates, verdicts) if complaint(v) == wanted]
            if failing:
                case = failing[0]
                break
        else:
            return case
    return case
