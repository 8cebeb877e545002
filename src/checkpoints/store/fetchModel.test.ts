import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FileServer, serveFile } from "../../../test/fileServer.ts";
import { MemoryFolder } from "../../../test/memoryFolder.ts";
import { fetchModel } from "./fetchModel.ts";
import { ModelCache } from "./modelCache.ts";
import type { RegisteredModel } from "./registeredModel.ts";

const FILE = Uint8Array.from({ length: 200_000 }, (_, i) => i * 31);
const SHA256 = createHash("sha256").update(FILE).digest("hex");
const NAME = "model.safetensors";

let server: FileServer;
beforeEach(async () => {
  server = await serveFile(FILE);
});
afterEach(() => server.close());

function model(changes: Partial<RegisteredModel> = {}): RegisteredModel {
  return {
    id: "some/model",
    name: "Some model",
    parameters: 1,
    licence: "MIT",
    homepage: null,
    baseModel: null,
    isUnquantised: false,
    description: "",
    origin: "hub",
    gated: false,
    files: [{ name: NAME, url: server.url, bytes: FILE.length, sha256: SHA256 }],
    ...changes,
  };
}

/** Of all files, at any depth. */
function bytesIn({ files, folders }: MemoryFolder): number {
  const own = [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  return [...folders.values()].reduce((sum, folder) => sum + bytesIn(folder), own);
}

/** Fetches and says what came of it. */
async function fetched(folder: MemoryFolder | null, what = model(), signal?: AbortSignal) {
  const warnings: string[] = [];
  const options = { onWarning: (message: string) => warnings.push(message), ...(signal ? { signal } : {}) };
  const { files, hashes } = await fetchModel(what, folder && new ModelCache(folder), options);
  const [file] = files;
  const bytes = await file!.source.read(0, file!.source.size);
  return {
    whole: Buffer.from(bytes).equals(FILE),
    hash: hashes.get(NAME),
    warnings,
    requests: server.ranges.length,
  };
}

test("a model of the hub is fetched once and then found on disk", async () => {
  const folder = new MemoryFolder();
  expect(await fetched(folder)).toEqual({ whole: true, hash: SHA256, warnings: [], requests: 1 });
  expect(await fetched(folder)).toEqual({ whole: true, hash: SHA256, warnings: [], requests: 1 });
  const cache = new ModelCache(folder);
  const sizes = await cache.sizes();
  expect([...sizes.keys()]).toEqual(["some/model"]);
  expect(sizes.get("some/model")).toBeGreaterThanOrEqual(FILE.length);
  await cache.delete("some/model");
  await cache.delete("some/model");
  expect((await cache.sizes()).size).toBe(0);
  expect((await fetched(folder)).requests).toBe(2);
});

test("models beside the page are not kept a second time", async () => {
  const folder = new MemoryFolder();
  expect((await fetched(folder, model({ origin: "served" }))).whole).toBe(true);
  expect((await new ModelCache(folder).sizes()).size).toBe(0);
});

test("without storage, the model is in memory for this visit", async () => {
  expect(await fetched(null)).toEqual({ whole: true, hash: SHA256, warnings: [], requests: 1 });
});

test.each([0, 70_000, FILE.length])(
  "a disk with room for %i bytes: in memory, with one warning",
  async (quota) => {
    const folder = new MemoryFolder({ quota });
    const result = await fetched(folder);
    expect(result).toMatchObject({ whole: true, hash: SHA256 });
    expect(result.warnings).toEqual([
      "Some model cannot be kept on this device (storage is full or in use by another tab); it will be downloaded again next time.",
    ]);
    expect(await new ModelCache(folder).find("some/model", NAME, SHA256)).toBeNull();
  },
);

test("a file that another tab is writing is fetched into memory", async () => {
  const folder = new MemoryFolder();
  await (await new ModelCache(folder).openForWriting("some/model", NAME)).append(new Uint8Array(5));
  const result = await fetched(folder);
  expect(result.whole).toBe(true);
  expect(result.warnings.length).toBe(1);
});

test("a cancelled download is taken up at the next visit", async () => {
  await server.close();
  server = await serveFile(FILE, (request, response) => {
    if (request > 0) return false;
    response.writeHead(200, { "content-length": FILE.length }).write(FILE.subarray(0, 50_000));
    return true;
  });
  const folder = new MemoryFolder();
  const stop = new AbortController();
  const loading = fetched(folder, model(), stop.signal);
  const cancelled = expect(loading).rejects.toMatchObject({ kind: "cancelled" });
  await expect.poll(() => bytesIn(folder)).toBeGreaterThanOrEqual(50_000);
  stop.abort();
  await cancelled;
  expect(await new ModelCache(folder).find("some/model", NAME, null)).toBeNull();
  expect((await fetched(folder)).whole).toBe(true);
  expect(server.ranges).toEqual(["", "bytes=50000-"]);
});

test("a damaged marker or a file of another length or hash is not used", async () => {
  const folder = new MemoryFolder();
  await fetched(folder);
  const cache = new ModelCache(folder);
  const files = folder.folders.get("some%2Fmodel")!.files;
  expect(await cache.find("some/model", NAME, "1".repeat(64))).toBeNull();
  files.get(NAME)!.bytes = new Uint8Array(3);
  expect(await cache.find("some/model", NAME, SHA256)).toBeNull();
  files.get(`${NAME}.verified`)!.bytes = new TextEncoder().encode("{");
  expect(await cache.find("some/model", NAME, SHA256)).toBeNull();
});

test("a model behind a licence is not asked for, but explained", async () => {
  const gated = model({ gated: true, homepage: "https://example.org/model", licence: "Some License" });
  await expect(fetched(new MemoryFolder(), gated)).rejects.toMatchObject({
    kind: "download-failed",
    message: "Some model is given only to those who have accepted its licence (Some License).",
    advice: "Accept it at https://example.org/model, download model.safetensors there, and drop them here.",
  });
  expect(server.ranges).toEqual([]);
});

test("progress runs over all files together", async () => {
  const { url } = server;
  const small = { name: "config.json", url, bytes: null, sha256: null };
  const progress: number[] = [];
  const what = model({ files: [model().files[0]!, small] });
  const { files } = await fetchModel(what, null, {
    onProgress: ({ loadedBytes }) => progress.push(loadedBytes),
  });
  expect(files.map(({ name }) => name)).toEqual(["config.json", NAME]);
  expect(progress.at(-1)).toBe(2 * FILE.length);
  expect([...progress].sort((a, b) => a - b)).toEqual(progress);
});
