"""Re-checks a certificate of fnp without any code of fnp: python3 recheck.py CERTIFICATE.json

Reads the program and the plan, runs both over symbolic values by its own reading of them (own walk, own pairwise tree, own
affine maps), and compares every element of every result. Exit status: 0 the certificate holds, 1 it does not, 2 it
cannot be read. Prints one line. Python 3.11, standard library only.

A premise is taken from the certificate: the strides along which NumPy walks each eager value (they order additions).
The witness (bits of compiled code) cannot be repeated here.
"""

import hashlib
import json
import struct
import sys

from recheck_plan import Walker
from recheck_program import COMPLEX, SIZES, Refused, Terms, Unreadable, count, dot, evaluate_program, parse_program, points, refuse

MOST_WORK = 3_000_000


def dense_like(shape, stride, item):
    order = sorted(range(len(shape)), key=lambda a: (-abs(stride[a]), a))
    r, step = [0] * len(shape), item
    for a in reversed(order):
        r[a] = step
        step *= max(shape[a], 1)
    return r


def constants_as_bits(t, nodes):
    """The text of a constant and the bits in the plan name one value: both sides get the bits, once they are shown equal."""
    kinds = {"int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q", "float32": "f", "float64": "d", "float16": "e", "bool": "?"}

    def real(text, dtype):
        if text.startswith("nan:"):
            return int(text[4:], 16).to_bytes(SIZES[dtype], "little")
        if dtype == "bool":
            return struct.pack("<?", text == "true")
        return struct.pack("<" + kinds[dtype], float.fromhex(text) if dtype.startswith("float") else int(text))

    def bits(node):
        dtype, text = node["dtypes"][0], node["inside"]
        if dtype in COMPLEX:
            part = "float32" if dtype == "complex64" else "float64"
            a, b = text.strip("()").split(" ")
            raw = real(a, part) + real(b, part)
        else:
            raw = real(text, dtype)
        return raw.ljust(16, b"\0").hex()

    for node in nodes:
        if node["op"] == "constant":
            t.known["constant", node["dtypes"][0], node["inside"]] = t("bits", node["dtypes"][0], bits(node), 0)


def recheck(c):
    refuse(hashlib.sha256(c["program"]["text"].encode()).hexdigest() != c["program"]["sha256"], "the program is not the one that was hashed")
    refuse(hashlib.sha256(json.dumps(c["plan"], separators=(",", ":"), ensure_ascii=False).encode()).hexdigest() != c["plan_sha256"], "the plan is not the one that was hashed")
    failed = [claim["name"] for claim in c["claims"] if claim["outcome"] == "fails"]
    refuse(c["holds"] != (not failed), "the verdict is not that of the claims")
    refuse(bool(failed), "the certificate itself says that these claims fail: " + " ".join(failed))
    nodes, results = parse_program(c["program"]["text"])
    refuse(len(results) != len(c["destinations"]) or len(nodes) != len(c["eager_strides"]), "results and destinations differ in number")
    work = sum(count(s["extent"]) * (len(s["code"]) + 1) for s in c["plan"]["steps"]) + sum(count(n["shape"]) for n in nodes)
    t = Terms()
    walker = Walker(t, c, nodes, results)
    walker.check_bounds()
    walker.check_coverage()
    if work > MOST_WORK:
        return f"bounds and coverage hold; {work} points are too many to rebuild all terms here"
    constants_as_bits(t, nodes)
    wanted = evaluate_program(t, nodes, results, c)
    walker.run()
    elements, expected_writes = 0, {}
    for r, (n, k) in enumerate(results):
        to, shape, dtype = c["destinations"][r], nodes[n]["shape"], nodes[n]["dtypes"][k]
        space, base, _ = walker.place({"role": "result", "position": r})
        if to:
            refuse(to["shape"] != shape or to["dtype"] != dtype, f"result {r} does not fit its destination")
            strides, offset = to["strides"], to["offset"]
        else:
            strides, offset = dense_like(shape, c["eager_strides"][n], SIZES[dtype]), 0
        for p, term in zip(points(shape), wanted[r]):
            at = base + offset + dot(strides, p)
            elements += 1
            refuse(walker.memory.read(space, at, dtype) != term, f"result {r}, element {list(p)} is not the eager term")
            for b in range(SIZES[dtype]):
                expected_writes[space, at + b] = expected_writes.get((space, at + b), 0) + 1
    for (space, at), n in walker.memory.writes.items():
        if space[0] != "temporary":
            refuse(expected_writes.get((space, at)) != n, f"byte {at} of {space[0]} memory {space[1]} is written {n} times")
    return f"{elements} elements of {len(results)} results have the eager term; {len(t.known)} different terms"


def main(arguments):
    if len(arguments) != 2:
        print("usage: recheck.py CERTIFICATE.json")
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as f:
            c = json.load(f)
        if not isinstance(c, dict) or c.get("schema") != "fnp.certificate/1":
            raise Unreadable("no fnp.certificate/1")
        print("holds: " + recheck(c))
        return 0
    except Refused as why:
        print(f"does not hold: {why}")
        return 1
    except (OSError, Unreadable, ValueError, KeyError, TypeError, IndexError, AttributeError) as why:
        print(f"cannot be read: {type(why).__name__}: {why}")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
