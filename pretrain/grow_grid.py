"""Grows a trained grid model to larger grids: factors for rows, columns and sizes that it has not seen, so that what it
does with those that it has goes on, and units of the first layer that mirror the new places.

    python pretrain/grow_grid.py <folder of the trained model> <its vocabulary.json> <folder of the grown model> --inner 384

A place's code is one direction of its part of the stream (grid_init.py). Comparing is bilinear, so the opposite of a
known direction is a new place that meets itself and none of the known ones, in every head that compares places.
"""

import argparse
import json
import pathlib

import torch
from safetensors.torch import load_file, save_file

from grid_init import PLACE, ROLES, SHORT
from grid_pools import Vocabulary

SMALL = 5  # side of the grids that the trained model reads
PARTS = {
    "row": "row",
    "then row": "next row",
    "column": "column",
    "then column": "next column",
    "height": "height",
    "width": "width",
}


def factors_of(weights, tokens):
    """Names and vectors of the factors of a table of embeddings, the shortest that explain it."""
    names = sorted({name for token in tokens for name in token["factors"]})
    number = {name: i for i, name in enumerate(names)}
    parts = torch.zeros(len(tokens), len(names))
    for token, row in zip(tokens, parts):
        for name in token["factors"]:
            row[number[name]] = 1
    return dict(zip(names, torch.linalg.pinv(parts) @ weights["model.embed_tokens.weight"].float()))


def grow_factors(old, names):
    """Vectors of all `names`; those of larger grids are new."""
    new = {}
    for name in names:
        kind, _, number = name.rpartition(" ")
        if kind not in PARTS or int(number) < SMALL or (kind in ("height", "width") and int(number) == SMALL):
            new[name] = old[name]
            continue
        at, number = PLACE[PARTS[kind]], int(number)
        first = 2 if kind in ("height", "width") else 0
        known = torch.stack([old[f"{kind} {n}"] for n in range(first, SMALL + (first > 0))])
        size = torch.stack([old[f"{kind} {n}"][at.start + n] - known[:, at.start + n].mean() for n in range(first, SMALL)]).mean()
        vector = known.mean(0)
        if number < 2 * SMALL + (first > 0):
            vector[at.start + number - SMALL] -= size
            if name in old and kind != "height":
                # Its own direction, that it had in long rows.
                vector[at.start + min(number, at.stop - at.start - 1)] += size / 2
        else:
            code = torch.randn(at.stop - at.start)
            vector[at] += 1.3 * size * code / code.norm()
        new[name] = vector
    return new


def grow_mirrors(weights, factors, inner):
    """More units in all layers; those of the first compute where a place of a larger grid is when it is mirrored."""
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("model.layers."))
    for i in range(layers):
        for part in ("gate_proj", "up_proj", "down_proj"):
            name = f"model.layers.{i}.mlp.{part}.weight"
            axis = 1 if part == "down_proj" else 0
            extra = inner - weights[name].shape[axis]
            shape = (weights[name].shape[0], extra) if axis else (extra, weights[name].shape[1])
            more = torch.zeros(shape) if axis else 0.02 * torch.randn(shape)
            weights[name] = torch.cat((weights[name].float(), more), axis)
    gate, up, down = (weights[f"model.layers.0.mlp.{part}_proj.weight"] for part in ("gate", "up", "down"))
    unit = 320
    known = {"height": 15, "width": 45}
    # What the known units of each kind have become.
    start = 0
    for length, place, kind in (("height", "row", "row"), ("width", "column", "column"), ("height", "next row", "then row"), ("width", "next column", "then column")):
        at_length, at_place, at_mirror = PLACE[length], PLACE[place], PLACE[f"mirrored {place}"]
        units = [(start + n * (n - 1) // 2 + i, n, i) for n in range(2, SMALL + 1) for i in range(n)]
        mean = lambda values: torch.stack(list(values)).mean()
        strength = mean(gate[u, at_length.start + n] for u, n, _ in units), mean(gate[u, at_place.start + i] for u, _, i in units)
        roles = torch.stack([gate[u, PLACE["role"]] for u, _, _ in units]).mean(0)
        heard = mean(up[u, at_length.start + n] for u, n, _ in units)
        written = mean(down[at_mirror.start + n - 1 - i, u] for u, n, i in units)
        print(place, "gate", [round(float(s), 3) for s in strength], "roles", roles.tolist(), "up", float(heard), "down", float(written))
        start += known[length]
        for n in range(SMALL + 1, 2 * SMALL + 1):
            for i in range(n):
                direction = code(factors, length, n, at_length)
                gate[unit] = up[unit] = 0
                gate[unit, at_length] = strength[0] * direction
                gate[unit, at_place] = strength[1] * code(factors, kind, i, at_place)
                gate[unit, PLACE["role"]] = roles
                up[unit, at_length] = heard * direction
                down[at_mirror, unit] = written * code(factors, kind, n - 1 - i, at_place)
                unit += 1
    print("units", unit)


def code(factors, kind, number, at):
    """The direction of a place."""
    first = 2 if kind in ("height", "width") else 0
    mean = torch.stack([factors[f"{kind} {n}"][at] for n in range(first, 2 * SMALL)]).mean(0)
    return torch.nn.functional.normalize(factors[f"{kind} {number}"][at] - mean, dim=0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("trained", type=pathlib.Path)
    parser.add_argument("vocabulary", type=pathlib.Path)
    parser.add_argument("grown", type=pathlib.Path)
    parser.add_argument("--inner", type=int, default=480)
    args = parser.parse_args()
    torch.manual_seed(0)
    weights = load_file(args.trained / "model.safetensors")
    old = factors_of(weights, json.loads(args.vocabulary.read_text()))
    names = sorted({name for token in Vocabulary().tokens for name in token["factors"]})
    factors = grow_factors(old, names)
    del weights["model.embed_tokens.weight"]
    weights = {name: tensor.float() for name, tensor in weights.items()}
    grow_mirrors(weights, factors, args.inner)
    weights["factors"] = torch.stack([factors[name] for name in names])
    args.grown.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in weights.items()}, args.grown / "model.safetensors")


if __name__ == "__main__":
    main()
