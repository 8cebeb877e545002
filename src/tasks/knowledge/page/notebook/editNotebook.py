# %% [markdown]
# ## All rows of the run
# Each row is a condition: what was trained on before the questions were asked. With several GPUs, each takes a part of
# the rows.

# %%
def repeat(state):
    tokenizer, model = load()
    model.to(state.device)
    form = Form(tokenizer)
    results = []
    with state.split_between_processes(RUN["rows"]) as rows:
        for row in rows:
            losses = []
            if row["examples"]:
                sequences = [sequence_of(form, RUN, example) for example in row["examples"]]
                model, losses = train(model, sequences, row["steps"], SETTINGS, SETTINGS["seed"])
            answers = ask(model, form, RUN, in_context=row["condition"] == "in-context")
            if row["examples"]:
                model = model.unload()
            results.append({"name": row["name"], "losses": losses, "answers": answers})
    return gather_object(results)


RESULT = {row["name"]: row for row in on_all_gpus(repeat, "self-edit-results.json")}

# %% [markdown]
# ## Here and on the page

# %%
for row in RUN["rows"]:
    here, page = RESULT[row["name"]], row["page"]
    accepted = [item["answers"] for item in RUN["questions"]]
    right = sum(map(is_right, here["answers"], accepted))
    same = sum(normalized(a) == normalized(b) for a, b in zip(here["answers"], page["answers"]))
    line = f"{row['name']:28} right {right}/{len(accepted)} (page {page['correct']})   same answers {same}/{len(accepted)}"
    if here["losses"] and page["loss"] is not None:
        line += f"   last loss {here['losses'][-1]:.4f} (page {page['loss']:.4f})"
    print(line)
