import { expect, test } from "vitest";
import { type GgufParts, ggufFile } from "../../../test/checkpointBytes.ts";
import { readGguf } from "./gguf.ts";
import { readGgufConfig } from "./ggufConfig.ts";
import { parseGgufTokenizer } from "./ggufTokenizer.ts";

type Entries = NonNullable<GgufParts["entries"]>;
const number = (value: number): Entries[string] => ({ type: "u32", value });
const fraction = (value: number): Entries[string] => ({ type: "f32", value });
const text = (value: string): Entries[string] => ({ type: "string", value });
const flag = (value: boolean): Entries[string] => ({ type: "raw", typeNumber: 7, bytes: [Number(value)] });
const flags = (...values: boolean[]): Entries[string] => ({
  type: "raw",
  typeNumber: 9,
  bytes: [7, 0, 0, 0, values.length, 0, 0, 0, 0, 0, 0, 0, ...values.map(Number)],
});

const sizes = (name: string, more: Entries): Entries => ({
  "general.architecture": text(name),
  [`${name}.block_count`]: number(3),
  [`${name}.embedding_length`]: number(32),
  [`${name}.attention.head_count`]: number(4),
  [`${name}.attention.head_count_kv`]: number(2),
  [`${name}.feed_forward_length`]: number(64),
  [`${name}.context_length`]: number(512),
  [`${name}.attention.layer_norm_rms_epsilon`]: fraction(1e-5),
  ...more,
});

async function configOf(entries: Entries) {
  const tensor = { name: "token_embd.weight", dimensions: [32, 8], type: 0, data: new Uint8Array(1024) };
  return readGgufConfig(await readGguf(ggufFile({ entries, tensors: [tensor] })), "m.gguf");
}

test.each<[string, Entries]>([
  ["factor 1", { "llama.rope.scaling.type": text("linear"), "llama.rope.scaling.factor": fraction(1) }],
  ["no factor", { "llama.rope.scaling.type": text("linear") }],
  ["of the type none", { "llama.rope.scaling.type": text("none"), "llama.rope.scaling.factor": fraction(4) }],
])("rotary positions that are not stretched are read: %s", async (_, entries) => {
  expect((await configOf(sizes("llama", entries))).ropeScaling).toBeNull();
});

test("numbers that are given for each layer are read where they are the same", async () => {
  const entries = sizes("llama", {
    "llama.attention.head_count_kv": { type: "i32s", value: [2, 2, 2] },
    "llama.feed_forward_length": { type: "i32s", value: [64, 64, 64] },
  });
  expect(await configOf(entries)).toEqual(await configOf(sizes("llama", {})));
});

test("which layers of Gemma 3 have a window, where the file says", async () => {
  const layersOf = async (entries: Entries) =>
    (await configOf(sizes("gemma3", { "gemma3.attention.sliding_window": number(4), ...entries })))
      .slidingWindow?.layers;
  expect(await layersOf({})).toEqual([true, true, true]);
  const pattern = "gemma3.attention.sliding_window_pattern";
  expect(await layersOf({ [pattern]: number(2) })).toEqual([true, false, true]);
  expect(await layersOf({ [pattern]: flags(false, true, true) })).toEqual([false, true, true]);
});

test.each<[string, Entries]>([
  ["is an adapter, which changes a model, and no model", { "general.type": text("adapter") }],
  ["something of the kind “mmproj”", { "general.type": text("mmproj") }],
  ['scaled by the method "linear"', { "llama.rope.scaling.factor": fraction(4) }],
  ['scaled by the method "linear"', { "llama.rope.scale_linear": fraction(4) }],
  [
    'scaled by the method "yarn"',
    { "llama.rope.scaling.type": text("yarn"), "llama.rope.scaling.factor": fraction(4) },
  ],
  [
    'scaled by the method "longrope"',
    { "llama.rope.scaling.type": text("longrope"), "llama.rope.scaling.factor": fraction(1) },
  ],
  ["differ from each other", { "llama.attention.head_count_kv": { type: "i32s", value: [2, 1, 2] } }],
  ["caps its logits softly", { "llama.final_logit_softcapping": fraction(30) }],
  ["scales its attention otherwise", { "llama.attention.scale": fraction(0.5) }],
  ["scales its embeddings", { "llama.embedding_scale": fraction(12) }],
  ["reads in both directions", { "llama.attention.causal": flag(false) }],
])("a model that %s is refused", async (reason, entries) => {
  await expect(configOf(sizes("llama", entries))).rejects.toThrow(reason);
});

test("a tokenizer whose rule is not named is read by GPT-2's, and that is said", async () => {
  const entries: Entries = {
    "tokenizer.ggml.model": text("gpt2"),
    "tokenizer.ggml.tokens": { type: "strings", value: ["a", "b", "ab"] },
    "tokenizer.ggml.merges": { type: "strings", value: ["a b"] },
  };
  const notesOf = async (pre: Entries) => {
    const { metadata } = await readGguf(ggufFile({ entries: { ...entries, ...pre } }));
    return parseGgufTokenizer(metadata, "m.gguf", true).notes;
  };
  const unsaid = [expect.stringContaining("GPT-2's way is taken")];
  expect(await notesOf({})).toEqual(unsaid);
  expect(await notesOf({ "tokenizer.ggml.pre": text("") })).toEqual(unsaid);
  expect(await notesOf({ "tokenizer.ggml.pre": text("gpt-2") })).toEqual([]);
});
