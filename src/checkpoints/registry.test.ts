import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HUB_MODELS } from "./hubModels.ts";
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
    expect(names).toEqual(expect.arrayContaining(["config.json", "tokenizer.json", "model.safetensors"]));
    for (const { url } of model.files)
      expect(url).toMatch(/^https:\/\/huggingface\.co\/.+\/resolve\/[0-9a-f]{40}\//);
    const weights = model.files.find(({ name }) => name === "model.safetensors")!;
    expect(weights.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(totalBytes(model)).toBeGreaterThan(2 * model.parameters);
    expect(estimatedMemory(model)).toBeGreaterThan(2 * totalBytes(model));
  }
});
