import { failureOf, isCancellation, PlaygroundError } from "../../protocol/playgroundError.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { type RunArchive, withSummary } from "../../runs/archive.ts";
import {
  type BodyOf,
  type KindOf,
  type LogOf,
  loadKind,
  type StateOf,
  type SummaryOf,
} from "../../runs/kinds.ts";
import { replayInSlices, summariseRun } from "../../runs/reduceRun.ts";
import { isOver } from "../../runs/runKind.ts";
import { notify, notifyFailure, type PlaygroundStore, withdraw } from "../store.ts";
import { viewOfRun } from "../view.ts";
import { inAnotherTab } from "./claimRun.ts";
import type { RunClaims } from "./runClaims.ts";
import type { Runs } from "./runs.ts";
import { changeRuns, changeShown, leaseOf, type OpenedRun } from "./runsState.ts";

/** What long runs (rounds, streams) need of the page. */
export interface LongRunParts {
  store: PlaygroundStore;
  runs: Runs;
  library: RunLibrary;
}

/** The runs that are kept in this browser, or come from elsewhere, of every kind. */
export class RunLibrary {
  readonly #store: PlaygroundStore;
  readonly #archive: RunArchive;
  readonly #claims: RunClaims;
  /** By kind: what is kept is listed once. */
  readonly #listed = new Map<KindId, Promise<void>>();
  /** What was said of the run that was deleted last. */
  #deletion: string | null = null;

  constructor(store: PlaygroundStore, archive: RunArchive, claims: RunClaims) {
    this.#store = store;
    this.#archive = archive;
    this.#claims = claims;
  }

  /**
   * Lists what is kept of a kind, once for a visit. A single edit whose page was closed while it ran is given an end; what
   * takes hours stays unfinished, and its view offers to go on with it.
   */
  list<K extends KindId>(kind: K): Promise<void> {
    const known = this.#listed.get(kind);
    if (known) return known;
    const listing = this.#list(kind);
    this.#listed.set(kind, listing);
    listing.catch(() => this.#listed.delete(kind));
    return listing;
  }

  async #list<K extends KindId>(kind: K): Promise<void> {
    const runKind = await loadKind(kind);
    const kept = await this.#archive.list<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind);
    const lines = await Promise.all(
      kept.map((line) =>
        kind !== "edit" ||
        line.source === "recorded" ||
        isOver(line) ||
        leaseOf(this.#store.getState(), kind)?.runId === line.runId
          ? line
          : this.#close(kind, runKind, line),
      ),
    );
    this.#changeList(kind, (list) => lines.reduce<readonly SummaryOf<K>[]>(addMissing, list));
  }

  /** A run that a closed page has interrupted must not look as if it went on; in another tab it may. */
  async #close<K extends KindId>(kind: K, runKind: KindOf<K>, line: SummaryOf<K>): Promise<SummaryOf<K>> {
    const release = await this.#claims.claim(line.runId);
    if (release === null) return line;
    return this.#closeClaimed(kind, runKind, line).finally(release);
  }

  async #closeClaimed<K extends KindId>(
    kind: K,
    runKind: KindOf<K>,
    line: SummaryOf<K>,
  ): Promise<SummaryOf<K>> {
    const log = await this.#archive.load(runKind, line.runId);
    const last = log?.at(-1);
    if (!log || !last) return { ...line, status: "failed" };
    try {
      const body = runKind.bodySchema.parse({ type: "failed", failure: PAGE_CLOSED });
      const closed = [...log, { ...last, sequence: last.sequence + 1, body }];
      const state = await replayInSlices<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, closed);
      const ended = summariseRun<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, state, line.source);
      await this.#archive.save(kind, ended, closed);
      this.#sayInterrupted(kind, ended);
      return ended;
    } catch {
      // A log that no longer replays is left as it is: opening it says what is wrong with it.
      return { ...line, status: "failed" };
    }
  }

  #sayInterrupted<K extends KindId>(kind: K, { name, runId, task }: SummaryOf<K>): void {
    const act = () => {
      this.goTo(kind, task);
      void this.open(kind, runId);
    };
    notify(this.#store, {
      tone: "info",
      message: `The page was closed while the run “${name}” was going on.`,
      advice: "What it had done is kept.",
      action: { label: "Show it", act },
    });
  }

  /**
   * Shows a run at its end, in the place of the live one; the live one itself where it goes on.
   *
   * @param isWanted whether it still is, once the log is there
   */
  async open<K extends KindId>(kind: K, runId: string, isWanted = () => true): Promise<void> {
    const lease = leaseOf(this.#store.getState(), kind);
    if (lease?.runId === runId) return this.close(kind, lease.task);
    const runKind = await loadKind(kind);
    const log = await this.#archive.load(runKind, runId);
    const source = this.#store.getState().runs[kind].list.find((run) => run.runId === runId)?.source ?? "own";
    try {
      if (log === null) throw unreadableLog(runKind.noun);
      const state = await replayInSlices<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, log);
      if (isWanted()) this.show(kind, runKind, { source, log, position: log.length, state });
    } catch (error) {
      notifyFailure(this.#store, failureOf(error));
    }
  }

  /** Back from an opened run to the live one. */
  close(kind: KindId, task: string): void {
    this.#store.setState(({ runs }) => ({ runs: changeShown(runs, kind, task, () => ({ opened: null })) }));
  }

  /** Nothing of this kind and task is on screen any more; what goes on stays. */
  clear(kind: KindId, task: string): void {
    if (leaseOf(this.#store.getState(), kind, task)) return;
    this.#store.setState(({ runs }) => ({
      runs: changeShown(runs, kind, task, () => ({ opened: null, live: null })),
    }));
  }

  /** One that goes on, here or in another tab, is not removed. */
  async remove<K extends KindId>(kind: K, runId: string): Promise<void> {
    if (this.#store.getState().engine?.runId === runId) return;
    const release = await this.#claims.claim(runId);
    if (release === null)
      return notifyFailure(this.#store, failureOf(inAnotherTab((await loadKind(kind)).noun)));
    await this.#removeClaimed(kind, runId).finally(release);
  }

  async #removeClaimed<K extends KindId>(kind: K, runId: string): Promise<void> {
    const state = this.#store.getState();
    for (const [task, { live, opened }] of Object.entries(state.runs[kind].shown)) {
      if (opened?.state.runId === runId) this.close(kind, task);
      // A single edit stays on screen until the next; of others there is no more to show.
      if (live?.runId === runId && kind !== "edit") this.clear(kind, task);
    }
    const line = state.runs[kind].list.find((run) => run.runId === runId);
    this.#changeList(kind, (list) => list.filter((run) => run.runId !== runId));
    const putBack = await this.#archive.remove(kind, runId);
    if (line && putBack) this.#sayDeleted(kind, line, putBack);
  }

  /** The last one that was deleted can be had back, as long as the page is open. */
  #sayDeleted<K extends KindId>(kind: K, line: SummaryOf<K>, putBack: () => Promise<void>): void {
    const message = `“${line.name}” is deleted.`;
    const act = () => {
      void putBack();
      this.#changeList(kind, (list) => withSummary(list, line));
    };
    if (this.#deletion !== null) withdraw(this.#store, this.#deletion);
    this.#deletion = message;
    notify(this.#store, { tone: "info", message, action: { label: "Undo", act } });
  }

  /** The file of a run; null, and people are told, where its log can no longer be read. */
  async exportRun(kind: KindId, runId: string): Promise<string | null> {
    const runKind = await loadKind(kind);
    const log = this.#openedLog(kind, runId) ?? (await this.#archive.load(runKind, runId));
    if (log !== null) return (await import("../../runs/runFile.ts")).writeRunFile(runKind, log);
    notifyFailure(this.#store, failureOf(unreadableLog(runKind.noun)));
    return null;
  }

  /** Shows the run of a file, of whatever kind, in the view of its kind, and lists it as a recording. */
  async importRun(file: Blob): Promise<void> {
    const reading = `The file of a run is read (${Math.ceil(file.size / 1e6)} MB).`;
    await this.#cancellably(file.size > QUICKLY_READ ? reading : null, async (signal) => {
      await (await import("./importRun.ts")).importRun(this, file, signal);
    });
  }

  /** Shows the run at an address that people agreed to; what it weighs and where it is from is said. */
  async fetchRun(address: string): Promise<void> {
    const { hostname } = new URL(address);
    await this.#cancellably(`The recorded run is fetched from ${hostname}.`, async (signal) => {
      const { fetchRunFile } = await import("./fetchRunFile.ts");
      const { file, message } = await fetchRunFile(address, signal);
      await (await import("./importRun.ts")).keepAndShow(this, file, signal);
      notify(this.#store, { tone: "info", message });
    });
  }

  /** @param message what is said, beside a button to cancel it, while it is done; null where it is over at once */
  async #cancellably(message: string | null, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController();
    const action = { label: "Cancel", act: () => abort.abort() };
    if (message !== null) notify(this.#store, { tone: "info", message, action });
    try {
      await work(abort.signal);
    } catch (error) {
      if (!isCancellation(error)) notifyFailure(this.#store, failureOf(error));
    } finally {
      if (message !== null) withdraw(this.#store, message);
    }
  }

  /** One's own run stays one's own, even if it comes back from a file. */
  isOwn(kind: KindId, runId: string): boolean {
    return this.#store.getState().runs[kind].list.some((run) => run.runId === runId && run.source === "own");
  }

  /** Keeps a run that comes from elsewhere. */
  async keep<K extends KindId>(kind: K, runKind: KindOf<K>, log: LogOf<K>, state: StateOf<K>): Promise<void> {
    const summary = summariseRun<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, state, "recorded");
    await this.#archive.save(kind, summary, log);
    this.#changeList(kind, (list) => withSummary(list, summary));
  }

  /**
   * Puts a run on screen, in the place of a live one.
   *
   * @throws PlaygroundError "bad-input" for one of a task that this page does not know
   */
  show<K extends KindId>(kind: K, { noun }: KindOf<K>, shown: Omit<OpenedRun<K>, "playing" | "pace">): void {
    const { task } = shown.state;
    if (viewOfRun(kind, task) === null) throw unknownTask(noun, task);
    const opened = { ...shown, playing: false, pace: 1 as const };
    this.#store.setState(({ runs }) => ({ runs: changeShown(runs, kind, task, () => ({ opened })) }));
  }

  /** The view that shows runs of a kind and a task. */
  goTo(kind: KindId, task: string): void {
    const view = viewOfRun(kind, task);
    if (view === null) return;
    const chosen = kind === "rounds" ? { roundsTask: task } : kind === "stream" ? { streamTask: task } : {};
    this.#store.setState({ view, ...chosen });
  }

  #openedLog<K extends KindId>(kind: K, runId: string): LogOf<K> | null {
    const shown = Object.values(this.#store.getState().runs[kind].shown);
    return shown.find(({ opened }) => opened?.state.runId === runId)?.opened?.log ?? null;
  }

  #changeList<K extends KindId>(
    kind: K,
    change: (list: readonly SummaryOf<K>[]) => readonly SummaryOf<K>[],
  ): void {
    this.#store.setState(({ runs }) => ({
      runs: changeRuns(runs, kind, ({ list }) => ({ list: change(list) })),
    }));
  }
}

/** In bytes: before anybody could press "Cancel". */
const QUICKLY_READ = 2_000_000;

const PAGE_CLOSED = {
  kind: "cancelled",
  message: "The page was closed while this run was going on.",
  advice: "What it had done is kept, and it can be resumed.",
};

/** What has begun since the disk was asked is newer. */
function addMissing<Summary extends { runId: string }>(
  list: readonly Summary[],
  line: Summary,
): readonly Summary[] {
  return list.some(({ runId }) => runId === line.runId) ? list : [...list, line];
}

function unreadableLog(noun: string): PlaygroundError {
  return new PlaygroundError("bad-input", `The log of this ${noun} could not be read.`, "Delete it.");
}

function unknownTask(noun: string, task: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This ${noun} is of the task “${task}”, which this page does not know.`,
    "Open it in the version of the playground that made it.",
  );
}
