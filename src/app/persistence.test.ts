import { describe, expect, it, vi } from "vitest";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import { memoryStore, memoryUnloadStorage } from "../../test/memoryStore.ts";
import { createRunArchive } from "../runs/archive.ts";
import { editKind } from "../runs/edit/kind.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import { createPersistence } from "./persistence.ts";

const log = recordedRun();
const summary = summariseRun(editKind, replay(editKind, log), "own");
const full = new DOMException("", "QuotaExceededError");

function open() {
  const disk = memoryStore();
  const unload = memoryUnloadStorage();
  const warn = vi.fn();
  const persistence = createPersistence(disk, unload, warn);
  return { disk, unload, warn, persistence, archive: createRunArchive(persistence.documents) };
}

describe("persistence", () => {
  it("finds runs again after a reload", async () => {
    const { disk, archive } = open();
    await archive.save("edit", summary, log);
    const kept = createRunArchive(createPersistence(disk, memoryUnloadStorage(), vi.fn()).documents);
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
    await persistence.documents.write("note", 1);
    disk.refuse(full);
    await persistence.documents.write("note", 2);
    await archive.save("edit", summary, log);
    expect(await persistence.documents.read("note")).toBe(2);
    expect(await archive.list(editKind)).toEqual([summary]);
    expect(await archive.load(editKind, summary.runId)).toEqual(log);
    await archive.remove("edit", summary.runId);
    expect(await archive.list(editKind)).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(/storage is full/);
  });

  it("makes a summary of an earlier version anew from the log", async () => {
    const { disk, archive } = open();
    await archive.save("edit", summary, log);
    await disk.set(`run-summary:${summary.runId}`, { runId: summary.runId });
    expect(await archive.list(editKind)).toEqual([summary]);
  });

  it("leaves out entries that cannot be read", async () => {
    const { disk, archive } = open();
    await disk.set("run-summary:x", { runId: "x" });
    await disk.set("run-log:x", [{ nonsense: true }]);
    expect(await archive.list(editKind)).toEqual([]);
    expect(await archive.load(editKind, "x")).toBeNull();
  });
});
