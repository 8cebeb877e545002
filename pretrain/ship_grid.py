"""Copies a trained grid model into public/models if it passes its gates, and lists it in the manifest.

    python pretrain/ship_grid.py .cache/arc/run
    python pretrain/ship_grid.py .cache/arc/large embedded-grid-large
"""

import pathlib
import sys

from hf_folder import ship

# Of the families that a model is trained on, puzzles never seen: the last answer exactly right in context.
MODELS = {
    "embedded-grid": (
        "Embedded grid model",
        "A small model of coloured grids, trained for this page. It reads ARC puzzles up to 5×5 only.",
        [("probe-core-small", "exact", 0.85), ("probe-core-small", "edits-well-formed", 0.95)],
    ),
    "embedded-grid-large": (
        "Embedded grid model, large grids",
        "A small model of coloured grids, trained for this page. It reads ARC puzzles up to 10×10 only.",
        [("probe-core-large", "exact", 0.35), ("probe-core-medium", "exact", 0.5), ("probe-core-small", "edits-well-formed", 0.95)],
    ),
}

folder, model = pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "embedded-grid"
title, description, gate = MODELS[model]
ship(folder, model, title, description, lambda probes: gate)
