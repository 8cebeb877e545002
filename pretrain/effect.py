"""What each kind of training text teaches the reader: LoRA on every probe passage, at equal steps.

    python pretrain/effect.py .cache/reader/run --group "three people" --passages 15 --steps 60

A quick look for choosing world, model and budget; the table of the product is measured by its own engine.
"""

import argparse
import copy
import json
import math
import pathlib
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

from reader_model import Reader
from reader_probes import judge, load_probes, pad, right_answers, sample


class LoraLinear(nn.Module):
    def __init__(self, linear, rank, alpha):
        super().__init__()
        self.linear, self.scale = linear, alpha / rank
        self.a = nn.Parameter(torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features))
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return self.linear(x) + self.scale * F.linear(F.linear(x, self.a), self.b)


def fine_tune(base, rows, args, seed=0, given=None):
    """A copy of the model with an adapter trained on the rows (token lists), loss on all tokens, or on those after the
    first `given[i]` of row i."""
    torch.manual_seed(seed)
    order = random.Random(seed)
    model = copy.deepcopy(base)
    for p in model.parameters():
        p.requires_grad_(False)
    for layer in model.model.layers:
        for part in (layer.self_attn, layer.mlp):
            for name, linear in list(part.named_children()):
                setattr(part, name, LoraLinear(linear, args.rank, args.alpha))
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=args.lr, weight_decay=0)
    pool = []
    for step in range(args.steps):
        while len(pool) < args.batch:
            pool += order.sample(range(len(rows)), len(rows))
        chosen, pool = pool[: args.batch], pool[args.batch :]
        x = pad([rows[i] for i in chosen], "cpu")
        target = x.clone()
        for k, i in enumerate(chosen if given else []):
            target[k, : given[i]] = 0
        for group in optimizer.param_groups:
            group["lr"] = args.lr * min(1, (step + 1) / 5) * (1 - step / args.steps if args.schedule == "linear" else 1)
        loss = F.cross_entropy(model(x)[:, :-1].flatten(0, 1), target[:, 1:].flatten(), ignore_index=0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def merge(model):
    """Adds the adapters to the weights, in place."""
    for layer in model.model.layers:
        for part in (layer.self_attn, layer.mlp):
            for name, lora in list(part.named_children()):
                lora.linear.weight += lora.scale * lora.b @ lora.a
                setattr(part, name, lora.linear)
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--group", default="three people")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--passages", type=int, default=15)
    parser.add_argument("--edits", type=int, default=2)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--alpha", type=int, default=16)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--schedule", default="linear")
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--only", nargs="*", help="conditions to run; all by default")
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    model = Reader(json.loads((args.model / "config.json").read_text()))
    weights = {name: w.float() for name, w in load_file(args.model / "model.safetensors").items()}
    model.load_state_dict(weights)
    probes = load_probes(".cache/reader/probes.json")
    encode = lambda text: tokenizer.encode(text).ids
    eos = tokenizer.token_to_id("<|eos|>")
    row = lambda text: encode(text) + [eos]
    score, verdicts, begun = {}, {}, time.time()

    def test(condition, reader, probe, context=""):
        asked = [(context + q["prompt"], q["answer"] + ".") for q in probe["questions"]]
        for q, right in zip(probe["questions"], right_answers(reader, encode, asked, "cpu")):
            score.setdefault(condition, {}).setdefault(q["depth"], []).append(right)

    def train_and_test(condition, lines, probe):
        if not args.only or condition in args.only:
            test(condition, fine_tune(model, [row(line) for line in lines], args), probe)

    previous = None
    for i, probe in enumerate(probes["groups"][args.group][args.first : args.first + args.passages]):
        passage = [probe["passage"]]
        test("untouched", model, probe)
        test("passage in the prompt", model, probe, probe["passage"] + "\n")
        train_and_test("passage whole", passage, probe)
        train_and_test("passage and its sentences", passage + probe["sentences"], probe)
        for k in range(args.edits):
            [edit] = sample(model, [encode(probe["editPrompt"])], eos, 200, args.temperature, 1000 * i + k, "cpu")
            lines = [line.strip() for line in tokenizer.decode(edit).split("\n") if line.strip()]
            if i == 0:
                print(probe["passage"], *lines, sep="\n  ")
            for verdict, count in judge(lines, probe, probes["forms"]).items():
                verdicts[verdict] = verdicts.get(verdict, 0) + count
            train_and_test("passage + own edit", passage + lines, probe)
            if previous:
                train_and_test("passage + another's edit", passage + previous, probe)
            previous = lines
        for kind, lines in probe["oracle"].items():
            train_and_test(f"passage + oracle: {kind}", passage + lines, probe)
    depths = ("direct", "reversed", "two-hop")
    for condition, by_depth in score.items():
        share = {d: sum(by_depth[d]) / len(by_depth[d]) for d in depths}
        every = [right for d in depths for right in by_depth[d]]
        print(f"{condition:34s}" + "".join(f"{d} {share[d]:4.0%}  " for d in depths) + f"all {sum(every) / len(every):4.0%}")
    print(f"edit lines {verdicts}, {time.time() - begun:.0f} s, {vars(args)}")


if __name__ == "__main__":
    main()
