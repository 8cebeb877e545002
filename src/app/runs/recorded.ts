import { lazily } from "../../protocol/lazily.ts";
import { failureOf, PlaygroundError } from "../../protocol/playgroundError.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { z } from "../../protocol/zod.ts";
import { type BodyOf, loadKind, type StateOf, type SummaryOf } from "../../runs/kinds.ts";
import {
  findRecording,
  type Recording,
  recordingFile,
  recordingsOf,
  SUMMARIES_FILE,
} from "../../runs/recordings.ts";
import { replay } from "../../runs/reduceRun.ts";
import { openRunFile, readRunFile } from "../../runs/runFile.ts";
import { ticksOf } from "../../runs/ticks.ts";
import { fetchOwn } from "../fetchOwn.ts";
import { notifyFailure, type PlaygroundStore } from "../store.ts";
import type { RunLibrary } from "./library.ts";
import { leaseOf, runsOf, shownRun } from "./runsState.ts";

/** What of the page it takes to show one. */
interface WithLibrary {
  store: PlaygroundStore;
  library: RunLibrary;
}

/**
 * Shows a run that comes with the page in the view of its kind, paused at its most telling moment. Resolves to false, and
 * people are told, where it cannot be fetched or there is none of that id.
 */
export async function watchRecording(playground: WithLibrary, id: string): Promise<boolean> {
  try {
    const recording = findRecording(id);
    if (recording === undefined) throw noRecording(id);
    await show(playground, recording.kind, recording, () => true);
    playground.library.goTo(recording.kind, recording.task);
    return true;
  } catch (error) {
    notifyFailure(playground.store, failureOf(error));
    return false;
  }
}

/**
 * What a view has to show when it is opened: what is on screen already, else the newest run of this browser, else its first
 * recording. Where none can be fetched, the view says what would stand there.
 */
export async function openSomething(playground: WithLibrary, kind: KindId, task: string): Promise<void> {
  const { store, library } = playground;
  await library.list(kind);
  const isEmpty = () => {
    const state = store.getState();
    return shownRun(state, kind, task) === null && leaseOf(state, kind, task) === null;
  };
  if (!isEmpty()) return;
  const [latest] = runsOf(store.getState(), kind, task);
  if (latest) return library.open(kind, latest.runId, isEmpty);
  const [recording] = recordingsOf(kind, task);
  if (recording) await show(playground, kind, recording, isEmpty).catch(() => {});
}

async function show<K extends KindId>(
  { library }: WithLibrary,
  kind: K,
  { id, moment }: Recording,
  isWanted: () => boolean,
): Promise<void> {
  const runKind = await loadKind(kind);
  const file = readRunFile(await textOf(recordingFile(id)));
  const { log, state } = await openRunFile<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, file);
  const tick = ticksOf<BodyOf<K>>(runKind, log).find(({ label }) => label === moment);
  const position = tick?.position ?? log.length;
  const shown = tick === undefined ? state : replay(runKind, log.slice(0, position));
  if (isWanted()) library.show(kind, runKind, { source: "recorded", log, position, state: shown });
}

const summaries = lazily(async () =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(await textOf(SUMMARIES_FILE))),
);

/** The lines that tables show of the recordings of a kind and a task; none where they cannot be fetched. */
export async function recordedLines<K extends KindId>(kind: K, task: string): Promise<SummaryOf<K>[]> {
  const runKind = await loadKind(kind);
  const known: Record<string, unknown> = await summaries.open().catch(() => ({}));
  return recordingsOf(kind, task).flatMap(({ id }) => runKind.summarySchema.safeParse(known[id]).data ?? []);
}

async function textOf(file: string): Promise<string> {
  return (await fetchOwn(file, "The recorded run")).text();
}

function noRecording(id: string): PlaygroundError {
  const message = `There is no recorded run “${id.slice(0, 60)}”.`;
  return new PlaygroundError("bad-input", message, "Choose one in the view of its kind.");
}
