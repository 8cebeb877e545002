"""Puzzles from the pools of pretrain/arcCorpus.ts as rows of tokens."""

import json
import math
import pathlib

import numpy as np
import torch

from grid_sources import NOWHERE, VIEWS, agreeing_cells, sources_of

POOLS = pathlib.Path(".cache/arc")
# Caps of src/tasks/arc/trainingLimits.ts, and how many copies src/tasks/arc/views/augmentations.ts makes of each example.
MOST_EXAMPLES, MOST_STEPS, MOST_CELLS = 250, 375, 80_000
COPIES = {
    "use_basic_augmentations": 11,
    "use_size_augmentations": 3,
    "use_chain_augmentations": 6,
    "use_repeat_augmentations": 3,
}
HELD_OUT = 0.01  # of each training pool, its last puzzles: for probes


class Vocabulary:
    """The list of pretrain/gridTokenizer.ts, with tables from grids to numbers of tokens."""

    def __init__(self):
        self.tokens = json.loads((POOLS / "vocabulary.json").read_text())
        number = {token["text"]: i for i, token in enumerate(self.tokens)}
        self.pad, self.bos, self.end, self.edit = (number[t] for t in ("<|pad|>", "<|bos|>", "<|end|>", "<edit>"))
        self.headers = np.zeros((2, 32, 32), np.int64)
        self.cells = np.zeros((2, 2, 10, 32, 32), np.int64)  # role, last of its row, colour, row, column
        for r, role in enumerate(("input", "output")):
            for y in range(32):
                for x in range(32):
                    self.headers[r, y, x] = number.get(f"<{role} {y}x{x}>", 0)
                    for last in range(2):
                        for colour in range(10):
                            text = f"<{role[0]}{colour}@{y},{x}{'/' if last else ''}>"
                            self.cells[r, last, colour, y, x] = number.get(text, 0)
        self.slots = {}
        for token in self.tokens:
            name, equals, value = token["text"].strip("<>").partition("=")
            if equals and len(token["text"]) > 3:
                self.slots.setdefault(name, []).append((value, number[token["text"]]))

    def grid(self, role, grid):
        """The header and the cells of a grid."""
        height, width = grid.shape
        last = np.zeros(grid.shape, np.int64)
        last[:, -1] = 1
        y, x = np.indices(grid.shape)
        return np.concatenate(([self.headers[role, height, width]], self.cells[role, last, grid, y, x].ravel()))


class Pool:
    """Puzzles of one pool as lists of pairs of grids; `held` says which end of it."""

    def __init__(self, name, held, seed=0):
        read = lambda part, kind: np.fromfile(POOLS / f"{name}.{part}", kind)
        self.cells, self.sizes = read("cells", np.uint8), read("grids", np.uint8).reshape(-1, 2)
        self.starts = read("puzzles", np.uint32).reshape(-1, 2).astype(np.int64)
        self.families, self.symmetries = read("families", np.uint16), read("symmetries", np.uint8)
        count = len(self.families)
        cut = 0 if name.startswith("probe") else int(count * (1 - HELD_OUT))
        self.order = np.arange(cut, count) if held else np.random.default_rng(seed).permutation(cut)
        self.next = 0
        self.random = np.random.default_rng(seed + 1)
        self.names = json.loads((POOLS / "pools.json").read_text())["families"]
        self.chances = np.ones(len(self.names))

    def prefer(self, chances):
        """From now on a puzzle is passed over with a chance that depends on its family; names not given keep theirs."""
        for family, chance in chances.items():
            self.chances[self.names.index(family)] = chance

    def draw(self):
        while True:
            i = self.order[self.next % len(self.order)]
            self.next += 1
            if self.random.random() < self.chances[self.families[i]]:
                return i

    def pairs(self, i):
        grids, cell = [], self.starts[i, 1]
        for height, width in self.sizes[self.starts[i, 0] : self.starts[i + 1, 0]].astype(int):
            grids.append(self.cells[cell : cell + height * width].reshape(height, width))
            cell += height * width
        return list(zip(grids[::2], grids[1::2]))


class Documents:
    """Tokens of a puzzle, and which of them are worth predicting."""

    def __init__(self, vocabulary, random):
        self.vocabulary, self.random = vocabulary, random
        self.names = json.loads((POOLS / "pools.json").read_text())["symmetries"]

    def varied(self, pairs, turned=True):
        """Another puzzle: other colours, seen another way, its pairs in another order."""
        colours = np.concatenate(([0], 1 + self.random.permutation(9)))
        turns, mirrored = (self.random.integers(4), self.random.integers(2)) if turned else (0, 0)
        change = lambda grid: np.rot90(colours[grid].T if mirrored else colours[grid], turns)
        return [tuple(change(grid) for grid in pairs[i]) for i in self.random.permutation(len(pairs))]

    def puzzle(self, pairs):
        """All pairs; answers count from the second pair on, since nothing can be known of the first.

        With each token comes where to look for the next one's cell, if that is known and it counts, and, from a cell of
        an output, where each view finds the same colour in the input, or else the input's header. [length, 1 + views]
        """
        tokens, counts = [np.array([self.vocabulary.bos])], [np.zeros(1, bool)]
        moved, looks, length = sources_of(pairs), [np.full((1, 1 + len(VIEWS)), NOWHERE)], 1
        for i, (given, answer) in enumerate(pairs):
            agreeing = agreeing_cells(given, answer)
            given, answer = self.vocabulary.grid(0, given), self.vocabulary.grid(1, answer)
            tokens += [given, answer, [self.vocabulary.end]]
            counts += [np.zeros(len(given), bool), np.full(len(answer) + 1, i > 0)]
            look = np.full((len(given) + len(answer) + 1, 1 + len(VIEWS)), NOWHERE)
            look[len(given) + 1 : -1, 1:] = length + np.where(agreeing == NOWHERE, 0, 1 + agreeing)
            if moved is not None and i > 0:
                cells = moved[i]
                # The token before a cell is asked; the cells of the input begin after its header.
                look[len(given) : -2, 0] = np.where(cells == NOWHERE, NOWHERE, length + 1 + cells)
            looks.append(look)
            length += len(look)
        return np.concatenate(tokens), np.concatenate(counts), np.concatenate(looks)

    def edit(self, pairs, symmetries):
        """The demonstrations, then a self-edit: mediocre on purpose, as docs/arc-model.md says."""
        tokens, _, looks = self.puzzle(pairs)
        chosen = {}
        for name, values in self.vocabulary.slots.items():
            if name in self.names:
                chosen[name] = int(self.random.random() < (0.5 if symmetries >> self.names.index(name) & 1 else 0.2))
            elif name != "num_train_epochs":
                chosen[name] = self.random.integers(len(values))
        epochs = [int(value) for value, _ in self.vocabulary.slots["num_train_epochs"]]
        cells = sum(given.size + answer.size for given, answer in pairs)
        steps = most_steps(len(pairs), cells, {name for name, choice in chosen.items() if choice}, self.names)
        chosen["num_train_epochs"] = self.random.integers(sum(n * steps <= MOST_STEPS for n in epochs))
        written = [self.vocabulary.edit]
        written += [values[chosen[name]][1] for name, values in self.vocabulary.slots.items()]
        written.append(self.vocabulary.end)
        counts = np.zeros(len(tokens) + len(written), bool)
        counts[len(tokens) + 1 :] = True
        return np.concatenate((tokens, written)), counts, np.concatenate((looks, np.full((len(written), 1 + len(VIEWS)), NOWHERE)))


def most_steps(pairs, cells, named, symmetries):
    """Steps of an epoch, at most, as src/tasks/arc/views/augment.ts makes the training set of so many pairs and cells."""
    copies = 1 + 4 * bool(named & set(symmetries))
    copies += sum(n for name, n in COPIES.items() if name in named)
    plain = pairs + (pairs * (pairs - 1) if pairs > 2 else 0)
    return math.ceil(min(MOST_EXAMPLES, MOST_CELLS // cells, plain * copies * (1 if copies == 1 else 2)) / 2)


def padded(rows):
    """Tokens [rows, length] and what counts, padded with 0; and where to look, padded with NOWHERE."""
    length = max(len(row[0]) for row in rows)
    x, counted = np.zeros((len(rows), length), np.int64), np.zeros((len(rows), length), bool)
    shown = np.full((len(rows), length, 1 + len(VIEWS)), NOWHERE)
    for i, (tokens, counts, looks) in enumerate(rows):
        x[i, : len(tokens)], counted[i, : len(tokens)] = tokens, counts
        shown[i, : len(tokens)] = looks
    return torch.from_numpy(x), torch.from_numpy(counted), torch.from_numpy(shown)
