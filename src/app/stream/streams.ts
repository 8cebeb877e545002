import { createStore } from "zustand/vanilla";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { Documents } from "../../runs/archive.ts";
import { freshSeed, type Passage } from "../draft.ts";
import { modelFor } from "../engine/readiness.ts";
import { EXAMPLES } from "../examples.ts";
import type { WithStore } from "../feature.ts";
import { loadWorld } from "../loadWorld.ts";
import type { Playground } from "../playground.ts";
import { isEmbeddedLoaded } from "../playgroundState.ts";
import {
  changedStreamDraft,
  type StreamDraft,
  type StreamPart,
  streamDraftSchema,
  streamIssues,
  streamPreset,
} from "../streamDraft.ts";

export interface StreamsState {
  draft: StreamDraft;
}

/** Setting up streams of edits. */
export interface Streams extends WithStore<StreamsState> {
  changeSetting(part: StreamPart, key: string, value: unknown): void;
  rerollSeed(): void;
  start(): Promise<void>;
}

export const STREAM_TASK = "knowledge";
const DRAFT_KEY = "stream-draft";

export async function createStreams(
  { store: page, runs, library }: Playground,
  documents: Documents,
): Promise<Streams> {
  await library.list("stream");
  const kept = streamDraftSchema.safeParse(await documents.read(DRAFT_KEY));
  const store = createStore<StreamsState>(() => ({ draft: kept.data ?? streamPreset("reader") }));

  const setDraft = (draft: StreamDraft) => {
    store.setState({ draft });
    void documents.write(DRAFT_KEY, draft);
  };

  /** Settings that nobody changed follow the model. */
  const followModel = () => {
    const state = page.getState();
    if (modelFor(state, STREAM_TASK) === null) return;
    const [own, other] = isEmbeddedLoaded(state)
      ? (["reader", "default"] as const)
      : (["default", "reader"] as const);
    const { draft } = store.getState();
    const left = streamPreset(other);
    if (JSON.stringify(draft.task) === JSON.stringify(left.task) && draft.passages === left.passages) {
      setDraft({ ...streamPreset(own), stream: draft.stream });
    }
  };
  followModel();
  page.subscribe((state, before) => {
    if (state.session.loaded !== before.session.loaded) followModel();
  });

  const [last] = page.getState().runs.stream.list;
  if (last && last.status !== "finished" && page.getState().runs.stream.shown[last.task] === undefined) {
    await library.open("stream", last.runId);
  }

  return {
    store,
    changeSetting: (part, key, value) =>
      setDraft(changedStreamDraft(store.getState().draft, part, key, value)),
    rerollSeed: () => setDraft(changedStreamDraft(store.getState().draft, "stream", "seed", freshSeed())),
    start: async () => {
      const { draft } = store.getState();
      if (modelFor(page.getState(), STREAM_TASK) === null || streamIssues(draft).length > 0) return;
      await runs.start("stream", STREAM_TASK, async () => ({
        task: STREAM_TASK,
        contexts: (await passagesOf(draft, isEmbeddedLoaded(page.getState()))).map(toJson),
        taskSettings: toJson(draft.task),
        settings: draft.stream,
      }));
    },
  };
}

/**
 * Fresh ones of the invented world, or the examples for a model that reads real text.
 *
 * @throws PlaygroundError where there are too few, or what makes them cannot be fetched
 */
async function passagesOf(
  { passages, stream }: StreamDraft,
  isEmbedded: boolean,
): Promise<readonly Passage[]> {
  if (isEmbedded) {
    const world = await loadWorld().catch((cause: unknown) => {
      throw new PlaygroundError(
        "download-failed",
        "What makes passages could not be fetched.",
        "Check the network and try again.",
        { cause },
      );
    });
    return world.streamPassages(stream.seed, passages);
  }
  if (EXAMPLES.length >= passages) return EXAMPLES.slice(0, passages).map(({ passage }) => passage);
  throw new PlaygroundError(
    "bad-input",
    `There are only ${EXAMPLES.length} example passages.`,
    "Choose fewer.",
  );
}
