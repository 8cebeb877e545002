import type { SessionEvent } from "../protocol/events.ts";
import { createRunArchive, type RunArchive } from "../runs/archive.ts";
import { createDraftActions, type DraftActions } from "./draftActions.ts";
import { createEngineClient, type WorkerLike } from "./engine/engineClient.ts";
import { type Feature, lazyFeature } from "./feature.ts";
import { createModelActions, type ModelActions } from "./modelActions.ts";
import type { Persistence } from "./persistence.ts";
import { isEmbeddedLoaded, textModel } from "./playgroundState.ts";
import { createPreview } from "./preview.ts";
import type { Rounds } from "./rounds/rounds.ts";
import { RunLibrary } from "./runs/library.ts";
import { createPassageRuns, type PassageRuns } from "./runs/passageRuns.ts";
import { Replay } from "./runs/replay.ts";
import { Runs } from "./runs/runs.ts";
import { isBusy } from "./runs/runsState.ts";
import {
  applyToSession,
  createPlaygroundStore,
  notify,
  notifyFailure,
  type PlaygroundStore,
} from "./store.ts";
import type { Streams } from "./stream/streams.ts";
import { createVersionPort, type VersionPort } from "./versions/versionPort.ts";
import { type View, viewOf } from "./view.ts";
import { createWorldActions, type WorldActions } from "./worldActions.ts";

/** The page without its looks: one store, and everything that can be done to it. */
export interface Playground {
  store: PlaygroundStore;
  archive: RunArchive;
  draft: DraftActions;
  models: ModelActions;
  /** The run that has the model. */
  runs: Runs;
  /** The runs that are kept. */
  library: RunLibrary;
  replay: Replay;
  /** Runs of one edit on the passage. */
  edit: PassageRuns;
  world: WorldActions;
  versions: VersionPort;
  rounds: Feature<Rounds>;
  stream: Feature<Streams>;
  show(view: View): void;
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

  const archive = createRunArchive(disk.documents);

  const client = createEngineClient(spawnWorker, {
    onRunEvent: (kind, event) => {
      if (!preview.take(event)) runs.onEvent(kind, event);
    },
    onAttachment: (kind, runId, key, value) => runs.onAttachment(kind, runId, key, value),
    onSessionEvent: (event) => onSessionEvent(event),
    onVersions: (answer) => versions.hear(answer),
    onRestart: (failure) => {
      runs.onRestart(failure);
      applyToSession(store, { type: "workerRestarted", failure });
      models.reloadAfterRestart();
    },
  });

  const versions = createVersionPort(client);
  const draft = createDraftActions(store, disk);
  const world = createWorldActions(store, draft);
  const preview = createPreview(store, client);
  const models = createModelActions(store, client, preview);
  const runs = new Runs({ store, client, archive, stopPreview: preview.stop });
  const library = new RunLibrary(store, archive);
  store.setState({ view: viewOf(hash) ?? "edit" });

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
    }
    if (event.type === "engineFailed") {
      runs.onRefused();
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
    await library.list("edit");
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
      isBusy(state) !== isBusy(before)
    ) {
      preview.refresh();
    }
    if (
      state.view !== before.view ||
      state.roundsTask !== before.roundsTask ||
      isBusy(state) !== isBusy(before)
    ) {
      models.followView();
    }
  });

  const playground: Playground = {
    store,
    archive,
    draft,
    models,
    runs,
    library,
    replay: new Replay(store),
    edit: createPassageRuns(store, runs, draft),
    world,
    versions,
    rounds: lazyFeature(async () => {
      const { createRounds } = await import("./rounds/rounds.ts");
      return createRounds(playground, disk.documents);
    }),
    stream: lazyFeature(async () => {
      const { createStreams } = await import("./stream/streams.ts");
      return createStreams(playground, disk.documents);
    }),
    show: (view) => store.setState({ view }),
    flush: () => {
      if (saveTimer !== undefined) disk.shelveDraft(store.getState().draft);
      runs.flush();
    },
    dismissNotice: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
  return playground;
}
