"""What the grid model can do in context: puzzles that it has not seen, answered greedily."""

import json

import numpy as np
import torch

from grid_pools import POOLS, Documents, Pool, Vocabulary, padded


@torch.no_grad()
def exact_rates(model, vocabulary, name, most, device, rows=32):
    """Share of a pool's held-out puzzles whose last answer is exactly right, by family; with the size of the group.

    An answer that is decoded greedily is right exactly if each of its tokens is the likeliest after the true ones
    before it, so one pass over the puzzle with its answer tells.
    """
    pool, documents = Pool(name, held=True), Documents(vocabulary, np.random.default_rng(0))
    families = json.loads((POOLS / "pools.json").read_text())["families"]
    solved = {}
    chosen = pool.order[:: max(1, len(pool.order) // most)][:most]
    work = sorted(((*documents.puzzle(pool.pairs(i)), i) for i in chosen), key=lambda row: len(row[0]))
    for start in range(0, len(work), rows):
        batch = []
        for tokens, _, looks, i in work[start : start + rows]:
            counts = np.zeros(len(tokens), bool)
            counts[-1 - len(vocabulary.grid(1, pool.pairs(i)[-1][1])) :] = True
            batch.append((tokens, counts, looks))
        x, counted, _ = (part.to(device) for part in padded(batch))
        asked = counted[:, 1:]
        best = model(x[:, :-1], asked)[0].argmax(-1)
        wrong = torch.zeros_like(asked)
        wrong[asked] = best != x[:, 1:][asked]
        for (*_, i), failed in zip(work[start : start + rows], wrong.any(1).tolist()):
            solved.setdefault(families[pool.families[i]], []).append(not failed)
    return {family: (sum(right) / len(right), len(right)) for family, right in sorted(solved.items())}


def mean_of(rates):
    """The share over all puzzles of a report of `exact_rates`."""
    return sum(share * count for share, count in rates.values()) / sum(count for _, count in rates.values())


@torch.no_grad()
def well_formed_edits(model, vocabulary, name, most, device):
    """Share of sampled self-edits with one value in each slot, in order, and then the end."""
    pool, documents = Pool(name, held=True), Documents(vocabulary, np.random.default_rng(0))
    generator = torch.Generator(device).manual_seed(0)
    slots = [{token for _, token in values} for values in vocabulary.slots.values()]
    right = 0
    for i in pool.order[:most]:
        tokens = [*documents.puzzle(pool.pairs(i)[:-1])[0], vocabulary.edit]
        for allowed in [*slots, {vocabulary.end}]:
            x = torch.tensor([tokens], device=device)
            at = torch.zeros_like(x, dtype=torch.bool)
            at[0, -1] = True
            next_token = int(torch.multinomial(model(x, at)[0][0].softmax(-1), 1, generator=generator))
            if next_token not in allowed:
                break
            tokens.append(next_token)
        else:
            right += 1
    return right / most
