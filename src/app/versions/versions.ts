import { createStore } from "zustand/vanilla";
import { failureOf } from "../../protocol/playgroundError.ts";
import { freshId } from "../../protocol/random.ts";
import type { RunArchive } from "../../runs/archive.ts";
import { toMessage } from "../../runs/readLog.ts";
import { writerAttachmentSchema } from "../../runs/rounds/events.ts";
import { roundsKind } from "../../runs/rounds/kind.ts";
import {
  INITIAL_VERSIONS,
  readLimits,
  reduceVersions,
  type VersionState,
} from "../../runs/versions/state.ts";
import { readLocal, writeLocal } from "../../tasks/page/localText.ts";
import {
  type AcceptanceLimits,
  type VersionRequest,
  versionEventSchema,
} from "../../versions/versionEvents.ts";
import type { EngineClient } from "../engine/engineClient.ts";
import type { ModelActions } from "../engine/modelActions.ts";
import { fetchOwn } from "../fetchOwn.ts";
import { keepStorage } from "../keepStorage.ts";
import type { Runs } from "../runs/runs.ts";
import { isBusy } from "../runs/runsState.ts";
import { notify, notifyFailure, type PlaygroundStore, type WithStore } from "../store.ts";
import { type TaughtWriter, takenAs } from "./taughtWriters.ts";

const LIMITS_KEY = "self-edit-playground.limits";

export interface VersionsState extends VersionState {
  limits: AcceptanceLimits;
  /** A writer that comes with the page is on its way. */
  fetching: boolean;
}

/** The versions of the loaded model as the page knows them, asked for whenever the model changes. */
export interface Versions extends WithStore<VersionsState> {
  ask(body: VersionRequest["body"]): void;
  /**
   * Puts a writer that comes with the page in force. It is fetched and imported the first time, once however often it is asked
   * for meanwhile; people are told where it cannot be had.
   */
  takeTaught(writer: TaughtWriter): Promise<void>;
  /** What the worker says of them; it is checked here. */
  hear(answer: unknown): void;
  /** Gives up what is being done: the engine is replaced, and the model loaded again. What is kept stays whole. */
  cancel(): void;
  setLimits(limits: AcceptanceLimits): void;
  /** What was exported has been saved: once is enough. */
  saved(): void;
  /**
   * Brings the writer of rounds to the versions, where it is measured and kept, or vetoed. Paused rounds are ended by
   * this, for keeping takes the model; they can be resumed. Resolves to false where they cannot be read.
   */
  offerWriter(runId: string): Promise<boolean>;
}

/** What is done before the worker says what it is at. */
const FIRST_STEP: Partial<Record<VersionRequest["body"]["type"], string>> = { import: "Reading the files" };

interface VersionParts {
  store: PlaygroundStore;
  client: EngineClient;
  archive: RunArchive;
  runs: Runs;
  models: ModelActions;
  stopPreview(): void;
}

export function createVersions({
  store: page,
  client,
  archive,
  runs,
  models,
  stopPreview,
}: VersionParts): Versions {
  const store = createStore<VersionsState>(() => ({
    ...INITIAL_VERSIONS,
    limits: readLimits(readLocal(LIMITS_KEY)),
    fetching: false,
  }));
  const loaded = () => page.getState().session.loaded;

  const ask = (body: VersionRequest["body"]) => {
    const operation = freshId();
    // What runs have asked for comes first, and what is only listed takes no time.
    if (body.type !== "list" && !isBusy(page.getState())) {
      stopPreview();
      page.setState({ engine: { kind: "versionWork", runId: operation, asked: null, isPreview: false } });
    }
    if (body.type === "keep" || body.type === "import") keepStorage();
    store.setState((state) =>
      reduceVersions(state, { type: "asked", operation, step: FIRST_STEP[body.type] ?? "" }),
    );
    client.send({ type: "versions", request: { operation, body } });
  };

  store.subscribe(({ working }) => {
    if (working === null && page.getState().engine?.kind === "versionWork") page.setState({ engine: null });
  });
  page.subscribe(({ session }, before) => {
    if (session.loaded === before.session.loaded) return;
    // What was known is of another model, or of a worker that has died in the middle of an operation.
    store.setState((state) => reduceVersions(state, { type: "modelGone" }));
    if (loaded()) ask({ type: "list" });
  });
  if (loaded()) ask({ type: "list" });

  return {
    store,
    ask,
    hear(answer) {
      const event = versionEventSchema.parse(answer);
      store.setState((state) => reduceVersions(state, event));
    },
    cancel: () => models.restart(),
    saved: () => store.setState((state) => reduceVersions(state, { type: "saved" })),
    setLimits(limits) {
      store.setState({ limits });
      writeLocal(LIMITS_KEY, JSON.stringify(limits));
    },
    async takeTaught(writer) {
      const { name, files: paths } = writer;
      const { fetching, listed } = store.getState();
      if (fetching) return;
      const taken = takenAs(writer, listed?.versions ?? []);
      if (taken) return ask({ type: "checkout", id: taken.id });
      store.setState({ fetching: true });
      try {
        const files = await Promise.all(
          paths.map(async (path) => {
            const file = await fetchOwn(path, `“${name}”`);
            return new File([file], path.split("/").at(-1)!);
          }),
        );
        ask({ type: "import", name, files, limits: store.getState().limits });
      } catch (error) {
        notifyFailure(page, failureOf(error));
      } finally {
        store.setState({ fetching: false });
      }
    },
    async offerWriter(runId) {
      if (page.getState().engine?.runId === runId) runs.cancel();
      const [log, attachments] = await Promise.all([
        archive.load(roundsKind, runId),
        archive.attachments("rounds", runId),
      ]);
      if (log === null) {
        const message = "The log of these rounds could not be read, so their writer cannot be kept.";
        notify(page, { tone: "error", message, advice: "Run them again." });
        return false;
      }
      const writers = attachments.flatMap((value) => writerAttachmentSchema.safeParse(value).data ?? []);
      ask({ type: "offerWriter", events: log.map(toMessage), writers });
      return true;
    },
  };
}
