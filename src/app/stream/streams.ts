import { createStore } from "zustand/vanilla";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { freshSeed } from "../../protocol/random.ts";
import type { Documents } from "../../runs/archive.ts";
import type { StreamSetup } from "../../runs/stream/events.ts";
import { longDraftKey } from "../edit/oldSetups.ts";
import { usualPreset } from "../edit/settings.ts";
import { isOwnLoaded, modelFor } from "../edit/taskModels.ts";
import type { LongRunParts } from "../runs/library.ts";
import { isBusy, runsOf } from "../runs/runsState.ts";
import type { WithStore } from "../store.ts";
import {
  changedStreamDraft,
  firstStreamDraft,
  matchingStreamPreset,
  readStreamDraft,
  STREAM_TASKS,
  type StreamDraft,
  type StreamPart,
  type StreamTask,
  streamIssues,
  streamTask,
} from "./streamDraft.ts";

/** What is set up, by task; which task is on screen all views must know (`PlaygroundState.streamTask`). */
export interface StreamsState {
  drafts: Readonly<Record<string, StreamDraft>>;
}

/** Setting up streams of edits. */
export interface Streams extends WithStore<StreamsState> {
  /** Shows another task's streams: its set-up, and its last run. */
  chooseTask(task: string): Promise<void>;
  changeSetting(part: StreamPart, key: string, value: unknown): void;
  rerollSeed(): void;
  /** Shows a task's streams as they are set up elsewhere. @returns the way back */
  put(task: string, draft: StreamDraft): () => void;
  /** What a stream would be started with; null where none can be, rejects where contexts cannot be fetched. @param draft absent: as it stands */
  planned(draft?: StreamDraft): Promise<StreamSetup> | null;
  start(): Promise<void>;
}

const draftKey = (task: string) => longDraftKey("stream-draft", task);
const TASK_KEY = "stream-task";

export async function createStreams(
  { store: page, runs, library }: LongRunParts,
  documents: Documents,
): Promise<Streams> {
  await library.list("stream");
  const store = createStore<StreamsState>(() => ({ drafts: {} }));
  store.setState({ drafts: await restoreDrafts(documents) });
  const kept = await documents.read(TASK_KEY);
  if (STREAM_TASKS.some(({ id }) => id === kept)) page.setState({ streamTask: String(kept) });

  const task = () => streamTask(page.getState().streamTask);
  const draft = () => streamDraftOf(store.getState(), task());
  const put = (id: string, next: StreamDraft) => {
    store.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: next } }));
    void documents.write(draftKey(id), next);
  };
  const setDraft = (next: StreamDraft) => put(task().id, next);

  /** Settings that nobody changed follow the model. */
  const followModel = () => {
    const { session } = page.getState();
    const entry = task();
    const model = modelFor(session, entry);
    const chosen = matchingStreamPreset(entry, draft());
    if (model === null || chosen?.model === undefined) return;
    const usual = usualPreset(entry.stream.presets, isOwnLoaded(session, entry) ? model.id : null);
    if (usual !== chosen) setDraft({ stream: draft().stream, ...usual.settings });
  };
  followModel();
  page.subscribe((state, before) => {
    if (state.session.loaded !== before.session.loaded || state.streamTask !== before.streamTask)
      followModel();
    if (state.streamTask !== before.streamTask) void documents.write(TASK_KEY, state.streamTask);
  });

  const [last] = page.getState().runs.stream.list;
  if (last && last.status !== "finished" && page.getState().runs.stream.shown[last.task] === undefined) {
    if (STREAM_TASKS.some(({ id }) => id === last.task)) page.setState({ streamTask: last.task });
    await library.open("stream", last.runId);
  }

  const planned = (chosen = draft()): Promise<StreamSetup> | null => {
    const { session } = page.getState();
    const entry = task();
    if (modelFor(session, entry) === null || streamIssues(entry, chosen).length > 0) return null;
    return contextsOf(entry, chosen, isOwnLoaded(session, entry)).then((contexts) => ({
      task: entry.id,
      contexts,
      taskSettings: chosen.task,
      settings: chosen.stream,
    }));
  };

  return {
    store,
    planned,
    chooseTask: async (chosen) => {
      if (isBusy(page.getState()) || chosen === task().id) return;
      library.clear("stream", chosen);
      page.setState({ streamTask: chosen });
      const [latest] = runsOf(page.getState(), "stream", chosen);
      if (latest) await library.open("stream", latest.runId, () => task().id === chosen);
    },
    changeSetting: (part, key, value) => setDraft(changedStreamDraft(draft(), part, key, value)),
    rerollSeed: () => setDraft(changedStreamDraft(draft(), "stream", "seed", freshSeed())),
    put: (chosen, next) => {
      const before = streamDraftOf(store.getState(), streamTask(chosen));
      put(chosen, next);
      page.setState({ streamTask: chosen });
      return () => put(chosen, before);
    },
    start: async () => {
      const setup = isBusy(page.getState()) ? null : planned();
      if (setup !== null) await runs.start("stream", task().id, () => setup);
    },
  };
}

/** What the streams of a task are set to. */
export function streamDraftOf({ drafts }: StreamsState, entry: StreamTask): StreamDraft {
  return drafts[entry.id] ?? firstStreamDraft(entry);
}

async function restoreDrafts(documents: Documents): Promise<Record<string, StreamDraft>> {
  const drafts = await Promise.all(
    STREAM_TASKS.map(async (entry) => {
      const kept = readStreamDraft(entry, await documents.read(draftKey(entry.id)));
      return [entry.id, kept ?? firstStreamDraft(entry)] as const;
    }),
  );
  return Object.fromEntries(drafts);
}

/** @throws PlaygroundError where there are too few, or what makes them cannot be fetched */
async function contextsOf(entry: StreamTask, { contexts, stream }: StreamDraft, isOwn: boolean) {
  const { many } = entry.rounds.words;
  const drawn = await entry.stream
    .source({ isOwn })
    .draw({ seed: stream.seed, contexts })
    .catch((cause: unknown) => {
      throw new PlaygroundError(
        "download-failed",
        `What makes ${many} could not be fetched.`,
        "Check the network and try again.",
        { cause },
      );
    });
  if (drawn.length >= contexts) return drawn;
  throw new PlaygroundError("bad-input", `There are only ${drawn.length} example ${many}.`, "Choose fewer.");
}
