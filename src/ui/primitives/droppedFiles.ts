import type { PlacedFile } from "../../protocol/modelFolders.ts";

/** Deeper than a hub's cache, and more files than a folder of models has; a whole disk may be dropped by mistake. */
const MAX_DEPTH = 8;
const MAX_FILES = 20_000;

/** The files of a drop; those of dropped folders too, at any depth. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  return (await droppedPaths(transfer)).map(({ file }) => file);
}

/**
 * As `droppedFiles`, with the path of each within what was dropped. What cannot be read (a link to nowhere, a folder
 * without permission) is left out: one such file must not hide the others.
 */
export async function droppedPaths(transfer: DataTransfer): Promise<PlacedFile<File>[]> {
  // The list is emptied once the event is over, so all entries are taken before the first await.
  let level = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files: FileSystemFileEntry[] = [];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0 && files.length < MAX_FILES; depth++) {
    files.push(...level.filter(isFile));
    const inside = level.filter(isFolder).map((folder) => childrenOf(folder).catch(() => []));
    level = (await Promise.all(inside)).flat();
  }
  const read = files.slice(0, MAX_FILES).map(async (entry) => {
    const file = await fileOf(entry).catch(() => null);
    return file === null ? [] : [{ path: entry.fullPath, file }];
  });
  return (await Promise.all(read)).flat();
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // One call returns at most a hundred entries; the last call returns none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
