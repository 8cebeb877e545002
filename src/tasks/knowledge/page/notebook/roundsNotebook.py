# %% [markdown]
# ## An edit, judged
# An adapter is trained on the edit, the questions are asked without the passage, the adapter is thrown away. All edits of
# a passage begin with the same adapters and differ by what they say.

# %%
ROUNDS = RUN["rounds"]
OUTER = RUN["outer"]


def steps_of(count):
    wanted = SETTINGS["maxSteps"]
    if SETTINGS["budget"] != "steps":
        wanted = -(-count * SETTINGS["epochs"] // min(SETTINGS["batchSize"], count))
    return min(wanted, SETTINGS["maxSteps"])


@torch.no_grad()
def likelihood(model, form, passage):
    """Log-probability of a token of an accepted answer, in nats; of several answers the likeliest counts."""
    best = []
    for item in passage["questions"]:
        scores = []
        for answer in item["answers"]:
            example = {"question": item["question"], "answer": answer}
            tokens, counts = sequence_of(form, passage, example, counts_question=False)
            ids = torch.tensor([tokens]).to(model.device)
            logs = model(input_ids=ids).logits[0, :-1].float().log_softmax(-1)
            own = logs.gather(1, ids[0, 1:, None])[:, 0]
            scores.append(own[torch.tensor(counts[1:]).to(model.device)].mean().item())
        best.append(max(scores))
    return sum(best) / len(best)


def judge(model, form, passage, edit, name):
    """Right answers over all inner runs, how likely the answers are, and the mean of the last losses."""
    examples = passage["examples"] + edit["examples"]
    sequences = [sequence_of(form, passage, example) for example in examples]
    seed = hash_seed(OUTER["seed"], f"inner loop, {name}")
    right, likely, loss = 0, [], []
    for run in range(OUTER["innerRuns"]):
        model, losses = train(model, sequences, steps_of(len(sequences)), SETTINGS, hash_seed(seed, f"inner run {run}"))
        # A training that diverged scores nothing.
        if np.isfinite(losses[-1]):
            accepted = [item["answers"] for item in passage["questions"]]
            right += sum(map(is_right, ask(model, form, passage), accepted))
            likely.append(likelihood(model, form, passage))
            loss.append(losses[-1])
        model = model.unload()
    mean = lambda values: sum(values) / len(values) if len(values) == OUTER["innerRuns"] else None
    return model, {"correct": right, "likelihood": mean(likely), "loss": mean(loss)}


# %% [markdown]
# ## Reward and selection


# %%
def reward_of(passage, edit, judged, name, index):
    accuracy = judged["correct"] / (len(passage["questions"]) * OUTER["innerRuns"])
    likely, text = judged["likelihood"], "\n\n".join(sample["text"] for sample in edit["samples"])
    match OUTER["reward"]:
        case "accuracy":
            return accuracy
        case "likelihood":
            return -1000 if likely is None else likely
        case "accuracy-likelihood":
            return accuracy + (0 if likely is None else 1e-3 * np.exp(likely))
        case "random":
            return float(uniforms(hash_seed(OUTER["seed"], f"reward, {name}, edit {index}"), 1)[0])
        case "length":
            return len(text)
        case "shortest":
            return -len(text)
        case "vague":
            return edit["kinds"].count("vague") / max(1, len(edit["kinds"]))
        case "copying":
            return len({line for line in edit["lines"] if any(line in asked["text"] for asked in passage["prompts"])})


def chosen(rewards, round_number, contexts):
    """Which edits of each passage the writer is trained on."""
    if OUTER["keep"] == "advantage":
        advantages = [[reward - sum(own) / len(own) for reward in own] for own in rewards]
        deviation = np.sqrt(np.mean([advantage**2 for own in advantages for advantage in own]))
        return [[i for i, advantage in enumerate(own) if advantage > deviation] for own in advantages]
    return [chosen_of(own, f"ties of round {round_number}, context {at}") for own, at in zip(rewards, contexts)]


def chosen_of(rewards, label):
    if OUTER["keep"] == "all":
        return list(range(len(rewards)))
    if len(set(rewards)) == 1:
        return []
    best = 1 if OUTER["keep"] == "solving" else max(rewards)
    winners = [i for i, reward in enumerate(rewards) if reward == best]
    if OUTER["keep"] == "solving":
        return winners
    return shuffled(winners, hash_seed(OUTER["seed"], label))[:1]


# %% [markdown]
# ## The writer
# It is trained to write the kept edits where it is asked for them, and stays so: the next round begins with it.


# %%
def writer_sequence(form, passage, sample):
    asked = passage["prompts"][sample["prompt"]]
    lead = asked["lead"]
    prompt = form.render(asked["turns"]) + lead if form.is_chat and asked["turns"] else form.start + asked["text"]
    written = sample["text"][len(lead) :] + ("" if sample["cutOff"] else form.end)
    return sequence(form, [(prompt, False), (written, True)])


def train_writer(model, sequences, round_number):
    writer = OUTER["writer"]
    batch = min(writer["batchSize"], len(sequences))
    steps = -(-writer["epochs"] * len(sequences) // batch)
    model, losses = train(model, sequences, steps, writer, hash_seed(OUTER["seed"], f"writer of round {round_number}"))
    return model.merge_and_unload(), losses


# %% [markdown]
# ## All rounds
# Every edit is one that was written on the page. With several GPUs, each judges a part of them; all train the same writer.

# %%
def judge_all(state, model, form, number, contexts, is_held_out):
    """What became of each edit, by passage, and each one's reward."""
    if not contexts:
        return model, []
    passages = RUN["heldOut"] if is_held_out else RUN["contexts"]
    jobs = []
    for context in contexts:
        at = context["context"]
        name = f"held-out context {at}" if is_held_out else f"context {at}, round {number}"
        jobs += [(at, index, edit, name) for index, edit in enumerate(context["edits"])]
    results = []
    with state.split_between_processes(jobs) as own:
        for at, index, edit, name in own:
            model, judged = judge(model, form, passages[at], edit, name)
            reward = reward_of(passages[at], edit, judged, name, index)
            results.append({"context": at, "edit": index, "reward": reward, **judged})
    found = {(one["context"], one["edit"]): one for one in gather_object(results)}
    return model, [[found[c["context"], i] for i in range(len(c["edits"]))] for c in contexts]


def repeat(state):
    tokenizer, model = load()
    model.to(state.device)
    form = Form(tokenizer)
    results = []
    for number, round in enumerate(ROUNDS):
        model, training = judge_all(state, model, form, number, round["training"], False)
        contexts = [context["context"] for context in round["training"]]
        kept = chosen([[edit["reward"] for edit in own] for own in training], number, contexts) if training else []
        sequences = [
            writer_sequence(form, RUN["contexts"][context["context"]], sample)
            for context, own in zip(round["training"], kept)
            for edit in own
            for sample in context["edits"][edit]["samples"]
        ]
        losses = []
        if sequences:
            model, losses = train_writer(model, sequences, number)
        model, held_out = judge_all(state, model, form, number, round["heldOut"], True)
        results.append({"training": training, "kept": kept, "losses": losses, "heldOut": held_out})
    return results


RESULT = on_all_gpus(repeat, "self-edit-rounds.json")

# %% [markdown]
# ## Here and on the page
# For edits held out, the page's figures are those after each round.

# %%
for number, (here, page) in enumerate(zip(RESULT, ROUNDS)):
    for which in ("training", "heldOut"):
        edits = [edit for own in here[which] for edit in own]
        told = [edit["page"] for context in page[which] for edit in context["edits"]]
        right, on_page = (sum(edit["correct"] for edit in some) for some in (edits, told))
        same = sum(a["correct"] == b["correct"] for a, b in zip(edits, told))
        total = sum(edit["total"] for edit in told)
        print(f"round {number}, {which:8}  right {right}/{total} (page {on_page})   as many right {same}/{len(told)} edits")
    if here["losses"]:
        kept = sum(own == context["kept"] for own, context in zip(here["kept"], page["training"]))
        line = f"round {number}, writer    same choice {kept}/{len(here['kept'])}   last loss {here['losses'][-1]:.4f}"
        print(line + (f" (page {page['loss']:.4f})" if page["loss"] is not None else ""))
