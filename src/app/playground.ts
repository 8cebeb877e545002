import type { SessionEvent } from "../protocol/events.ts";
import type { EditEvent } from "../runs/edit/events.ts";
import { isOver } from "../runs/runKind.ts";
import { createDraftActions, type DraftActions } from "./draftActions.ts";
import { createEngineClient, type WorkerLike } from "./engineClient.ts";
import { createLiveOuter } from "./liveOuter.ts";
import { createLiveRun } from "./liveRun.ts";
import { createModelActions, type ModelActions } from "./modelActions.ts";
import { createOuterActions, type OuterActions } from "./outerActions.ts";
import type { Persistence } from "./persistence.ts";
import { isBusy, isEmbeddedLoaded, isOuterBusy, textModel } from "./playgroundState.ts";
import { createPreview } from "./preview.ts";
import { createPuzzlePort, type PuzzlePort } from "./puzzlePort.ts";
import { createReplayActions, type ReplayActions } from "./replayActions.ts";
import { createRunActions, type RunActions } from "./runActions.ts";
import { createRunKeeper } from "./runKeeper.ts";
import {
  applyToSession,
  createPlaygroundStore,
  notify,
  notifyFailure,
  type PlaygroundStore,
} from "./store.ts";
import { createStreamPort, type StreamPort } from "./streamPort.ts";
import { createVersionPort, type VersionPort } from "./versions/versionPort.ts";
import { viewOf } from "./view.ts";
import { createWorldActions, type WorldActions } from "./worldActions.ts";

/** The page without its looks: one store, and everything that can be done to it. */
export interface Playground {
  store: PlaygroundStore;
  draft: DraftActions;
  models: ModelActions;
  runs: RunActions;
  replay: ReplayActions;
  world: WorldActions;
  outer: OuterActions;
  puzzles: PuzzlePort;
  versions: VersionPort;
  stream: StreamPort;
  dismissNotice(id: number): void;
  /** Writes to the disk what waits to be written; for when the page goes away. */
  flush(): void;
}

export interface PlaygroundParts {
  spawnWorker: () => WorkerLike;
  /** Is given a way to tell people that storage fails. */
  persistence: (onWarning: (message: string) => void) => Persistence;
  /** The hash of the address, e.g. a share link. */
  hash: string;
  /** Called once the link's setup is safely stored: from then on the address may forget it. */
  onHashUsed: () => void;
}

const DRAFT_SAVE_DELAY_MS = 300;
const RESTORE_PATIENCE_MS = 2000;
/** On a first visit the passage depends on the models; better a moment's wait than another passage under the eyes. */
const LIST_PATIENCE_MS = 800;

/** Settles when the worker has said which models there are. */
function listed(store: PlaygroundStore): Promise<void> {
  return new Promise((resolve) => {
    if (store.getState().session.modelsKnown) return resolve();
    const stop = store.subscribe(({ session }) => {
      if (!session.modelsKnown) return;
      stop();
      resolve();
    });
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function createPlayground({
  spawnWorker,
  persistence,
  hash,
  onHashUsed,
}: PlaygroundParts): Playground {
  const store = createPlaygroundStore();
  const firstDraft = store.getState().draft;
  const disk = persistence((message) => notify(store, { tone: "warning", message }));

  const client = createEngineClient(spawnWorker, {
    onRunEvent: (event) => onRunEvent(event),
    onSessionEvent: (event) => onSessionEvent(event),
    onOuterEvent: (event) => outer.onEvent(event),
    onWriter: (runId, round, update) => outer.onWriter(runId, round, update),
    onVersions: (answer) => versions.hear(answer),
    onStreamEvent: (event) => stream.onEvent(event),
    onRestart: (failure) => {
      outer.onRestart(failure);
      puzzles.forget();
      stream.onRestart(failure);
      store.setState({ startingId: null, cancelling: false });
      applyToSession(store, { type: "workerRestarted", failure });
      if (failure) notifyFailure(store, failure);
      models.reloadAfterRestart();
    },
  });

  const versions = createVersionPort(client);
  const live = createLiveRun((run) =>
    store.setState(({ startingId }) => ({
      live: run,
      ...(run.runId === startingId ? { startingId: null, opened: null } : {}),
      ...(isOver(run) ? { cancelling: false } : {}),
    })),
  );
  const keeper = createRunKeeper(store, disk, live);
  const draft = createDraftActions(store, disk);
  const world = createWorldActions(store, draft);
  const preview = createPreview(store, client);
  const models = createModelActions(store, client, preview);
  const runs = createRunActions(store, client, disk, draft, live, preview);

  const outer = createOuterActions(store, client, disk, createLiveOuter(store, disk), preview);
  const puzzles = createPuzzlePort(store, client);
  const stream = createStreamPort({ store, client, documents: disk.documents, stopPreview: preview.stop });
  store.setState({ view: viewOf(hash) ?? "edit" });

  const onRunEvent = (event: EditEvent) => {
    if (preview.take(event) || puzzles.take(event)) return;
    live.push(event);
    keeper.onEvent(event);
  };

  const onSessionEvent = (event: SessionEvent) => {
    applyToSession(store, event);
    if (event.type === "workerReady") models.introduce();
    if (event.type === "modelsListed") {
      if (store.getState().restored) void world.openFirst();
      models.followView();
    }
    if (event.type === "modelLoaded" && textModel(store.getState())) {
      draft.change({ modelId: event.model.id });
      draft.followModel(isEmbeddedLoaded(store.getState()));
      outer.followModel();
    }
    if (event.type === "engineFailed") {
      store.setState({ startingId: null, cancelling: false });
      outer.onRefused();
      puzzles.onRefused();
      stream.onRefused();
      notifyFailure(store, event.failure);
    }
  };

  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  const saveDraft = () => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    void disk.saveDraft(store.getState().draft);
  };

  const restore = async () => {
    // A database that never answers must not keep people out.
    await Promise.race([draft.restore(), wait(RESTORE_PATIENCE_MS)]);
    await draft.openLink(hash);
    if (store.getState().draft === firstDraft) {
      await Promise.race([listed(store).then(world.openFirst), wait(LIST_PATIENCE_MS)]);
    }
    store.setState({ restored: true });
    if (hash !== "") {
      await disk.saveDraft(store.getState().draft);
      onHashUsed();
    }
    store.setState({ runs: await keeper.closeInterrupted() });
    await outer.restore();
    models.followView();
    store.subscribe((state, before) => {
      if (state.draft === before.draft) return;
      clearTimeout(saveTimer);
      saveTimer = setTimeout(saveDraft, DRAFT_SAVE_DELAY_MS);
    });
  };
  void restore();
  store.subscribe((state, before) => {
    if (
      state.draft.passage !== before.draft.passage ||
      state.session.loaded !== before.session.loaded ||
      state.restored !== before.restored ||
      isBusy(state) !== isBusy(before) ||
      isOuterBusy(state) !== isOuterBusy(before)
    ) {
      preview.refresh();
    }
    if (
      state.view !== before.view ||
      state.outer.task !== before.outer.task ||
      state.puzzleRunId !== before.puzzleRunId ||
      isBusy(state) !== isBusy(before) ||
      isOuterBusy(state) !== isOuterBusy(before)
    ) {
      models.followView();
    }
  });

  return {
    store,
    draft,
    models,
    runs,
    replay: createReplayActions(store),
    world,
    outer,
    puzzles,
    versions,
    stream,
    flush: () => {
      if (saveTimer !== undefined) disk.shelveDraft(store.getState().draft);
      keeper.flush();
    },
    dismissNotice: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
}
