"""Copies a trained grid model into public/models/embedded-grid if it passes its gates, and lists it in the manifest.

    python pretrain/ship_grid.py .cache/arc/run
"""

import hashlib
import json
import pathlib
import shutil
import sys

MODELS = pathlib.Path("public/models")
NAME = "embedded-grid"
FILES = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
# Of the families that it is trained on, puzzles never seen: the last answer exactly right in context.
GATED = "probe-core-small"
GATE = {"exact": 0.85, "edits-well-formed": 0.95}

run = pathlib.Path(sys.argv[1])
report = json.loads((run / "probes.json").read_text())
if GATED not in report["probes"]:
    sys.exit(f"Not shipped: {run} has no figures for {GATED}.")
for name, least in GATE.items():
    if report["probes"][GATED][name] < least:
        sys.exit(f"Not shipped: {GATED}, {name} is {report['probes'][GATED][name]:.3f}, the gate {least}.")

folder = MODELS / NAME
for name in [*FILES, "probes.json"]:
    if (run / name).resolve() != (folder / name).resolve():
        shutil.copy(run / name, folder / name)
entry = {
    "id": NAME,
    "name": "Embedded grid model",
    "parameters": report["parameters"],
    "licence": "MIT",
    "description": "A small model of coloured grids, trained for this page. It reads ARC puzzles only.",
    "folder": NAME,
    "files": [
        {
            "name": name,
            "bytes": (folder / name).stat().st_size,
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in FILES
    ],
}
manifest_path = MODELS / "manifest.json"
manifest = json.loads(manifest_path.read_text()) if manifest_path.exists() else {"version": 1, "models": []}
manifest["models"] = [model for model in manifest["models"] if model["id"] != NAME] + [entry]
manifest_path.write_text(json.dumps(manifest, indent=2) + "\n")
print("shipped", entry["parameters"], "parameters,", sum(f["bytes"] for f in entry["files"]), "bytes")
