import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { snapshotOf } from "../src/seal/writer.ts";
import { combineAdapters } from "../src/versions/combineAdapters.ts";
import { opfsStorage } from "../src/versions/opfsStorage.ts";
import { createPeftCodec } from "../src/versions/peftFiles.ts";
import { checkout } from "../src/versions/versionedModel.ts";
import { VersionStore } from "../src/versions/versionStore.ts";
import { MemoryFolder } from "./memoryFolder.ts";
import { trainedAdapter } from "./trainedAdapter.ts";
import { versionDraft } from "./versionDraft.ts";

const PROMPT =
  "<|bos|>Passage: Kalden plays the cello. Venta wrote the book Iron Crown.\nQuestion: Who wrote";
let runtime: Runtime;

beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
});

afterAll(() => runtime.close());

async function logProbs({ model }: Runtime): Promise<Float32Array> {
  const tokens = model.encode(PROMPT);
  const [rows] = await model.logProbs([{ tokens, lossMask: tokens.map((_, t) => t > 0) }]);
  return rows!;
}

const differ = (a: Float32Array, b: Float32Array) => a.some((value, i) => value !== b[i]);

describe("rolling back the embedded reader", () => {
  it("gives the same numbers bit for bit, for every version, also after a reload", async () => {
    const folder = new MemoryFolder();
    const store = await VersionStore.open(opfsStorage(folder), await createPeftCodec());
    const { model } = runtime;
    const seen = new Map<string | null, Float32Array>([[null, await logProbs(runtime)]]);
    const keep = async (name: string, parent: string | null, minute: number) => {
      await checkout(model, store, parent);
      const adapter = await trainedAdapter(model, minute);
      const { id } = await store.add(versionDraft(name, parent, minute), adapter);
      await checkout(model, store, id);
      seen.set(id, await logProbs(runtime));
      return id;
    };
    const first = await keep("first", null, 1);
    const second = await keep("second", first, 2);
    await keep("branch", first, 3);

    const numbers = [...seen.values()];
    numbers.forEach((one, i) => {
      for (const other of numbers.slice(i + 1)) expect(differ(one, other)).toBe(true);
    });
    for (const id of [second, null, first, ...seen.keys()]) {
      await checkout(model, store, id);
      expect(differ(await logProbs(runtime), seen.get(id)!)).toBe(false);
    }

    runtime.close();
    runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
    const reopened = await VersionStore.open(opfsStorage(folder), await createPeftCodec());
    for (const [id, expected] of seen) {
      await checkout(runtime.model, reopened, id);
      expect(differ(await logProbs(runtime), expected)).toBe(false);
    }
    runtime.model.unmerge();
  });

  it("is the untouched model after weights that do not fit", async () => {
    const store = await VersionStore.open(opfsStorage(new MemoryFolder()), await createPeftCodec());
    const { model } = runtime;
    const before = await logProbs(runtime);
    const adapter = await trainedAdapter(model, 1);
    const first = await store.add(versionDraft("fits", null, 0), adapter);
    const { "layers.0.q_proj.a": _, ...tensors } = adapter.tensors;
    const { id } = await store.add(versionDraft("does not", first.id, 1), { ...adapter, tensors });
    await expect(checkout(model, store, id)).rejects.toMatchObject({ kind: "bad-input" });
    expect(differ(await logProbs(runtime), before)).toBe(false);
  });

  it("says with one combined adapter what two merged ones say", async () => {
    const store = await VersionStore.open(opfsStorage(new MemoryFolder()), await createPeftCodec());
    const { model } = runtime;
    const first = await store.add(versionDraft("first", null, 0), await trainedAdapter(model, 1));
    const second = await store.add(versionDraft("second", first.id, 1), await trainedAdapter(model, 2));
    await checkout(model, store, second.id);
    const merged = await logProbs(runtime);
    model.unmerge();
    const combined = combineAdapters([await store.adapterOf(first.id), await store.adapterOf(second.id)]);
    const adapter = model.createAdapter(combined.settings);
    adapter.restore(snapshotOf(combined));
    model.useAdapter(adapter);
    const together = await logProbs(runtime);
    model.useAdapter(null);
    adapter.dispose();
    merged.forEach((value, i) => {
      expect(Math.abs(value - together[i]!)).toBeLessThan(1e-3);
    });
  });
});
