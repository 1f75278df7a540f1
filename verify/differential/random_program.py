"""Random programs over the whole list of ops, made while NumPy runs them.

Each step is chosen from the values that are there, then run; so shapes fit where they should, and every intermediate
result is known. A later step never builds on a value that may differ in an allowed ULP (agreement.py): such a value is
reported, and comes back as an input of a later program, with NumPy's own bytes.
"""
import numpy as np

import agreement
import random_arrays as arrays
from case_codec import array_to_json
from numpy_oracle import DEFAULT_CHECK, PROGRAM_FAULTS, Run, failed
from program_steps import IN_PLACE, ProgramSteps, items_of

LETTERS = "abcdef"
OPEN_FLAGS = {"spacing", "nextafter", "setitem", "copyto"}
LARGEST = 4000  # elements of a value that is used further
INHERITED = 24  # values kept from earlier programs


class Programs(ProgramSteps):
    """A stream of cases with outcomes, the same for the same source of randomness."""

    def __init__(self, rand, ops):
        self.rand, self.ops, self.inherited = rand, ops, []

    def case(self, name):
        self.program, self.settled, self.tolerances, self.touched = [], [], {}, set()
        case = {"id": name, "family": "differential", "buffers": {}, "inputs": {}, "program": self.program}
        self.give_inputs(case)
        if self.rand.random() < 0.08:
            case["errstate"] = {self.rand.choice(("divide", "over", "invalid")): self.rand.choice(("ignore", "warn", "raise"))}
        self.unheard = case.get("errstate", {}).get("over", "warn") != "warn"
        self.quiet = case.get("errstate", {}).get("invalid", "warn") != "warn"
        with Run(case) as self.run:
            self.settled = list(self.run.inputs)
            case["oracle"] = self.walk(case)
            unfit = not case["oracle"].get("results", True) or self.is_open() or (case.get("errstate") and not self.flags_are_settled())
        return self.case(name) if unfit else {key: value for key, value in case.items() if value}

    def is_open(self):
        """Does the case ask what no rule of NumPy's settles, or what fnp has not?"""
        items = [item for value in self.run.values.values() for item in items_of(value) if isinstance(item, (np.ndarray, np.generic))]
        if any(item.dtype.str not in arrays.DTYPES for item in items):
            return True
        # A float out of range has no value as a uint32 in C: NumPy's depends on where in the array it stands.
        said = {str(w.message) for w in self.run.caught}
        silent = self.quiet or any("invalid value" in words for words in said)
        called = self.program and self.program[0]["op"] not in self.ops.rows  # floats on the way are not seen
        if silent and any(item.dtype.str == "<u4" for item in items) and (called or any(item.dtype.kind in "fc" for item in items)):
            return True
        # Complex products are contracted or not, which decides whether they overflow, and what meets an infinity.
        products = [self.run.values.get(step["id"]) for step in self.program if step["op"] in ("multiply", "imul", "square")]
        if any(np.iscomplexobj(value) and np.isinf(value).any() for value in products if value is not None):
            return True
        return (self.unheard or any("overflow" in words for words in said)) and any(item.dtype.kind == "c" for item in items)

    def flags_are_settled(self):
        """Are the conditions those of IEEE 754? Elsewhere they are what a vector loop of NumPy's happens to raise."""
        if any(np.asarray(item).dtype.kind == "c" for value in self.run.values.values() for item in items_of(value)):
            return False
        plain = {op: name for name, op in IN_PLACE.items()}
        ops = [plain.get(step["op"], step["op"]) for step in self.program]
        rows = [self.ops.rows[op] for op in ops if op in self.ops.rows]
        open_ones = OPEN_FLAGS.intersection(ops) or any(op.endswith(".accumulate") for op in ops)
        return not open_ones and not any(row["ulps"] or row["family"] != "elementwise" for row in rows)

    def give_inputs(self, case):
        rand, buffers = self.rand, case["buffers"]
        dtype = rand.choice(arrays.DTYPES)
        texts = arrays.shared_views(rand, dtype, buffers) if rand.random() < 0.15 else []
        shape = texts[0]["shape"] if texts else arrays.random_shape(rand)
        if self.inherited and rand.random() < 0.15:
            texts.append(rand.choice(self.inherited))
            shape = texts[-1]["shape"]
        for _ in range(rand.choice((1, 2, 2, 3)) - len(texts)):
            of = dtype if rand.random() < 0.6 else rand.choice(arrays.DTYPES)
            texts.append(arrays.random_input(rand, of, arrays.related_shape(rand, shape), buffers))
        case["inputs"] = dict(zip(LETTERS, texts))

    def walk(self, case):
        rand, last = self.rand, None
        for k in range(rand.choice((1, 2, 3, 4, 5, 6, 8))):
            step, tolerance = self.next_step(f"t{k}")
            self.program.append(step)
            try:
                value = self.run.do(step)
            except PROGRAM_FAULTS:
                raise
            except SystemError:  # NumPy's own defect: an exception while another was raised
                return self.run.outcome([])
            except Exception as error:
                case["results"] = [step["id"]]
                return failed(error, step)
            last = step["id"]
            if not all(isinstance(item, (np.ndarray, np.generic)) for item in items_of(value)):
                return self.run.outcome([])  # an int beyond all dtypes
            if not self.take(step, value, tolerance):
                break
        if None in self.tolerances.values():
            return self.run.outcome([])
        steps = [step["id"] for step in self.program]
        kept = steps if rand.random() < 0.5 else sorted({last, *(s for s in steps if rand.random() < 0.3)})
        case["results"] = self.names_of(kept) + sorted(self.touched)
        case["tolerance"] = self.joint_tolerance(case["results"])
        check = case.setdefault("check", list(DEFAULT_CHECK))
        if rand.random() < 0.15 and self.flags_are_settled():
            check.append("warnings")
        if rand.random() < 0.15 and all(step["op"] in self.ops.rows for step in self.program):
            check.append("strides")
        self.remember(last)
        return self.run.outcome(case["results"], check, readable=False)

    def names_of(self, steps):
        """Their arrays' names: a step with two results is two."""
        values = self.run.values
        return [item for name in steps for item in ([f"{name}.{k}" for k in range(len(values[name]))] if isinstance(values[name], tuple) else [name])]

    def take(self, step, value, tolerance):
        """Enters the step's value; false when the program ends here. `tolerance`: of each item, or None."""
        items, names = items_of(value), self.names_of([step["id"]])
        given = [tolerance(item, k) for k, item in enumerate(items)]
        settled = all(t is not None and agreement.is_settled(t, item) for t, item in zip(given, items))
        self.tolerances.update(zip(names, given))
        if settled:
            self.settled += [name for name, item in zip(names, items) if item.size <= LARGEST]
        writes = "out" in step.get("attrs", {}) or step["op"] in ("setitem", "copyto") or step["op"] in IN_PLACE.values()
        if writes:
            self.touched |= {n for n, a in self.run.inputs.items() if any(np.may_share_memory(a, item) for item in items)}
            if not settled:  # whatever shares that memory is as open as the value
                shared = [n for n in (*self.tolerances, *self.touched) if any(np.may_share_memory(self.run.value(n), item) for item in items)]
                self.tolerances.update(dict.fromkeys(shared, given[0]))
                return False
        return True

    def joint_tolerance(self, results):
        given = {name: self.tolerances.get(name, agreement.BIT) for name in results}
        others = {name: t for name, t in given.items() if t != agreement.BIT}
        if not others:
            return agreement.BIT
        return others[results[0]] if len(results) == 1 else {**agreement.BIT, "per": others}

    def remember(self, name):
        value = self.run.values.get(name)
        if isinstance(value, (np.ndarray, np.generic)) and 1 < value.size <= 400 and value.dtype.str in arrays.DTYPES:
            self.inherited = self.inherited[-INHERITED:] + [array_to_json(value, readable=False)]
