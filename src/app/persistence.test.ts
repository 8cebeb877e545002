import { describe, expect, it, vi } from "vitest";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import { memoryShelf, memoryStore } from "../../test/memoryStore.ts";
import { createRunArchive } from "../runs/archive.ts";
import { editKind } from "../runs/edit/kind.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import { createDraft, type Draft } from "./draft.ts";
import { EXAMPLES } from "./examples.ts";
import { createPersistence } from "./persistence.ts";

const fallback = createDraft(EXAMPLES[0]!.passage);
const mine: Draft = { ...createDraft(EXAMPLES[1]!.passage), modelId: "m", prediction: "no" };
const log = recordedRun();
const summary = summariseRun(editKind, replay(editKind, log), "own");
const full = new DOMException("", "QuotaExceededError");

function open() {
  const disk = memoryStore();
  const shelf = memoryShelf();
  const warn = vi.fn();
  const persistence = createPersistence(disk, shelf, warn);
  return { disk, shelf, warn, persistence, archive: createRunArchive(persistence.documents) };
}

describe("persistence", () => {
  it("finds draft and runs again after a reload", async () => {
    const { disk, persistence, archive } = open();
    await persistence.saveDraft(mine);
    await archive.save("edit", summary, log);
    const reloaded = createPersistence(disk, memoryShelf(), vi.fn());
    const kept = createRunArchive(reloaded.documents);
    expect(await reloaded.loadDraft(fallback)).toEqual(mine);
    expect(await kept.list(editKind)).toEqual([summary]);
    expect(await kept.load(editKind, summary.runId)).toEqual(log);
    await kept.remove("edit", summary.runId);
    expect(await archive.list(editKind)).toEqual([]);
    expect(await archive.load(editKind, summary.runId)).toBeNull();
  });

  it("lists the newest run first", async () => {
    const { archive } = open();
    for (const day of ["02", "04", "03"]) {
      await archive.save("edit", { ...summary, runId: day, startedAt: `2026-11-${day}T00:00:00Z` }, log);
    }
    expect((await archive.list(editKind)).map((run) => run.runId)).toEqual(["04", "03", "02"]);
  });

  it("goes on in memory when the disk is full, and warns once", async () => {
    const { disk, persistence, archive, warn } = open();
    await persistence.saveDraft(fallback);
    disk.refuse(full);
    await persistence.saveDraft(mine);
    await archive.save("edit", summary, log);
    expect(await persistence.loadDraft(fallback)).toEqual(mine);
    expect(await archive.list(editKind)).toEqual([summary]);
    expect(await archive.load(editKind, summary.runId)).toEqual(log);
    await archive.remove("edit", summary.runId);
    expect(await archive.list(editKind)).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(/storage is full/);
  });

  it("keeps what is still good of a draft from an earlier version", async () => {
    const { disk, persistence } = open();
    await disk.set("draft", {
      ...mine,
      settings: { ...mine.settings, loraRank: 99_999, format: "gone", seed: 42 },
      backend: "abacus",
    });
    const draft = await persistence.loadDraft(fallback);
    expect(draft.passage).toEqual(mine.passage);
    expect(draft.settings).toEqual({ ...fallback.settings, seed: 42 });
    expect(draft.backend).toBe("auto");
  });

  it("finds what was typed in the last moment before the page went away, and keeps it", async () => {
    const { disk, shelf, persistence } = open();
    await persistence.saveDraft(fallback);
    persistence.shelveDraft(mine);
    expect(await createPersistence(disk, shelf, vi.fn()).loadDraft(fallback)).toEqual(mine);
    expect(await createPersistence(disk, shelf, vi.fn()).loadDraft(fallback)).toEqual(mine);
  });

  it("bears a shelf that refuses, or holds nonsense", async () => {
    const { shelf, persistence } = open();
    shelf.put("{");
    expect(await persistence.loadDraft(fallback)).toEqual(fallback);
    shelf.refuse();
    expect(() => persistence.shelveDraft(mine)).not.toThrow();
  });

  it("makes a summary of an earlier version anew from the log", async () => {
    const { disk, archive } = open();
    await archive.save("edit", summary, log);
    await disk.set(`run-summary:${summary.runId}`, { runId: summary.runId });
    expect(await archive.list(editKind)).toEqual([summary]);
  });

  it("leaves out entries that cannot be read", async () => {
    const { disk, persistence, archive } = open();
    await disk.set("run-summary:x", { runId: "x" });
    await disk.set("run-log:x", [{ nonsense: true }]);
    await disk.set("draft", "nonsense");
    expect(await archive.list(editKind)).toEqual([]);
    expect(await archive.load(editKind, "x")).toBeNull();
    expect(await persistence.loadDraft(fallback)).toEqual(fallback);
  });
});
