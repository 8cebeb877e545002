import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { HUB_MODELS, hubRepository } from "./hubModels.ts";
import { estimatedMemory, totalBytes } from "./registeredModel.ts";
import { listModels } from "./registry.ts";

const ENTRY = {
  id: "reader",
  name: "Reader",
  parameters: 10,
  licence: "MIT",
  description: "Ours.",
  folder: "embedded-reader",
  files: [{ name: "model.safetensors", bytes: 5 }],
};

const answers = new Map<string, { type: string; body: string }>();
let server: Server;
let page: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    // Like a development server: what is missing is answered with the page.
    response.writeHead(200, { "content-type": answer?.type ?? "text/html" }).end(answer?.body ?? "<html>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port.");
  page = `http://127.0.0.1:${address.port}/playground/`;
});
afterAll(() => server.close());

const manifest = (body: unknown) => ({ type: "application/json", body: JSON.stringify(body) });

test("ours, those served beside the page, and those of the hub", async () => {
  answers.set("/playground/models/manifest.json", manifest({ version: 1, models: [ENTRY] }));
  answers.set(
    "/playground/models/local/manifest.json",
    manifest({ version: 1, models: [{ ...ENTRY, id: "local", folder: "." }] }),
  );
  const models = await listModels(page);
  expect(models.slice(0, 2).map(({ id, origin }) => [id, origin])).toEqual([
    ["reader", "embedded"],
    ["local", "served"],
  ]);
  expect(models[0]!.files[0]).toEqual({
    name: "model.safetensors",
    url: `${page}models/embedded-reader/model.safetensors`,
    bytes: 5,
    sha256: null,
  });
  expect(models[1]!.files[0]!.url).toBe(`${page}models/local/model.safetensors`);
  expect(models.slice(2)).toEqual(HUB_MODELS);
});

test("a server that accepts and never answers is reported, and the hub's models are there", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  try {
    const warnings: string[] = [];
    const listed = listModels(page, (message) => warnings.push(message));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await listed).toEqual(HUB_MODELS);
    expect(warnings).toEqual([
      expect.stringContaining("not answered for 15 seconds when asked for /playground/models/manifest.json"),
      expect.stringContaining("/models/local/manifest.json"),
    ]);
  } finally {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
});

test("absent manifests are no error; a wrong one is reported and left out", async () => {
  answers.clear();
  expect(await listModels(page)).toEqual(HUB_MODELS);
  expect(await listModels("http://127.0.0.1:9/")).toEqual(HUB_MODELS);
  answers.set(
    "/playground/models/manifest.json",
    manifest({ version: 1, models: [{ ...ENTRY, files: [] }] }),
  );
  answers.set("/playground/models/local/manifest.json", { type: "application/json", body: "{" });
  const warnings: string[] = [];
  expect(await listModels(page, (message) => warnings.push(message))).toEqual(HUB_MODELS);
  expect(warnings).toEqual([
    expect.stringContaining("/playground/models/manifest.json: models.0.files: "),
    expect.stringContaining("/playground/models/local/manifest.json is not JSON: "),
  ]);
});

test("every model of the hub is pinned, described and complete", () => {
  expect(new Set(HUB_MODELS.map(({ id }) => id)).size).toBe(HUB_MODELS.length);
  for (const model of HUB_MODELS) {
    const names = model.files.map(({ name }) => name);
    const needed = model.isUnquantised
      ? ["config.json", "tokenizer.json", "model.safetensors"]
      : names.slice(0, 1);
    expect(names).toEqual(expect.arrayContaining(needed));
    for (const { url } of model.files)
      expect(url).toMatch(/^https:\/\/huggingface\.co\/.+\/resolve\/[0-9a-f]{40}\//);
    const weights = model.files.find(({ name }) => /\.(?:safetensors|gguf)$/.test(name))!;
    expect(weights.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(weights.bytes).toBeGreaterThan(model.isUnquantised ? 2 * model.parameters : model.parameters / 2);
    expect(estimatedMemory(model)).toBeGreaterThan(2 * totalBytes(model));
  }
});

test("what a tab should download comes first, and each of these costs less than its unquantised form", () => {
  const small = HUB_MODELS.filter(({ isUnquantised }) => !isUnquantised);
  expect(HUB_MODELS.slice(0, small.length)).toEqual(small);
  for (const model of small) {
    const whole = HUB_MODELS.find((other) => other.isUnquantised && other.baseModel === model.baseModel);
    if (whole) expect(totalBytes(model)).toBeLessThan(0.6 * totalBytes(whole));
  }
});

test("a model of a million parameters is not said to take half a gigabyte", () => {
  const file = { name: "model.safetensors", url: "", bytes: 2_260_000, sha256: null };
  const reader = { ...HUB_MODELS[0]!, parameters: 1_074_560, files: [file] };
  expect(estimatedMemory(reader) / 1e6).toBeGreaterThan(50);
  expect(estimatedMemory(reader) / 1e6).toBeLessThan(100);
});

test("the weights of either form are known by the repository in which PEFT finds the model", () => {
  const hashes = HUB_MODELS.filter(({ name }) => name.startsWith("Qwen3")).flatMap(
    ({ files }) => files.at(-1)!.sha256!,
  );
  expect(hashes.map(hubRepository)).toEqual(["Qwen/Qwen3-0.6B", "Qwen/Qwen3-0.6B"]);
});
