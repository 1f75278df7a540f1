#!/usr/bin/env python3
"""Slope, aspect and hillshades of bin/terrain against those of GDAL's gdaldem on the same model in metres.

Inner cells only: gdaldem leaves the outermost ones empty. The model goes to gdaldem as an Arc ASCII grid with cells of
the size that the example states, and comes back as raw arrays (ENVI).
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np

MODEL = "data/jacksboro_fault_dem.npz"
SUNS = [(315, 45), (120, 20), (0, 70)]
SHARE = 0.999  # of the inner cells must agree


def write_grid(path, heights, east, north):
    rows, columns = heights.shape
    with open(path, "w", encoding="ascii") as out:
        out.write(f"ncols {columns}\nnrows {rows}\nxllcorner 0\nyllcorner 0\ndx {float(east)!r}\ndy {float(north)!r}\n")
        np.savetxt(out, heights, fmt="%d")


def gdaldem(mode, grid, folder, shape, dtype, *options):
    raw = folder / "gdal.raw"
    subprocess.run(["gdaldem", mode, grid, raw, "-of", "ENVI", "-q", *options], check=True)
    return np.fromfile(raw, dtype=dtype).reshape(shape)[1:-1, 1:-1]


def ground(heights):
    """Sizes of a cell on the WGS 84 ellipsoid, in metres to the east and to the north."""
    e2 = 0.0066943799901413165
    phi = np.radians((float(heights["ymin"]) + float(heights["ymax"])) / 2)
    w = 1 - e2 * np.sin(phi) ** 2
    return (6378137 * np.cos(phi) / np.sqrt(w) * np.radians(float(heights["dx"])),
            6378137 * (1 - e2) / w ** 1.5 * np.radians(float(heights["dy"])))


class comparison:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, difference, tolerance, unit, least=SHARE):
        share = float(np.mean(difference <= tolerance))
        passed = share >= least
        self.failed += not passed
        print(f"{'ok  ' if passed else 'FAIL'} {what}: {100 * share:.4f} % within {tolerance} {unit}, "
              f"largest difference {difference.max():.6g}, {int(np.sum(difference > tolerance))} cells beyond")


def grey_difference(ours, theirs):
    return np.abs(ours.astype(int) - theirs.astype(int))


def main():
    if not shutil.which("gdaldem"):
        sys.exit("gdaldem is missing: ./dev setup installs gdal-bin")
    program = pathlib.Path(os.environ["FNP_BIN"]) / "terrain"
    model = np.load(MODEL)
    heights, (east, north) = model["elevation"], ground(model)
    compare = comparison()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        grid = folder / "model.asc"
        write_grid(grid, heights, east, north)
        for azimuth, altitude in SUNS:
            printed = subprocess.run([program, MODEL, "--out", folder, "--no-proof", f"--azimuth={azimuth}", f"--altitude={altitude}"],
                                     check=True, capture_output=True, text=True).stdout
            cells = [float(x) for x in re.search(r"cells of ([\d.]+) m to the east and ([\d.]+) m", printed).groups()]
            if np.abs(np.array(cells) - (east, north)).max() > 0.006:
                sys.exit(f"the example says that cells are {cells} m, not {east:.2f} x {north:.2f}")
            ours = {key: value[1:-1, 1:-1] for key, value in np.load(folder / "terrain.npz").items()}
            sun = ["-az", str(azimuth), "-alt", str(altitude)]
            compare(f"hillshade, sun {azimuth}/{altitude}",
                    grey_difference(ours["hillshade"], gdaldem("hillshade", grid, folder, heights.shape, "u1", *sun)), 1, "grey level")
            compare(f"multidirectional, altitude {altitude}",
                    grey_difference(ours["multidirectional"],
                                    gdaldem("hillshade", grid, folder, heights.shape, "u1", "-multidirectional", "-alt", str(altitude))), 1, "grey level")
        theirs = gdaldem("slope", grid, folder, heights.shape, "f4")
        compare("slope", np.abs(ours["slope"] - theirs), 0.05, "degrees")
        theirs = gdaldem("aspect", grid, folder, heights.shape, "f4")
        flat = theirs == -9999
        compare("which cells are flat", (flat != (ours["aspect"] == -1)).astype(float), 0, "", 1)
        # gdaldem's aspect takes cells for squares; ours is turned into that of the same heights on square cells.
        angle = np.radians(ours["aspect"].astype(float))
        square = np.degrees(np.arctan2(np.sin(angle) * east, np.cos(angle) * north)) % 360
        turn = np.abs(square - theirs)[~flat]
        compare("aspect", np.minimum(turn, 360 - turn), 0.05, "degrees")
    sys.exit(compare.failed > 0)


if __name__ == "__main__":
    main()
