"""Builds and runs the consumer project as a user would: plain -O2, no other flag.

    build_as_user.py package   <build> <compiler>   cmake --install, then find_package
    build_as_user.py pkgconfig <build> <compiler>   cmake --install, then one compiler call with pkg-config's flags
    build_as_user.py source    <build> <compiler>   add_subdirectory of the source tree, scalar kernels only
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "project"
SOURCE = Path(__file__).resolve().parent.parent.parent


def run(*command, env=None):
    print("+", " ".join(map(str, command)), flush=True)
    subprocess.run([str(word) for word in command], check=True, env=env)


def install(build, prefix):
    """A fresh tree each time: a header that is no longer installed must be missed."""
    shutil.rmtree(prefix, ignore_errors=True)
    run("cmake", "--install", build, "--prefix", prefix)


def configure_and_build(folder, compiler, *options):
    shutil.rmtree(folder, ignore_errors=True)
    run("cmake", "-G", "Ninja", "-S", HERE, "-B", folder, f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_CXX_FLAGS=-O2", *options)
    run("cmake", "--build", folder, "--parallel", os.environ.get("FNP_JOBS", "2"))


def main(way, build, compiler):
    folder = Path(build).resolve() / "consumer" / f"{way}-{compiler}"
    prefix = folder.with_name(folder.name + "-prefix")
    environment = dict(os.environ)
    if way == "source":
        ccache = shutil.which("ccache")
        launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={ccache}"] if ccache else []
        configure_and_build(folder, compiler, f"-DFNP_SOURCE={SOURCE}", "-DFNP_LEVELS=", *launcher)
    elif way == "package":
        install(build, prefix)
        configure_and_build(folder, compiler, f"-DCMAKE_PREFIX_PATH={prefix}")
    elif way == "pkgconfig":
        install(build, prefix)
        folder.mkdir(parents=True, exist_ok=True)
        (pc,) = prefix.rglob("fnp.pc")
        environment["PKG_CONFIG_PATH"] = str(pc.parent)
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "fnp"], env=environment, check=True, capture_output=True, text=True)
        run(compiler, "-O2", HERE / "consumer.cpp", "-o", folder / "consumer", *flags.stdout.split())
        environment["LD_LIBRARY_PATH"] = str(pc.parent.parent)
    else:
        sys.exit(f"{way}: package, pkgconfig or source")
    run(folder / "consumer", env=environment)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
