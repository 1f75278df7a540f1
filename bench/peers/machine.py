"""What a figure was measured on: processor, caches, clock policy, pages, compiler, commit, libraries."""

import importlib.metadata
import platform
import re
import subprocess
from pathlib import Path

CPU = Path("/sys/devices/system/cpu/cpu0")


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return None


def output_of(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def caches() -> list[dict[str, str]]:
    found = []
    for index in sorted((CPU / "cache").glob("index*")):
        facts = {name: text_of(index / name) for name in ("level", "type", "size", "shared_cpu_list")}
        found.append({name: value for name, value in facts.items() if value})
    return found


def field(name: str, path: str) -> str | None:
    found = re.search(rf"^{name}\s*:\s*(.+)$", text_of(Path(path)) or "", re.MULTILINE)
    return found[1] if found else None


def machine(cpus: list[int]) -> dict:
    pages = text_of(Path("/sys/kernel/mm/transparent_hugepage/enabled")) or ""
    chosen = re.search(r"\[(\w+)\]", pages)
    return {
        "cpu": field("model name", "/proc/cpuinfo") or platform.machine(),
        "cores": len(re.findall(r"^processor", text_of(Path("/proc/cpuinfo")) or "", re.MULTILINE)),
        "pinned": ",".join(map(str, cpus)),
        "memory": field("MemTotal", "/proc/meminfo"),
        "caches": caches(),
        "governor": text_of(CPU / "cpufreq/scaling_governor"),
        "huge_pages": chosen[1] if chosen else None,
        "kernel": platform.release(),
        "virtual": "hypervisor" in (field("flags", "/proc/cpuinfo") or ""),
    }


def engine_facts(command: Path) -> dict[str, str]:
    """What the built engine says of itself: version, instruction set in use, libraries."""
    facts = {}
    for line in output_of(str(command), "info").splitlines():
        name, _, value = line.partition("  ")
        facts[name.strip()] = value.strip()
    return facts


def commit(root: Path) -> tuple[str, bool]:
    """The commit of the tree, and whether the tree differs from it."""
    return output_of("git", "-C", str(root), "rev-parse", "HEAD"), bool(
        output_of("git", "-C", str(root), "status", "--porcelain")
    )


def build(root: Path, command: Path, compiler: str = "g++") -> dict:
    facts, (_, changed) = engine_facts(command), commit(root)
    versions = {
        name: importlib.metadata.version(name)
        for name in ("numpy", "scipy", "numexpr", "numba", "jax", "torch")
        if installed(name)
    }
    return {
        "compiler": output_of(compiler, "--version").split("\n", 1)[0],
        "flags": "-O2 (fnp), -O3 -march=native (limit and C++ peers)",
        "fnp": facts.get("fnp"),
        "simd": facts.get("in use"),
        "libraries": facts.get("libraries"),
        "python": platform.python_version(),
        "packages": versions,
        "changed": changed,
    }


def installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
