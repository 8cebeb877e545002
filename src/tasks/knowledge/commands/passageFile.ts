import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { sha256 } from "../../commands/sha256.ts";
import { fileText } from "../../files/fileText.ts";
import { importRemarks, readPassages } from "../import/passageFile.ts";
import type { Passage } from "../metadata.ts";

export interface PassageFile {
  /** Without its folders. */
  name: string;
  sha256: string;
  passages: Passage[];
}

/**
 * The passages of a file, in any form that the page reads too; what was left out is told on standard error.
 *
 * @throws PlaygroundError "bad-input" if there is no such file, or no passage in it
 */
export async function passageFile(path: string): Promise<PassageFile> {
  const text = fileText(await bytesOf(path));
  const imported = readPassages(text);
  for (const remark of importRemarks(imported)) console.error(remark);
  return { name: basename(path), sha256: sha256(text), passages: imported.passages };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PlaygroundError("bad-input", `${path} cannot be read.`, "Give a file of passages.", { cause });
  }
}
