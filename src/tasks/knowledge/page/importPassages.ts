import { readInBackground } from "../../page/readInBackground.ts";
import { passageFiles, readPassagesSchema } from "../import/readPassageFiles.ts";
import type { Passage } from "../metadata.ts";

export type PassageImport =
  | { ok: true; from: string; passages: readonly Passage[]; remarks: readonly string[] }
  | { ok: false; problem: string };

/** Names of files that may hold passages; a single file is read whatever its name. */
const NAMES = /\.(?:json|jsonl|ndjson|csv|tsv)$/i;
const MAX_FILES = 200;

/** Reads files of passages (`passageFile.ts`), one or a folder of them. Never rejects: what is wrong is said in words. */
export async function importPassages(files: readonly File[]): Promise<PassageImport> {
  const chosen = files.length > 1 ? files.filter(({ name }) => NAMES.test(name)) : files;
  const [first] = chosen;
  if (first === undefined) {
    const among =
      files.length === 0 ? "There is no file in it." : `There is none among these ${files.length} files.`;
    return { ok: false, problem: `${among} Choose passages as .json, .jsonl, .csv or .tsv.` };
  }
  if (chosen.length > MAX_FILES) {
    return {
      ok: false,
      problem: `At most ${MAX_FILES} files are read at once, and these are ${chosen.length}.`,
    };
  }
  const request = chosen.map((file) => ({ path: file.name, data: file }));
  const reply = await readInBackground({ task: "knowledge", files: request }, passageFiles);
  if (reply.kind === "failed") return { ok: false, problem: reply.problem };
  const from = chosen.length === 1 ? first.name : `${chosen.length} files`;
  return { ok: true, from, ...readPassagesSchema.parse(reply.read) };
}
