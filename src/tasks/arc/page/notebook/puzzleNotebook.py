# %% [markdown]
# ## Grids as text
# One digit a cell, one line a row; all demonstrations of a puzzle in one prompt.

# %%
import re

TASK = (
    "One rule turns every input grid below into its output grid. Each digit is a colour, each line a row. "
    "The last output grid is to be found."
)


class Notation:
    def __init__(self, form):
        self.form = form
        # A tokenizer that joins digits gets spaces between them, so that every cell is a token of its own.
        self.between = "" if len(form.encode("123")) >= 3 else " "
        self.opening = f"{form.start}{TASK}\n\n"

    def rows(self, grid):
        return "\n".join(self.between.join(map(str, row)) for row in grid)

    def asked(self, grid):
        return f"Input:\n{self.rows(grid)}\nOutput:\n"

    def question(self, pairs, grid):
        shown = [f"{self.asked(given)}{self.rows(found)}\n\n" for given, found in pairs]
        return self.opening + "".join(shown) + self.asked(grid)

    def example(self, pairs, strategy):
        """The loss counts the outputs from the second pair on, or everything."""
        every = strategy == "train_using_all_tokens"
        parts = [(self.opening, every)]
        for index, (given, found) in enumerate(pairs[:-1]):
            parts += [(self.asked(given), every), (self.rows(found), every or index > 0), ("\n\n", every)]
        given, found = pairs[-1]
        parts += [(self.asked(given), every), (f"{self.rows(found)}\n{self.form.end}", True)]
        # Neighbours that count alike are encoded together, as the model would read them.
        joined = []
        for text, is_counted in parts:
            if joined and joined[-1][1] == is_counted:
                joined[-1] = (joined[-1][0] + text, is_counted)
            else:
                joined.append((text, is_counted))
        coded = [(self.form.encode(text), is_counted) for text, is_counted in joined]
        tokens = [token for part, _ in coded for token in part]
        return tokens, [is_counted for part, is_counted in coded for _ in part]

    def answer_tokens(self, puzzle):
        per_cell = len(self.form.encode(self.rows([[1, 2, 3, 4]] * 4))) / 16 + 0.1
        grids = [grid for pair in puzzle["train"] for grid in pair.values()]
        grids += [grid for query in puzzle["test"] for grid in query.values() if grid]
        return int(np.ceil(2 * max(len(grid) * len(grid[0]) for grid in grids) * per_cell)) + 4


ROW = re.compile(r"^[\s\[(|\"'`]*\d(?:[\s,|\"']*\d)*[\s\])|,;\"'`]*$")


def read_grid(text):
    """The first grid in what a model wrote; None where its lines are no grid."""
    rows = []
    for line in re.sub(r"\]\s*,?\s*\[", "]\n[", text).split("\n"):
        if ROW.match(line):
            rows.append([int(digit) for digit in re.findall(r"\d", line)])
        elif rows:
            break
    return rows if rows and len({len(row) for row in rows}) == 1 else None


# %% [markdown]
# ## Views and votes
# The puzzle is asked turned and mirrored; answers are turned back and counted. Two attempts are allowed.


# %%
def turned(times):
    return lambda grid: np.rot90(grid, -times), lambda grid: np.rot90(grid, times)


def mirrored(turn):
    return turn, turn


VIEWS = {
    "identity": turned(0),
    "rotate 90°": turned(1),
    "rotate 180°": turned(2),
    "rotate 270°": turned(3),
    "flip left–right": mirrored(np.fliplr),
    "flip up–down": mirrored(np.flipud),
    "transpose": mirrored(np.transpose),
    "anti-transpose": mirrored(lambda grid: np.rot90(np.transpose(grid), 2)),
}


@torch.no_grad()
def answers_in(model, notation, puzzle, grid):
    """What the model answers to one test input in each view, turned back, and how sure it was."""
    tokenizer, form = notation.form.tokenizer, notation.form
    tokenizer.padding_side = "left"
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    ends = sorted({tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids(form.end)})
    ballots = []
    for name in RUN["views"]:
        apply, invert = VIEWS[name]
        seen = lambda one: apply(np.array(one)).tolist()
        pairs = [(seen(pair["input"]), seen(pair["output"])) for pair in puzzle["train"]]
        inputs = tokenizer(notation.question(pairs, seen(grid)), return_tensors="pt", add_special_tokens=False)
        output = model.generate(
            **inputs.to(model.device),
            max_new_tokens=notation.answer_tokens(puzzle),
            do_sample=False,
            eos_token_id=ends,
            pad_token_id=tokenizer.pad_token_id,
            stop_strings=["\n\n"],
            tokenizer=tokenizer,
            return_dict_in_generate=True,
            output_scores=True,
        )
        scores = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        text = tokenizer.decode(output.sequences[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        found = read_grid(text)
        if found is not None:
            ballots.append((invert(np.array(found)).tolist(), scores[0].mean().item()))
    return ballots


def attempts(ballots):
    """The answers most named, of those named equally often the surest."""
    groups = {}
    for grid, score in ballots:
        groups.setdefault(json.dumps(grid), []).append(score)
    order = sorted(groups, key=lambda key: (-len(groups[key]), -np.mean(groups[key])))
    return [json.loads(key) for key in order[:2]]


# %% [markdown]
# ## All rows of the run
# Each row is a condition: what was trained on before the test inputs were asked. With several GPUs, each takes a part of
# the rows.

# %%
def repeat(state):
    tokenizer, model = load()
    model.to(state.device)
    notation = Notation(Form(tokenizer))
    results = []
    with state.split_between_processes(RUN["rows"]) as rows:
        for row in rows:
            losses = []
            if row["examples"]:
                sequences = [notation.example(pairs, row["training"]["strategy"]) for pairs in row["examples"]]
                settings = SETTINGS | {"learningRate": row["training"]["learningRate"], "batchSize": 2}
                model, losses = train(model, sequences, row["steps"], settings, RUN["seed"])
            found = [attempts(answers_in(model, notation, RUN["puzzle"], query["input"])) for query in RUN["puzzle"]["test"]]
            if row["examples"]:
                model = model.unload()
            results.append({"name": row["name"], "losses": losses, "attempts": found})
    return gather_object(results)


RESULT = {row["name"]: row for row in on_all_gpus(repeat, "self-edit-puzzle.json")}

# %% [markdown]
# ## Here and on the page

# %%
for row in RUN["rows"]:
    here = RESULT[row["name"]]
    solved = all(query["output"] in tries for query, tries in zip(RUN["puzzle"]["test"], here["attempts"]))
    words = {True: "solved", False: "not solved"}
    line = f"{row['name']:28} {words[solved]:10} (page: {words[row['page']['solved']]})"
    if here["losses"] and row["page"]["loss"] is not None:
        line += f"   last loss {here['losses'][-1]:.4f} (page {row['page']['loss']:.4f}, of another model)"
    print(line)
