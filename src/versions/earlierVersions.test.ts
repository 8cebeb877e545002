import { expect, test } from "vitest";
import { MemoryFolder } from "../../test/memoryFolder.ts";
import { constantAdapter, versionDraft } from "../../test/versionDraft.ts";
import { findEarlierVersions } from "./earlierVersions.ts";
import { opfsStorage } from "./opfsStorage.ts";
import { createPeftCodec } from "./peftFiles.ts";
import { VersionStore } from "./versionStore.ts";

const TODAY = { id: "reader", hash: "new" };

/** A disk with a version for each of these weights. */
async function diskWith(...models: { id: string; hash: string }[]): Promise<MemoryFolder> {
  const disk = new MemoryFolder();
  const folder = await disk.getDirectoryHandle("versions", { create: true });
  for (const model of models) {
    const own = await folder.getDirectoryHandle(model.hash, { create: true });
    const store = await VersionStore.open(opfsStorage(own), await createPeftCodec());
    await store.add({ ...versionDraft(`Of ${model.hash}`, null, 0), model }, constantAdapter(1));
  }
  return disk;
}

const found = async (disk: MemoryFolder) => (await findEarlierVersions(TODAY, async () => disk)).names;

test("names what was kept on other weights of the same model, and nothing of other models", async () => {
  const disk = await diskWith(TODAY, { id: "reader", hash: "old" }, { id: "another", hash: "its own" });
  expect(await found(disk)).toEqual(["Of old"]);
});

test("deletes it, and leaves the rest", async () => {
  const disk = await diskWith(TODAY, { id: "reader", hash: "old" }, { id: "another", hash: "its own" });
  await (await findEarlierVersions(TODAY, async () => disk)).remove();
  expect(await found(disk)).toEqual([]);
  expect([...(await disk.getDirectoryHandle("versions")).folders.keys()]).toEqual(["new", "its own"]);
});

test("finds nothing where the disk cannot be read", async () => {
  const refused = async () => Promise.reject(new DOMException("", "SecurityError"));
  expect((await findEarlierVersions(TODAY, refused)).names).toEqual([]);
});
