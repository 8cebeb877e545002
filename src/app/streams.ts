import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../protocol/playgroundError.ts";
import type { AnyRunEvent } from "../protocol/runEvent.ts";
import { toJson } from "../protocol/toJson.ts";
import { tryReadEvent } from "../runs/readLog.ts";
import { isOver } from "../runs/runKind.ts";
import { streamKind } from "../runs/stream/kind.ts";
import type { StreamRun } from "../runs/stream/state.ts";
import type { StreamSummary } from "../runs/stream/summary.ts";
import { freshSeed, type Passage } from "./draft.ts";
import { EXAMPLES } from "./examples.ts";
import { createLiveStream } from "./liveStream.ts";
import { loadWorld } from "./loadWorld.ts";
import { isBusy, isEmbeddedLoaded, isOuterBusy, textModel } from "./playgroundState.ts";
import { notify, notifyFailure } from "./store.ts";
import { createStreamArchive } from "./streamArchive.ts";
import {
  changedStreamDraft,
  type StreamDraft,
  type StreamPart,
  streamIssues,
  streamPreset,
} from "./streamDraft.ts";
import type { StreamPortParts } from "./streamPort.ts";

/** What the view of streams shows, besides what all views share. */
export interface StreamsState {
  draft: StreamDraft;
  /** The stream on screen: going on, interrupted or ended. */
  live: StreamRun | null;
  /** Asked for and not answered yet. */
  asked: "pause" | "cancel" | null;
  /** Newest first. */
  runs: readonly StreamSummary[];
}

/** Streams of edits: set up, run, interrupted, resumed, compared. */
export interface Streams {
  store: StoreApi<StreamsState>;
  restore(): Promise<void>;
  changeSetting(part: StreamPart, key: string, value: unknown): void;
  rerollSeed(): void;
  start(): Promise<void>;
  /** Waits from the end of the piece of work under way. */
  pause(): void;
  continue(): void;
  cancel(): void;
  /** Goes on with the stream on screen. */
  resume(): void;
  open(runId: string): Promise<void>;
  remove(runId: string): Promise<void>;
  onEvent(event: AnyRunEvent): void;
  onRefused(): void;
  onRestart(failure: Failure | null): void;
}

export function createStreams({ store: page, client, documents, stopPreview }: StreamPortParts): Streams {
  const archive = createStreamArchive(documents);
  const store = createStore<StreamsState>(() => ({
    draft: streamPreset("reader"),
    live: null,
    asked: null,
    runs: [],
  }));
  const live = createLiveStream(archive, {
    onState: (state) => store.setState({ live: state }),
    onSaved: (summary) =>
      store.setState(({ runs }) => ({
        runs: [summary, ...runs.filter(({ runId }) => runId !== summary.runId)].sort((a, b) =>
          b.startedAt.localeCompare(a.startedAt),
        ),
      })),
  });
  /** The worker has told of the stream that was asked for; until then it may refuse it. */
  let begun = false;

  const engaged = () => page.getState().streamId;
  const engage = (runId: string) => {
    begun = false;
    page.setState({ streamId: runId });
    store.setState({ asked: null });
    stopPreview();
  };
  const release = () => {
    page.setState({ streamId: null });
    store.setState({ asked: null });
  };
  const isFree = () => {
    const state = page.getState();
    return !isBusy(state) && !isOuterBusy(state) && state.puzzleRunId === null && textModel(state) !== null;
  };
  const setDraft = (draft: StreamDraft) => {
    store.setState({ draft });
    void archive.saveDraft(draft);
  };
  const fail = (message: string, advice: string) => notify(page, { tone: "error", message, advice });

  /** Settings that nobody changed follow the model. */
  const followModel = () => {
    const state = page.getState();
    if (textModel(state) === null) return;
    const [own, other] = isEmbeddedLoaded(state)
      ? (["reader", "default"] as const)
      : (["default", "reader"] as const);
    const { draft } = store.getState();
    const left = streamPreset(other);
    if (JSON.stringify(draft.task) === JSON.stringify(left.task) && draft.passages === left.passages) {
      setDraft({ ...streamPreset(own), stream: draft.stream });
    }
  };

  const open = async (runId: string) => {
    if (engaged() !== null) return;
    const log = await archive.loadLog(runId);
    try {
      if (log === null) throw new Error("The log of this stream could not be read.");
      live.open(log);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error), "Delete it.");
    }
  };

  const ask = (asked: "pause" | "cancel") => {
    const runId = engaged();
    if (runId === null) return;
    store.setState({ asked });
    client.send({ type: asked === "pause" ? "pauseStream" : "cancelStream", runId });
  };

  return {
    store,
    restore: async () => {
      const draft = await archive.loadDraft();
      const runs = await archive.list();
      store.setState({ runs, ...(draft ? { draft } : {}) });
      followModel();
      page.subscribe((state, before) => {
        if (state.session.loaded !== before.session.loaded) followModel();
      });
      const [last] = runs;
      if (last && last.status !== "finished") await open(last.runId);
    },
    changeSetting: (part, key, value) =>
      setDraft(changedStreamDraft(store.getState().draft, part, key, value)),
    rerollSeed: () => setDraft(changedStreamDraft(store.getState().draft, "stream", "seed", freshSeed())),
    start: async () => {
      const { draft } = store.getState();
      if (!isFree() || streamIssues(draft).length > 0) return;
      const runId = crypto.randomUUID();
      engage(runId);
      const passages = await passagesOf(draft, isEmbeddedLoaded(page.getState())).catch(() => null);
      if (passages === null || passages.length < draft.passages) {
        release();
        if (passages === null)
          fail("What makes passages could not be fetched.", "Check the network and try again.");
        else fail(`There are only ${passages.length} example passages.`, "Choose fewer.");
        return;
      }
      client.send({
        type: "startStream",
        runId,
        task: "knowledge",
        contexts: passages.map(toJson),
        taskSettings: draft.task,
        settings: draft.stream,
      });
    },
    pause: () => ask("pause"),
    cancel: () => ask("cancel"),
    continue: () => {
      const runId = engaged();
      if (runId !== null) client.send({ type: "continueStream", runId });
    },
    resume: () => {
      const { live: shown } = store.getState();
      if (!shown || !isFree() || shown.status === "finished") return;
      engage(shown.runId);
      client.send({ type: "resumeStream", events: [...live.log()] });
    },
    open,
    remove: async (runId) => {
      if (engaged() === runId) return;
      if (store.getState().live?.runId === runId) live.clear();
      store.setState(({ runs }) => ({ runs: runs.filter((run) => run.runId !== runId) }));
      await archive.remove(runId);
    },
    onEvent: (envelope) => {
      const event = tryReadEvent(streamKind, envelope);
      if (event === null) {
        fail("The engine told of the stream in a form that this page does not know.", "Reload the page.");
        return;
      }
      begun = true;
      live.push(event);
      const { live: shown } = store.getState();
      if (event.body.type === "paused") store.setState({ asked: null });
      if (shown && isOver(shown)) release();
    },
    onRefused: () => {
      if (engaged() !== null && !begun) release();
    },
    onRestart: (failure) => {
      if (engaged() === null) return;
      live.end(failure ? { type: "failed", failure } : { type: "cancelled" });
      release();
      if (failure) notifyFailure(page, failure);
    },
  };
}

/** Fresh ones of the invented world, or the examples for a model that reads real text. */
async function passagesOf(
  { passages, stream }: StreamDraft,
  isEmbedded: boolean,
): Promise<readonly Passage[]> {
  if (!isEmbedded) return EXAMPLES.slice(0, passages).map(({ passage }) => passage);
  return (await loadWorld()).streamPassages(stream.seed, passages);
}
