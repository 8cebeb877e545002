import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { nodeCheckpointFiles } from "../../scripts/nodeFileSource.ts";
import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { z } from "../protocol/zod.ts";
import { type LoadedCheckpoint, loadCheckpoint } from "./loadCheckpoint.ts";

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const MODEL = path("public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf");

const expected = z
  .object({
    tensors: z.record(z.string(), z.string()),
    cases: z.array(z.object({ text: z.string(), ids: z.array(z.int()), decoded: z.string() })),
    torn: z.array(z.object({ ids: z.array(z.int()), decoded: z.string() })),
    messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })),
    chat: z.string(),
  })
  .parse(JSON.parse(readFileSync(path("test/fixtures/checkpoints/smollm2.json"), "utf8")));

let smollm2: LoadedCheckpoint;
beforeAll(async () => {
  if (!existsSync(MODEL))
    throw new Error("Run `npm run model:smollm2` first: this test reads the real model.");
  const files = await nodeCheckpointFiles(MODEL);
  smollm2 = await loadCheckpoint({ kind: "files", name: "SmolLM2-135M-Instruct", files });
});

test("the configuration is that of the hub's config.json", () => {
  expect(smollm2.config).toMatchObject({
    architecture: "llama",
    vocabSize: 49152,
    hiddenSize: 576,
    intermediateSize: 1536,
    layerCount: 30,
    headCount: 9,
    kvHeadCount: 3,
    headDim: 64,
    ropeTheta: 100000,
    maxPositions: 8192,
    tiedEmbeddings: true,
  });
  expect(smollm2.parameters).toBe(134_515_008);
  expect(smollm2.hash).toBe("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
});

test("decoded tensors are those of the gguf package, to the bit", () => {
  const sha256 = (values: Float32Array) =>
    createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");
  const { embedding, layers, finalNorm } = smollm2.weights;
  expect({
    token_embd: sha256(unpackMatrix(embedding)),
    output_norm: sha256(finalNorm),
    "blk.0.attn_q": sha256(unpackMatrix(layers[0]!.linears.q_proj)),
    "blk.0.attn_k": sha256(unpackMatrix(layers[0]!.linears.k_proj)),
    "blk.0.attn_v": sha256(unpackMatrix(layers[0]!.linears.v_proj)),
    "blk.17.ffn_down": sha256(unpackMatrix(layers[17]!.linears.down_proj)),
  }).toEqual(expected.tensors);
});

test("ids, text and chat form are those of Transformers", () => {
  const { tokenizer } = smollm2;
  for (const { text, ids, decoded } of expected.cases) {
    expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
    expect({ text, decoded: tokenizer.decode(ids) }).toEqual({ text, decoded });
  }
  for (const { ids, decoded } of expected.torn) expect(tokenizer.decode(ids)).toBe(decoded);
  expect(tokenizer.renderChat(expected.messages)).toBe(expected.chat);
  expect(tokenizer.endOfTurn).toBe("<|im_end|>");
});
