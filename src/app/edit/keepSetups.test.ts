import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { memoryStore, memoryUnloadStorage } from "../../../test/memoryStore.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { changePassage, PASSAGES, passageDraftOf, setupOf } from "../../../test/setups.ts";
import { EXAMPLE_PASSAGES } from "../../tasks/knowledge/examples/examples.ts";
import { fromDraftPassage, toDraftPassage } from "../../tasks/knowledge/page/draftPassage.ts";
import { taskEntry } from "./taskModels.ts";

const { presets } = taskEntry(PASSAGES).settings;
const standard = presets[0]!.settings;
const mine = EXAMPLE_PASSAGES[1]!;
/** As an earlier version of the page kept all that was set up. */
const oldDraft = {
  passage: toDraftPassage(mine),
  settings: standard,
  modelId: "m",
  backend: "wasm",
  prediction: "no",
  recipe: { seed: 7, people: 2, factsPerPerson: 1, reversedShare: 0.25 },
  facts: [{ id: "f0", person: "Bo", relation: "book", value: "Ulysses" }],
};

let workers: FakeWorker[];
const open = (disk = memoryStore(), unload = memoryUnloadStorage()) =>
  openPlayground({ disk, unload, workers });

beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("what is set up", () => {
  it("is there again after a reload", async () => {
    const disk = memoryStore();
    const before = await open(disk);
    changePassage(before, { title: "Mine" });
    before.setups.changeSetting(PASSAGES, "loraRank", 4);
    before.setups.toggleComparison(PASSAGES, "oracle");
    before.setups.predict(PASSAGES, "worse");
    before.setups.chooseBackend("wasm");
    await vi.advanceTimersByTimeAsync(1000);
    const after = await open(disk);
    expect(setupOf(after)).toEqual(setupOf(before));
    expect(setupOf(after).compare).toEqual(["in-context", "passage-only", "other-edit"]);
    expect(after.store.getState().choice.backend).toBe("wasm");
  });

  it("of when nothing could be left out of what a passage is compared with has all of it", async () => {
    const disk = memoryStore();
    const context = { passage: toDraftPassage(mine) };
    await disk.set("setup:knowledge", { context, settings: standard, compare: [], prediction: null });
    expect(setupOf(await open(disk)).compare).toEqual(taskEntry(PASSAGES).compare.possible);
  });

  it("of an earlier version of the page opens, model and prediction too", async () => {
    const disk = memoryStore();
    await disk.set("draft", oldDraft);
    const page = await open(disk);
    expect(fromDraftPassage(passageDraftOf(page).passage)).toEqual(mine);
    expect(passageDraftOf(page)).toMatchObject({ recipe: oldDraft.recipe, facts: oldDraft.facts });
    expect(setupOf(page).prediction).toBe("no");
    expect(page.store.getState().choice).toEqual({ modelId: "m", backend: "wasm" });
  });

  it("keeps what is still good of it", async () => {
    const disk = memoryStore();
    const settings = { ...standard, loraRank: 99_999, format: "gone", seed: 42 };
    await disk.set("draft", { ...oldDraft, settings, backend: "abacus" });
    const page = await open(disk);
    expect(fromDraftPassage(passageDraftOf(page).passage)).toEqual(mine);
    expect(setupOf(page).settings).toEqual({ ...standard, seed: 42 });
    expect(page.store.getState().choice.backend).toBe("auto");
  });

  it("that was typed in the last moment before the page went away is found, and kept", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const before = await open(disk, unload);
    changePassage(before, { title: "Just now" });
    before.setups.toggleComparison(PASSAGES, "oracle");
    before.flush();
    expect(passageDraftOf(await open(disk, unload)).passage.title).toBe("Just now");
    expect(setupOf(await open(disk, unload))).toEqual(setupOf(before));
  });

  it("that was just being written when the page went away is found too", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const before = await open({ ...disk, set: () => new Promise(() => {}) }, unload);
    changePassage(before, { title: "Nearly kept" });
    await vi.advanceTimersByTimeAsync(1000);
    before.flush();
    expect(passageDraftOf(await open(disk, unload)).passage.title).toBe("Nearly kept");
  });

  it("is what was kept after that moment, where the page came back", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const page = await open(disk, unload);
    changePassage(page, { title: "Before" });
    page.flush();
    changePassage(page, { title: "An hour later" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(passageDraftOf(await open(disk, unload)).passage.title).toBe("An hour later");
  });

  it("is what another tab has kept after that moment", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const closed = await open({ ...disk, set: () => new Promise(() => {}) }, unload);
    const other = await open(disk, unload);
    changePassage(closed, { title: "Before" });
    closed.flush();
    changePassage(other, { title: "An hour later" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(passageDraftOf(await open(disk, unload)).passage.title).toBe("An hour later");
  });

  it("that was changed while the change before was being written is found too", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const answers: (() => void)[] = [];
    const slow = { ...disk, set: () => new Promise<void>((resolve) => answers.push(resolve)) };
    const before = await open(slow, unload);
    changePassage(before, { title: "Being written" });
    await vi.advanceTimersByTimeAsync(1000);
    changePassage(before, { title: "Just now" });
    before.flush();
    for (const answer of answers) answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(passageDraftOf(await open(disk, unload)).passage.title).toBe("Just now");
  });

  it("that an earlier version left at its end is found too", async () => {
    const unload = memoryUnloadStorage();
    unload.put(JSON.stringify(oldDraft));
    expect(fromDraftPassage(passageDraftOf(await open(memoryStore(), unload)).passage)).toEqual(mine);
  });

  it("bears a storage that refuses or holds nonsense, and a document that is none", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    unload.put("{");
    await disk.set("draft", "nonsense");
    const page = await open(disk, unload);
    expect(setupOf(page).settings).toEqual(standard);
    unload.refuse();
    changePassage(page, { title: "Just now" });
    expect(() => page.flush()).not.toThrow();
  });
});
