import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../experiments/runtime.ts";
import { z } from "../protocol/zod.ts";
import { snapshotOf } from "../seal/writer.ts";
import { bufferSource, type NamedSource } from "./byteSource.ts";
import { decodePeftWeights, encodePeftWeights, peftConfig, readPeftAdapter } from "./peftAdapter.ts";
import { readSafetensors } from "./safetensors.ts";

/** What PEFT wrote and computed: `test/fixtures/make_peft_fixtures.py`. */
const bytesOf = (name: string) => Uint8Array.from(readFileSync(`test/fixtures/peft/${name}`));
const file = (name: string, bytes = bytesOf(name)): NamedSource => ({ name, source: bufferSource(bytes) });
const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";
const folder = [file(CONFIG), file(WEIGHTS)];
const configText = readFileSync(`test/fixtures/peft/${CONFIG}`, "utf8");
const withConfig = (change: object) => {
  const text = JSON.stringify({ ...JSON.parse(configText), ...change });
  return [file(CONFIG, new TextEncoder().encode(text)), file(WEIGHTS)];
};
const { ids, lastLogits } = z
  .object({ ids: z.array(z.int()), lastLogits: z.array(z.array(z.number())) })
  .parse(JSON.parse(readFileSync("test/fixtures/peft/logits.json", "utf8")));

async function tensorsOf(bytes: Uint8Array<ArrayBuffer>) {
  const entries = [...(await readSafetensors(file(WEIGHTS, bytes)))].map(async ([name, tensor]) => {
    const data = await tensor.source.read(tensor.offset, tensor.length!);
    return [name, { type: tensor.type, shape: tensor.shape, data: [...data] }] as const;
  });
  return new Map(await Promise.all(entries));
}

describe("an adapter that PEFT wrote", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
  });
  afterAll(() => runtime.close());

  it("gives the logits that PyTorch and PEFT compute with it", async () => {
    const { model } = runtime;
    const update = await readPeftAdapter(folder);
    const adapter = model.createAdapter(update.settings);
    adapter.restore(snapshotOf(update));
    model.useAdapter(adapter);
    const lossMask = [...ids, 0].map((_, t) => t >= ids.length - 1);
    const [rows] = await model.logProbs([{ tokens: [...ids, 0], lossMask }]);
    lastLogits.forEach((logits, i) => {
      const max = Math.max(...logits);
      const total = max + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
      const row = rows!.subarray(i * logits.length, (i + 1) * logits.length);
      logits.forEach((logit, k) => {
        expect(Math.abs(row[k]! - (logit - total))).toBeLessThan(2e-3);
      });
    });
    model.useAdapter(null);
    adapter.dispose();
  });

  it("is written again with the names, shapes and bytes that PEFT gave its tensors", async () => {
    const update = await readPeftAdapter(folder);
    const written = encodePeftWeights(update);
    expect(await tensorsOf(written)).toEqual(await tensorsOf(bytesOf(WEIGHTS)));
    expect(await decodePeftWeights(written, update.settings)).toEqual(update);
  });

  it("is described by a configuration that says the same as PEFT's", async () => {
    const ours: Record<string, unknown> = JSON.parse(
      peftConfig(await readPeftAdapter(folder), "public/models/embedded-reader"),
    );
    const theirs: Record<string, unknown> = JSON.parse(configText);
    for (const [key, value] of Object.entries(ours)) {
      // PEFT writes the modules in any order.
      const plain = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
      expect([key, plain(value)]).toEqual([key, plain(theirs[key])]);
    }
  });
});

describe("an adapter that cannot be used", () => {
  it.each([
    ["DoRA", { use_dora: true }],
    ["rank-stabilised", { use_rslora: true }],
    ["biases", { bias: "all" }],
    ["differ by layer", { rank_pattern: { q_proj: 4 } }],
    ["trained whole", { modules_to_save: ["lm_head"] }],
    ["does not fit rank 3", { r: 3 }],
    ["peft_type", { peft_type: "IA3" }],
  ])("is refused with the reason: %s", async (reason, change) => {
    await expect(readPeftAdapter(withConfig(change))).rejects.toThrow(reason);
  });

  it("is refused where a file is missing, cut off or holds something else", async () => {
    await expect(readPeftAdapter([file(WEIGHTS)])).rejects.toThrow("adapter_config.json is missing");
    const cut = bytesOf(WEIGHTS).slice(0, -8);
    await expect(readPeftAdapter([file(CONFIG), file(WEIGHTS, cut)])).rejects.toThrow("cut off");
    const model = Uint8Array.from(readFileSync("public/models/embedded-reader/model.safetensors"));
    await expect(readPeftAdapter([file(CONFIG), file(WEIGHTS, model)])).rejects.toThrow("no LoRA tensors");
  });
});
