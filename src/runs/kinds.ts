import { type Lazy, lazily } from "../protocol/lazily.ts";
import type { KindId, RunEvent } from "../protocol/runEvent.ts";
import type { BatchBody } from "./batch/events.ts";
import type { BatchRun } from "./batch/state.ts";
import type { BatchSummary } from "./batch/summary.ts";
import type { EditBody } from "./edit/events.ts";
import { editKind } from "./edit/kind.ts";
import type { EditRun } from "./edit/state.ts";
import type { EditSummary } from "./edit/summary.ts";
import type { RoundsBody } from "./rounds/events.ts";
import type { RoundsRun } from "./rounds/state.ts";
import type { RoundsSummary } from "./rounds/summary.ts";
import type { RunKind, Setup } from "./runKind.ts";
import type { StreamBody } from "./stream/events.ts";
import type { StreamRun } from "./stream/state.ts";
import type { StreamSummary } from "./stream/summary.ts";
import type { VersionsBody, VersionsRun, VersionsSummary } from "./versions/kind.ts";

interface Kinds {
  edit: { body: EditBody; state: EditRun; summary: EditSummary };
  rounds: { body: RoundsBody; state: RoundsRun; summary: RoundsSummary };
  stream: { body: StreamBody; state: StreamRun; summary: StreamSummary };
  batch: { body: BatchBody; state: BatchRun; summary: BatchSummary };
  versions: { body: VersionsBody; state: VersionsRun; summary: VersionsSummary };
}
export type BodyOf<K extends KindId> = Kinds[K]["body"];
export type StateOf<K extends KindId> = Kinds[K]["state"];
export type SummaryOf<K extends KindId> = Kinds[K]["summary"];
export type SetupOf<K extends KindId> = Setup<BodyOf<K>>;
export type LogOf<K extends KindId> = readonly RunEvent<BodyOf<K>>[];
export type KindOf<K extends KindId> = RunKind<BodyOf<K>, StateOf<K>, SummaryOf<K>>;

/** The first view shows edits; the code that reads the others comes with the views that show them. */
const KINDS: { [K in KindId]: Lazy<KindOf<K>> } = {
  edit: { opened: editKind, open: async () => editKind },
  rounds: lazily(async () => (await import("./rounds/kind.ts")).roundsKind),
  stream: lazily(async () => (await import("./stream/kind.ts")).streamKind),
  batch: lazily(async () => (await import("./batch/kind.ts")).batchKind),
  versions: lazily(async () => (await import("./versions/kind.ts")).versionsKind),
};

/** Is there at once where it has been fetched; rejects where it could not be, and a call a moment later tries again. */
export function loadKind<K extends KindId>(kind: K): KindOf<K> | Promise<KindOf<K>> {
  const { opened, open }: Lazy<KindOf<K>> = KINDS[kind];
  return opened ?? open();
}
