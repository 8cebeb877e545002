import { expect, it } from "vitest";
import { droppedPaths } from "./droppedFiles.ts";

type Entry = { name: string; isFile: boolean; isDirectory: boolean; fullPath: string };
type Unreadable = { fails: true };

function fileEntry(path: string, given?: Unreadable): Entry {
  const name = path.split("/").at(-1)!;
  return {
    ...{ name, fullPath: path, isFile: true, isDirectory: false },
    ...{
      file: (done: (file: File) => void, failed: (error: Error) => void) =>
        given ? failed(new Error("NotFoundError")) : done(new File(["x"], name)),
    },
  };
}

/** As browsers give the entries of a folder: some at a time, none at the end. */
function folderEntry(path: string, children: readonly Entry[], given?: Unreadable): Entry {
  return {
    ...{ name: path.split("/").at(-1)!, fullPath: path, isFile: false, isDirectory: true },
    ...{
      createReader: () => {
        let left = [...children];
        return {
          readEntries: (done: (entries: Entry[]) => void, failed: (error: Error) => void) => {
            if (given) return failed(new Error("NotAllowedError"));
            done(left.slice(0, 2));
            left = left.slice(2);
          },
        };
      },
    },
  };
}

/** Only what is read of it. */
function dropOf(...entries: readonly Entry[]): DataTransfer {
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  return Object.assign(Object.create(null), { items });
}

it("takes the files of dropped folders, at any depth, with their paths", async () => {
  const nested = folderEntry("/set", [
    fileEntry("/set/a.json"),
    folderEntry("/set/One", [fileEntry("/set/One/b.json")]),
    fileEntry("/set/c.json"),
  ]);
  const paths = (await droppedPaths(dropOf(nested, fileEntry("/d.json")))).map(({ path }) => path);
  expect(paths.sort()).toEqual(["/d.json", "/set/One/b.json", "/set/a.json", "/set/c.json"]);
});

it("leaves out what cannot be read, and keeps the rest", async () => {
  const folder = folderEntry("/set", [
    fileEntry("/set/dangling", { fails: true }),
    folderEntry("/set/locked", [], { fails: true }),
    fileEntry("/set/a.json"),
  ]);
  expect((await droppedPaths(dropOf(folder))).map(({ path }) => path)).toEqual(["/set/a.json"]);
  expect(await droppedPaths(dropOf(fileEntry("/gone", { fails: true })))).toEqual([]);
});
