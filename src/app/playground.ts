import type { SessionEvent } from "../protocol/events.ts";
import { createRunArchive, type RunArchive } from "../runs/archive.ts";
import { TASK_PAGES } from "../tasks/page/pages.ts";
import { createEditRuns, type EditRuns } from "./edit/editRuns.ts";
import { createSetupSaver, recoverUnsaved } from "./edit/keepSetups.ts";
import { createPreview } from "./edit/preview.ts";
import { editTask } from "./edit/selectors.ts";
import { createSetupArchive } from "./edit/setupArchive.ts";
import { createSetups, rememberModel, type Setups } from "./edit/setups.ts";
import { createEngineClient, type WorkerLike } from "./engine/engineClient.ts";
import { createModelActions, type ModelActions } from "./engine/modelActions.ts";
import { type Feature, lazyFeature } from "./feature.ts";
import { placeOf } from "./lessons/lessonPlace.ts";
import type { Lessons } from "./lessons/lessons.ts";
import type { Persistence } from "./persistence.ts";
import { taskOnScreen } from "./playgroundState.ts";
import type { Rounds } from "./rounds/rounds.ts";
import type { ClaimRun } from "./runs/claimRun.ts";
import { RunLibrary } from "./runs/library.ts";
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
import { FIRST_VIEW, viewOf } from "./view.ts";

/** The page without its looks: one store, and everything that can be done to it. */
export interface Playground {
  store: PlaygroundStore;
  archive: RunArchive;
  /** What people set up before a single edit. */
  setups: Setups;
  models: ModelActions;
  /** The run that has the model. */
  runs: Runs;
  /** The runs that are kept. */
  library: RunLibrary;
  /** Runs of one edit on what is set up. */
  edit: EditRuns;
  versions: VersionPort;
  rounds: Feature<Rounds>;
  stream: Feature<Streams>;
  lessons: Feature<Lessons>;
  /** A lesson stays beside whatever its student looks up, but for the list of lessons itself. */
  show(view: string): void;
  /**
   * Shows what a hash names: a view, one as a link has set it up, which is then forgotten, or the step of a lesson. Other
   * hashes lead to places within a view, and change nothing.
   */
  follow(hash: string): Promise<void>;
  closeLesson(): void;
  dismissNotice(id: number): void;
  /** Writes to the disk what waits to be written; for when the page goes away. */
  flush(): void;
}

export interface PlaygroundParts {
  spawnWorker: () => WorkerLike;
  /** Is given a way to tell people that storage fails. */
  persistence: (onWarning: (message: string) => void) => Persistence;
  /** Keeps two tabs from having the same run. */
  claimRun: ClaimRun;
  /** The hash of the address, e.g. a share link. */
  hash: string;
  /** Called once the link's setup is safely stored: from then on the address may forget it. */
  onHashUsed: () => void;
}

export function createPlayground({
  spawnWorker,
  persistence,
  claimRun,
  hash,
  onHashUsed,
}: PlaygroundParts): Playground {
  const store = createPlaygroundStore();
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
  const setupArchive = createSetupArchive(disk.documents, recoverUnsaved(disk));
  const setups = createSetups(store, setupArchive);
  const setupSaver = createSetupSaver(store, setupArchive, disk.unload);
  const preview = createPreview(store, client);
  const models = createModelActions(store, client, preview);
  const runs = new Runs({ store, client, archive, claimRun, stopPreview: preview.stop });
  const library = new RunLibrary(store, archive, claimRun);
  const edit = createEditRuns(store, runs, library, setups);
  const lessons = lazyFeature(async () => {
    const { createLessons } = await import("./lessons/lessons.ts");
    return createLessons(store, disk.documents);
  });
  const show = (view: string) => store.setState(view === "lessons" ? { view, lesson: null } : { view });
  store.setState({ view: viewOf(hash) ?? FIRST_VIEW.id });

  const onSessionEvent = (event: SessionEvent) => {
    applyToSession(store, event);
    if (event.type === "workerReady") models.introduce();
    if (event.type === "modelsListed") {
      setups.followList();
      models.followView();
    }
    if (event.type === "modelLoaded") {
      rememberModel(store, event.model.id);
      setups.followModel();
      void runs.goOnAfterLoss(event.model);
    }
    if (event.type === "engineFailed") {
      runs.onRefused();
      notifyFailure(store, event.failure);
    }
  };

  const openLink = async (link: string) => {
    // Most visits come without one.
    if (link.length < 2) return;
    const opener = await import("./share/openLink.ts");
    if (!(await opener.openLink(playground, link))) return;
    // A database that does not answer must not keep people out.
    void setupSaver.save().then(onHashUsed);
  };

  const follow = async (to: string) => {
    const view = viewOf(to);
    if (view) show(view);
    await openLink(to);
    const place = placeOf(to);
    if (!place) return;
    const opened = await lessons.open().catch(() => null);
    if (opened) opened.goTo(place);
    else notify(store, UNFETCHED_LESSON);
  };

  const restore = async () => {
    const task = editTask(store.getState()) ?? TASK_PAGES[0];
    await Promise.all([
      setups.restoreChoice(),
      // A page that cannot be fetched says so in its place.
      task && setups.open(task.id).catch(() => {}),
    ]);
    await follow(hash);
    store.setState({ restored: true });
    setupSaver.begin();
    models.followView();
    await library.list("edit");
  };
  store.subscribe((state, before) => {
    if (
      state.setups !== before.setups ||
      state.view !== before.view ||
      state.session.loaded !== before.session.loaded ||
      state.restored !== before.restored ||
      isBusy(state) !== isBusy(before)
    ) {
      preview.refresh();
    }
    if (
      state.view !== before.view ||
      taskOnScreen(state) !== taskOnScreen(before) ||
      isBusy(state) !== isBusy(before)
    ) {
      models.followView();
    }
  });

  const playground: Playground = {
    store,
    archive,
    setups,
    models,
    runs,
    library,
    edit,
    versions,
    rounds: lazyFeature(async () => {
      const { createRounds } = await import("./rounds/rounds.ts");
      return createRounds(playground, disk.documents);
    }),
    stream: lazyFeature(async () => {
      const { createStreams } = await import("./stream/streams.ts");
      return createStreams(playground, disk.documents);
    }),
    lessons,
    show,
    follow,
    closeLesson: () => store.setState({ lesson: null }),
    flush: () => {
      setupSaver.flush();
      runs.flush();
    },
    dismissNotice: (id) =>
      store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  };
  void restore();
  return playground;
}

const UNFETCHED_LESSON = {
  tone: "error",
  message: "The lesson could not be fetched.",
  advice: "Check the network and open it again.",
} as const;
