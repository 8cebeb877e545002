import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeModel } from "../../../test/fakeModel.ts";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { LISTED } from "../../../test/versionDraft.ts";
import { DEFAULT_ACCEPTANCE, type VersionEventBody } from "../../versions/versionEvents.ts";
import { whyNotReady } from "../engine/readiness.ts";

const workers: FakeWorker[] = [];
const worker = () => workers.at(-1)!;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function load(): void {
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelLoaded", model: new FakeModel().info });
}

function answer(sequence: number, operation: string | null, body: VersionEventBody): void {
  worker().post({ channel: "versions", answer: { sequence, operation, body } });
}

it("asks anew what there is after the worker died while a version was being kept", async () => {
  const playground = await openPlayground({ workers });
  load();
  const { store, ask } = await playground.versions.open();
  answer(5, null, LISTED);
  const limits = DEFAULT_ACCEPTANCE;
  ask({ type: "keep", runId: "run", name: "A run", limits, despite: false });
  expect(store.getState()).toMatchObject({ listed: { candidate: { runId: "run" } }, working: {} });

  worker().crash("out of memory");
  expect(store.getState()).toMatchObject({ listed: null, working: null });
  expect(playground.store.getState().notices.at(-1)?.message).toContain("out of memory");

  load();
  expect(worker().sent.at(-1)).toMatchObject({ type: "versions", request: { body: { type: "list" } } });
  const { working } = store.getState();
  answer(0, working?.operation ?? "", { ...LISTED, candidate: null });
  answer(1, working?.operation ?? "", { type: "done" });
  expect(store.getState()).toMatchObject({ listed: { versions: [], candidate: null }, working: null });
});

it("gives up an operation that may never end: a fresh engine loads the model again", async () => {
  const playground = await openPlayground({ workers });
  load();
  const { store, ask, cancel } = await playground.versions.open();
  answer(5, null, LISTED);
  ask({ type: "import", name: "Endless", files: [], limits: DEFAULT_ACCEPTANCE });
  expect(store.getState().working?.step).toBe("Reading the files");
  const stuck = worker();
  cancel();
  expect(stuck.terminated).toBe(true);
  expect(worker()).not.toBe(stuck);
  expect(store.getState()).toMatchObject({ listed: null, working: null });
  expect(playground.store.getState().notices).toEqual([]);
  load();
  expect(worker().sent.at(-1)).toMatchObject({ type: "versions", request: { body: { type: "list" } } });
});

it("has the model while something is done with them: no run begins, and then one may", async () => {
  const playground = await openPlayground({ workers });
  load();
  const { store, ask } = await playground.versions.open();
  answer(5, null, LISTED);
  const why = () => whyNotReady(playground.store.getState(), "edit", "knowledge");
  ask({ type: "import", name: "Somebody's", files: [], limits: DEFAULT_ACCEPTANCE });
  expect(why()).toContain("“Versions” is using the model");
  playground.edit.start("knowledge", false);
  expect(worker().sent.filter(({ type }) => type === "start")).toEqual([]);
  answer(6, store.getState().working?.operation ?? "", { type: "done" });
  expect(playground.store.getState().engine).toBeNull();
  expect(why()).toBeUndefined();
});

it("asks once for a taught writer, however often it is asked for while its files are on their way", async () => {
  const playground = await openPlayground({ workers });
  load();
  const { store, takeTaught } = await playground.versions.open();
  let arrive = (_: Response) => {};
  const fetched = vi.fn(() => new Promise<Response>((resolve) => (arrive = resolve)));
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("document", { baseURI: "http://page.test/" });
  try {
    const files = ["taught/adapter_config.json"];
    const writer = { model: "h", name: "Taught", about: "", recording: "rounds-taught" as const, files };
    const both = [takeTaught(writer), takeTaught(writer)];
    expect(store.getState().fetching).toBe(true);
    arrive(new Response("{}"));
    await Promise.all(both);
    expect(fetched).toHaveBeenCalledTimes(1);
    const imports = worker().sent.filter(
      (command) => command.type === "versions" && JSON.stringify(command.request).includes('"import"'),
    );
    expect(imports).toHaveLength(1);
    expect(store.getState().fetching).toBe(false);
  } finally {
    vi.unstubAllGlobals();
  }
});
