"""Trains the embedded grid model on the pools of pretrain/arcCorpus.ts and exports it in the HF layout.

    python pretrain/train_grid.py --minutes 60 --run .cache/arc/run
    python pretrain/train_grid.py --model embedded-grid-large --begin public/models/embedded-grid-large --minutes 100 --run .cache/arc/large

Resumes from <run>/checkpoint.pt if there is one, else begins with the weights of a checkpoint folder where one is
given, and saves when asked to stop (SIGTERM). Uses a GPU when there is one. The rates follow the minutes of processor
time; the curriculum goes on when what it teaches is learnt.
"""

import argparse
import copy
import json
import pathlib
import signal
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from grid_model import GridModel
from grid_pools import Documents, Pool, Vocabulary, padded
from grid_probes import exact_rates, mean_of, well_formed_edits
from hf_folder import MODELS, export, qwen2_config
from muon import Muon

# By model: shares of the pools, stage by stage, and the part of the training at which a stage ends at the latest; it
# ends earlier once the unseen puzzles of its first pool are solved.
CURRICULA = {
    "embedded-grid": [
        (0.05, {"1-eight-tiny": 1}),
        (0.25, {"2-twenty-tiny": 0.5, "2-twenty-small": 0.4, "1-eight-tiny": 0.1}),
        (0.80, {"3-core-small": 0.7, "2-twenty-tiny": 0.2, "1-eight-tiny": 0.1}),
        (1.00, {"3-core-small": 0.6, "4-wide-small": 0.3, "5-two-step-small": 0.05, "4-wide-row": 0.05}),
    ],
    "embedded-grid-large": [
        (0.40, {"6-wide-medium": 0.5, "3-core-small": 0.2, "4-wide-small": 0.2, "6-wide-long-row": 0.1}),
        (1.00, {"6-wide-large": 0.4, "6-wide-medium": 0.3, "4-wide-small": 0.15, "5-two-step-small": 0.05, "6-wide-long-row": 0.1}),
    ],
}
LEARNT = 0.8
MEASURED = 600  # puzzles of each set, in the end
# What the exported model is measured on: ship_grid.py asks for its own size of the core families.
SMALL_PROBES = ["probe-twenty-small", "probe-core-small", "probe-wide-small", "probe-outer-small", "probe-unseen-small"]
PROBES = {
    "embedded-grid": SMALL_PROBES,
    "embedded-grid-large": [*SMALL_PROBES, "probe-core-medium", "probe-core-large", "probe-wide-large", "probe-wide-long-row", "probe-unseen-large"],
}
# Sampling edits is slow: on the smallest puzzles, which the gates ask for, and the largest.
EDIT_PROBES = {"probe-core-small": 100, "probe-core-large": 50}
# In large puzzles one more wave must be slower than the context is long, so that "nearer" means the same everywhere.
ROPE_SCALING = {
    "embedded-grid": None,
    "embedded-grid-large": {
        "rope_type": "llama3",
        "factor": 3.2,
        "low_freq_factor": 1.0,
        "high_freq_factor": 1.01,
        "original_max_position_embeddings": 400,
    },
}
# Documents of the training have about 1,000 tokens at most; a large puzzle with many demonstrations may have more.
POSITIONS = {"embedded-grid": 1024, "embedded-grid-large": 1536}
INNER = {"embedded-grid": 320, "embedded-grid-large": 480}
# Part of the training in which the model is shown where moved cells come from.
SHOWN_SOURCES = 0.8
DRAWN = 128  # puzzles that are drawn at once, to be sorted by length
LOOKING = 0.3  # weight of that loss
AVERAGED = 0.005  # share of the newest weights in their running average
LEAST = 0.3  # how often a family is drawn that is solved, where one that is not is drawn once
EDITS = 0.1  # share of documents that end in a self-edit
OTHERS = 0.03  # share of the tokens of inputs that is trained on, so that training on all tokens is possible later


def batches_of(pools, shares, budget, documents, random):
    """Batches of similar lengths, of at most `budget` tokens with padding."""
    p = np.array(list(shares.values())) / sum(shares.values())
    drawn = []
    for name in random.choice(list(shares), size=DRAWN, p=p):
        pool = pools[name]
        i = pool.draw()
        pairs = pool.pairs(i)
        if random.random() < EDITS:
            drawn.append(documents.edit(documents.varied(pairs, turned=False)[:-1], int(pool.symmetries[i])))
        else:
            drawn.append(documents.puzzle(documents.varied(pairs)))
    drawn.sort(key=lambda row: len(row[0]))
    batches = [[]]
    for row in drawn:
        if batches[-1] and len(row[0]) * (len(batches[-1]) + 1) > budget:
            batches.append([])
        batches[-1].append(row)
    for k in random.permutation(len(batches)):
        yield padded(batches[k])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", choices=list(CURRICULA), default="embedded-grid")
    parser.add_argument("--begin", type=pathlib.Path, help="folder of a checkpoint, with its tokenizer, to go on from")
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path(".cache/arc/run"))
    parser.add_argument("--minutes", type=float, default=60, help="length of the schedule in processor time, that spent so far included")
    parser.add_argument("--stages", type=int, default=4, help="go no further in the curriculum")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--budget", type=int, default=3200, help="tokens of a batch")
    parser.add_argument("--lr", type=float, default=2e-3, help="AdamW: embeddings, norms, biases")
    parser.add_argument("--matrix-lr", type=float, default=0.005, help="Muon: the matrices of the layers")
    parser.add_argument("--width", type=int, default=160)
    parser.add_argument("--inner", type=int, help="width of the feed-forward blocks")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--heads", type=int, default=5)
    args = parser.parse_args()
    args.inner = args.inner or INNER[args.model]

    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu":
        torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    vocabulary = Vocabulary()
    special = vocabulary.pad, vocabulary.bos, vocabulary.end
    scaling = {"rope_scaling": ROPE_SCALING[args.model]} if ROPE_SCALING[args.model] else {}
    config = qwen2_config(args, len(vocabulary.tokens), rope_theta=1e8, positions=POSITIONS[args.model], special=special, more=scaling)
    model = GridModel(config, vocabulary.tokens)
    count, per_token = len(model.embedding.names), model.embedding.numbers.shape[1]
    config["embedding_factors"] = {"count": count, "per_token": per_token}
    if args.begin:
        model.load(load_file(args.begin / "model.safetensors"))
    model.to(device)
    curriculum = CURRICULA[args.model]
    tokenizer = args.begin or MODELS / args.model
    # What is measured and shipped: at a high rate the average over some hundred steps is far better than any of them.
    averaged = copy.deepcopy(model).requires_grad_(False)
    for layer in model.layers:
        layer.compile(dynamic=True)
    inner = [p for p in model.layers.parameters() if p.dim() == 2]
    outer = [p for p in model.parameters() if all(p is not q for q in inner)]
    muon = Muon(inner, torch.bfloat16)
    optimizer = torch.optim.AdamW(outer, lr=args.lr, betas=(0.9, 0.98), weight_decay=0.0)
    names = sorted({name for _, shares in curriculum for name in shares})
    pools = {name: Pool(name, held=False, seed=args.seed + i) for i, name in enumerate(names)}
    step, spent, tokens, stage = 0, 0.0, 0, 0
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint = args.run / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        averaged.load_state_dict(saved["averaged"])
        optimizer.load_state_dict(saved["optimizer"])
        muon.momentum = saved["momentum"]
        step, spent, tokens, stage = (saved[name] for name in ("step", "spent", "tokens", "stage"))
        for name, pool in pools.items():
            pool.next = saved["next"].get(name, 0)
    random = np.random.default_rng(args.seed + step)
    documents = Documents(vocabulary, random)
    count = sum(p.numel() for p in model.parameters())
    print("parameters", count, "device", device, flush=True)
    begun, average, probed, batches = time.process_time() - spent, None, spent, iter(())

    def save():
        state = {"model": model.state_dict(), "averaged": averaged.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "spent": spent}
        state |= {"momentum": muon.momentum, "tokens": tokens, "stage": stage}
        state["next"] = {name: pool.next for name, pool in pools.items()}
        torch.save(state, checkpoint)
        export(averaged.weights(), config, args.run, progress(), tokenizer)

    def progress():
        report = {"parameters": count, "steps": step, "tokens": tokens, "stage": stage + 1}
        return report | {"minutes": round(spent / 60, 1), "seed": args.seed, "device": device, "probes": {}}

    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    while not stop:
        spent = time.process_time() - begun
        part = spent / (60 * args.minutes)
        if part >= 1:
            break
        rate = min(1, (step + 1) / 100) * (0.02 + 0.98 * min(1, 2.5 * (1 - part)))
        for group in optimizer.param_groups:
            group["lr"] = args.lr * rate
        if not (batch := next(batches, None)):
            batches = batches_of(pools, curriculum[stage][1], args.budget, documents, random)
            batch = next(batches)
        x, counted, shown = (part.to(device) for part in batch)
        target, answers = x[:, 1:], counted[:, 1:]
        real = answers | ((target > 0) & (torch.rand(target.shape, device=device) < OTHERS))
        logits, looking = model(x[:, :-1], real, shown[:, :-1] if part < SHOWN_SOURCES else None)
        loss_per_token = F.cross_entropy(logits, target[real], reduction="none")
        model.zero_grad()
        (loss_per_token.mean() + LOOKING * looking).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        muon.step(args.matrix_lr * rate)
        torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), AVERAGED)
        tokens += int((x > 0).sum())
        value = float(loss_per_token.detach()[answers[real]].mean())
        average = value if average is None else 0.98 * average + 0.02 * value
        step += 1
        if step % 50 == 0:
            print(f"step {step} stage {stage + 1} answers {average:.4f} looking {float(torch.as_tensor(looking).detach()):.2f} rate {rate:.3f} tokens {tokens / 1e6:.2f}M {spent:.0f}s", flush=True)
        if spent - probed > 90:
            probed = spent
            ends, shares = curriculum[stage]
            first = next(iter(shares))
            rates = exact_rates(averaged, vocabulary, first, 400, device)
            for pool in pools.values():
                pool.prefer({family: 1 - (1 - LEAST) * rate for family, (rate, _) in rates.items()})
            print(f"{first}: {mean_of(rates):.3f}", json.dumps({k: round(v[0], 2) for k, v in rates.items()}), flush=True)
            if (mean_of(rates) >= LEARNT or part >= ends) and stage + 1 < min(args.stages, len(curriculum)):
                stage, batches = stage + 1, iter(())
            save()
    save()
    if stop:
        return
    report = progress()
    for name in PROBES[args.model]:
        rates = exact_rates(averaged, vocabulary, name, MEASURED, device)
        report["probes"][name] = {"exact": mean_of(rates), "families": rates}
        if name in EDIT_PROBES:
            edits = well_formed_edits(averaged, vocabulary, name, EDIT_PROBES[name], device)
            report["probes"][name]["edits-well-formed"] = edits
    export(averaged.weights(), config, args.run, report, tokenizer)
    print(json.dumps(report, indent=1), flush=True)


if __name__ == "__main__":
    main()
