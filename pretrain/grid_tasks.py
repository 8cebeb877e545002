"""What a grid model solves in context of tasks in the public JSON, which nothing is trained on, by the size of their grids.

    python pretrain/grid_tasks.py .cache/arc/large arc1-training.json mini-arc-dev.json …

One greedy answer each, no training, no vote: what `npm run arc -- --edit none --views one` counts, in one pass a puzzle.
The vocabulary in .cache/arc must be the model's own (npm run pretrain:grid-tokenizer).
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import load_file

from grid_model import GridModel
from grid_pools import Documents, Vocabulary, padded

BANDS = [(1, "one row"), (5, "up to 5×5"), (7, "up to 7×7"), (10, "up to 10×10")]


def tasks_of(path):
    data = json.loads(pathlib.Path(path).read_text())
    return {"": data} if "train" in data else data


def pairs_of(task):
    """For each test input the demonstrations and, last, the test input with its answer."""
    grids = [[np.array(pair[side]) for side in ("input", "output")] for pair in task["train"]]
    return [[*grids, [np.array(pair["input"]), np.array(pair["output"])]] for pair in task["test"]]


def band_of(documents):
    grids = [grid for pairs in documents for pair in pairs for grid in pair]
    if all(grid.shape[0] == 1 for grid in grids):
        return BANDS[0][1]
    longest = max(max(grid.shape) for grid in grids)
    return next((name for side, name in BANDS[1:] if longest <= side), None)


@torch.no_grad()
def is_solved(model, vocabulary, make, pairs):
    tokens, _, looks = make.puzzle(pairs)
    counts = np.zeros(len(tokens), bool)
    counts[-1 - len(vocabulary.grid(1, pairs[-1][1])) :] = True
    x, counted, _ = padded([(tokens, counts, looks)])
    asked = counted[:, 1:]
    return bool((model(x[:, :-1], asked)[0].argmax(-1) == x[:, 1:][asked]).all())


def main():
    folder, *files = sys.argv[1:]
    torch.set_num_threads(1)
    vocabulary = Vocabulary()
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    model = GridModel(config, vocabulary.tokens)
    model.load(load_file(pathlib.Path(folder) / "model.safetensors"))
    make = Documents(vocabulary, np.random.default_rng(0))
    for file in files:
        counts = {}
        for name, task in tasks_of(file).items():
            documents = pairs_of(task)
            band = band_of(documents)
            readable = band is not None and all(readable_by(vocabulary, pairs, config) for pairs in documents)
            if not readable:
                continue
            solved = all(is_solved(model, vocabulary, make, pairs) for pairs in documents)
            counts.setdefault(band, []).append(solved)
        print(pathlib.Path(file).stem, {band: f"{sum(found)}/{len(found)}" for band, found in sorted(counts.items())}, flush=True)


def readable_by(vocabulary, pairs, config):
    """Whether all sizes are in the vocabulary, and all of it fits the context with room for a self-edit."""
    known = all(max(grid.shape) < 32 and vocabulary.headers[0, grid.shape[0], grid.shape[1]] > 0 for pair in pairs for grid in pair)
    cells = sum(grid.size for pair in pairs for grid in pair)
    return known and cells + 1 + 3 * len(pairs) + len(vocabulary.slots) + 2 <= config["max_position_embeddings"]


if __name__ == "__main__":
    main()
