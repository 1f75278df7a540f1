"""The two programs of a gate's run: the candidate as built, and the baseline's, built from its commit or kept."""

import json
import os
import subprocess
from pathlib import Path


class Missing(Exception):
    """Something that the gate needs is not there."""


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise Missing(f"{' '.join(command[:4])} ... failed: {(done.stderr or done.stdout).strip()[-400:]}")
    return done.stdout.strip()


def last_baseline(root: Path) -> Path:
    """The baseline in artifacts/baselines that was written last, by the date it carries."""
    dated = [
        (json.loads(path.read_text(encoding="utf-8"))["date"], path)
        for path in (root / "artifacts/baselines").glob("*.json")
    ]
    if not dated:
        raise Missing("there is no baseline in artifacts/baselines; ./dev bench peers --baseline writes one")
    return max(dated)[1]


def build_commit(root: Path, commit: str, jobs: int) -> Path:
    """peer_fnp of a commit, built in a worktree of its own below build/gate; what is built already is kept."""
    sha = run(["git", "-C", str(root), "rev-parse", "--verify", f"{commit}^{{commit}}"])
    tree = root / "build/gate" / sha[:12]
    program = tree / "build/release/bin/peer_fnp"
    if program.exists():
        return program
    if not tree.exists():
        run(["git", "-C", str(root), "worktree", "add", "--force", "--detach", str(tree), sha])
    # Objects of the same content are shared between the trees, whatever their paths.
    environment = os.environ | {"CCACHE_BASEDIR": str(tree), "CCACHE_NOHASHDIR": "1"}
    run(["cmake", "--preset", "release", "-S", str(tree), "-B", str(tree / "build/release")], environment)
    run(["cmake", "--build", str(tree / "build/release"), "--target", "peer_fnp", "--parallel", str(jobs)], environment)
    return program


def baseline_program(root: Path, against: str | None, jobs: int) -> Path:
    """against: a program, a baseline's file, or a commit; without it the last baseline."""
    if against is None:
        against = str(last_baseline(root))
    path = Path(against)
    if path.is_file() and path.suffix == ".json":
        return build_commit(root, json.loads(path.read_text(encoding="utf-8"))["commit"], jobs)
    if path.is_file():
        if not os.access(path, os.X_OK):
            raise Missing(f"{path} is neither a program nor a baseline")
        return path
    return build_commit(root, against, jobs)
