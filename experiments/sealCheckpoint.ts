import { openRecordFile, type RecordFile } from "./recordFile.ts";
import { type PassageRecord, passageRecordSchema, type Setup, setupSchema } from "./sealResult.ts";

/** Finished passages, one JSON line each, so that hours of work survive an interruption. */
export type SealCheckpoint = RecordFile<PassageRecord>;

/** @throws PlaygroundError "bad-input" if the file is of another set-up */
export function openCheckpoint(path: string, setup: Setup): Promise<SealCheckpoint> {
  return openRecordFile(path, setup, { setup: setupSchema, record: passageRecordSchema }, fingerprint);
}

/** More passages of the same file continue a run, and so do other numbers of threads. */
function fingerprint({ passages, backend, ...rest }: Setup): string {
  return JSON.stringify({ ...rest, backend: backend.name, passages: passages.sha256 });
}
