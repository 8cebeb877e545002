"""Records what Transformers computes with a grid model, for test/embeddedModels.test.ts.

    python pretrain/record_grid_fixtures.py          # after shipping
    python pretrain/record_grid_fixtures.py public/models/embedded-grid-large test/fixtures/embedded/gridLargeLogits.json
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import Qwen2Config, Qwen2ForCausalLM

MODEL, OUT = map(pathlib.Path, sys.argv[1:] or ["public/models/embedded-grid", "test/fixtures/embedded/gridLogits.json"])


def cells(role, rows):
    """A grid as src/tasks/arc/notation/gridText.ts writes it."""
    header = f"<{role} {len(rows)}x{len(rows[0])}>"
    last = len(rows[0]) - 1
    return header + "".join(
        f"<{role[0]}{colour}@{y},{x}{'/' if x == last else ''}>" for y, row in enumerate(rows) for x, colour in enumerate(row)
    )


def pair(given, answer):
    return cells("input", given) + cells("output", answer) + "<|end|>"


MIRROR = [([[1, 2, 0], [0, 3, 3]], [[0, 2, 1], [3, 3, 0]]), ([[4, 0], [0, 5]], [[0, 4], [5, 0]]), ([[7, 7, 1, 0, 2]], [[2, 0, 1, 7, 7]])]
ROW = [([[0, 6, 0, 0, 0, 0, 0, 6, 0]], [[0, 6, 6, 6, 6, 6, 6, 6, 0]]), ([[8, 0, 0, 8]], [[8, 8, 8, 8]])]
TEXTS = [
    "".join(pair(*p) for p in MIRROR) + cells("input", [[9, 0, 0], [0, 8, 1]]) + cells("output", [[0, 0, 9], [1, 8, 0]]),
    "".join(pair(*p) for p in ROW) + cells("input", [[0, 3, 0, 0, 3]]),
    "".join(pair(*p) for p in MIRROR[:2]) + "<edit><flip_left_right=yes><flip_up_down=no>",
]

LARGE = [([[(x * y) % 4 for x in range(9)] for y in range(7)], [[(x * y) % 4 for x in reversed(range(9))] for y in range(7)])]
if "<input 10x10>" in (MODEL / "tokenizer.json").read_text():
    TEXTS.append("".join(pair(*p) for p in LARGE * 2) + cells("input", LARGE[0][1]))


def reference():
    """Transformers knows no sums of factors: it gets the table of the sums."""
    weights = {name: w.float() if w.is_floating_point() else w.long() for name, w in load_file(MODEL / "model.safetensors").items()}
    if (factors := weights.pop("model.embed_tokens.factors", None)) is not None:
        vectors = torch.cat((weights["model.embed_tokens.weight"], torch.zeros(1, weights["model.embed_tokens.weight"].shape[1])))
        weights["model.embed_tokens.weight"] = vectors[factors].sum(1)
    model = Qwen2ForCausalLM(Qwen2Config(**json.loads((MODEL / "config.json").read_text())))
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert missing in ([], ["lm_head.weight"]) and not unexpected
    model.tie_weights()
    return model.float().eval()


tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
model = reference()
cases = []
with torch.no_grad():
    for text in TEXTS:
        ids = tokenizer.encode(f"<|bos|>{text}").ids
        logits = model(torch.tensor([ids])).logits[0]
        last = [round(v, 5) for v in logits[-1].tolist()]
        cases.append({"text": text, "ids": ids, "choices": logits.argmax(-1).tolist(), "lastLogits": last})
OUT.write_text(json.dumps(cases) + "\n")
print("recorded", len(cases), "cases")
