"""Records what Transformers computes with the shipped grid model, for test/embeddedModels.test.ts.

    python pretrain/record_grid_fixtures.py          # after shipping
"""

import json
import pathlib

import torch
from tokenizers import Tokenizer
from transformers import Qwen2ForCausalLM

MODEL = pathlib.Path("public/models/embedded-grid")
OUT = pathlib.Path("test/fixtures/embedded/gridLogits.json")


def cells(role, rows):
    """A grid as src/tasks/arc/gridText.ts writes it."""
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

tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
model = Qwen2ForCausalLM.from_pretrained(MODEL, dtype=torch.float32).eval()
cases = []
with torch.no_grad():
    for text in TEXTS:
        ids = tokenizer.encode(f"<|bos|>{text}").ids
        logits = model(torch.tensor([ids])).logits[0]
        last = [round(v, 5) for v in logits[-1].tolist()]
        cases.append({"text": text, "ids": ids, "choices": logits.argmax(-1).tolist(), "lastLogits": last})
OUT.write_text(json.dumps(cases) + "\n")
print("recorded", len(cases), "cases")
