import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { textFile } from "../../test/checkpointBytes.ts";
import { processorTime } from "../../test/processorTime.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { bufferSource, type NamedSource } from "./byteSource.ts";
import { loadCheckpoint } from "./loadCheckpoint.ts";

/** Whatever is dropped on the page: the loader answers with a model or with one clear error, and soon. */

const FOLDER = fileURLToPath(new URL("../../test/fixtures/checkpoints/", import.meta.url));
const read = (name: string) => new Uint8Array(readFileSync(FOLDER + name));
const file = (name: string, bytes: Uint8Array<ArrayBuffer>): NamedSource => ({
  name,
  source: bufferSource(bytes),
});

async function survives(files: readonly NamedSource[]): Promise<void> {
  const started = processorTime();
  try {
    await loadCheckpoint({ kind: "files", name: "fuzz", files });
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    expect(error.advice.length).toBeGreaterThan(10);
  }
  expect(processorTime() - started).toBeLessThan(20_000);
}

/** Bytes of `original` with a few overwritten, or cut somewhere. */
function damaged(original: Uint8Array, within: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const change = fc.tuple(fc.nat(Math.min(within, original.length) - 1), fc.nat(255));
  return fc
    .tuple(fc.array(change, { minLength: 1, maxLength: 8 }), fc.option(fc.nat(original.length)))
    .map(([changes, cut]) => {
      const bytes = new Uint8Array(original);
      for (const [at, value] of changes) bytes[at] = value;
      return cut === null ? bytes : bytes.slice(0, cut);
    });
}

test("random bytes", async () => {
  const names = fc.constantFrom("model.gguf", "model.safetensors");
  await fc.assert(
    fc.asyncProperty(names, fc.uint8Array({ maxLength: 400 }), async (name, bytes) => {
      const gguf = new Uint8Array([...new TextEncoder().encode("GGUF"), 3, 0, 0, 0, ...bytes]);
      const others = ["config.json", "tokenizer.json"].map((other) => textFile(other, "{}"));
      await survives([file(name, name === "model.gguf" ? gguf : new Uint8Array(bytes)), ...others]);
    }),
    { numRuns: 300 },
  );
});

test("damaged GGUF files", async () => {
  const original = read("qwen3.gguf");
  // Most of the damage in the header, where structure is.
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(damaged(original, 12_000), damaged(original, original.length)),
      async (bytes) => {
        await survives([file("model.gguf", bytes)]);
      },
    ),
    { numRuns: 150 },
  );
});

const HUB_FILES = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
  "model.safetensors",
];
const hub = HUB_FILES.map((name) => ({ name, bytes: read(`qwen3/${name}`) }));

test.each(HUB_FILES)("a damaged %s", async (name) => {
  const original = hub.find((entry) => entry.name === name)!.bytes;
  await fc.assert(
    fc.asyncProperty(damaged(original, 4000), async (bytes) => {
      await survives(hub.map((entry) => file(entry.name, entry.name === name ? bytes : entry.bytes)));
    }),
    { numRuns: 60 },
  );
});

test("documents with other values in their entries", async () => {
  const documents = ["config.json", "tokenizer.json", "tokenizer_config.json"];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...documents), fc.nat(60), fc.json(), async (name, which, value) => {
      const original = JSON.parse(new TextDecoder().decode(hub.find((entry) => entry.name === name)!.bytes));
      const keys = Object.keys(original);
      const text = JSON.stringify({ ...original, [keys[which % keys.length]!]: JSON.parse(value) });
      await survives(
        hub.map((entry) => (entry.name === name ? textFile(name, text) : file(entry.name, entry.bytes))),
      );
    }),
    { numRuns: 150 },
  );
});
