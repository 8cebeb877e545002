import { describe, expect, it } from "vitest";
import { ENTRY, LOADED, playgroundWorld } from "../../../test/playgroundWorld.ts";

const { open, start, worker } = playgroundWorld();

const STORED = { ...ENTRY, cachedBytes: ENTRY.downloadBytes };
const loads = () => worker().sent.flatMap((command) => (command.type === "loadModel" ? [command] : []));

/** A page whose model somebody loaded, and another one that is stored too. */
async function loaded() {
  const page = await open();
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelsListed", models: [STORED, { ...STORED, id: "other" }] });
  page.models.load(STORED.id);
  worker().say({ type: "modelLoaded", model: LOADED });
  return page;
}

describe("while a run has the model", () => {
  it("no other is asked for, nor the same elsewhere; it is said why, and no model is taken for a failed one", async () => {
    const page = await loaded();
    start(page);
    page.models.load("other");
    page.models.reloadOnBackend();
    expect(loads()).toHaveLength(1);
    expect(await page.models.ensure("other")).toBe(false);
    expect(loads()).toHaveLength(1);
    const { session, notices } = page.store.getState();
    expect(notices.map(({ message }) => message)).toEqual([expect.stringContaining("is using the model")]);
    expect(session).toMatchObject({ loaded: LOADED, loading: null, modelFailures: {} });

    worker().crash("gone");
    worker().say({ type: "workerReady", version: 3 });
    expect(loads()).toMatchObject([{ id: STORED.id }]);
  });
});

describe("loads of the same model", () => {
  it("are told apart: the end of the first is not that of the second", async () => {
    const page = await loaded();
    page.models.reloadOnBackend();
    page.models.reloadOnBackend();
    const [, first, second] = loads();
    const failure = { kind: "cancelled", message: "The run was cancelled.", advice: "" };
    worker().say({ type: "modelFailed", loadId: first!.loadId, id: STORED.id, failure });
    expect(page.store.getState().session.loading?.loadId).toBe(second?.loadId);
    page.models.cancelLoad();
    expect(worker().sent.at(-1)).toEqual({ type: "cancelLoad", loadId: second?.loadId });
  });
});

it("moves the model that is loaded to another backend, and not one that failed after it", async () => {
  const page = await loaded();
  page.models.load("other");
  const { loadId } = loads().at(-1)!;
  const failure = { kind: "bad-input", message: "It cannot be read.", advice: "" };
  worker().say({ type: "modelFailed", loadId, id: "other", failure });
  page.models.reloadOnBackend();
  expect(loads().at(-1)).toMatchObject({ id: STORED.id });
});
