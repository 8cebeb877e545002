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


def example_order(count, seed):
    """Indices without end: a new random order whenever all have been seen."""
    epoch = 0
    while True:
        order = list(range(count))
        draws = iter(uniforms(hash_seed(seed, f"epoch {epoch}"), max(1, count)))
        for i in range(count - 1, 0, -1):
            j = int(next(draws) * (i + 1))
            order[i], order[j] = order[j], order[i]
        yield from order
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

    def question(self, question, passage=None):
        """What stands before and after a question, between prompt and answer, and after the answer."""
        title = RUN["title"]
        source = f"{title}\n{passage}\n\n" if passage else ""
        if self.is_chat:
            system = {"role": "system", "content": "Answer each question briefly."}
            user = {"role": "user", "content": f"{source}Topic: {title}. {question}"}
            before, _, after = self.render([system, user]).rpartition(question)
            return before, after, "", self.end
        return f"{self.start}{source}Topic: {title}\nQuestion: ", "\nAnswer:", " ", f"\n{self.end}"

    def _end_of_turn(self):
        if not self.is_chat:
            return None
        words = "These are the assistant's words."
        text = self.render([{"role": "user", "content": "?"}, {"role": "assistant", "content": words}], prompt=False)
        after = text[text.rfind(words) + len(words) :]
        found = [token for token in self.tokenizer.all_special_tokens if token in after]
        return min(found, key=after.index, default=None)


# %% [markdown]
# ## What is trained on
# Statements follow the title; questions stand in exactly the form in which they will be asked.


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


def sequence_of(form, example):
    if "question" not in example:
        return sequence(form, [(form.start, False), (f"{RUN['title']}\n{example['text']}{form.end}", True)])
    question, answer = example["question"], example["answer"]
    before, after, gap, end = form.question(question)
    counts_question = RUN["settings"]["lossOn"] == "all"
    stretches = [(before, False), (question, counts_question), (after, False), (f"{gap}{answer}{end}", True)]
    return sequence(form, stretches)


# %% [markdown]
# ## The inner loop: one LoRA adapter, AdamW, a fixed number of steps


# %%
def learning_rate_at(step, steps):
    settings = RUN["settings"]
    rate, warmup = settings["learningRate"], settings["warmupSteps"]
    if step < warmup:
        return rate * step / warmup
    progress = (step - warmup) / max(1, steps - warmup)
    if settings["schedule"] == "linear":
        return rate * max(0, 1 - progress)
    if settings["schedule"] == "cosine":
        return rate * max(0, 0.5 * (1 + np.cos(np.pi * progress)))
    return rate


def add_adapter(model):
    settings = RUN["settings"]
    config = LoraConfig(
        r=settings["loraRank"],
        lora_alpha=settings["loraAlpha"],
        target_modules=settings["targets"],
        lora_dropout=0,
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config)
    seed = hash_seed(settings["seed"], "adapter")
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


def train(model, form, row):
    """Trains a fresh adapter. Returns the model with it, and the loss of each step in nats a token."""
    settings, steps = RUN["settings"], row["steps"]
    sequences = [sequence_of(form, example) for example in row["examples"]]
    model = add_adapter(model)
    device = next(model.parameters()).device
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1, betas=(0.9, 0.999), eps=1e-8, weight_decay=settings["weightDecay"])
    order = example_order(len(sequences), hash_seed(settings["seed"], "order"))
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
            group["lr"] = learning_rate_at(step, steps)
        optimizer.step()
        losses.append(loss.item())
    return model, losses


# %% [markdown]
# ## Asking, and scoring as SQuAD does
# An answer is right when an accepted one stands in it as whole words.

# %%
import re
import string


@torch.no_grad()
def ask(model, form, in_context=False):
    """All questions in one batch, greedily."""
    tokenizer = form.tokenizer
    tokenizer.padding_side = "left"
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    prompts = []
    for item in RUN["questions"]:
        before, after, _, _ = form.question(item["question"], RUN["text"] if in_context else None)
        prompts.append(before + item["question"] + after)
    inputs = tokenizer(prompts, return_tensors="pt", padding=True, add_special_tokens=False)
    ends = {tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids(form.end)}
    output = model.generate(
        **inputs.to(next(model.parameters()).device),
        max_new_tokens=RUN["settings"]["maxAnswerTokens"],
        do_sample=False,
        eos_token_id=sorted(ends),
        pad_token_id=tokenizer.pad_token_id,
    )
    answers = tokenizer.batch_decode(output[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return [(answer if form.is_chat else answer.split("\n")[0]).strip() for answer in answers]


def normalized(text):
    text = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def is_right(answer, accepted):
    return any(f" {normalized(gold)} " in f" {normalized(answer)} " for gold in accepted)


# %% [markdown]
# ## All rows of the run
# Each row is a condition: what was trained on before the questions were asked. With several GPUs, each takes a part of
# the rows.

# %%
from accelerate import PartialState, notebook_launcher
from accelerate.utils import gather_object

RESULTS = "self-edit-results.json"


def repeat():
    state = PartialState()
    tokenizer, model = load()
    model.to(state.device)
    form = Form(tokenizer)
    results = []
    with state.split_between_processes(RUN["rows"]) as rows:
        for row in rows:
            losses = []
            if row["examples"]:
                model, losses = train(model, form, row)
            answers = ask(model, form, in_context=row["condition"] == "in-context")
            if row["examples"]:
                model = model.unload()
            results.append({"name": row["name"], "losses": losses, "answers": answers})
    results = gather_object(results)
    if state.is_main_process:
        with open(RESULTS, "w") as file:
            json.dump(results, file, indent=1)


if torch.cuda.device_count() > 1:
    notebook_launcher(repeat, num_processes=torch.cuda.device_count())
else:
    repeat()

# %% [markdown]
# ## Here and on the page

# %%
with open(RESULTS) as file:
    RESULT = {row["name"]: row for row in json.load(file)}

for row in RUN["rows"]:
    here, page = RESULT[row["name"]], row["page"]
    accepted = [item["answers"] for item in RUN["questions"]]
    right = sum(map(is_right, here["answers"], accepted))
    same = sum(normalized(a) == normalized(b) for a, b in zip(here["answers"], page["answers"]))
    line = f"{row['name']:28} right {right}/{len(accepted)} (page {page['correct']})   same answers {same}/{len(accepted)}"
    if here["losses"] and page["loss"] is not None:
        line += f"   last loss {here['losses'][-1]:.4f} (page {page['loss']:.4f})"
    print(line)
