"""Copies a trained reader into public/models/embedded-reader if it passes its gates, and lists it in the manifest.

    python pretrain/ship_reader.py .cache/reader/run
"""

import pathlib
import sys

from hf_folder import ship

GATE = {"direct": 0.90, "edit-true": 0.85}

ship(
    pathlib.Path(sys.argv[1]),
    "embedded-reader",
    "Embedded reader",
    "A small model of an invented world, trained for this page. It reads passages about that world only.",
    # Every group of probes, whatever they are called, must pass.
    lambda probes: [(group, name, least) for group in probes for name, least in GATE.items()],
)
