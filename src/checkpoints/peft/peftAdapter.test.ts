import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../../../experiments/runtime.ts";
import { rewrittenSafetensors, safetensorsFile } from "../../../test/checkpointBytes.ts";
import { z } from "../../protocol/zod.ts";
import { snapshotOf } from "../../seal/writer.ts";
import { bufferSource, type NamedSource } from "../byteSource.ts";
import { readSafetensors } from "../safetensors.ts";
import { decodePeftWeights, encodePeftWeights, peftConfig, readPeftAdapter } from "./peftAdapter.ts";

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

describe("an adapter as other programs leave it", () => {
  const renamed = async (change: (name: string) => string) => {
    const { name, source } = await rewrittenSafetensors(file(WEIGHTS), (old, entry) => [change(old), entry]);
    return [file(CONFIG), { name, source }];
  };

  it.each<[string, (name: string) => string]>([
    ["compiled", (name) => `_orig_mod.${name}`],
    [
      "compiled before it was wrapped",
      (name) => name.replace("base_model.model.", "base_model.model._orig_mod."),
    ],
    ["of a model without a head", (name) => name.replace("model.model.model.", "model.model.")],
    [
      "of the text part of a larger model",
      (name) => name.replace("model.layers", "model.language_model.layers"),
    ],
    [
      "of the text part, as older versions wrote it",
      (name) => name.replace("model.layers", "language_model.model.layers"),
    ],
    ["with the adapter's name", (name) => name.replace(".weight", ".my-adapter.weight")],
    ["without PEFT's prefix", (name) => name.replace("base_model.model.", "")],
  ])("%s is the same adapter", async (_, change) => {
    expect(await readPeftAdapter(await renamed(change))).toEqual(await readPeftAdapter(folder));
  });

  it("is not confused with that of a vision encoder", async () => {
    const vision = renamed((name) => name.replace("model.layers", "vision_tower.encoder.layers"));
    await expect(readPeftAdapter(await vision)).rejects.toThrow("is no LoRA matrix of a layer known here");
  });

  it("may say fan_in_fan_out, which PEFT passes over for linear layers", async () => {
    expect(await readPeftAdapter(withConfig({ fan_in_fan_out: true }))).toEqual(
      await readPeftAdapter(folder),
    );
  });
});

describe("an adapter that cannot be used", () => {
  it.each([
    ["use_dora is set: DoRA is not LoRA", { use_dora: true }],
    ["bias is “all”: trained biases are not read", { bias: "all" }],
    ["lora_bias is set", { lora_bias: true }],
    [
      "modules_to_save is set: whole layers were trained beside the adapter",
      { modules_to_save: ["lm_head"] },
    ],
    ["init_lora_weights “pissa”", { init_lora_weights: "pissa" }],
    ["init_lora_weights “pissa_niter_4”", { init_lora_weights: "pissa_niter_4" }],
    ["init_lora_weights “olora”", { init_lora_weights: "olora" }],
    ["init_lora_weights “loftq”", { init_lora_weights: "loftq" }],
    ["layer_replication is set: layers of the model are repeated", { layer_replication: [[0, 2]] }],
    ["use_qalora is set", { use_qalora: true, qalora_group_size: 16 }],
    ["trainable_token_indices is set", { trainable_token_indices: [3] }],
    ["target_parameters is set", { target_parameters: ["mlp.experts"] }],
    ["alora_invocation_tokens is set", { alora_invocation_tokens: [1, 2] }],
    ["use_wavelets is set: this page does not know what it changes", { use_wavelets: { level: 3 } }],
    ["does not fit rank 3", { r: 3 }],
    ["does not fit rank 7", { rank_pattern: { q_proj: 7 } }],
    ["belongs to a layer that adapter_config.json does not name", { target_modules: ["k_proj"] }],
    ["belongs to a layer that adapter_config.json does not name", { layers_to_transform: [0] }],
    ["of the kind IA3, not LORA", { peft_type: "IA3" }],
    ["is one of Apple's MLX", { peft_type: undefined, lora_parameters: { rank: 8, scale: 20 } }],
    ["r: is more than 1024", { r: 1_000_000_000 }],
    ["lora_alpha: is more than 1000000", { lora_alpha: 1e300 }],
    ["rank_pattern.q_proj: is more than 1024", { rank_pattern: { q_proj: 1_000_000_000 } }],
    ["repeats a group that repeats or chooses", { target_modules: "(.*)*x" }],
    ["cannot be read", { target_modules: "(q_proj" }],
  ])("is refused with the reason: %s", async (reason, change) => {
    await expect(readPeftAdapter(withConfig(change))).rejects.toThrow(reason);
  });

  it("is refused soon where a matrix of a thousand million rows is declared", async () => {
    const shape = [1_000_000_000, 0];
    const name = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
    const { source } = safetensorsFile({ [name]: { dtype: "F32", shape, data_offsets: [0, 0] } });
    const weights = { name: WEIGHTS, source };
    await expect(readPeftAdapter([file(CONFIG), weights])).rejects.toThrow("without its other half");
    const empty = withConfig({ r: 1_000_000_000 }).filter(({ name }) => name === CONFIG);
    await expect(readPeftAdapter([...empty, weights])).rejects.toThrow("r: is more than 1024");
  });

  it("is refused where the embedding was saved with it, or it is in PyTorch's own form", async () => {
    const { source } = await rewrittenSafetensors(file(WEIGHTS), (name, entry) => [
      name.includes("layers.0.self_attn.q_proj.lora_A") ? "base_model.model.model.embed_tokens.weight" : name,
      entry,
    ]);
    await expect(readPeftAdapter([file(CONFIG), { name: WEIGHTS, source }])).rejects.toThrow(
      "embed_tokens.weight is of the embedding or the head",
    );
    const pickle = { name: "adapter_model.bin", source };
    await expect(readPeftAdapter([file(CONFIG), pickle])).rejects.toThrow("in PyTorch's own form");
  });

  it("is refused where a file is missing, cut off or holds something else", async () => {
    await expect(readPeftAdapter([file(WEIGHTS)])).rejects.toThrow("adapter_config.json is missing");
    const cut = bytesOf(WEIGHTS).slice(0, -8);
    await expect(readPeftAdapter([file(CONFIG), file(WEIGHTS, cut)])).rejects.toThrow("cut off");
    const model = Uint8Array.from(readFileSync("public/models/embedded-reader/model.safetensors"));
    await expect(readPeftAdapter([file(CONFIG), file(WEIGHTS, model)])).rejects.toThrow(
      "is no LoRA matrix of a layer known here",
    );
  });
});
