"""What the reader can do for people it never saw: answers in context, well-formed edits, true edits."""

import json
import re

import torch


# As the page samples edits (the "reader" preset).
TEMPERATURE = 0.7
DEPTHS = ("direct", "reversed", "two-hop", "which")


def load_probes(path):
    probes = json.loads(open(path).read())
    probes["forms"] = re.compile("|".join(f"(?:{form})" for form in probes["forms"]), re.IGNORECASE)
    common = set(probes["commonLines"])
    for probe in (probe for group in probes["groups"].values() for probe in group):
        probe["trueLines"], probe["vagueLines"] = set(probe["trueLines"]), common | set(probe["vagueLines"])
    return probes


def pad(rows, device, fill=0):
    width = max(map(len, rows))
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows], device=device)


@torch.no_grad()
def right_answers(model, encode, pairs, device):
    """For each (prompt, answer): whether every token of the answer is the model's first choice."""
    right = []
    for i in range(0, len(pairs), 64):
        prompts = [encode(prompt) for prompt, _ in pairs[i : i + 64]]
        answers = [encode(answer)[1:] for _, answer in pairs[i : i + 64]]
        choice = model(pad([p + a for p, a in zip(prompts, answers)], device)).argmax(-1).tolist()
        for row, p, a in zip(choice, prompts, answers):
            right.append(row[len(p) - 1 : len(p) - 1 + len(a)] == a)
    return right


@torch.no_grad()
def sample(model, prompts, eos, limit, temperature, seed, device):
    """Continues prompts (token lists) together until <|eos|>; temperature 0 takes the likeliest token."""
    generator = torch.Generator(device="cpu").manual_seed(seed)
    rows = [list(prompt) for prompt in prompts]
    open_rows = set(range(len(rows)))
    for _ in range(limit):
        if not open_rows:
            break
        chosen = sorted(open_rows)
        hidden = model.hidden(pad([rows[i] for i in chosen], device))
        last = torch.stack([hidden[k, len(rows[i]) - 1] for k, i in enumerate(chosen)])
        logits = model.logits(last).float().cpu()
        if temperature > 0:
            tokens = torch.multinomial((logits / temperature).softmax(-1), 1, generator=generator)[:, 0]
        else:
            tokens = logits.argmax(-1)
        for i, token in zip(chosen, tokens.tolist()):
            if token == eos:
                open_rows.discard(i)
            else:
                rows[i].append(token)
    return [row[len(prompt) :] for row, prompt in zip(rows, prompts)]


def judge(lines, probe, forms):
    """Counts of true, false, vague and malformed lines."""
    counts = {"true": 0, "false": 0, "vague": 0, "malformed": 0}
    for line in lines:
        if line in probe["trueLines"]:
            counts["true"] += 1
        elif line in probe["vagueLines"]:
            counts["vague"] += 1
        else:
            counts["false" if forms.fullmatch(line) else "malformed"] += 1
    return counts


def run_probes(model, tokenizer, probes, device, passages=30, edits=12, tokens=300):
    """One line of figures per group of passages, and the figures themselves."""
    encode = lambda text: tokenizer.encode(text).ids
    eos = tokenizer.token_to_id("<|eos|>")
    report = {}
    for name, group in probes["groups"].items():
        figures = {}
        for depth in DEPTHS:
            asked = [
                (f"{p['passage']}\n{q['prompt']}", q["answer"])
                for p in group[:passages]
                for q in p["questions"]
                if q["depth"] == depth
            ]
            right = right_answers(model, encode, asked, device)
            if right:
                figures[depth] = sum(right) / len(right)
        total = {"true": 0, "false": 0, "vague": 0, "malformed": 0}
        written = sample(model, [encode(p["editPrompt"]) for p in group[:edits]], eos, tokens, TEMPERATURE, 0, device)
        for p, edit in zip(group, written):
            lines = [line for line in tokenizer.decode(edit).split("\n") if line.strip()]
            for verdict, count in judge(lines, p, probes["forms"]).items():
                total[verdict] += count
        lines, claims = sum(total.values()), total["true"] + total["false"]
        if edits > 0:
            figures |= {"lines": lines / edits, "well-formed": 1 - total["malformed"] / max(1, lines)}
            figures |= {"edit-true": total["true"] / max(1, claims), "vague": total["vague"] / max(1, lines)}
        report[name] = {key: round(value, 3) for key, value in figures.items()}
    return report
