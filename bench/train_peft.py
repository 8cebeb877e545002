"""One measurement of PyTorch + PEFT for bench/training.ts, with the model, adapter, batch and steps of bench/trainOurs.ts.

    python bench/train_peft.py FILE.gguf THREADS          (needs torch, transformers, peft, gguf)
"""
import json
import resource
import sys
import time
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

path = Path(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
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
speed = 3 * batch.numel() / (time.perf_counter() - start)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"tokensPerSecond": speed, "mebibytes": peak}))
