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
                sequences = [sequence_of(form, RUN, example) for example in row["examples"]]
                model, losses = train(model, sequences, row["steps"], SETTINGS, SETTINGS["seed"])
            answers = ask(model, form, RUN, in_context=row["condition"] == "in-context")
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
