import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeCheckpointFiles } from "../../scripts/nodeFileSource.ts";
import { rewrittenSafetensors, textFile } from "../../test/checkpointBytes.ts";
import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { bufferSource, type NamedSource } from "./byteSource.ts";
import { type LoadedCheckpoint, loadCheckpoint } from "./loadCheckpoint.ts";

/** Files as people have them: what trainers, converters, browsers and other programs leave behind. */

const FOLDER = fileURLToPath(new URL("../../test/fixtures/checkpoints/", import.meta.url));
const load = (files: readonly NamedSource[]) => loadCheckpoint({ kind: "files", name: "test", files });

let qwen2: NamedSource[];
let weights: NamedSource;
beforeAll(async () => {
  qwen2 = await nodeCheckpointFiles(`${FOLDER}qwen2`);
  weights = qwen2.find(({ name }) => name === "model.safetensors")!;
});

/** The Qwen2 fixture with files replaced or added. */
const having = (...files: NamedSource[]) => [
  ...qwen2.filter(({ name }) => !files.some((file) => file.name === name)),
  ...files,
];
const without = (...names: string[]) => qwen2.filter(({ name }) => !names.includes(name));

const CONFIG: Record<string, unknown> = JSON.parse(readFileSync(`${FOLDER}qwen2/config.json`, "utf8"));
const TOKENIZER_CONFIG: Record<string, unknown> = JSON.parse(
  readFileSync(`${FOLDER}qwen2/tokenizer_config.json`, "utf8"),
);
const config = (change: object) => textFile("config.json", JSON.stringify({ ...CONFIG, ...change }));

async function refusal(files: readonly NamedSource[]): Promise<{ message: string; advice: string }> {
  const result: unknown = await load(files).catch((error: unknown) => error);
  if (!(result instanceof Error) || !("advice" in result)) throw new Error("It was loaded.");
  return { message: result.message, advice: String(result.advice) };
}

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"ab".repeat(32)}\nsize 269060552\n`;
const PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>";

describe("a file that is not what its name promises is named for what it is", () => {
  test.each([
    ["model.safetensors", POINTER, "is only the pointer that Git LFS leaves", "git lfs pull"],
    ["tokenizer.json", POINTER, "is only the pointer that Git LFS leaves", "git lfs pull"],
    ["model.safetensors", PAGE, "is a web page, not a model", "/resolve/"],
    ["config.json", `\uFEFF\n${PAGE}`, "is a web page, not a model", "/resolve/"],
    ["model.safetensors", '{"error":"Access to model is restricted"}', "is a server's answer", "/resolve/"],
    ["model.safetensors", "PK\u0003\u0004rest", "is a ZIP archive", "Choose a model of"],
    ["model.safetensors", "", "is empty", "Download the file again"],
    [
      "model.safetensors",
      "GGUF\u0003\u0000",
      "is a GGUF file, under another name",
      "Rename it to end in .gguf",
    ],
  ])("%s: %j", async (name, text, message, advice) => {
    const told = await refusal(having(textFile(name, text)));
    expect(told.message).toContain(`${name} ${message}`);
    expect(told.advice).toContain(advice);
  });

  test.each([
    [PAGE, "model.gguf is a web page"],
    [
      POINTER,
      "model.gguf is only the pointer that Git LFS leaves in the place of the file (of 269060552 bytes).",
    ],
    ["tjgg\u0001\u0000", "model.gguf is of GGML's old format"],
    ["Entry not found\n", "model.gguf is a short text, not a model: “Entry not found”"],
    ["# xet version 0\nfilesize = 9\n", "model.gguf is a short text, not a model: “# xet version 0"],
    ["<h1>\u0001", 'model.gguf is not a GGUF file: it does not begin with "GGUF".'],
    [
      '\u0010\u0000\u0000\u0000\u0000\u0000\u0000\u0000{"a":{}}',
      "model.gguf is a safetensors file, under another name.",
    ],
  ])("a GGUF that begins with %j", async (text, message) => {
    expect((await refusal([textFile("model.gguf", text)])).message).toContain(message);
  });

  test("an adapter's folder", async () => {
    const adapter = [textFile("adapter_config.json", "{}"), textFile("adapter_model.safetensors", "")];
    for (const beside of [textFile("tokenizer.json", "{}"), textFile("config.json", "{}")]) {
      expect(await refusal([...adapter, beside])).toEqual({
        message: "This is an adapter (PEFT), which changes a model, and no model.",
        advice: expect.stringContaining("Versions"),
      });
    }
  });

  test("half a download, by its name", async () => {
    const { message, advice } = await refusal([textFile("model.gguf.crdownload", "GGUF")]);
    expect(message).toBe(
      "model.gguf.crdownload is half a download: the program that fetches it has not ended.",
    );
    expect(advice).toContain("Wait until the download is done");
  });

  test("a tokenizer in SentencePiece's own file", async () => {
    const files = [...without("tokenizer.json"), textFile("tokenizer.model", "\u0001")];
    expect((await refusal(files)).message).toContain("only as tokenizer.model");
  });

  test("a model with an adapter that is not merged", async () => {
    const wrapped = await rewrittenSafetensors(weights, (name, entry) => [
      name === "lm_head.weight"
        ? "base_model.model.lm_head.lora_A.default.weight"
        : `base_model.model.${name}`,
      entry,
    ]);
    const { message, advice } = await refusal(having(wrapped));
    expect(message).toContain("holds an adapter that is not merged into its weights");
    expect(advice).toContain("merge_and_unload");
  });
});

test("a pickle of PyTorch's under another name", async () => {
  const pickle = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
  const named = { name: "model.safetensors", source: bufferSource(Uint8Array.from(pickle)) };
  expect((await refusal(having(named))).message).toBe(
    "model.safetensors is in PyTorch's own form, under another name.",
  );
});

test("files that a browser has numbered as it downloaded them again", async () => {
  const numbered = qwen2.map(({ name, source }) => ({ name: name.replace(/(?=\.\w+$)/, " (1)"), source }));
  expect((await load(numbered)).config.architecture).toBe("qwen2");
});

describe("files of several models", () => {
  test("the same name twice is refused", async () => {
    expect((await refusal([...qwen2, ...qwen2])).message).toBe(
      "config.json is there twice: these are files of several models.",
    );
  });

  test("weights that no index joins are refused, unless one is Transformers' own", async () => {
    const copy = { ...weights, name: "consolidated.safetensors" };
    expect((await load([...qwen2, copy])).config.architecture).toBe("qwen2");
    const other = { ...weights, name: "fine-tuned.safetensors" };
    expect((await refusal([...without("model.safetensors"), copy, other])).message).toBe(
      "consolidated.safetensors and fine-tuned.safetensors may be two models; no index says.",
    );
  });

  test("missing parts are counted", async () => {
    const part = { ...weights, name: "model-00001-of-00003.safetensors" };
    const { message, advice } = await refusal([...without("model.safetensors"), part]);
    expect(message).toBe("Part 2 of 3 is missing beside model-00001-of-00003.safetensors.");
    expect(advice).toBe("Choose all 3 parts together.");
    expect((await refusal([textFile("a-00002-of-00002.gguf", "GGUF")])).message).toBe(
      "Part 1 of 2 is missing beside a-00002-of-00002.gguf.",
    );
  });
});

describe("what a checkpoint does not say plainly is understood, and said", () => {
  let plain: LoadedCheckpoint;
  beforeAll(async () => {
    plain = await load(qwen2);
  });
  const sameWeights = (other: LoadedCheckpoint) =>
    expect(unpackMatrix(other.weights.layers[1]!.linears.o_proj)).toEqual(
      unpackMatrix(plain.weights.layers[1]!.linears.o_proj),
    );

  test("a plain one has nothing to say", () => {
    expect(plain.notes).toEqual([]);
  });

  test.each([
    ["torch.compile", (name: string) => `_orig_mod.${name}`],
    ["torch.compile, layer by layer", (name: string) => name.replace(/(layers\.\d+)\./, "$1._orig_mod.")],
    ["data-parallel training", (name: string) => `module.${name}`],
    ["both", (name: string) => `module._orig_mod.${name}`],
    ["a trainer's own module", (name: string) => `model.${name}`],
    [
      "sharded training",
      (name: string) =>
        `_fsdp_wrapped_module.${name.replace(/(layers\.\d+)\./, "$1._checkpoint_wrapped_module.")}`,
    ],
    [
      "PEFT",
      (name: string) => `base_model.model.${name.replace(/(proj)\.(weight|bias)$/, "$1.base_layer.$2")}`,
    ],
  ])("names as %s leaves them", async (_, rename) => {
    const renamed = await rewrittenSafetensors(weights, (name, entry) => [rename(name), entry]);
    sameWeights(await load(having(renamed)));
  });

  test("a bias that the configuration does not know of is refused, in whatever layer", async () => {
    const biased = await rewrittenSafetensors(weights, (name, entry) => [
      name === "lm_head.weight" ? "model.layers.1.self_attn.o_proj.bias" : name,
      entry,
    ]);
    expect((await refusal(having(biased))).message).toBe(
      "The checkpoint holds biases (model.layers.1.self_attn.o_proj.bias) that its architecture has not.",
    );
  });

  test("two tensors that come to one name are refused", async () => {
    const doubled = await rewrittenSafetensors(weights, (name, entry) => [
      name === "lm_head.weight" ? "module.model.norm.weight" : name,
      entry,
    ]);
    expect((await refusal(having(doubled))).message).toContain("holds model.norm.weight under two names");
  });

  test("a head that is not there is the embedding", async () => {
    const headless = await rewrittenSafetensors(weights, (name, entry) =>
      name === "lm_head.weight" ? null : [name, entry],
    );
    const loaded = await load(having(headless));
    expect(loaded.config.tiedEmbeddings).toBe(true);
    expect(loaded.weights.head).toBeNull();
    expect(loaded.notes).toEqual([expect.stringContaining("no output head of its own")]);
    const bare = await rewrittenSafetensors(weights, (name, entry) =>
      name === "lm_head.weight" ? null : [name.replace(/^model\./, ""), entry],
    );
    sameWeights(await load(having(bare)));
  });

  test("a head of its own is used though the configuration ties it, and a copy of the embedding is none", async () => {
    const own = await load(having(config({ tie_word_embeddings: true })));
    expect(own.weights.head?.rows).toBe(416);
    expect(own.notes).toEqual([expect.stringContaining("that is used")]);
    const copied = await rewrittenSafetensors(weights, (name, entry) =>
      name === "lm_head.weight" ? null : [name, entry],
    );
    const files = having(copied, config({ tie_word_embeddings: true }));
    expect((await load(files)).notes).toEqual([]);
  });

  test("an embedding padded beyond vocab_size keeps its rows", async () => {
    const loaded = await load(having(config({ vocab_size: 405 })));
    expect(loaded.config.vocabSize).toBe(416);
    expect(loaded.notes).toEqual([expect.stringContaining("416 rows where config.json counts 405")]);
  });

  test("a tokenizer with more tokens than the embedding has rows is refused", async () => {
    const short = await rewrittenSafetensors(weights, (name, entry) => {
      const isWide = name === "lm_head.weight" || name === "model.embed_tokens.weight";
      const [begin] = entry.data_offsets;
      return [
        name,
        isWide ? { ...entry, shape: [300, 32], data_offsets: [begin, begin + 300 * 32 * 2] } : entry,
      ];
    });
    expect((await refusal(having(short, config({ vocab_size: 300 })))).message).toBe(
      "tokenizer.json: the tokenizer has 401 tokens, the model's embedding only 300 rows.",
    );
  });

  test("entries that are null are the family's defaults", async () => {
    const nulls = {
      rope_theta: null,
      rope_parameters: null,
      rope_scaling: null,
      rms_norm_eps: null,
      max_position_embeddings: null,
      tie_word_embeddings: null,
      use_sliding_window: null,
      sliding_window: null,
      hidden_act: null,
      attention_bias: null,
      head_dim: null,
      quantization_config: null,
      eos_token_id: null,
    };
    const loaded = await load(having(config(nulls)));
    expect(loaded.config).toMatchObject({
      ropeTheta: 10_000,
      ropeScaling: null,
      rmsNormEps: 1e-6,
      maxPositions: 32_768,
      tiedEmbeddings: false,
    });
    sameWeights(loaded);
  });
});

test.each([
  [{ model_type: "gemma3", text_config: {} }, "the model type is gemma3, of which text is only a part"],
  [{ rope_parameters: { rope_type: "yarn", factor: 4 } }, 'scaled by the method "yarn"'],
  [{ rope_scaling: { type: "linear", factor: 2 } }, 'scaled by the method "linear"'],
  [{ rope_scaling: { type: "dynamic", factor: 2 } }, 'scaled by the method "dynamic"'],
  [{ rope_parameters: { rope_type: "default" }, rope_scaling: { type: "yarn", factor: 4 } }, '"yarn"'],
  [
    {
      rope_parameters: {
        full_attention: { rope_type: "default" },
        sliding_attention: { rope_type: "linear", factor: 8 },
      },
    },
    "scaled in the layers with a sliding window too",
  ],
  [{ partial_rotary_factor: 0.5 }, "only a part is rotated"],
  [{ rope_parameters: { rope_type: "default", partial_rotary_factor: 0.5 } }, "only a part is rotated"],
  [{ is_causal: false }, "reads in both directions (is_causal), and so writes no text"],
  [
    { architectures: ["Qwen2ForSequenceClassification"] },
    "is a Qwen2ForSequenceClassification, which judges text",
  ],
  [{ rope_parameters: { rope_type: "llama3", factor: 8 } }, 'scaling "llama3" are not all there'],
])("config.json with %j is refused by name", async (change, reason) => {
  expect((await refusal(having(config(change)))).message).toContain(reason);
});

test("a chat template in any of the places where it is kept", async () => {
  const said = (files: readonly NamedSource[]) =>
    load(files).then(({ tokenizer }) => tokenizer.renderChat([{ role: "user", content: "Hi" }]));
  const template = (name: string) => `${name}: {{ messages[0].content }}<|im_end|>`;
  const inConfig = (chat_template: unknown) =>
    textFile("tokenizer_config.json", JSON.stringify({ ...TOKENIZER_CONFIG, chat_template }));
  const bare = having(inConfig(null)).filter(({ name }) => name !== "chat_template.jinja");
  const processor = textFile("chat_template.json", JSON.stringify({ chat_template: template("processor") }));
  const configured = (chat_template: unknown) =>
    bare.map((file) => (file.name === "tokenizer_config.json" ? inConfig(chat_template) : file));
  expect(await said(bare)).toBeNull();
  expect(await said([...bare, processor])).toMatch(/^processor: Hi/);
  expect(await said([...configured(template("config")), processor])).toMatch(/^config: Hi/);
  const rag = { name: "rag", template: template("rag") };
  expect(await said(configured([rag, { name: "default", template: template("default") }]))).toMatch(
    /^default/,
  );
  expect(await said(configured([rag]))).toMatch(/^rag/);
  expect(await said(configured(" "))).toBeNull();
});

test("a Gemma 3 whose attention is scaled by its default, and not by its heads, is refused", async () => {
  const gemma = await nodeCheckpointFiles(`${FOLDER}gemma3`);
  const { query_pre_attn_scalar: _, ...rest } = JSON.parse(
    readFileSync(`${FOLDER}gemma3/config.json`, "utf8"),
  );
  const files = gemma.filter(({ name }) => name !== "config.json");
  const { message } = await refusal([...files, textFile("config.json", JSON.stringify(rest))]);
  expect(message).toBe("config.json: attention is scaled by 256, not by the heads' 16.");
});

test("“Download the file again” is said only where that helps", async () => {
  const cut = {
    name: "model.safetensors",
    source: bufferSource((await weights.source.read(0, weights.source.size - 9)).slice()),
  };
  expect((await refusal(having(cut))).advice).toContain("Download the file again");
  const whole = await Promise.all([
    refusal(having(config({ num_hidden_layers: 3 }))),
    refusal(having(config({ hidden_size: 34 }))),
    refusal(having(config({ model_type: "gpt2" }))),
    refusal(having(textFile("chat_template.jinja", "{{ raise_exception('no') }}"))),
    refusal(having(config({ eos_token_id: 500 }))),
  ]);
  for (const { advice } of whole) expect(advice).not.toContain("Download the file again");
});
