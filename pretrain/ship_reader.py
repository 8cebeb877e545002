"""Copies a trained reader into public/models/embedded-reader if it passes its gates, and lists it in the manifest.

    python pretrain/ship_reader.py .cache/reader/run
"""

import hashlib
import json
import pathlib
import shutil
import sys

MODELS = pathlib.Path("public/models")
NAME = "embedded-reader"
FILES = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
GATE = {"direct": 0.90, "edit-true": 0.85}

run = pathlib.Path(sys.argv[1])
report = json.loads((run / "probes.json").read_text())
for group, figures in report["probes"].items():
    for name, least in GATE.items():
        if figures[name] < least:
            sys.exit(f"Not shipped: {group}, {name} is {figures[name]}, the gate {least}.")

folder = MODELS / NAME
for name in [*FILES, "probes.json"]:
    if (run / name).resolve() != (folder / name).resolve():
        shutil.copy(run / name, folder / name)
entry = {
    "id": NAME,
    "name": "Embedded reader",
    "parameters": report["parameters"],
    "licence": "MIT",
    "description": "A small model of an invented world, trained for this page. It reads passages about that world only.",
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
manifest["models"] = [entry] + [model for model in manifest["models"] if model["id"] != NAME]
manifest_path.write_text(json.dumps(manifest, indent=2) + "\n")
print("shipped", entry["parameters"], "parameters,", sum(f["bytes"] for f in entry["files"]), "bytes")
