import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../../test/processorTime.ts";
import { formatSelfEdit, fromSlots, type SelfEdit, SLOTS } from "../selfEdit.ts";
import { EDIT_LEAD, editRequest, readWrittenEdit } from "./writtenEdit.ts";

const edit: SelfEdit = {
  data_generation: {
    use_basic_augmentations: true,
    use_size_augmentations: false,
    use_chain_augmentations: true,
    use_repeat_augmentations: false,
    pair_symmetries: [],
  },
  training: { strategy: "train_using_output_tokens", learning_rate: 1e-4, num_train_epochs: 2 },
};
const { pair_symmetries: _, ...flags } = edit.data_generation;
const json = JSON.stringify({ data_generation: flags, training: edit.training });

describe("a configuration as small models write it", () => {
  it.each([
    ["as asked", json],
    [
      "in a fence, in a sentence",
      `Sure! Here is my choice:\n\`\`\`json\n${json}\n\`\`\`\nIt keeps {to} the rule.`,
    ],
    [
      "with the lead, without its last brackets",
      `${EDIT_LEAD} true${json.slice(json.indexOf("true") + 4, -2)}`,
    ],
    ["with comments", json.replaceAll(',"', ', // why not\n"').replace("{", "{ # mine\n")],
    [
      "with single quotes and Python's words",
      json.replaceAll('"', "'").replaceAll("true", "True").replaceAll("false", "False"),
    ],
    ["with typeset quotes", json.replaceAll('"', "”")],
    ["with commas at the ends", json.replaceAll("}", ",}")],
    ["with everything in quotes", json.replace(/:(true|false|[\d.e-]+)/g, ': "$1"')],
    ["with yes and no", json.replaceAll("true", '"Yes"').replaceAll("false", '"no"')],
    ["without its two parts", JSON.stringify({ ...flags, ...edit.training })],
    ["in a part of its own", JSON.stringify({ config: { tools: flags, training: edit.training } })],
    [
      "with short keys",
      json
        .replaceAll("use_", "")
        .replaceAll("_augmentations", "")
        .replace("num_train_epochs", "epochs")
        .replace("learning_rate", "lr"),
    ],
    ["with the strategy in short", json.replace("train_using_output_tokens", "output tokens")],
    ["with more than was asked", json.replace("{", '{"reason": "the rule mirrors",')],
  ])("%s", (_, text) => expect(readWrittenEdit(text)).toEqual({ edit }));

  it("takes what is not said for off, and notes it", () => {
    const text = JSON.stringify({
      data_generation: { use_basic_augmentations: true },
      training: edit.training,
    });
    expect(readWrittenEdit(text)).toEqual({
      edit: { ...edit, data_generation: { ...edit.data_generation, use_chain_augmentations: false } },
      note: "Not said, and so taken as false: use_size_augmentations, use_chain_augmentations, use_repeat_augmentations.",
    });
  });

  it.each([
    ["I would rotate the grids.", "holds no JSON"],
    ["{ rotate them", "is not JSON that could be read"],
    [`${EDIT_LEAD} true/false}}`, "is not JSON that could be read"],
    [`${EDIT_LEAD} true}, "training": 300}`, "does not say strategy and learning_rate and num_train_epochs"],
    [json.slice(0, json.indexOf(',"num')), "does not say num_train_epochs"],
    [
      json.replace("0.0001", "5"),
      "is invalid: “training.learning_rate” is not a number from 0.000001 to 0.1",
    ],
    [
      json.replace("0.0001", '"number"'),
      "is invalid: “training.learning_rate” is not a number from 0.000001 to 0.1",
    ],
    [
      json.replace(":2}", ":2.5}"),
      "is invalid: “training.num_train_epochs” is not a whole number from 1 to 50",
    ],
    [
      json.replace("train_using_output_tokens", "none"),
      "is invalid: “training.strategy” is not one of train_using_all_tokens, train_using_output_tokens",
    ],
    [
      json.replace("true", "10"),
      "is invalid: “data_generation.use_basic_augmentations” is neither true nor false",
    ],
  ])("%j: %s", (text, fault) => {
    const read = readWrittenEdit(text);
    expect("fault" in read ? read.fault.replace("1e-6", "0.000001") : read).toBe(fault);
  });

  it("reads every configuration of the menu back", () => {
    const choices = fc.tuple(...SLOTS.map(({ values }) => fc.nat({ max: values.length - 1 })));
    fc.assert(
      fc.property(choices, (slots) => {
        const any = fromSlots(slots);
        const plain = { ...any, data_generation: { ...any.data_generation, pair_symmetries: [] } };
        expect(readWrittenEdit(formatSelfEdit(plain))).toEqual({ edit: plain });
      }),
      { numRuns: 200, seed: 6 },
    );
  });

  it("meets any text, and any part of an edit, with an edit or a fault", () => {
    const mutated = fc
      .tuple(fc.nat({ max: json.length }), fc.nat({ max: json.length }), fc.string({ maxLength: 4 }))
      .map(([from, to, insert]) => json.slice(0, from) + insert + json.slice(to));
    fc.assert(
      fc.property(fc.oneof(fc.string(), mutated), (text) => {
        const read = readWrittenEdit(text);
        expect("edit" in read || read.fault.length > 0).toBe(true);
      }),
      { numRuns: 1000, seed: 6 },
    );
  });

  it("takes no longer than the text is long", () => {
    const started = processorTime();
    for (const part of ["{", "'", "/", "#", '{"a":', ","]) readWrittenEdit(`{${part.repeat(100_000)}`);
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it("shows the demonstrations and the form", () => {
    expect(editRequest("Input:\n1\nOutput:\n2\n\n")).toMatch(
      /^Input:\n1\nOutput:\n2\n\n[\s\S]*"num_train_epochs": 3}}$/,
    );
  });
});
