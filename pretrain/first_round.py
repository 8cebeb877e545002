"""What the first round of the outer loop brings by each reward, all choosing among the very same edits.

    python pretrain/first_round.py public/models/embedded-reader --json first-round.json

Half of a group's probe passages are for training, half held out. Every training passage gets several edits of the
untrained writer, each judged by an inner loop; then every rule chooses, trains a writer of its own, and is measured on
the held-out passages. So rules differ by what they choose alone, and a round of ten rules costs little more than one.
A quick look for choosing rules; the product's figures are measured by its own engine (`npm run rl`).
"""

import argparse
import json
import pathlib
import random
import statistics

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

from effect import fine_tune, merge
from reader_model import Reader
from reader_probes import judge, load_probes, pad, right_answers, sample

# The page's presets for the embedded reader.
INNER = argparse.Namespace(rank=8, alpha=16, steps=60, batch=4, lr=3e-3, schedule="linear")
TEMPERATURE = 0.7


@torch.no_grad()
def likelihood(model, rows):
    """Mean over (prompt, answer) token lists of the answer's log-probability a token, in nats."""
    x = pad([p + a for p, a in rows], "cpu")
    logs = model(x).log_softmax(-1)
    total = 0.0
    for log, (p, a) in zip(logs, rows):
        at = range(len(p) - 1, len(p) - 1 + len(a))
        total += sum(float(log[i, token]) for i, token in zip(at, a)) / len(a)
    return total / len(rows)


def train_writer(base, pairs, seed):
    """A writer fine-tuned on (prompt, edit) token lists, loss on the edits: LoRA r 16, 4 epochs, batch 4."""
    args = argparse.Namespace(rank=16, alpha=32, batch=4, lr=3e-3, schedule="constant", steps=len(pairs))
    return merge(fine_tune(base, [p + e for p, e in pairs], args, seed, [len(p) for p, _ in pairs]))


class World:
    def __init__(self, args):
        config = json.loads((args.model / "config.json").read_text())
        self.base = Reader(config)
        self.base.load_state_dict({k: v.float() for k, v in load_file(args.model / "model.safetensors").items()})
        self.tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
        self.probes = load_probes(args.probes)
        self.eos = self.tokenizer.token_to_id("<|eos|>")
        self.limit = args.tokens

    def encode(self, text):
        return self.tokenizer.encode(text).ids

    def lines(self, edit):
        return [line.strip() for line in self.tokenizer.decode(edit).split("\n") if line.strip()]

    def inner_loop(self, writer, probe, edit, seed):
        """Accuracy and likelihood of the answers after training the writer on the passage and the edit."""
        rows = [self.encode(text) + [self.eos] for text in [probe["passage"], *self.lines(edit)]]
        trained = fine_tune(writer, rows, INNER, seed)
        asked = [(q["prompt"], q["answer"] + ".") for q in probe["questions"]]
        right = right_answers(trained, self.encode, asked, "cpu")
        return sum(right) / len(right), likelihood(trained, [(self.encode(p), self.encode(a)[1:]) for p, a in asked])

    def edits(self, writer, probe, count, seed):
        prompt = self.encode(probe["editPrompt"])
        written = sample(writer, [prompt] * count, self.eos, self.limit, TEMPERATURE, seed, "cpu")
        return [(prompt, edit) for edit in written]


def rewards_of(world, probe, edit, chance):
    lines = world.lines(edit["tokens"])
    text = "\n".join(lines)
    return {
        "accuracy": edit["accuracy"],
        "likelihood": edit["likelihood"],
        "random": chance.random(),
        "longest": len(text),
        "shortest": -len(text),
        "copying": len({line for line in lines if line.removeprefix("- ") in probe["passage"]}),
    }


def best(contexts, reward):
    """The best edit of each context that has one."""
    chosen = []
    for edits in contexts:
        values = [edit["rewards"][reward] for edit in edits]
        if len(set(values)) > 1:
            chosen.append(edits[values.index(max(values))])
    return chosen


def by_advantage(contexts, reward):
    """Every edit whose reward is above its context's mean by more than one standard deviation of all such differences."""
    advantages = []
    for edits in contexts:
        mean = statistics.mean(edit["rewards"][reward] for edit in edits)
        advantages += [(edit["rewards"][reward] - mean, edit) for edit in edits]
    deviation = statistics.mean(a * a for a, _ in advantages) ** 0.5
    return [edit for advantage, edit in advantages if advantage > deviation]


RULES = {
    "accuracy": lambda contexts: best(contexts, "accuracy"),
    "likelihood": lambda contexts: best(contexts, "likelihood"),
    "longest (sham)": lambda contexts: best(contexts, "longest"),
    "advantage by likelihood": lambda contexts: by_advantage(contexts, "likelihood"),
    "shortest (sham)": lambda contexts: best(contexts, "shortest"),
    "all kept (sham)": lambda contexts: [edit for edits in contexts for edit in edits],
    "advantage by accuracy": lambda contexts: by_advantage(contexts, "accuracy"),
    "copying (sham)": lambda contexts: best(contexts, "copying"),
    "random (sham)": lambda contexts: best(contexts, "random"),
}


def measured(world, writer, probes, seed):
    """Held-out accuracy by passage and what the edits are like; one edit a passage."""
    accuracies, lengths = [], []
    counts = {"true": 0, "false": 0, "vague": 0, "malformed": 0}
    for i, probe in enumerate(probes):
        [(_, edit)] = world.edits(writer, probe, 1, 5000 + i)
        accuracies.append(world.inner_loop(writer, probe, edit, 7000 + i)[0])
        lengths.append(len(world.tokenizer.decode(edit)))
        for verdict, count in judge(world.lines(edit), probe, world.probes["forms"]).items():
            counts[verdict] += count
    claims, total = counts["true"] + counts["false"], sum(counts.values())
    return accuracies, {
        "characters": statistics.mean(lengths),
        "lines": total / len(probes),
        "vague": counts["vague"] / max(1, total),
        "true": counts["true"] / max(1, claims),
    }


def within(contexts, a, b):
    """Correlation among the edits of one context."""
    pairs = []
    for edits in contexts:
        xs, ys = [edit["rewards"][a] for edit in edits], [edit["rewards"][b] for edit in edits]
        pairs += [(x - statistics.mean(xs), y - statistics.mean(ys)) for x, y in zip(xs, ys)]
    sums = [sum(f(x, y) for x, y in pairs) for f in (lambda x, y: x * y, lambda x, y: x * x, lambda x, y: y * y)]
    return sums[0] / (sums[1] * sums[2]) ** 0.5


def interval(differences, chance):
    """95 %, resampling passages."""
    means = sorted(statistics.mean(chance.choices(differences, k=len(differences))) for _ in range(4000))
    return [round(100 * means[100], 1), round(100 * means[-101], 1)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--probes", default=".cache/reader/probes.json")
    parser.add_argument("--group", default="three people")
    parser.add_argument("--contexts", type=int, default=30)
    parser.add_argument("--samples", type=int, default=5)
    parser.add_argument("--held-out", type=int, default=30)
    parser.add_argument("--tokens", type=int, default=200, help="of an edit, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    world = World(args)
    probes = world.probes["groups"][args.group]
    held_out = probes[-args.held_out :]
    contexts = []
    for i, probe in enumerate(probes[: args.contexts]):
        edits = []
        for prompt, tokens in world.edits(world.base, probe, args.samples, 100 * args.seed + i):
            accuracy, liking = world.inner_loop(world.base, probe, tokens, 1000 * args.seed + i)
            edit = {"prompt": prompt, "tokens": tokens, "accuracy": accuracy, "likelihood": liking}
            edits.append(edit | {"rewards": rewards_of(world, probe, edit, chance)})
        contexts.append(edits)
        print(f"context {i + 1}", *(f"{edit['accuracy']:.2f}" for edit in edits), flush=True)
    before, habits = measured(world, world.base, held_out, args.seed)
    result = {"setup": {key: str(value) for key, value in vars(args).items()}}
    result["correlations"] = {
        f"{a}, {b}": round(within(contexts, a, b), 2)
        for a, b in [("accuracy", "likelihood"), ("accuracy", "longest"), ("likelihood", "longest")]
    }
    result["rules"] = {"untrained": {"held out": round(100 * statistics.mean(before), 1), **habits}}
    print(json.dumps(result), flush=True)
    for name, rule in RULES.items():
        kept = rule(contexts)
        if not kept:
            result["rules"][name] = {"kept": 0}
            continue
        pairs = [(edit["prompt"], edit["tokens"] + [world.eos]) for edit in kept]
        writer = train_writer(world.base, pairs, args.seed)
        after, habits = measured(world, writer, held_out, args.seed)
        result["rules"][name] = {
            "kept": len(kept),
            "accuracy of the kept": round(100 * statistics.mean(edit["accuracy"] for edit in kept), 1),
            "held out": round(100 * statistics.mean(after), 1),
            "points over untrained": interval([b - a for a, b in zip(before, after)], chance),
            **{key: round(value, 3) for key, value in habits.items()},
        }
        print(name, result["rules"][name], flush=True)
        args.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
