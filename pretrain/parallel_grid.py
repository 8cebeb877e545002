"""The other way to answer a puzzle: the size first, then all cells at once, refined over a few passes.

    python pretrain/parallel_grid.py --minutes 15

A trial beside train_grid.py: the same layers, beginning, optimisers, pools and stages, so that after the same processor
time both can be compared by the share of unseen puzzles that are solved (docs/arc-model.md). Nothing is saved. Inside an
input or an output all tokens see each other, and everything before; of the last output cells are masked, all of them half
of the time, else some (MaskGIT, Chang et al. 2022). A masked cell knows its place, and has no colour.
"""

import argparse
import copy
import json
import time

import numpy as np
import torch
import torch.nn.functional as F

from grid_model import GridModel
from grid_pools import POOLS, Documents, Pool, Vocabulary, padded
from grid_probes import mean_of
from grid_sources import NOWHERE
from hf_folder import qwen2_config
from muon import Muon
from train_grid import AVERAGED, CURRICULA, LEARNT, LEAST, LOOKING

CURRICULUM = CURRICULA["embedded-grid"]

ROWS, RATE, MATRIX_RATE, PROBED = 16, 2e-3, 0.005, 90
SHAPE = argparse.Namespace(width=160, inner=320, layers=6, heads=5)
PASSES = (1, 4)


class MaskedVocabulary(Vocabulary):
    """With a masked token for every place; `masked` is a table from tokens to these, `colour` one to colours or -1, `cell` one
    from a masked token and a colour to the token of the cell."""

    def __init__(self):
        super().__init__()
        number = {token["text"]: i for i, token in enumerate(self.tokens)}
        cells = [i for i, token in enumerate(self.tokens) if "output cell" in token["factors"]]
        blank = {i: number["<o0" + self.tokens[i]["text"][3:]] for i in cells}
        place = {i: len(self.tokens) + n for n, i in enumerate(sorted(set(blank.values())))}
        self.masked, self.colour = (np.full(len(self.tokens) + len(place), -1) for _ in range(2))
        self.cell = np.zeros((len(self.masked), 10), np.int64)
        for i in cells:
            self.masked[i], self.colour[i] = place[blank[i]], int(self.tokens[i]["text"][2])
            self.cell[self.masked[i], self.colour[i]] = i
        self.output_headers = np.array(["output header" in token["factors"] for token in self.tokens])
        self.tokens = [*self.tokens, *(masked_cell(self.tokens[i]) for i in place)]


def masked_cell(token):
    """Where a cell says which place comes next, a masked one says its own: what the layers begin with to find the
    source of the next cell then finds its own."""
    place = [name for name in token["factors"] if name.startswith(("row ", "column "))]
    return {"text": f"<masked{token['text'][3:]}", "factors": ["output cell", "masked", *place, *(f"then {name}" for name in place)]}


class ParallelModel(GridModel):
    def forward(self, x, blocks, sizes, cells, shown=None):
        """Logits of the token after each of `sizes`, those of the colours of `cells`, and the loss of looking.

        All are [batch, length]; a token sees those whose number in `blocks` is at most its own.
        """
        table = self.embedding.table()
        unseen = -1e4 * (blocks[:, None, None, :] > blocks[:, None, :, None]).to(torch.bfloat16)
        stream, looking = self.stream(F.embedding(x, table), shown, unseen)
        colours = self.embedding.factors[[self.embedding.names.index(f"colour {c}") for c in range(10)]]
        with torch.autocast(x.device.type, torch.bfloat16):
            return F.linear(self.norm(stream[sizes]), table).float(), F.linear(self.norm(stream[cells]), colours).float(), looking


def blocks_of(tokens, vocabulary):
    """0 for the begin, 1 for the first input, 2 for the first output and its end, and so on."""
    header = np.array(["header" in token["factors"][0] for token in vocabulary.tokens])
    return np.cumsum(header[tokens])


def batch_of(documents, vocabulary, puzzles, random):
    """Of each puzzle some pairs, at least two; which cells of its last output are masked."""
    rows, hidden = [], []
    for pairs in puzzles:
        tokens, counts, looks = documents.puzzle(documents.varied(pairs)[: random.integers(2, len(pairs) + 1)])
        blocks = blocks_of(tokens, vocabulary)
        last = (blocks == blocks[-1]) & (vocabulary.colour[tokens] >= 0)
        chance = 1 if random.random() < 0.5 else random.random()
        masks = last & (random.random(len(tokens)) < chance)
        # The token before a cell is shown where the cell comes from; here a masked cell itself.
        before = np.roll(looks[:, 0], 1)
        looks[np.flatnonzero(last)[0] - 1, 0] = NOWHERE
        looks[last, 0] = np.where(masks, before, NOWHERE)[last]
        looks[masks, 1:] = NOWHERE
        rows.append((tokens, counts, looks))
        hidden.append(masks)
    return rows, hidden


def tensors_of(rows, hidden, vocabulary):
    x, _, shown = padded(rows)
    tokens, (batch, length) = x.numpy(), x.shape
    cells = np.zeros((batch, length), bool)
    for i, masks in enumerate(hidden):
        cells[i, : len(masks)] = masks
    blocks = np.where(tokens > 0, np.stack([blocks_of(row, vocabulary) for row in tokens]), 10_000)
    sizes = np.zeros_like(cells)
    sizes[:, :-1] = vocabulary.output_headers[tokens[:, 1:] % len(vocabulary.output_headers)] & (blocks[:, 1:] > 2) & (tokens[:, 1:] > 0)
    seen = np.where(cells, vocabulary.masked[tokens], tokens)
    return [torch.from_numpy(part) for part in (seen, blocks, sizes, cells)], shown, x


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=15, help="of processor time")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    random = np.random.default_rng(args.seed)
    vocabulary = MaskedVocabulary()
    documents = Documents(vocabulary, random)
    special = vocabulary.pad, vocabulary.bos, vocabulary.end
    config = qwen2_config(SHAPE, len(vocabulary.tokens), rope_theta=1e8, positions=1024, special=special)
    model = ParallelModel(config, vocabulary.tokens)
    averaged = copy.deepcopy(model).requires_grad_(False)
    for layer in model.layers:
        layer.compile(dynamic=True)
    inner = [p for p in model.layers.parameters() if p.dim() == 2]
    outer = [p for p in model.parameters() if all(p is not q for q in inner)]
    muon, optimizer = Muon(inner, torch.bfloat16), torch.optim.AdamW(outer, lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    pools = {name: Pool(name, held=False, seed=args.seed) for name in sorted({n for _, shares in CURRICULUM for n in shares})}
    step, stage, tokens, probed, begun, waiting = 0, 0, 0, 0.0, time.process_time(), []
    while (spent := time.process_time() - begun) < 60 * args.minutes:
        shares = CURRICULUM[stage][1]
        if not waiting:
            p = np.array(list(shares.values())) / sum(shares.values())
            puzzles = [pools[name].pairs(pools[name].draw()) for name in random.choice(list(shares), size=8 * ROWS, p=p)]
            puzzles.sort(key=lambda pairs: sum(grid.size for pair in pairs for grid in pair))
            waiting = [puzzles[k * ROWS : (k + 1) * ROWS] for k in random.permutation(8)]
        inputs, shown, x = tensors_of(*batch_of(documents, vocabulary, waiting.pop(), random), vocabulary)
        sizes, colours, looking = model(*inputs, shown)
        _, _, asked, cells = inputs
        right = torch.from_numpy(vocabulary.colour)[x[cells]]
        loss = torch.cat((F.cross_entropy(sizes, x.roll(-1, 1)[asked], reduction="none"), F.cross_entropy(colours, right, reduction="none"))).mean()
        model.zero_grad()
        (loss + LOOKING * looking).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        rate = min(1, (step + 1) / 100)
        for group in optimizer.param_groups:
            group["lr"] = RATE * rate
        optimizer.step()
        muon.step(MATRIX_RATE * rate)
        torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), AVERAGED)
        step, tokens = step + 1, tokens + int((x > 0).sum())
        if step % 50 == 0:
            print(f"step {step} stage {stage + 1} loss {float(loss.detach()):.4f} looking {float(torch.as_tensor(looking).detach()):.2f} tokens {tokens / 1e6:.2f}M {spent:.0f}s", flush=True)
        if spent - probed > PROBED:
            probed, first = spent, next(iter(shares))
            rates = {passes: solved_rates(averaged, vocabulary, first, 400, passes) for passes in PASSES}
            best = rates[PASSES[-1]]
            for pool in pools.values():
                pool.prefer({family: 1 - (1 - LEAST) * share for family, (share, _) in best.items()})
            shown_rates = {passes: round(mean_of(own), 3) for passes, own in rates.items()}
            print(first, shown_rates, json.dumps({k: round(v[0], 2) for k, v in best.items()}), flush=True)
            if mean_of(best) >= LEARNT and stage + 1 < len(CURRICULUM):
                stage, waiting = stage + 1, []


@torch.no_grad()
def solved_rates(model, vocabulary, name, most, passes, rows=32):
    """Like `exact_rates` of grid_probes.py: the size is right, and so are all cells after so many passes, each of which
    keeps the surest of those still masked."""
    pool, documents = Pool(name, held=True), Documents(vocabulary, np.random.default_rng(0))
    families = json.loads((POOLS / "pools.json").read_text())["families"]
    solved = {}
    chosen = pool.order[:: max(1, len(pool.order) // most)][:most]
    work = sorted(((documents.puzzle(pool.pairs(i)), i) for i in chosen), key=lambda row: len(row[0][0]))
    for start in range(0, len(work), rows):
        part = work[start : start + rows]
        blocks = [blocks_of(tokens, vocabulary) for (tokens, _, _), _ in part]
        hidden = [(own == own[-1]) & (vocabulary.colour[tokens] >= 0) for ((tokens, _, _), _), own in zip(part, blocks)]
        (seen, numbers, sizes, cells), _, x = tensors_of([row for row, _ in part], hidden, vocabulary)
        # Of the sizes only the last one is asked.
        sizes &= numbers == numbers.masked_fill(numbers == 10_000, 0).amax(1, keepdim=True) - 1
        guess = torch.full_like(x, -1)
        still = cells.clone()
        for left in reversed(range(passes)):
            header, colours, _ = model(seen, numbers, sizes, cells)
            sure, colour = colours.softmax(-1).max(-1)
            sureness, best = torch.full(x.shape, -1.0), torch.zeros_like(x)
            sureness[cells], best[cells] = sure, colour
            guess[still] = best[still]
            for row in range(len(part)):
                keep = int(cells[row].sum()) * left // passes
                order = torch.where(still[row], sureness[row], torch.inf).argsort()
                again = torch.zeros_like(still[row])
                again[order[:keep]] = True
                still[row] &= again
            masked = vocabulary.masked[x]
            known = torch.from_numpy(vocabulary.cell[masked, guess.clamp(min=0)])
            seen = torch.where(still, torch.from_numpy(masked), torch.where(cells, known, x))
        wrong = ((guess != torch.from_numpy(vocabulary.colour)[x]) & cells).any(1)
        wrong |= header.argmax(-1) != x.roll(-1, 1)[sizes]
        for (_, i), failed in zip(part, wrong.tolist()):
            solved.setdefault(families[pool.families[i]], []).append(not failed)
    return {family: (sum(right) / len(right), len(right)) for family, right in sorted(solved.items())}


if __name__ == "__main__":
    main()
