import { describe, expect, it, vi } from "vitest";
import { MemoryFile, MemoryFolder } from "../../test/memoryFolder.ts";
import { constantAdapter, versionDraft } from "../../test/versionDraft.ts";
import { openOpfsStorage, opfsStorage } from "./opfsStorage.ts";
import { createPeftCodec } from "./peftFiles.ts";
import type { VersionStorage } from "./storage.ts";
import { VersionStore } from "./versionStore.ts";

const reopen = async (folder: MemoryFolder) =>
  VersionStore.open(opfsStorage(folder), await createPeftCodec());

/** Base → first → second, and base → other; the other is in force. */
async function threeVersions(folder: MemoryFolder) {
  const store = await reopen(folder);
  const first = await store.add(versionDraft("first", null, 0), constantAdapter(1));
  const second = await store.add(versionDraft("second", first.id, 1), constantAdapter(2));
  const other = await store.add(versionDraft("other", null, 2), constantAdapter(3));
  return { store, first, second, other };
}

const namesOf = (store: VersionStore) => store.versions.map(({ name }) => name);

describe("the store", () => {
  it("keeps versions as a tree, and finds all of them after a reload", async () => {
    const folder = new MemoryFolder();
    const { first, second, other } = await threeVersions(folder);
    const store = await reopen(folder);
    expect(store.versions).toEqual([first, second, other]);
    expect(store.quarantined).toEqual([]);
    expect(store.current).toBe(other.id);
    expect(store.chain(second.id)).toEqual([first, second]);
    expect(await store.adapterOf(second.id)).toEqual(constantAdapter(2));
  });

  it("rolls back by moving a pointer: to any version, or to the untouched model", async () => {
    const folder = new MemoryFolder();
    const { store, first } = await threeVersions(folder);
    await store.switchTo(first.id);
    expect((await reopen(folder)).current).toBe(first.id);
    await store.switchTo(null);
    const untouched = await reopen(folder);
    expect(untouched.current).toBeNull();
    expect(untouched.versions).toHaveLength(3);
    await expect(store.switchTo("0123456789abcdef")).rejects.toThrow("There is no version");
  });

  it("deletes only what nothing rests on", async () => {
    const folder = new MemoryFolder();
    const { store, first, second, other } = await threeVersions(folder);
    await expect(store.remove(first.id)).rejects.toThrow("“second” builds on it");
    await expect(store.remove(other.id)).rejects.toThrow("while it is in force");
    await store.remove(second.id);
    await store.remove(first.id);
    expect(namesOf(await reopen(folder))).toEqual(["other"]);
    expect([...folder.files.keys()].filter((name) => name.startsWith(first.id))).toEqual([]);
  });
});

describe("the browser's file system", () => {
  const openIn = (folder: MemoryFolder) => openOpfsStorage("hash", async () => folder);
  const versionsIn = (folder: MemoryFolder) => folder.folders.get("versions")?.folders.get("hash");

  it("is used where it can be written, and left as it was found", async () => {
    const folder = new MemoryFolder();
    expect(await openIn(folder)).not.toBeNull();
    expect([...versionsIn(folder)!.files.keys()]).toEqual([]);
  });

  it("is used where it is full: what is kept can be read", async () => {
    expect(await openIn(new MemoryFolder({ quota: 0 }))).not.toBeNull();
  });

  it("is given up where it opens and lets nothing be written", async () => {
    const folder = new MemoryFolder();
    await openIn(folder);
    const refuses = vi.spyOn(MemoryFile.prototype, "createSyncAccessHandle");
    refuses.mockRejectedValue(new DOMException("The object can not be found here.", "UnknownError"));
    expect(await openIn(folder)).toBeNull();
    refuses.mockRestore();
  });

  it("is given up where it is refused, and where it never answers", async () => {
    const refused = async () => Promise.reject(new DOMException("No.", "SecurityError"));
    expect(await openOpfsStorage("hash", refused)).toBeNull();
    vi.useFakeTimers();
    const silent = openOpfsStorage("hash", () => new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await silent).toBeNull();
    vi.useRealTimers();
  });
});

/** One work after the other, as the browser has it for all tabs. */
function inTurn(): VersionStorage["exclusively"] {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = tail.then(work);
    tail = result.catch(() => {});
    return result;
  };
}

describe("two tabs", () => {
  it("one that opens leaves alone what the other is just writing", async () => {
    const folder = new MemoryFolder();
    const storage = opfsStorage(folder, inTurn());
    let goOn = () => {};
    const halted = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const halting: VersionStorage = {
      ...storage,
      async write(name, bytes) {
        await storage.write(name, bytes);
        await halted;
      },
    };
    const writing = await VersionStore.open(halting, await createPeftCodec());
    const adding = writing.add(versionDraft("late", null, 0), constantAdapter(1));
    await expect.poll(() => [...folder.files.keys()]).toHaveLength(1);
    const opening = VersionStore.open(storage, await createPeftCodec());
    await new Promise((resolve) => setTimeout(resolve, 20));
    goOn();
    const version = await adding;
    const opened = await opening;
    expect(opened.versions).toEqual([version]);
    expect(await opened.adapterOf(version.id)).toEqual(constantAdapter(1));
    expect((await reopen(folder)).quarantined).toEqual([]);
  });

  /** Two tabs that have read the three versions before either changed anything. */
  async function openTwice() {
    const folder = new MemoryFolder();
    const versions = await threeVersions(folder);
    const storage = opfsStorage(folder, inTurn());
    const open = async () => VersionStore.open(storage, await createPeftCodec());
    return { folder, ...versions, tab: await open(), laterTab: await open() };
  }

  it("one deletes nothing that the other has put in force since, or built on", async () => {
    const { folder, first, second, tab, laterTab } = await openTwice();
    await laterTab.switchTo(second.id);
    await expect(tab.remove(second.id)).rejects.toThrow("while it is in force");
    const late = await laterTab.add(versionDraft("late", second.id, 3), constantAdapter(4));
    await expect(tab.remove(second.id)).rejects.toThrow("“late” builds on it");
    const found = await reopen(folder);
    expect(found.quarantined).toEqual([]);
    expect(found.chain(late.id)).toEqual([first, second, late]);
    await laterTab.switchTo(null);
    await tab.remove(late.id);
    expect(namesOf(await reopen(folder))).toEqual(["first", "second", "other"]);
  });

  it("one keeps nothing on what the other has deleted since", async () => {
    const { folder, second, tab, laterTab } = await openTwice();
    await laterTab.remove(second.id);
    const adding = tab.add(versionDraft("late", second.id, 3), constantAdapter(4));
    await expect(adding).rejects.toThrow("There is no version");
    await expect(tab.switchTo(second.id)).rejects.toThrow("There is no version");
    expect(namesOf(tab)).toEqual(["first", "other"]);
    const found = await reopen(folder);
    expect(namesOf(found)).toEqual(["first", "other"]);
    expect(found.quarantined).toEqual([]);
  });

  it("what was chosen last is in force, in whichever", async () => {
    const { folder, first, second, tab, laterTab } = await openTwice();
    await laterTab.switchTo(first.id);
    await laterTab.switchTo(second.id);
    await tab.switchTo(null);
    expect((await reopen(folder)).current).toBeNull();
    await Promise.all([tab.switchTo(first.id), laterTab.switchTo(second.id)]);
    expect((await reopen(folder)).current).toBe(second.id);
    await laterTab.switchTo(first.id);
    const late = await tab.add(versionDraft("late", null, 3), constantAdapter(4));
    expect((await reopen(folder)).current).toBe(late.id);
  });

  it("sweeps away what a tab has left that was closed while it wrote", async () => {
    const folder = new MemoryFolder();
    await opfsStorage(folder).write("0123456789abcdef.safetensors", new Uint8Array(8));
    await reopen(folder);
    expect([...folder.files.keys()]).toEqual([]);
  });
});

/** Ends, as a closed tab does, after so many bytes written in all. */
function endsAfter(folder: MemoryFolder, bytes: number): { storage: VersionStorage; ended: Promise<void> } {
  const storage = opfsStorage(folder);
  let left = bytes;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const write = async (name: string, content: Uint8Array<ArrayBuffer>) => {
    const part = content.slice(0, left);
    left -= part.length;
    await storage.write(name, part);
    if (part.length === content.length) return;
    end();
    await new Promise(() => {});
  };
  return { storage: { ...storage, write }, ended };
}

describe("faults", () => {
  it("never has a half-written version, wherever the tab is closed", async () => {
    const whole = new MemoryFolder();
    const before = [...(await threeVersions(whole)).store.versions];
    const sizes = () => [...whole.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    const used = sizes();
    await (await reopen(whole)).add(versionDraft("late", null, 3), constantAdapter(4));
    const written = sizes() - used + 200;
    const outcomes = new Set<string>();
    for (let cut = 0; cut < written; cut += 23) {
      const folder = new MemoryFolder();
      const { other } = await threeVersions(folder);
      const { storage, ended } = endsAfter(folder, cut);
      const store = await VersionStore.open(storage, await createPeftCodec());
      await Promise.race([store.add(versionDraft("late", null, 3), constantAdapter(4)), ended]);

      const found = await reopen(folder);
      expect(found.versions.slice(0, 3)).toEqual(before);
      const late = found.versions[3];
      if (late === undefined) expect(found.current).toBe(other.id);
      else expect(await found.adapterOf(late.id)).toEqual(constantAdapter(4));
      outcomes.add(
        `${late === undefined ? "absent" : "whole"}, ${found.current === other.id ? "before" : "switched"}`,
      );
    }
    // Both ends of the write were met, and the moment between the record and the pointer.
    expect(outcomes).toEqual(new Set(["absent, before", "whole, before", "whole, switched"]));
  });

  it("quarantines a damaged entry with what builds on it, and loads the others", async () => {
    const folder = new MemoryFolder();
    const { first, second, other } = await threeVersions(folder);
    const file = folder.files.get(`${first.id}.safetensors`)!;
    file.bytes[file.bytes.length - 1]! ^= 1;
    const store = await reopen(folder);
    expect(store.versions).toEqual([other]);
    expect(store.quarantined.map(({ id, reason }) => [id, reason])).toEqual([
      [first.id, "its weights are damaged"],
      [second.id, "what it builds on is missing or damaged"],
    ]);
    await expect(store.switchTo(second.id)).rejects.toThrow("cannot be used: what it builds on");
    await store.remove(second.id);
    await store.remove(first.id);
    expect((await reopen(folder)).quarantined).toEqual([]);
  });

  it.each([
    ["its record is damaged", ".version", 80],
    ["its weights are damaged", ".safetensors", 4],
  ])("puts the untouched model in force where of the version in force %s", async (reason, ending, at) => {
    const folder = new MemoryFolder();
    const { other } = await threeVersions(folder);
    folder.files.get(other.id + ending)!.bytes[at]! ^= 4;
    const store = await reopen(folder);
    expect(namesOf(store)).toEqual(["first", "second"]);
    expect(store.current).toBeNull();
    expect(store.quarantined).toMatchObject([{ id: other.id, reason }]);
  });

  it("notices weights that are damaged while it is open", async () => {
    const folder = new MemoryFolder();
    const { store, first } = await threeVersions(folder);
    folder.files.get(`${first.id}.safetensors`)!.bytes[20]! ^= 1;
    await expect(store.adapterOf(first.id)).rejects.toThrow("“first” are damaged");
    expect(namesOf(store)).toEqual(["other"]);
  });

  it("falls back to the pointer before where the newest is damaged", async () => {
    const folder = new MemoryFolder();
    const { store, first, other } = await threeVersions(folder);
    await store.switchTo(first.id);
    const newest = folder.files.get("current.a")!;
    newest.bytes[70]! ^= 1;
    expect((await reopen(folder)).current).toBe(other.id);
  });

  it("says what is kept where the disk is full, and keeps it", async () => {
    const disk = { quota: 1_000_000 };
    const folder = new MemoryFolder(disk);
    const { store, other } = await threeVersions(folder);
    for (const room of [10, 400, 700]) {
      disk.quota = room;
      await expect(store.add(versionDraft("late", null, 3), constantAdapter(4))).rejects.toMatchObject({
        kind: "storage-full",
        message: expect.stringContaining("All 3 versions before it are whole, and “other” stays in force."),
      });
      expect(disk.quota).toBe(room);
    }
    disk.quota = 1_000_000;
    const found = await reopen(folder);
    expect(namesOf(found)).toEqual(["first", "second", "other"]);
    expect(found.current).toBe(other.id);
  });
});
