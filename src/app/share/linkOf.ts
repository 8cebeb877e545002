import { placeHash } from "../lessons/lessonPlace.ts";
import type { Playground } from "../playground.ts";
import { taskOnScreen } from "../playgroundState.ts";
import { draftOf } from "../rounds/rounds.ts";
import { streamTask } from "../stream/streamDraft.ts";
import { streamDraftOf } from "../stream/streams.ts";
import { versionClientOf } from "../versions/versionClient.ts";
import { type SharedSetup, setupKind, writeShareLink } from "./shareLink.ts";

/** The hash of a link to the view on screen as it is set up. */
export async function linkOf(playground: Playground): Promise<string> {
  const { view, lesson, choice } = playground.store.getState();
  const setup = await setupOnScreen(playground);
  const link = await writeShareLink({ view, setup, recording: null, ...choice });
  return lesson ? `${link}&${placeHash(lesson).slice(1)}` : link;
}

async function setupOnScreen(playground: Playground): Promise<SharedSetup | null> {
  const { store, setups, rounds, stream } = playground;
  const state = store.getState();
  const task = taskOnScreen(state)?.id ?? "";
  const kind = setupKind(state.view);
  switch (kind) {
    case "edit": {
      const { link, draft } = await setups.open(task);
      const { context, settings, compare } = setups.of(task);
      const name = link.nameOf(context);
      const shared = name === null ? { value: draft.context(context) } : { name };
      return { kind, task, context: shared, settings, compare };
    }
    case "rounds":
      return { kind, task, draft: draftOf((await rounds.open()).store.getState(), task) };
    case "stream":
      return { kind, task, draft: streamDraftOf((await stream.open()).store.getState(), streamTask(task)) };
    case "versions":
      return { kind, limits: versionClientOf(playground).store.getState().limits };
    case null:
      return null;
  }
}
