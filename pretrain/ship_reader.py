"""Copies a trained reader into public/models/embedded-reader if it passes its gates, and lists it in the manifest.

    python pretrain/ship_reader.py .cache/reader/run
"""

import pathlib
import sys

from hf_folder import ship

DEPTHS = {"direct": 0.90, "reversed": 0.90, "two-hop": 0.90, "which": 0.90}


def gate(probes):
    """Every group of probes, whatever they are called, must pass at every depth at which it asks, and write truly."""
    for group, figures in probes.items():
        yield group, "edit-true", 0.85
        for depth, least in DEPTHS.items():
            # Of one person nobody asks "which of the two".
            if depth in figures or depth != "which":
                yield group, depth, least


ship(
    pathlib.Path(sys.argv[1]),
    "embedded-reader",
    "Embedded reader",
    "A small model of an invented world, trained for this page. It reads passages about that world only.",
    gate,
)
