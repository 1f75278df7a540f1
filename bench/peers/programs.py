"""The programs that take part: which file, which interpreter, how many threads."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Program:
    name: str  # as it appears in results
    command: tuple[str, ...]
    threads: int

    def exists(self) -> bool:
        return Path(self.command[0]).exists()

    def skips(self, group: str) -> bool:
        """Cells that would only repeat what one thread said, or wait for wake-ups."""
        if self.threads == 1:
            return False
        if self.name in ("numpy", "eigen"):
            return "W11" not in group if self.name == "numpy" else not {"W1", "W6", "W9", "W11"} & set(families(group))
        return group == "W8"

    def sizes(self) -> str:
        """A second thread has nothing to do at S; that it does no harm is fnp's and limit's claim alone."""
        return "" if self.threads == 1 or self.name in ("fnp", "limit") else "M,L,1024,1e7"


def families(group: str) -> list[str]:
    return [name.rstrip("abcdefghijklmnopqrstuvwxyzNTA") for name in group.split(",")]


CPP = (
    ("limit", "limit", 1),
    ("limit", "limit", 2),
    ("eigen", "eigen_n", 1),
    ("eigen", "eigen_n", 2),
    ("xtensor", "xt_n", 1),
    ("xtensor", "xt_t", 2),
)
# Held to a lower instruction set: peers compiled for AVX2, or as a plain -O2 build has them; `limit` is AVX-512 by hand.
LEVELS = {
    "avx2": (("eigen", "eigen_avx2", 1), ("xtensor", "xt_avx2", 1)),
    "sse2": (("eigen", "eigen_2", 1), ("xtensor", "xt_2", 1)),
}
LEVEL_PYTHON = (("numpy", 1), ("numpy_out", 1), ("numba", 1))
LEVEL_VARIABLES = {
    "avx2": {
        "FNP_SIMD": "avx2",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
        "NUMBA_CPU_NAME": "haswell",
        "NUMBA_CPU_FEATURES": "+avx,+avx2,+fma,+bmi,+bmi2,+f16c,+lzcnt,+movbe,+popcnt,+sse4.2",
    },
    "sse2": {
        "FNP_SIMD": "sse2",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "NUMBA_CPU_NAME": "generic",
    },
}
# What needs a large package is asked for by --all.
PYTHON = (("numpy", 1), ("numpy", 2), ("numpy_out", 1), ("numexpr", 1), ("numexpr", 2), ("numba", 1), ("numba", 2))
PYTHON_LARGE = (("jax", 1), ("jax", 2), ("torch", 1), ("torch", 2))
PYTHON_PACKAGES = ("numpy", "scipy", "numexpr", "numba")
PYTHON_PACKAGES_LARGE = ("jax", "torch")
MODULE_OF = {"numpy_out": "numpy"}


def participants(fnp: Path, binaries: Path, python: str, importable: set[str], simd: str = "") -> list[Program]:
    """fnp first, then every peer that is there; at a lower instruction set those that can be held to it."""
    found = [Program("fnp", (str(fnp), "--threads", str(t)), t) for t in ((1,) if simd else (1, 2))]
    compiled, interpreted = (LEVELS[simd], LEVEL_PYTHON) if simd else (CPP, PYTHON + PYTHON_LARGE)
    found += [Program(name, (str(binaries / file), "--threads", str(t)), t) for name, file, t in compiled]
    script = str(HERE / "py" / "bench.py")
    found += [
        Program(name, (python, script, "--peer", name, "--threads", str(t)), t)
        for name, t in interpreted
        if MODULE_OF.get(name, name) in importable
    ]
    return [p for p in found if p.exists()]
