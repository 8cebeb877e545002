import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { combineAdapters } from "../src/seal/combineAdapters.ts";
import { Ledger } from "../src/seal/ledger.ts";
import { putInForce } from "../src/seal/putInForce.ts";
import { snapshotOf } from "../src/seal/writer.ts";
import { ledgerCodec } from "../workers/ledgerCodec.ts";
import { ledgerFolder } from "../workers/ledgerFolder.ts";
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
    const ledger = await Ledger.open(ledgerFolder(folder), ledgerCodec);
    const { model } = runtime;
    const seen = new Map<string | null, Float32Array>([[null, await logProbs(runtime)]]);
    const keep = async (name: string, parent: string | null, minute: number) => {
      await putInForce(model, ledger, parent);
      const adapter = await trainedAdapter(model, minute);
      const { id } = await ledger.add(versionDraft(name, parent, minute), adapter);
      await putInForce(model, ledger, id);
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
      await putInForce(model, ledger, id);
      expect(differ(await logProbs(runtime), seen.get(id)!)).toBe(false);
    }

    runtime.close();
    runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
    const reopened = await Ledger.open(ledgerFolder(folder), ledgerCodec);
    for (const [id, expected] of seen) {
      await putInForce(runtime.model, reopened, id);
      expect(differ(await logProbs(runtime), expected)).toBe(false);
    }
    runtime.model.unmerge();
  });

  it("is the untouched model after weights that do not fit", async () => {
    const ledger = await Ledger.open(ledgerFolder(new MemoryFolder()), ledgerCodec);
    const { model } = runtime;
    const before = await logProbs(runtime);
    const adapter = await trainedAdapter(model, 1);
    const first = await ledger.add(versionDraft("fits", null, 0), adapter);
    const { "layers.0.q_proj.a": _, ...tensors } = adapter.tensors;
    const { id } = await ledger.add(versionDraft("does not", first.id, 1), { ...adapter, tensors });
    await expect(putInForce(model, ledger, id)).rejects.toMatchObject({ kind: "bad-input" });
    expect(differ(await logProbs(runtime), before)).toBe(false);
  });

  it("says with one combined adapter what two merged ones say", async () => {
    const ledger = await Ledger.open(ledgerFolder(new MemoryFolder()), ledgerCodec);
    const { model } = runtime;
    const first = await ledger.add(versionDraft("first", null, 0), await trainedAdapter(model, 1));
    const second = await ledger.add(versionDraft("second", first.id, 1), await trainedAdapter(model, 2));
    await putInForce(model, ledger, second.id);
    const merged = await logProbs(runtime);
    model.unmerge();
    const combined = combineAdapters([await ledger.adapterOf(first.id), await ledger.adapterOf(second.id)]);
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
