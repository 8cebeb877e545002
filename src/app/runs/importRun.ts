import type { KindId } from "../../protocol/runEvent.ts";
import {
  type BodyOf,
  type KindOf,
  type LogOf,
  loadKind,
  type StateOf,
  type SummaryOf,
} from "../../runs/kinds.ts";
import { openRunFile, type RunFile } from "../../runs/runFile.ts";
import { readRunBlob } from "./readRunBlob.ts";
import type { OpenedRun } from "./runsState.ts";

/** What keeps runs and shows them. */
interface Library {
  list(kind: KindId): Promise<void>;
  isOwn(kind: KindId, runId: string): boolean;
  keep<K extends KindId>(kind: K, runKind: KindOf<K>, log: LogOf<K>, state: StateOf<K>): Promise<void>;
  show<K extends KindId>(kind: K, runKind: KindOf<K>, shown: Omit<OpenedRun<K>, "playing" | "pace">): void;
  goTo(kind: KindId, task: string): void;
}

/** Keeps the run of a file, and shows it in the view of its kind. @throws PlaygroundError "bad-input", "cancelled" */
export async function importRun(library: Library, blob: Blob, signal?: AbortSignal): Promise<void> {
  await keepAndShow(library, await readRunBlob(blob, signal), signal);
}

/** The same of a file that has been read. @throws PlaygroundError "bad-input", "cancelled" */
export async function keepAndShow(library: Library, file: RunFile, signal?: AbortSignal): Promise<void> {
  await library.list(file.kind);
  await importAs(library, file.kind, file, signal);
}

async function importAs<K extends KindId>(
  library: Library,
  kind: K,
  file: RunFile,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runKind = await loadKind(kind);
  const { log, state } = await openRunFile<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, file, signal);
  const isOwn = library.isOwn(kind, state.runId);
  if (!isOwn) await library.keep(kind, runKind, log, state);
  library.show(kind, runKind, { source: isOwn ? "own" : "recorded", log, position: log.length, state });
  library.goTo(kind, state.task);
}
