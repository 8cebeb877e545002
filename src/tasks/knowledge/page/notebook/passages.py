# %% [markdown]
# ## What is trained on
# Statements follow the title; questions stand in exactly the form in which they will be asked.


# %%
def asked(form, passage, question, in_context=False):
    """What stands before and after a question, between prompt and answer, and after the answer."""
    title = passage["title"]
    source = f"{title}\n{passage['text']}\n\n" if in_context else ""
    if form.is_chat:
        system = {"role": "system", "content": "Answer each question briefly."}
        user = {"role": "user", "content": f"{source}Topic: {title}. {question}"}
        before, _, after = form.render([system, user]).rpartition(question)
        return before, after, "", form.end
    return f"{form.start}{source}Topic: {title}\nQuestion: ", "\nAnswer:", " ", f"\n{form.end}"


def sequence_of(form, passage, example, counts_question=SETTINGS["lossOn"] == "all"):
    if "question" not in example:
        return sequence(form, [(form.start, False), (f"{passage['title']}\n{example['text']}{form.end}", True)])
    question, answer = example["question"], example["answer"]
    before, after, gap, end = asked(form, passage, question)
    stretches = [(before, False), (question, counts_question), (after, False), (f"{gap}{answer}{end}", True)]
    return sequence(form, stretches)


# %% [markdown]
# ## Asking, and scoring as SQuAD does
# An answer is right when an accepted one stands in it as whole words.

# %%
import re
import string


@torch.no_grad()
def ask(model, form, passage, in_context=False):
    """All questions in one batch, greedily."""
    tokenizer = form.tokenizer
    tokenizer.padding_side = "left"
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    prompts = []
    for item in passage["questions"]:
        before, after, _, _ = asked(form, passage, item["question"], in_context)
        prompts.append(before + item["question"] + after)
    inputs = tokenizer(prompts, return_tensors="pt", padding=True, add_special_tokens=False)
    ends = {tokenizer.eos_token_id, tokenizer.convert_tokens_to_ids(form.end)}
    output = model.generate(
        **inputs.to(next(model.parameters()).device),
        max_new_tokens=SETTINGS["maxAnswerTokens"],
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
