"""Checkpoint folders in the layout of Hugging Face, and how one becomes a model that comes with the page."""

import hashlib
import json
import pathlib
import shutil
import sys

from safetensors.torch import save_file

MODELS = pathlib.Path("public/models")
TOKENIZER_FILES = ["tokenizer.json", "tokenizer_config.json"]
FILES = ["config.json", "model.safetensors", *TOKENIZER_FILES]


def qwen2_config(args, vocabulary, rope_theta, positions, special, more=None):
    """config.json of a small Qwen2 decoder: Llama with biases on queries, keys and values; with `more` entries."""
    pad, bos, eos = special
    return {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "vocab_size": vocabulary,
        "hidden_size": args.width,
        "intermediate_size": args.inner,
        "num_hidden_layers": args.layers,
        "num_attention_heads": args.heads,
        "num_key_value_heads": args.heads,
        "head_dim": args.width // args.heads,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-5,
        "rope_theta": rope_theta,
        "max_position_embeddings": positions,
        "tie_word_embeddings": True,
        "use_sliding_window": False,
        "pad_token_id": pad,
        "bos_token_id": bos,
        "eos_token_id": eos,
        "torch_dtype": "float16",
        **(more or {}),
    }


def export(weights, config, folder, report, tokenizer):
    """Writes f16 weights, config, probes and the files of the folder `tokenizer`: Qwen2ForCausalLM.from_pretrained loads it."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {key: p.detach().half() if p.is_floating_point() else p for key, p in weights.items()}
    halves = {key: p.cpu().contiguous() for key, p in halves.items()}
    save_file(halves, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (folder / "probes.json").write_text(json.dumps(report, indent=2) + "\n")
    for file in TOKENIZER_FILES:
        if folder.resolve() != tokenizer.resolve():
            shutil.copy(tokenizer / file, folder / file)


def ship(run, name, title, description, gate):
    """Copies a run into public/models and lists it in the manifest, where it keeps its place.

    `gate` lists (group of probes, figure, the least it may be); a figure below, or missing, ends the program.
    """
    report = json.loads((run / "probes.json").read_text())
    for group, figure, least in gate(report["probes"]):
        reached = report["probes"].get(group, {}).get(figure)
        if reached is None or reached < least:
            sys.exit(f"Not shipped: {group}, {figure} is {reached}, the gate {least}.")
    folder = MODELS / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in [*FILES, "probes.json"]:
        if (run / file).resolve() != (folder / file).resolve():
            shutil.copy(run / file, folder / file)
    entry = {
        "id": name,
        "name": title,
        "parameters": report["parameters"],
        "licence": "MIT",
        "description": description,
        "folder": name,
        "files": [listed(folder / file) for file in FILES],
    }
    path = MODELS / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() else {"version": 1, "models": []}
    models = manifest["models"]
    known = [model["id"] for model in models]
    place = known.index(name) if name in known else len(known)
    models[place : place + 1] = [entry]
    path.write_text(json.dumps(manifest, indent=2) + "\n")
    print("shipped", entry["parameters"], "parameters,", sum(f["bytes"] for f in entry["files"]), "bytes")


def listed(path):
    return {
        "name": path.name,
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
