import { KIND_IDS } from "../../protocol/runEvent.ts";
import { findRecording } from "../../runs/recordings.ts";
import { placeHash } from "../lessons/lessonPlace.ts";
import type { Playground } from "../playground.ts";
import { type PlaygroundState, taskOnScreen } from "../playgroundState.ts";
import { draftOf } from "../rounds/rounds.ts";
import { runOnScreen } from "../runs/runOnScreen.ts";
import { openedRun } from "../runs/runsState.ts";
import { streamTask } from "../stream/streamDraft.ts";
import { streamDraftOf } from "../stream/streams.ts";
import { viewOfRun } from "../view.ts";
import { type SharedSetup, setupKind } from "./setupLink.ts";
import { writeShareLink } from "./shareLink.ts";

/** The hash of a link to the view on screen as it is set up. */
export async function linkOf(playground: Playground): Promise<string> {
  const state = playground.store.getState();
  const { view, choice, presenting, lesson } = state;
  const recording = recordingOnScreen(state);
  // A recording brings what it was set to.
  const setup = recording === null ? await setupOnScreen(playground) : null;
  const present = recording === null && lesson === null ? null : presenting;
  // A recording tells its model itself.
  const model = recording === null ? choice : { ...choice, modelId: null };
  const link = await writeShareLink({ view, setup, recording, run: null, present, ...model });
  return lesson ? `${link}&${placeHash(lesson).slice(1)}` : link;
}

/** The hash that brings a reload back to the screen at which a run of this browser, or a recording, is presented. */
export async function presentationHash(state: PlaygroundState): Promise<string> {
  const { view, choice, presenting: present, lesson } = state;
  const recording = recordingOnScreen(state);
  const run = recording === null ? (runOnScreen(state)?.runId ?? null) : null;
  const link = await writeShareLink({ view, setup: null, recording, run, present, ...choice });
  return lesson ? `${link}&${placeHash(lesson).slice(1)}` : link;
}

/** A recording of any kind that the view shows, by its id. */
function recordingOnScreen(state: PlaygroundState): string | null {
  const task = taskOnScreen(state)?.id;
  if (task === undefined) return null;
  const shown = KIND_IDS.filter((kind) => viewOfRun(kind, task) === state.view).flatMap(
    (kind) => openedRun(state, kind, task)?.state.runId ?? [],
  );
  return shown.find((runId) => findRecording(runId)) ?? null;
}

async function setupOnScreen(playground: Playground): Promise<SharedSetup | null> {
  const { store, setups, rounds, stream, versions } = playground;
  const state = store.getState();
  const task = taskOnScreen(state)?.id ?? "";
  const kind = setupKind(state.view);
  switch (kind) {
    case "edit": {
      const { link, draft } = await setups.open(task);
      const { context, settings, compare } = setups.of(task);
      const name = link.nameOf(context);
      const shared = name === null ? { value: draft.context(context) } : { name };
      const set = state.sets[task];
      const isWhole = set !== undefined && Number.isInteger(set.count);
      return { kind, task, context: shared, settings, compare, ...(isWhole && { set }) };
    }
    case "rounds":
      return { kind, task, draft: draftOf((await rounds.open()).store.getState(), task) };
    case "stream":
      return { kind, task, draft: streamDraftOf((await stream.open()).store.getState(), streamTask(task)) };
    case "versions":
      return { kind, limits: (await versions.open()).store.getState().limits };
    case null:
      return null;
  }
}
