import { type Failure, failureOf } from "../../protocol/playgroundError.ts";
import { freshId } from "../../protocol/random.ts";
import type { ModelInfo, Piece } from "../../protocol/run.ts";
import type { AnyRunEvent, KindId } from "../../protocol/runEvent.ts";
import { type RunArchive, withSummary } from "../../runs/archive.ts";
import {
  type BodyOf,
  type KindOf,
  type LogOf,
  loadKind,
  type SetupOf,
  type StateOf,
  type SummaryOf,
} from "../../runs/kinds.ts";
import { LiveRun } from "../../runs/liveRun.ts";
import { readEvent, toMessage } from "../../runs/readLog.ts";
import { replayInSlices } from "../../runs/reduceRun.ts";
import { endsRun } from "../../runs/runKind.ts";
import type { EngineClient } from "../engine/engineClient.ts";
import { keepStorage } from "../keepStorage.ts";
import { notifyFailure, type PlaygroundStore, withdraw } from "../store.ts";
import { inAnotherTab } from "./claimRun.ts";
import type { RunClaims } from "./runClaims.ts";
import {
  changeRuns,
  changeShown,
  isBusy,
  openedRun,
  type RunLease,
  runLease,
  shownRun,
} from "./runsState.ts";

export interface RunsParts {
  store: PlaygroundStore;
  client: EngineClient;
  archive: RunArchive;
  claims: RunClaims;
  /** Gives the model free at once. */
  stopPreview: () => void;
}

/** A run that goes on, whatever its kind. */
interface Going {
  push(event: AnyRunEvent): void;
  flush(): void;
  /** Settles when nothing waits to be written. */
  saved(): Promise<void>;
}

/** A run whose model loses the GPU again and again is left to a person. */
const RESUMED_BY_ITSELF = 2;

/** What had the model before would not let go of it. */
const NOT_BEGUN: Failure = {
  kind: "internal",
  message: "The engine had to be started anew, so the run has not begun.",
  advice: "Start it again once the model is back.",
};

/** Starting and steering the one run that has the model, whatever its kind. */
export class Runs {
  readonly #parts: RunsParts;
  #going: Going | null = null;
  /** Of the item of a batch that is being run: watched like a run, and not kept. */
  #item: Going | null = null;
  /** The last run that has ended. */
  #ended: RunLease | null = null;
  /** How often each run has gone on by itself, by id. */
  readonly #resumed = new Map<string, number>();

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  /**
   * Takes the model and asks for a run. Nothing happens while another run has it.
   *
   * @param makeSetup what it throws, or rejects with, is told, and the model is free again
   */
  start<K extends KindId>(
    kind: K,
    task: string,
    makeSetup: () => SetupOf<K> | Promise<SetupOf<K>>,
  ): void | Promise<void> {
    const { store, client } = this.#parts;
    if (isBusy(store.getState())) return;
    const lease = this.#take(kind, task, freshId());
    const begin = (runKind: KindOf<K>, setup: SetupOf<K>) => {
      if (!this.#mayBegin(lease)) return;
      // Nobody else knows of it yet.
      void this.#parts.claims.hold(lease.runId);
      if (kind !== "edit") keepStorage();
      this.#going = this.#follow(kind, task, runKind, null);
      client.send({ type: "start", kind, runId: lease.runId, setup });
    };
    try {
      const runKind = loadKind(kind);
      const setup = makeSetup();
      if (!(runKind instanceof Promise) && !(setup instanceof Promise)) return begin(runKind, setup);
      return Promise.all([runKind, setup])
        .then((both) => begin(...both))
        .catch((error: unknown) => this.#giveUp(lease, error));
    } catch (error) {
      this.#giveUp(lease, error);
    }
  }

  /** Goes on with the run on screen of this kind and task. */
  async resume<K extends KindId>(kind: K, task: string): Promise<void> {
    const { store, client, archive, claims } = this.#parts;
    const shown = shownRun(store.getState(), kind, task);
    if (shown === null || isBusy(store.getState())) return;
    const lease = this.#take(kind, task, shown.runId);
    try {
      const runKind = await loadKind(kind);
      if (!(await claims.hold(shown.runId))) throw inAnotherTab(runKind.noun);
      // What is kept may be newer than what is shown: another tab may have gone on with it.
      const log =
        (await archive.load(runKind, shown.runId)) ?? openedRun(store.getState(), kind, task)?.log ?? [];
      const attachments = await archive.attachments(kind, shown.runId);
      const state = await replayInSlices<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, log);
      if (!this.#mayBegin(lease)) return;
      store.setState(({ runs }) => ({
        runs: changeShown(runs, kind, task, () => ({ live: state, opened: null })),
      }));
      this.#going = this.#follow(kind, task, runKind, { log, state });
      client.send({ type: "resume", kind, runId: lease.runId, events: log.map(toMessage), attachments });
    } catch (error) {
      this.#giveUp(lease, error);
    }
  }

  /** Waits from the end of the piece of work under way; of a run that has not begun there is none. */
  pause(): void {
    if (this.#parts.store.getState().engine?.asked !== "start") this.#ask("pause");
  }

  cancel(): void {
    this.#ask("cancel");
  }

  /** @param pieces of the self-edit as a person left them; absent: unchanged */
  continue(pieces?: readonly Piece[]): void {
    const engine = runLease(this.#parts.store.getState());
    if (engine === null) return;
    const { kind, runId } = engine;
    this.#parts.client.send({ type: "continue", kind, runId, ...(pieces ? { pieces: [...pieces] } : {}) });
  }

  onEvent(kind: KindId, event: AnyRunEvent): void {
    const { store } = this.#parts;
    const engine = runLease(store.getState());
    if (engine === null) return;
    if (event.runId !== engine.runId) {
      if (event.runId.startsWith(`${engine.runId}/`)) this.#onItemEvent(engine, kind, event);
      return;
    }
    const { type } = event.body;
    const asked = type === "started" || type === "resumed" || type === "paused" ? null : engine.asked;
    const isEnd = endsRun(event.body);
    // The model is free when the end is shown: who listens for the end may start the next run at once.
    store.setState({
      engine: isEnd ? null : { ...engine, asked: engine.asked === "cancel" ? "cancel" : asked },
    });
    this.#going?.push(event);
    if (!isEnd) return;
    this.#ended = engine;
    this.#letGo(event.runId);
  }

  /** Goes on with the run that the GPU took with it, once its model is back; what it had finished is kept. */
  async goOnAfterLoss({ hash }: ModelInfo): Promise<void> {
    const { store } = this.#parts;
    const ended = this.#ended;
    this.#ended = null;
    if (ended === null) return;
    const { kind, task, runId } = ended;
    const run = shownRun(store.getState(), kind, task);
    const times = this.#resumed.get(runId) ?? 0;
    if (run?.runId !== runId || run.failure?.kind !== "gpu-lost" || run.model.hash !== hash) return;
    if (times >= RESUMED_BY_ITSELF) return;
    this.#resumed.set(runId, times + 1);
    withdraw(store, run.failure.message);
    await this.resume(kind, task);
  }

  onAttachment(kind: KindId, runId: string, key: string, value: unknown): void {
    void this.#parts.archive.attach(kind, runId, key, value);
  }

  /** The engine refused a command: a run that it has not begun will never begin. */
  onRefused(): void {
    const { store } = this.#parts;
    if (store.getState().engine?.asked === "start") this.#free();
  }

  /** The engine is another one now; how its run ended has been told. */
  onRestart(failure: Failure | null): void {
    const { store } = this.#parts;
    const { engine } = store.getState();
    this.#free();
    if (failure) notifyFailure(store, failure);
    else if (engine?.asked === "start" && !engine.isPreview) notifyFailure(store, NOT_BEGUN);
  }

  /** Saves now what would be saved soon. */
  flush(): void {
    this.#going?.flush();
  }

  /** Other tabs may have the run, once all of it is written. */
  #letGo(runId: string): void {
    this.#parts.claims.letGo(runId, this.#going?.saved() ?? Promise.resolve());
  }

  #free(): void {
    const { store } = this.#parts;
    const { engine } = store.getState();
    store.setState({ engine: null });
    if (engine !== null) this.#letGo(engine.runId);
  }

  #take(kind: KindId, task: string, runId: string): RunLease {
    this.#parts.stopPreview();
    const lease: RunLease = { kind, task, runId, asked: "start", isPreview: false };
    this.#parts.store.setState({ engine: lease });
    return lease;
  }

  /** It may have been cancelled, or the engine may have died, before anything was sent. */
  #mayBegin({ runId }: RunLease): boolean {
    const { store } = this.#parts;
    const { engine } = store.getState();
    if (engine?.runId !== runId) return false;
    if (engine.asked === "start") return true;
    this.#free();
    return false;
  }

  #giveUp({ runId }: RunLease, error: unknown): void {
    const { store } = this.#parts;
    if (store.getState().engine?.runId === runId) this.#free();
    notifyFailure(store, failureOf(error));
  }

  #ask(asked: "pause" | "cancel"): void {
    const { store, client } = this.#parts;
    const engine = runLease(store.getState());
    if (engine === null || engine.isPreview) return;
    store.setState({ engine: { ...engine, asked } });
    client.send({ type: asked, kind: engine.kind, runId: engine.runId });
  }

  #follow<K extends KindId>(
    kind: K,
    task: string,
    runKind: KindOf<K>,
    earlier: { log: LogOf<K>; state: StateOf<K> } | null,
  ): Going {
    const { store, archive } = this.#parts;
    let isShown = earlier !== null;
    const live = new LiveRun<BodyOf<K>, StateOf<K>, SummaryOf<K>>(
      runKind,
      {
        onState: (state) => {
          // A run that begins takes the place of whatever is on screen.
          const change = isShown ? { live: state } : { live: state, opened: null };
          isShown = true;
          store.setState(({ runs }) => ({ runs: changeShown(runs, kind, task, () => change) }));
        },
        onSummary: (summary) =>
          store.setState(({ runs }) => ({
            runs: changeRuns(runs, kind, ({ list }) => ({ list: withSummary<SummaryOf<K>>(list, summary) })),
          })),
        save: (summary, log) => archive.save(kind, summary, log),
      },
      earlier,
    );
    return {
      push: (event) => this.#read(() => live.push(readEvent(runKind, event))),
      flush: () => live.flush(),
      saved: () => live.saved(),
    };
  }

  #onItemEvent({ task }: RunLease, kind: KindId, event: AnyRunEvent): void {
    if (kind !== "edit") return;
    const { store } = this.#parts;
    if (event.body.type === "started") {
      const runKind = loadKind("edit");
      if (runKind instanceof Promise) return;
      const live = new LiveRun(runKind, {
        onState: (state) =>
          store.setState(({ runs }) => ({
            runs: changeShown(runs, "edit", task, () => ({ live: state, opened: null })),
          })),
      });
      this.#item = {
        push: (next) => this.#read(() => live.push(readEvent(runKind, next))),
        flush: () => {},
        saved: async () => {},
      };
    }
    this.#item?.push(event);
  }

  #read(push: () => void): void {
    try {
      push();
    } catch {
      notifyFailure(this.#parts.store, {
        kind: "internal",
        message: "The engine told of the run in a form that this page does not know.",
        advice: "Reload the page.",
      });
    }
  }
}
