# %% [markdown]
# @INTRODUCTION@

# %%
# %pip install -q torch transformers peft accelerate gguf

# %% [markdown]
# ## The run
# What was read, trained on and asked, and what came out on the page. Change anything and run all cells again.

# %%
import json

RUN = json.loads(r"""@RUN@""")

# The same model, or a larger one: any chat or base model of the Hugging Face hub, or a folder. In a folder or
# repository with GGUF files, GGUF names the one to read; its weights are then decoded to full precision.
MODEL = RUN["model"]["source"]
GGUF = RUN["model"]["gguf"]
SETTINGS = RUN["settings"]

# %% [markdown]
# ## Chance
# The page's generator (mulberry32, seeds forked by name), so that adapters begin and examples come as they did there.

# %%
import numpy as np

M = 0xFFFFFFFF


def hash_seed(seed, label):
    h = (0x811C9DC5 ^ seed) & M
    for character in label:
        h = ((h ^ ord(character)) * 0x01000193) & M
    return ((h ^ (h >> 16)) * 0x45D9F3B) & M


def uniforms(seed, count):
    """The first numbers of a generator, each in [0, 1)."""
    state = (seed + np.arange(1, count + 1, dtype=np.uint64) * 0x6D2B79F5) & M
    t = ((state ^ (state >> np.uint64(15))) * (state | np.uint64(1))) & M
    t ^= (t + (((t ^ (t >> np.uint64(7))) * (t | np.uint64(61))) & M)) & M
    return (t ^ (t >> np.uint64(14))).astype(np.float64) / 4294967296


def shuffled(items, seed):
    items = list(items)
    draws = iter(uniforms(seed, max(1, len(items))))
    for i in range(len(items) - 1, 0, -1):
        j = int(next(draws) * (i + 1))
        items[i], items[j] = items[j], items[i]
    return items


def example_order(count, seed):
    """Indices without end: a new random order whenever all have been seen."""
    epoch = 0
    while True:
        yield from shuffled(range(count), hash_seed(seed, f"epoch {epoch}"))
        epoch += 1


# %% [markdown]
# ## The model and its form of a conversation

# %%
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer


def load():
    where = {"gguf_file": GGUF} if GGUF else {}
    tokenizer = AutoTokenizer.from_pretrained(MODEL, **where)
    # Right answers are compared with those of the page, which computes in 32 bits. A model too large for that: bfloat16.
    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32, **where).eval()
    return tokenizer, model


class Form:
    """How a model is talked to: in its chat form, or as text to be continued."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.is_chat = tokenizer.chat_template is not None
        self.start = tokenizer.bos_token if tokenizer("x").input_ids[0] == tokenizer.bos_token_id else ""
        self.end = self._end_of_turn() or tokenizer.eos_token

    def encode(self, text):
        return self.tokenizer(text, add_special_tokens=False).input_ids

    def render(self, messages, prompt=True):
        def written(some):
            return self.tokenizer.apply_chat_template(
                some,
                tokenize=False,
                add_generation_prompt=prompt,
                enable_thinking=False,
                date_string="26 Jul 2024",
            )

        words = "These are the system's words."
        try:
            takes_system = words in written([{"role": "system", "content": words}, {"role": "user", "content": "?"}])
        except Exception:
            takes_system = False
        if not takes_system and messages[0]["role"] == "system":
            system, user, *rest = messages
            messages = [{"role": "user", "content": f"{system['content']}\n\n{user['content']}"}, *rest]
        text = written(messages)
        for tag in ("think", "thinking", "thought", "reasoning"):
            if prompt and text.rstrip().endswith(f"<{tag}>"):
                text += f"\n</{tag}>\n\n"
        return text

    def _end_of_turn(self):
        if not self.is_chat:
            return None
        words = "These are the assistant's words."
        text = self.render([{"role": "user", "content": "?"}, {"role": "assistant", "content": words}], prompt=False)
        after = text[text.rfind(words) + len(words) :]
        found = [token for token in self.tokenizer.all_special_tokens if token in after]
        return min(found, key=after.index, default=None)


# %% [markdown]
# ## Texts as tokens, of which some count in the loss


# %%
def sequence(form, stretches):
    """Tokens and which of them count in the loss. A token across a boundary belongs to where it ends."""
    tokens = form.encode("".join(text for text, _ in stretches))
    counts = [False] * len(tokens)
    text, start = "", 0
    for index, (stretch, is_counted) in enumerate(stretches):
        text += stretch
        end = len(tokens)
        if index < len(stretches) - 1:
            part = form.encode(text)
            shared = next((i for i, (a, b) in enumerate(zip(part, tokens)) if a != b), min(len(part), len(tokens)))
            end = max(start, shared)
        if is_counted:
            counts[start:end] = [True] * (end - start)
        start = end
    return tokens, counts


# %% [markdown]
# ## The inner loop: one LoRA adapter, AdamW, a fixed number of steps


# %%
def learning_rate_at(step, steps, settings):
    rate, warmup = settings["learningRate"], settings["warmupSteps"]
    if step < warmup:
        return rate * step / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    if settings["schedule"] == "linear":
        return rate * max(0, 1 - progress)
    if settings["schedule"] == "cosine":
        return rate * max(0, 0.5 * (1 + np.cos(np.pi * progress)))
    return rate


def add_adapter(model, settings, seed):
    config = LoraConfig(
        r=settings["loraRank"],
        lora_alpha=settings["loraAlpha"],
        target_modules=settings["targets"],
        lora_dropout=0,
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    seed = hash_seed(seed, "adapter")
    for name, module in model.named_modules():
        layers = name.split(".layers.")
        target = name.split(".")[-1]
        if len(layers) < 2 or target not in settings["targets"] or not hasattr(module, "lora_A"):
            continue
        a = module.lora_A["default"].weight
        rank, inputs = a.shape
        draws = uniforms(hash_seed(seed, f"layers.{layers[1].split('.')[0]}.{target}.a"), rank * inputs)
        start = ((2 * draws - 1) / np.sqrt(inputs)).reshape(inputs, rank).T
        with torch.no_grad():
            a.copy_(torch.from_numpy(start.astype(np.float32).copy()))
            module.lora_B["default"].weight.zero_()
    return model


def train(model, sequences, steps, settings, seed):
    """Trains a fresh adapter. Returns the model with it, and the loss of each step in nats a token."""
    model = add_adapter(model, settings, seed)
    device = next(model.parameters()).device
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1, betas=(0.9, 0.999), eps=1e-8, weight_decay=settings["weightDecay"])
    order = example_order(len(sequences), hash_seed(seed, "order"))
    losses = []
    for step in range(steps):
        batch = [sequences[next(order)] for _ in range(min(settings["batchSize"], len(sequences)))]
        length = max(len(tokens) for tokens, _ in batch)
        ids = torch.zeros(len(batch), length, dtype=torch.long)
        mask, labels = torch.zeros_like(ids), torch.full_like(ids, -100)
        for i, (tokens, counts) in enumerate(batch):
            ids[i, : len(tokens)] = torch.tensor(tokens)
            mask[i, : len(tokens)] = 1
            labels[i, : len(tokens)] = torch.tensor([t if c else -100 for t, c in zip(tokens, counts)])
        logits = model(input_ids=ids.to(device), attention_mask=mask.to(device)).logits
        loss = torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten().to(device))
        optimizer.zero_grad()
        loss.backward()
        if settings["maxGradNorm"] > 0:
            torch.nn.utils.clip_grad_norm_(trained, settings["maxGradNorm"])
        for group in optimizer.param_groups:
            group["lr"] = learning_rate_at(step, steps, settings)
        optimizer.step()
        losses.append(loss.item())
        if not np.isfinite(losses[-1]):
            break
    return model, losses


# %% [markdown]
# ## On all GPUs

# %%
from accelerate import PartialState, notebook_launcher
from accelerate.utils import gather_object


def on_all_gpus(work, results):
    """Does the work in a process for each GPU, in this one where there are fewer than two. What the main process returns
    is kept in the file `results`, and read from there."""

    def keep():
        state = PartialState()
        found = work(state)
        if state.is_main_process:
            with open(results, "w") as file:
                json.dump(found, file, indent=1)

    if torch.cuda.device_count() > 1:
        notebook_launcher(keep, num_processes=torch.cuda.device_count())
    else:
        keep()
    with open(results) as file:
        return json.load(file)
