"""Trains the embedded reader from the token shards of pretrain/corpus.ts and exports it in the HF layout.

    python pretrain/train_reader.py --minutes 60 --run .cache/reader/run

Resumes from <run>/checkpoint.pt if there is one, and saves it when asked to stop (SIGTERM). A new run goes on from the
shipped weights; --fresh begins with random ones, as a new tokenizer needs. Uses a GPU when there
is one. The schedule is in minutes of processor time (of a GPU: of the clock), so that it fits a machine that is shared.
"""

import argparse
import json
import pathlib
import signal
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

from hf_folder import export, qwen2_config
from muon import Muon
from reader_links import copy_links, link_loss
from reader_model import Reader
from reader_probes import load_probes, run_probes

SHARDS = pathlib.Path(".cache/reader")
SHIPPED = pathlib.Path("public/models/embedded-reader")

# Share of each shard in a batch, from a given part of the training on. The order matters more than size:
# telling people apart first, then longer passages and edits.
CURRICULUM = [
    (0.00, {"bind": 85, "read-1": 15}),
    (0.08, {"bind": 25, "read-1": 20, "read-2": 20, "read-3": 30, "common": 4, "known": 1}),
    (0.22, {"bind": 10, "read-2": 10, "read-3": 20, "write-1": 10, "write-2": 25, "write-3": 20, "common": 4, "known": 1}),
    (0.55, {"bind": 5, "read-2": 10, "read-3": 20, "write-1": 5, "write-2": 25, "write-3": 30, "common": 4, "known": 1}),
]
# Part of the training in which the reader is shown what belongs together.
SHOWN_LINKS = 0.5


class Shard:
    """Rows of one kind, read from memory-mapped files and drawn in a seeded order."""

    def __init__(self, name, seed):
        self.tokens = np.memmap(SHARDS / f"{name}.tokens", np.uint16, "r")
        self.weights = np.memmap(SHARDS / f"{name}.weights", np.uint8, "r")
        self.links = np.memmap(SHARDS / f"{name}.links", np.uint16, "r")
        self.offsets = np.fromfile(SHARDS / f"{name}.offsets", np.uint32).astype(np.int64)
        self.order = np.random.default_rng(seed).permutation(len(self.offsets) - 1)
        self.next = 0

    def row(self):
        i = self.order[self.next % len(self.order)]
        self.next += 1
        where = slice(self.offsets[i], self.offsets[i + 1])
        return self.tokens[where], self.weights[where], self.links[where]


def batches_of(shards, shares, rows, random, args, edit_cue, newline):
    """Eight batches of similar lengths: tokens [rows, length], the loss weight of each (0 for padding), whether it
    follows from what came before, and where it is shown to look (0 for nowhere)."""
    p = np.array(list(shares.values())) / sum(shares.values())
    names = random.choice(list(shares), size=8 * rows, p=p)
    drawn = sorted((shards[name].row() for name in names), key=lambda row: len(row[0]))
    for k in random.permutation(8):
        part = drawn[k * rows : (k + 1) * rows]
        x = np.zeros((rows, len(part[-1][0])), np.int64)
        w = np.zeros(x.shape, np.float32)
        known = np.zeros(x.shape, bool)
        links = np.zeros(x.shape, np.int64)
        for i, (tokens, follows, shown) in enumerate(part):
            x[i, : len(tokens)] = tokens
            known[i, : len(tokens)] = follows
            links[i, : len(tokens)] = np.maximum(shown, copy_links(tokens, follows, newline))
            w[i, : len(tokens)] = 1
            # Which fact a line of an edit tells is free, but it must be one of the passage's.
            edit = np.flatnonzero(tokens == edit_cue)
            if len(edit):
                w[i, edit[0] + 1 : len(tokens)] = args.edit_weight
            w[i, : len(tokens)][follows > 0] = args.weight
        yield torch.from_numpy(x), torch.from_numpy(w), torch.from_numpy(known), torch.from_numpy(links)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=pathlib.Path, default=SHARDS / "run")
    parser.add_argument("--minutes", type=float, default=60, help="length of the schedule, what was spent so far included")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--lr", type=float, default=4e-3, help="AdamW: embeddings, norms, biases")
    parser.add_argument("--matrix-lr", type=float, default=0.02, help="Muon: the matrices of the layers")
    parser.add_argument("--others", type=float, default=0.2, help="share of all other tokens that is trained on")
    parser.add_argument("--weight", type=float, default=6, help="loss weight of tokens that can be known")
    parser.add_argument("--edit-weight", type=float, default=4, help="loss weight of the other tokens of edits")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--inner", type=int, default=384)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--fresh", action="store_true", help="do not go on from the committed weights")
    args = parser.parse_args()

    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    probes = load_probes(SHARDS / "probes.json")
    config = qwen2_config(args, tokenizer.get_vocab_size(), rope_theta=1e4, positions=512, special=(0, 1, 2))
    model = Reader(config).to(device)
    print("parameters", sum(p.numel() for p in model.parameters()), "device", device, flush=True)
    inner = [p for p in model.model.layers.parameters() if p.dim() == 2]
    outer = [p for p in model.parameters() if all(p is not q for q in inner)]
    muon = Muon(inner)
    newline = tokenizer.token_to_id("\u010a")
    edit_cue = tokenizer.token_to_id("Implications:")
    optimizer = torch.optim.AdamW(outer, lr=args.lr, betas=(0.9, 0.98), weight_decay=0.05)
    names = {name for _, shares in CURRICULUM for name in shares}
    shards = {name: Shard(name, args.seed + i) for i, name in enumerate(sorted(names))}
    step, spent, tokens = 0, 0.0, 0
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint = args.run / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        muon.momentum = saved["momentum"]
        step, spent, tokens = saved["step"], saved["spent"], saved["tokens"]
        for name, shard in shards.items():
            shard.next = saved["next"].get(name, 0)
    elif (SHIPPED / "model.safetensors").exists() and not args.fresh:
        model.load_state_dict(load_file(SHIPPED / "model.safetensors"))
        begun_by = json.loads((SHIPPED / "probes.json").read_text())
        step, spent, tokens = begun_by["steps"], 60 * begun_by["minutes"], begun_by["tokens"]
    random = np.random.default_rng(args.seed + step)

    clock = time.process_time if device == "cpu" else time.time
    begun, average, probed, batches = clock() - spent, None, spent, iter(())

    def save():
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": spent}
        state |= {"momentum": muon.momentum, "tokens": tokens, "next": {name: shard.next for name, shard in shards.items()}}
        torch.save(state, checkpoint)

    def probe(**extent):
        model.eval()
        figures = run_probes(model, tokenizer, probes, device, **extent)
        model.train()
        return figures

    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    while not stop:
        spent = clock() - begun
        part = spent / (60 * args.minutes)
        if part >= 1:
            break
        shares = [shares for start, shares in CURRICULUM if start <= part][-1]
        rate = min(1, (step + 1) / 100) * (0.02 + 0.98 * min(1, 2.5 * (1 - part)))
        for group in optimizer.param_groups:
            group["lr"] = args.lr * rate
        if not (batch := next(batches, None)):
            batches = batches_of(shards, shares, args.rows, random, args, edit_cue, newline)
            batch = next(batches)
        x, w, known, links = (part.to(device) for part in batch)
        # The logits cost as much as a layer: all tokens that weigh more, and a sample of the others.
        real = (w[:, 1:] > 1) | ((w[:, 1:] > 0) & (torch.rand(w[:, 1:].shape, device=device) < args.others))
        target, w = x[:, 1:][real], w[:, 1:][real]
        # Products in bfloat16, of which a core does several times as many.
        with torch.autocast(device, torch.bfloat16):
            streams = model.streams(x)
            logits = model.logits(model.model.norm(streams[-1])[:, :-1][real])
            shown = link_loss(model, streams, x, known, links, newline) if part < SHOWN_LINKS else 0.0
        loss_per_token = F.cross_entropy(logits.float(), target, reduction="none")
        loss = (loss_per_token * w).sum() / w.sum()
        model.zero_grad()
        (loss + shown).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        muon.step(args.matrix_lr * rate)
        tokens += int((x > 0).sum())
        follows = known[:, 1:][real]
        value = float((loss_per_token.detach() * follows).sum() / follows.sum())
        average = value if average is None else 0.98 * average + 0.02 * value
        step += 1
        if step % 50 == 0:
            print(f"step {step} part {part:.3f} loss {loss.item():.3f} known {average:.3f} links {float(torch.as_tensor(shown).detach()):.3f} "
                  f"rate {rate:.3f} tokens {tokens / 1e6:.2f}M {spent:.0f}s", flush=True)
        if spent - probed > max(150, 60 * args.minutes / 12):
            probed = spent
            edits = 2 if "write-3" in shares else 0
            print(json.dumps(probe(passages=8, edits=edits, tokens=150)), flush=True)
            save()
    save()
    report = {"parameters": sum(p.numel() for p in model.parameters()), "steps": step, "tokens": tokens}
    report |= {"minutes": round(spent / 60, 1), "seed": args.seed, "device": device}
    # A run that was stopped is exported too, for others to go on from.
    report["probes"] = probe(passages=20, edits=0) if stop else probe(passages=60, edits=16)
    export(dict(model.named_parameters()), config, args.run, report, SHIPPED)
    print(json.dumps(report, indent=1), flush=True)


if __name__ == "__main__":
    main()
