"""The comparison can fail: outcomes of generated cases are spoiled by one bit, and each is found and made smaller."""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))

from case_codec import bytes_from_json, bytes_to_json
from engine_run import judge
from minimise import plain_layouts, smaller_shapes, without_unused
from op_list import OpList
from random_program import Programs


def spoil(case):
    """Flips a bit of the first element of the first result; false where there is none that counts."""
    text = next(iter(case["oracle"].get("results", {}).values()), {})
    data = bytearray(bytes_from_json(text["data"])) if "data" in text else b""
    if not data or text["dtype"][1] not in "iu":
        return False
    data[0] ^= 1
    text["data"] = bytes_to_json(bytes(data))
    return True


def main():
    programs = Programs(random.Random("spoiled"), OpList())
    cases = [programs.case(f"spoiled/{k}") for k in range(400)]
    spoiled = [case for case in cases if spoil(case)]
    missed = [v["id"] for v in judge(spoiled) if v["status"] == "pass"]
    if len(spoiled) < 20 or missed:
        sys.exit(f"{len(spoiled)} spoiled cases, of which passed: {missed}")
    changed = [c for case in cases[:50] for change in (plain_layouts, smaller_shapes) for c in change(case)]
    if not changed or any(len(without_unused(c)["program"]) < 1 for c in changed):
        sys.exit("no case was made smaller")
    print(f"{len(spoiled)} spoiled cases were found; {len(changed)} smaller ones can be made")


if __name__ == "__main__":
    main()
