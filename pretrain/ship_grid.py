"""Copies a trained grid model into public/models/embedded-grid if it passes its gates, and lists it in the manifest.

    python pretrain/ship_grid.py .cache/arc/run
"""

import pathlib
import sys

from hf_folder import ship

# Of the families that it is trained on, puzzles never seen: the last answer exactly right in context.
GATE = [("probe-core-small", "exact", 0.85), ("probe-core-small", "edits-well-formed", 0.95)]

ship(
    pathlib.Path(sys.argv[1]),
    "embedded-grid",
    "Embedded grid model",
    "A small model of coloured grids, trained for this page. It reads ARC puzzles only.",
    lambda probes: GATE,
)
