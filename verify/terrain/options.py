#!/usr/bin/env python3
"""What bin/terrain says to wrong options and foreign files: one line on standard error, exit 2, nothing written.

And what it writes when all is well: whole PNG files and arrays of the right shapes, for tiles and all suns too, and a plan
that can be proved.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

MODEL = "data/jacksboro_fault_dem.npz"
PICTURES = ["slope.png", "aspect.png", "hillshade.png", "multidirectional.png", "relief.png"]
PLANS = ["plan.txt", "plan.json", "plan.html"]


def run(*words):
    program = pathlib.Path(os.environ["FNP_BIN"]) / "terrain"
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)


def refused(folder):
    """(words of the command line, what its complaint must name)"""
    original = pathlib.Path(MODEL).read_bytes()
    model = dict(np.load(MODEL))

    def file(name, content):
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            np.savez(path, **content)
        return path

    return [
        (["nowhere.npz"], "nowhere.npz"),
        ([folder], folder.name),
        ([file("empty.npz", b"")], "empty.npz"),
        ([file("half.npz", original[:len(original) // 2])], "half.npz"),
        ([file("text.npz", b"elevation 344 403\n" * 99)], "text.npz"),
        ([file("nokey.npz", {"height": model["elevation"]})], "elevation"),
        ([file("nospacing.npz", {k: v for k, v in model.items() if k != "dx"})], "dx"),
        ([file("floats.npz", model | {"elevation": model["elevation"].astype("f4")})], "float32"),
        ([file("row.npz", model | {"elevation": model["elevation"][0]})], "(403,)"),
        ([file("zero.npz", model | {"dx": np.float64(0)})], "dx"),
        ([file("nan.npz", model | {"ymin": np.float64("nan")})], "ymin"),
        ([MODEL, "--tile", "12"], "12x10"),
        ([MODEL, "--tile", "0x4"], "12x10"),
        ([MODEL, "--tile", "99999x99999"], "bytes"),
        ([MODEL, "--azimuth", "361"], "azimuth"),
        ([MODEL, "--azimuth", "nan"], "azimuth"),
        ([MODEL, "--altitude", "high"], "altitude"),
        ([MODEL, "--altitude", "-1"], "altitude"),
        ([MODEL, "--sun", "3"], "--sun"),
        ([MODEL, MODEL], MODEL),
        ([MODEL, "--out"], "--out"),
    ]


def main():
    wrong = []

    def expect(holds, what):
        if not holds:
            wrong.append(what)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cases = refused(folder)
        for words, named in cases:
            out = folder / "out"
            end = run(*words) if words[-1] == "--out" else run(*words, "--out", out)
            lines = end.stderr.splitlines()
            expect(end.returncode == 2, f"{words}: exit {end.returncode}, expected 2")
            expect(len(lines) == 1 and lines[0].startswith("terrain: ") and named in lines[0],
                   f"{words}: expected one line that names '{named}', not {end.stderr!r}")
            expect(not out.exists(), f"{words}: wrote {out}")
        blocked = folder / "file"
        blocked.write_text("in the way")
        end = run(MODEL, "--out", blocked, "--no-proof")
        expect(end.returncode == 2 and len(end.stderr.splitlines()) == 1 and blocked.read_text() == "in the way",
               f"--out of a file: exit {end.returncode}, {end.stderr!r}")

        for words in ([], ["--tile", "2x3", "--azimuth", "0", "--altitude", "90"]):
            out = folder / "deep" / "good"
            end = run(MODEL, "--out", out, "--no-proof", *words)
            expect(end.returncode == 0 and end.stderr == "", f"{words}: exit {end.returncode}, {end.stderr!r}")
            expect(sorted(p.name for p in out.iterdir()) == sorted(PICTURES + PLANS + ["terrain.npz"]), f"{words}: wrote {list(out.iterdir())}")
            for picture in PICTURES:
                bytes_ = (out / picture).read_bytes()
                expect(bytes_[:8] == b"\x89PNG\r\n\x1a\n" and bytes_[-8:-4] == b"IEND", f"{words}: {picture} is no whole PNG")
            for key, value in np.load(out / "terrain.npz").items():
                expect(value.shape == (344, 403), f"{words}: {key} has shape {value.shape}")
        # The plan that was run, with its kernels of the user's file, is planned again from its text and proved.
        proved = subprocess.run([pathlib.Path(os.environ["FNP_BIN"]) / "fnp", "prove", "--no-witness", out / "plan.json"],
                                capture_output=True, text=True, check=False)
        expect(proved.returncode == 0, f"fnp prove of the plan: exit {proved.returncode}, {proved.stderr}{proved.stdout[-300:]}")
        help_ = run("--help")
        expect(help_.returncode == 0 and "--tile" in help_.stdout, "--help does not help")
    print("\n".join(wrong) or f"{len(cases) + 1} wrong uses refused, 2 right ones served")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
