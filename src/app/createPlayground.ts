import type { SessionEvent } from "../protocol/events.ts";
import { lazily } from "../protocol/lazily.ts";
import { UNFETCHED } from "../protocol/unfetched.ts";
import { createRunArchive } from "../runs/archive.ts";
import { TASK_PAGES } from "../tasks/page/pages.ts";
import { createEditRuns } from "./edit/editRuns.ts";
import { createSetupSaver, recoverUnsaved } from "./edit/keepSetups.ts";
import { createPreview } from "./edit/preview.ts";
import { editTask } from "./edit/selectors.ts";
import { createSetupArchive } from "./edit/setupArchive.ts";
import { createSetups, rememberModel } from "./edit/setups.ts";
import { createEngineClient, type WorkerLike } from "./engine/engineClient.ts";
import { createModelActions } from "./engine/modelActions.ts";
import { placeOf } from "./lessons/lessonPlace.ts";
import type { Persistence } from "./persistence.ts";
import type { Playground } from "./playground.ts";
import { taskOnScreen } from "./playgroundState.ts";
import type { ClaimRun } from "./runs/claimRun.ts";
import { RunLibrary } from "./runs/library.ts";
import { RunClaims } from "./runs/runClaims.ts";
import { Runs } from "./runs/runs.ts";
import { isBusy } from "./runs/runsState.ts";
import { applyToSession, createPlaygroundStore, notify, notifyFailure } from "./store.ts";
import { FIRST_VIEW, viewOf } from "./view.ts";

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
      if (preview.take(event)) return;
      // While the run still has the model.
      timings.opened?.hearRun(kind, event);
      runs.onEvent(kind, event);
    },
    onAttachment: (kind, runId, key, value) => runs.onAttachment(kind, runId, key, value),
    onSessionEvent: (event) => onSessionEvent(event),
    onVersions: (answer) => versions.opened?.hear(answer),
    onRestart: (failure) => {
      timings.opened?.forget();
      runs.onRestart(failure);
      applyToSession(store, { type: "workerRestarted", failure });
      models.reloadAfterRestart();
    },
  });

  const setupArchive = createSetupArchive(disk.documents, recoverUnsaved(disk));
  const setups = createSetups(store, setupArchive);
  const setupSaver = createSetupSaver(store, setupArchive, disk.unload);
  const preview = createPreview(store, client);
  const models = createModelActions(store, client, preview);
  const claims = new RunClaims(claimRun);
  const runs = new Runs({ store, client, archive, claims, stopPreview: preview.stop });
  const library = new RunLibrary(store, archive, claims);
  const versions = lazily(async () => {
    const { createVersions } = await import("./versions/versions.ts");
    return createVersions({ store, client, archive, runs, models, stopPreview: preview.stop });
  });
  const measuring = lazily(async () => {
    const { createMeasuring } = await import("./engine/measuring.ts");
    return createMeasuring({ store, client, documents: disk.documents, preview });
  });
  const timings = lazily(async () => {
    const { createTimings } = await import("./runs/timings.ts");
    return createTimings({ store, client, documents: disk.documents, measuring: await measuring.open() });
  });
  const edit = createEditRuns(store, runs, library, setups, models);
  const lessons = lazily(async () => {
    const { createLessons } = await import("./lessons/lessons.ts");
    return createLessons(store, disk.documents);
  });
  const show = (view: string) => store.setState(view === "lessons" ? { view, lesson: null } : { view });
  store.setState({ view: viewOf(hash) ?? FIRST_VIEW.id });

  const onSessionEvent = (event: SessionEvent) => {
    applyToSession(store, event);
    measuring.opened?.hear(event);
    timings.opened?.hear(event);
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

  /** Brings what an address names besides its view. */
  const arriveAt = async (to: string) => {
    // What cannot be fetched of a link must not keep people from the page.
    await openLink(to).catch(() => notify(store, UNFETCHED));
    const place = placeOf(to);
    if (!place) return;
    const opened = await lessons.open().catch(() => null);
    if (opened) opened.goTo(place);
    else notify(store, UNFETCHED_LESSON);
  };

  const follow = async (to: string) => {
    const view = viewOf(to);
    if (view) show(view);
    await arriveAt(to);
  };

  const restore = async () => {
    const task = editTask(store.getState()) ?? TASK_PAGES[0];
    await Promise.all([
      setups.restoreChoice(),
      // A page that cannot be fetched says so in its place.
      task && setups.open(task.id).catch(() => {}),
    ]);
    // Its view is shown from the start, and people may have gone on to another by now.
    await arriveAt(hash);
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
      state.session.version !== before.session.version ||
      state.restored !== before.restored ||
      isBusy(state) !== isBusy(before)
    ) {
      preview.refresh();
    }
    if (
      state.view !== before.view ||
      taskOnScreen(state) !== taskOnScreen(before) ||
      state.setups !== before.setups ||
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
    measuring,
    timings,
    runs,
    library,
    edit,
    versions,
    rounds: lazily(async () => {
      const { createRounds } = await import("./rounds/rounds.ts");
      return createRounds({ store, runs, library }, disk.documents);
    }),
    stream: lazily(async () => {
      const { createStreams } = await import("./stream/streams.ts");
      return createStreams({ store, runs, library }, disk.documents);
    }),
    lessons,
    show,
    follow,
    closeLesson: () => store.setState({ lesson: null }),
    showModels: (modelDialog) => store.setState({ modelDialog }),
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
