"""Records what PyTorch and the Python tokenizer say of the shipped model, for the tests in TypeScript.

    python pretrain/record_fixtures.py

Also checks that Transformers loads the folder and agrees with the trainer's own model.
"""

import json
import pathlib

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import Qwen2ForCausalLM

from reader_model import Reader

MODEL = pathlib.Path("public/models/embedded-reader")
OUT = pathlib.Path("test/fixtures/embedded")
TEXTS = [
    "Passage: Kalden plays the cello. Venta wrote the book Iron Crown.\nImplications:\n- Kalden sits with the strings.",
    "Question: Who wrote Iron Crown? Answer: Venta.",
    "Passage: Xantor reported the comet Tamyx. Garmond studies the cello. Vengo sells carrots at the market.\n"
    "Question: Which section does Garmond belong to? Answer:",
    "Grandma Ute keeps an axolotl.",
]
ODD = ["", " ", "\n\n  \t", "naïve Ünïcödé", "€ 12,50", "🙂👩‍👩‍👧", "a\u0301", "日本語 テキスト", "Question:Answer: Question :", "don't", "::", "x\u200by", "ﬁ", "A-B–C—D"]

tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
documents = pathlib.Path(".cache/reader/sample.txt").read_text().replace("\u2063", "").split("\n")[:20000:400]
OUT.mkdir(parents=True, exist_ok=True)
(OUT / "tokenizer.json").write_text(
    json.dumps([{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS + ODD + documents]) + "\n"
)
if not (MODEL / "model.safetensors").exists():
    raise SystemExit("Recorded the tokenizer only: no weights have been shipped yet.")
weights = {name: w.float() for name, w in load_file(MODEL / "model.safetensors").items()}
model = Reader(json.loads((MODEL / "config.json").read_text())).eval()
model.load_state_dict(weights)
reference = Qwen2ForCausalLM.from_pretrained(MODEL, dtype=torch.float32).eval()

cases = []
with torch.no_grad():
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        logits = model(torch.tensor([ids]))[0]
        difference = (logits - reference(torch.tensor([ids])).logits[0]).abs().max().item()
        assert difference < 2e-4, f"Transformers differs by {difference}"
        last = logits[-1]
        nll = torch.nn.functional.cross_entropy(logits[:-1], torch.tensor(ids[1:])).item()
        cases.append({
            "text": text,
            "ids": ids,
            "choices": logits.argmax(-1).tolist(),
            "meanNll": nll,
            "lastLogits": [round(v, 5) for v in last.tolist()],
        })
(OUT / "logits.json").write_text(json.dumps(cases) + "\n")
print("recorded", len(cases), "cases")
