"""Prints the tokens per second of PyTorch + PEFT for bench/finetune.ts: same model, adapter, batch and steps."""
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

torch.set_num_threads(int(sys.argv[1]))
folder = Path(__file__).resolve().parents[1] / "public/models/local"
model = AutoModelForCausalLM.from_pretrained(
    folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32
)
targets = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
model = get_peft_model(model, LoraConfig(r=16, lora_alpha=32, target_modules=targets))
parameters = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.0)
batch = torch.tensor([[(1000 + 7919 * (i + 64 * s)) % 49000 for i in range(64)] for s in range(4)])


def step():
    loss = model(input_ids=batch, labels=batch).loss
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()


step()
start = time.perf_counter()
for _ in range(3):
    step()
print(3 * batch.numel() / (time.perf_counter() - start))
