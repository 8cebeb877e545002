"""Grows a grid model of 5×5 to larger grids, as a beginning for training.

    npm run pretrain:grid-tokenizer -- 5 20 .cache/arc/small && cp .cache/arc/vocabulary.json .cache/arc/small
    npm run pretrain:grid-tokenizer -- 10 30 .cache/arc/grown
    python pretrain/grow_grid.py public/models/embedded-grid .cache/arc/small/vocabulary.json .cache/arc/grown

Rows, columns and sizes that it has not seen get codes such that what it does with places goes on, and the first layer
gets units that mirror the new places. A place's code is one direction of its part of the stream (grid_init.py), and
comparing is bilinear: the opposite of a known direction is a new place that meets itself and none of the known ones, in
every head that compares places.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import load_file, save_file

from grid_init import PLACE
from grid_model import FactoredEmbedding
from grid_pools import Vocabulary

SMALL, LARGE = 5, 10  # sides of the grids that are read before and after
PARTS = {
    "row": "row",
    "then row": "next row",
    "column": "column",
    "then column": "next column",
    "height": "height",
    "width": "width",
}
LOUD = 1.5  # length of a new code against that of the known ones


def factors_of(table, tokens):
    """Names and vectors of the factors of a table of embeddings, the shortest that explain it."""
    names = sorted({name for token in tokens for name in token["factors"]})
    number = {name: i for i, name in enumerate(names)}
    parts = torch.zeros(len(tokens), len(names))
    for token, row in zip(tokens, parts):
        for name in token["factors"]:
            row[number[name]] = 1
    return dict(zip(names, torch.linalg.pinv(parts) @ table.float()))


def first_of(kind):
    """Numbers of places begin with 0, of sizes with 1; grids of one row or column are too unlike the others."""
    return 2 if kind in ("height", "width") else 0


def grow_factors(old, names):
    """Vectors of all `names`; those that occur in small grids stay as they are."""
    return {name: old[name] if is_small(name) else new_place(old, name) for name in names}


def is_small(name):
    kind, _, number = name.rpartition(" ")
    largest = SMALL if kind in ("height", "width", "then row") else SMALL - 1
    return kind not in PARTS or int(number) <= largest


def new_place(old, name):
    kind, _, number = name.rpartition(" ")
    number, at, first = int(number), PLACE[PARTS[kind]], first_of(kind)
    known = torch.stack([old[f"{kind} {n}"] for n in range(first, SMALL + (first > 0))])
    mean = known.mean(0)
    size = torch.stack([old[f"{kind} {n}"][at.start + n] - mean[at.start + n] for n in range(first, SMALL)]).mean()
    vector = mean.clone()
    if number < 2 * SMALL + (first > 0):
        vector[at.start + number - SMALL] -= LOUD * size
        if kind != "height" and at.start + number < at.stop:
            # Long rows have taught that columns from 5 on have directions of their own; then-row 5 has one, too.
            vector[at.start + number] += size / 2
    else:
        code = torch.randn(at.stop - at.start)
        vector[at] += 1.3 * size * code / code.norm()
    return vector


def grow_mirrors(weights, factors):
    """Units of the first layer that compute where a place of a larger grid is when it is mirrored; as many in the other
    layers, which do nothing yet."""
    sides = ("height", "row", "row"), ("width", "column", "column"), ("height", "next row", "then row"), ("width", "next column", "then column")
    added = len(sides) * sum(range(SMALL + 1, LARGE + 1))
    known = weights["model.layers.0.mlp.gate_proj.weight"].shape[0]
    for name, weight in weights.items():
        if ".mlp.down_proj" in name:
            weights[name] = torch.cat((weight, torch.zeros(weight.shape[0], added)), 1)
        elif ".mlp." in name:
            weights[name] = torch.cat((weight, 0.02 * torch.randn(added, weight.shape[1])), 0)
    gate, up, down = (weights[f"model.layers.0.mlp.{part}_proj.weight"] for part in ("gate", "up", "down"))
    unit, start = known, 0
    for length, place, kind in sides:
        at_length, at_place, at_mirror = PLACE[length], PLACE[place], PLACE[f"mirrored {place}"]
        units = [(start + n * (n - 1) // 2 + i, n, i) for n in range(2, SMALL + 1) for i in range(n)]
        mean = lambda values: torch.stack(list(values)).mean()
        # What training has made of the units that mirror small grids.
        strength = mean(gate[u, at_length.start + n] for u, n, _ in units), mean(gate[u, at_place.start + i] for u, _, i in units)
        roles = torch.stack([gate[u, PLACE["role"]] for u, _, _ in units]).mean(0)
        heard = mean(up[u, at_length.start + n] for u, n, _ in units)
        written = mean(down[at_mirror.start + n - 1 - i, u] for u, n, i in units)
        largest = min(LARGE, at_length.stop - at_length.start - 1)
        start += largest * (largest + 1) // 2
        for n in range(SMALL + 1, LARGE + 1):
            for i in range(n):
                direction = code(factors, length, n, at_length)
                gate[unit] = up[unit] = 0
                gate[unit, at_length] = strength[0] * direction
                gate[unit, at_place] = strength[1] * code(factors, kind, i, at_place)
                gate[unit, PLACE["role"]] = roles
                up[unit, at_length] = heard * direction
                down[at_mirror, unit] = written * code(factors, kind, n - 1 - i, at_place)
                unit += 1


def code(factors, kind, number, at):
    """The direction of a place."""
    mean = torch.stack([factors[f"{kind} {n}"][at] for n in range(first_of(kind), LARGE)]).mean(0)
    return torch.nn.functional.normalize(factors[f"{kind} {number}"][at] - mean, dim=0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("trained", type=pathlib.Path, help="folder of a model with a table of embeddings")
    parser.add_argument("vocabulary", type=pathlib.Path, help="its vocabulary.json")
    parser.add_argument("grown", type=pathlib.Path, help="folder to write model.safetensors to")
    args = parser.parse_args()
    torch.manual_seed(0)
    weights = {name: tensor.float() for name, tensor in load_file(args.trained / "model.safetensors").items()}
    old = factors_of(weights.pop("model.embed_tokens.weight"), json.loads(args.vocabulary.read_text()))
    embedding = FactoredEmbedding(Vocabulary().tokens, next(iter(old.values())).shape[0])
    factors = grow_factors(old, embedding.names)
    grow_mirrors(weights, factors)
    weights["model.embed_tokens.weight"] = torch.stack([factors[name] for name in embedding.names])
    weights["model.embed_tokens.factors"] = embedding.numbers
    save_file({name: tensor.contiguous() for name, tensor in weights.items()}, args.grown / "model.safetensors")


if __name__ == "__main__":
    main()
